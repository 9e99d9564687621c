package text

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// wordsPerMinute is how fast a reader of news reads, on paper as on a telephone.
const wordsPerMinute = 220

// Plain is the text of HTML as one line: entities decoded, blocks apart by a space, scripts and styles left out, white space
// folded. It is text, not HTML: it must be escaped before it is shown.
func Plain(source string) string {
	if !strings.ContainsAny(source, "<&") {
		return fold(repair(source))
	}
	var b strings.Builder
	b.Grow(len(source))
	z := html.NewTokenizer(strings.NewReader(source))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		switch kind {
		case html.TextToken:
			b.Write(z.Text())
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			tag, _ := z.TagName()
			if t := string(tag); !inline(t) && t != "script" && t != "style" {
				b.WriteByte(' ')
			}
			skipCode(z, kind, string(tag))
		}
	}
	return fold(repair(b.String()))
}

// skipCode passes over what stands in an element whose text nobody reads; of the other elements whose content HTML takes for
// raw text it reads the inside as markup.
func skipCode(z *html.Tokenizer, kind html.TokenType, tag string) {
	switch {
	case kind == html.EndTagToken:
	case tag == "script" || tag == "style":
		if z.Next() == html.TextToken { // else the end tag: nothing was in it
			return
		}
	default:
		z.NextIsNotRawText()
	}
}

// Excerpt is the beginning of the text of HTML, at most so many runes with its "…", cut between words. A text that fits is
// returned whole, without "…".
func Excerpt(source string, runes int) string {
	plain := Plain(source)
	if start, whole := first(plain, runes); whole || start == "" {
		return start
	}
	start, _ := first(plain, runes-1)
	// The rune after the cut tells whether the last word is whole.
	if rest := plain[len(start):]; !strings.HasPrefix(rest, " ") {
		if i := strings.LastIndexByte(start, ' '); i > 0 {
			start = start[:i]
		}
	}
	return strings.TrimRightFunc(start, dangling) + "…"
}

// dangling tells what should not stand before "…".
func dangling(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune(",;:.…-–—([{«“‘'’\"/", r)
}

// Words counts the words of HTML for reading time: what white space parts and holds a letter or a digit, in any script.
func Words(source string) int {
	n, in := 0, false
	for _, r := range Plain(source) {
		switch {
		case unicode.IsSpace(r):
			in = false
		case !in && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			in = true
			n++
		}
	}
	return n
}

// ReadingMinutes is how long so many words take: at least 1; a minute counts once a quarter of it is begun.
func ReadingMinutes(words int) int {
	minutes, rest := words/wordsPerMinute, words%wordsPerMinute
	if 4*rest >= wordsPerMinute {
		minutes++
	}
	return max(1, minutes)
}
