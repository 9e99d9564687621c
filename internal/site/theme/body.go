package theme

import (
	"html/template"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// adAfterParagraphs is the number of paragraphs that stand before the advertisement in a text.
const adAfterParagraphs = 3

// Body sets a cleaned text: it is cut after its third paragraph, where the advertisement comes, and its tables scroll in a box
// that a keyboard reaches and that tableLabel names. A text with no fourth paragraph or with anything unclosed is not cut.
func Body(cleaned, tableLabel string) (start, rest template.HTML) {
	w := bodyWriter{label: html.EscapeString(tableLabel)}
	z := html.NewTokenizer(strings.NewReader(cleaned))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return w.halves()
		}
		raw := string(z.Raw())
		name, _ := z.TagName()
		w.token(kind, atom.Lookup(name), raw)
	}
}

// bodyWriter copies the tokens of a text and notes where it may be cut.
type bodyWriter struct {
	out        strings.Builder
	label      string
	depth      int // of elements that can hold paragraphs
	paragraphs int // at the top level
	cut        int // bytes before the advertisement
}

func (w *bodyWriter) token(kind html.TokenType, tag atom.Atom, raw string) {
	switch {
	case kind == html.StartTagToken && tag == atom.Table:
		w.out.WriteString(`<div class="tab" tabindex="0" role="region" aria-label="` + w.label + `">` + raw)
	case kind == html.EndTagToken && tag == atom.Table:
		w.out.WriteString(raw + "</div>")
	default:
		w.out.WriteString(raw)
	}
	if holds := holders[tag]; holds && kind == html.StartTagToken {
		w.depth++
	} else if holds && kind == html.EndTagToken {
		w.depth--
	}
	if kind == html.EndTagToken && tag == atom.P && w.depth == 0 {
		w.paragraph()
	}
}

// holders are the elements inside which a text is not cut.
var holders = map[atom.Atom]bool{
	atom.Blockquote: true, atom.Figure: true, atom.Figcaption: true, atom.Ul: true, atom.Ol: true, atom.Li: true, atom.Dl: true,
	atom.Table: true, atom.Div: true, atom.Aside: true, atom.Section: true, atom.Details: true, atom.Video: true, atom.Audio: true,
}

func (w *bodyWriter) paragraph() {
	if w.paragraphs++; w.paragraphs == adAfterParagraphs {
		w.cut = w.out.Len()
	}
}

func (w *bodyWriter) halves() (start, rest template.HTML) {
	all := w.out.String()
	if w.paragraphs <= adAfterParagraphs || w.depth != 0 {
		return template.HTML(all), "" //nolint:gosec // cleaned by the caller
	}
	return template.HTML(all[:w.cut]), template.HTML(all[w.cut:]) //nolint:gosec // cleaned by the caller
}
