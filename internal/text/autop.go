package text

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
)

// Paragraphs makes HTML of WordPress's "classic" text, as its wpautop does: blank lines part paragraphs, other line ends become
// <br>, blocks and pre stay as they are, and a shortcode alone on its line is left alone. It makes nothing safe: Clean does.
func Paragraphs(classic string) string {
	classic = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(classic) + "\n"
	z := html.NewTokenizer(strings.NewReader(classic))
	var a autop
	a.out.Grow(len(classic) + len(classic)/16)
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		raw := string(z.Raw())
		switch kind {
		case html.TextToken:
			a.text(raw)
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			name, _ := z.TagName()
			a.tag(kind, string(name), raw)
		default:
			a.content(raw)
		}
	}
	a.flush(false)
	return strings.TrimSpace(a.out.String())
}

// autop gathers a paragraph until a blank line or the edge of a block ends it.
type autop struct {
	out    strings.Builder
	line   []byte // the paragraph so far
	breaks int    // line ends since the last content
	open   []box  // blocks around the paragraph
	asIs   string // the element whose content is passed through; "" outside
}

type box struct {
	tag   string
	split bool // a blank line was met directly in it: its text is in paragraphs
}

func (a *autop) text(s string) {
	if a.asIs != "" {
		a.line = append(a.line, s...)
		return
	}
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		if i > 0 {
			a.breaks++
		}
		switch alone := i < len(lines)-1 && (a.breaks > 0 || len(a.line) == 0); {
		case strings.TrimSpace(l) == "":
			if a.breaks == 0 && len(a.line) > 0 {
				a.line = append(a.line, l...)
			}
		case alone && shortcode(strings.TrimSpace(l)):
			a.flush(a.breaks > 1)
			a.out.WriteString(strings.TrimSpace(l) + "\n")
		default:
			a.content(l)
		}
	}
}

// content adds to the paragraph, after the line ends that came before it.
func (a *autop) content(s string) {
	switch {
	case a.breaks > 1:
		a.flush(true)
	case a.breaks == 1 && len(a.line) > 0:
		a.line = bytes.TrimRight(a.line, " \t")
		if !a.broken() {
			a.line = append(a.line, "<br>"...)
		}
		a.line = append(a.line, '\n')
	}
	a.breaks = 0
	a.line = append(a.line, s...)
}

// broken reports whether the paragraph so far ends in a <br>.
func (a *autop) broken() bool {
	tail := bytes.TrimRight(a.line, " \t\n")
	tail = bytes.ToLower(tail[max(0, len(tail)-len("<br />")):])
	return bytes.HasSuffix(tail, []byte("<br>")) || bytes.HasSuffix(tail, []byte("<br/>")) || bytes.Equal(tail, []byte("<br />"))
}

func (a *autop) tag(kind html.TokenType, name, raw string) {
	switch {
	case a.asIs != "":
		a.line = append(a.line, raw...)
		if kind == html.EndTagToken && name == a.asIs {
			a.endAsIs()
		}
	case kind == html.StartTagToken && keepsLines(name):
		if name == "pre" {
			a.flush(false)
		} else {
			a.content("")
		}
		a.asIs = name
		a.line = append(a.line, raw...)
	case name == "br" && a.broken():
		a.breaks = 2
	case classicBlock(name):
		a.flush(false)
		a.block(kind, name, raw)
	default:
		a.content(raw)
	}
}

func (a *autop) endAsIs() {
	if a.asIs == "pre" {
		a.out.Write(a.line)
		a.out.WriteByte('\n')
		a.line = a.line[:0]
	}
	a.asIs = ""
}

// flush ends the paragraph; byBlank says that a blank line did, which also is what makes paragraphs in a list item or a cell.
func (a *autop) flush(byBlank bool) {
	s := strings.TrimSpace(string(a.line))
	a.line, a.breaks = a.line[:0], 0
	var in box
	if n := len(a.open); n > 0 {
		a.open[n-1].split = a.open[n-1].split || byBlank && s != ""
		in = a.open[n-1]
	}
	switch {
	case s == "":
	case in.tag == "p" && byBlank:
		a.out.WriteString(s + "</p>\n<p>")
	case shortcode(s), onlyComments(s), !in.paragraphs():
		a.out.WriteString(s)
		if len(a.open) == 0 {
			a.out.WriteByte('\n')
		}
	default:
		a.out.WriteString("<p>" + s + "</p>\n")
	}
}
