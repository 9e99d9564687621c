package article

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// inlineTags are those within a line: a word knows which of them it stands in. Every other tag ends a block.
var inlineTags = []string{"a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var"}

// pieces are elements without text that count as a word of their own.
var pieces = []string{"img", "iframe", "video", "audio", "source", "hr", "br"}

// htmlReader takes cleaned HTML apart into words.
type htmlReader struct {
	words  []word
	within []string // the inline elements that are open, as they were written
}

// htmlWords are the words of cleaned HTML, with a break at the end of each block. The tag of a block is in the key of its break, so that a paragraph that became a heading is seen.
func htmlWords(source string) []word {
	r := &htmlReader{}
	z := html.NewTokenizer(strings.NewReader(source))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		token := z.Token()
		switch kind {
		case html.TextToken:
			r.text(token.Data)
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			r.tag(&token)
		}
	}
	return r.words
}

// text adds words. A word that changes its emphasis halfway is two, with no space between them.
func (r *htmlReader) text(s string) {
	within := strings.Join(r.within, "")
	for s != "" {
		end := strings.IndexFunc(s, unicode.IsSpace)
		switch end {
		case 0:
			r.space()
			s = strings.TrimLeftFunc(s, unicode.IsSpace)
			continue
		case -1:
			end = len(s)
		}
		r.words = append(r.words, word{s[:end] + "\x00" + within, s[:end]})
		s = s[end:]
	}
}

// space puts a space behind the last word, if it has none and its block goes on.
func (r *htmlReader) space() {
	if n := len(r.words); n > 0 && !strings.HasSuffix(r.words[n-1].text, " ") && !strings.HasSuffix(r.words[n-1].text, "\n") {
		r.words[n-1].text += " "
	}
}

func (r *htmlReader) tag(t *html.Token) {
	switch {
	case slices.Contains(pieces, t.Data):
		if t.Type != html.EndTagToken {
			r.words = append(r.words, word{t.String(), "[" + shownAs(t) + "] "})
		}
	case !slices.Contains(inlineTags, t.Data):
		r.end(t)
	case t.Type == html.StartTagToken:
		r.within = append(r.within, t.String())
	case t.Type == html.EndTagToken && len(r.within) > 0:
		r.within = r.within[:len(r.within)-1]
	}
}

// end ends a block. Where several end or begin at once there is one break, which names them all.
func (r *htmlReader) end(t *html.Token) {
	switch n := len(r.words); {
	case n == 0:
	case strings.HasSuffix(r.words[n-1].text, "\n"):
		r.words[n-1].key += t.String()
	default:
		r.words = append(r.words, word{t.String(), "\n"})
	}
}

// shownAs is what stands for a picture or a film: its description, else the name of the element.
func shownAs(t *html.Token) string {
	for _, a := range t.Attr {
		if a.Key == "alt" && a.Val != "" {
			return a.Val
		}
	}
	return t.Data
}
