package text

import (
	"strings"

	"golang.org/x/net/html"
)

// render writes the content of n. It is used in place of html.Render because that writes ' and " in text as &#39; and &#34;:
// French would grow by a twentieth, and search and diffs would have to see through it.
func render(n *html.Node) string {
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c != n.FirstChild {
			b.WriteByte('\n')
		}
		write(&b, c)
	}
	return b.String()
}

func write(b *strings.Builder, n *html.Node) {
	if n.Type == html.TextNode {
		escape(b, n.Data, inText)
		return
	}
	b.WriteByte('<')
	b.WriteString(n.Data)
	for _, a := range n.Attr {
		writeAttr(b, a)
	}
	b.WriteByte('>')
	if void(n.Data) {
		return
	}
	if n.Data == "pre" && n.FirstChild != nil && strings.HasPrefix(n.FirstChild.Data, "\n") {
		b.WriteByte('\n') // a parser drops the first one
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		write(b, c)
	}
	b.WriteString("</")
	b.WriteString(n.Data)
	b.WriteByte('>')
}

func writeAttr(b *strings.Builder, a html.Attribute) {
	b.WriteByte(' ')
	b.WriteString(a.Key)
	if a.Val == "" && a.Key != "alt" {
		return
	}
	b.WriteString(`="`)
	escape(b, a.Val, inAttr)
	b.WriteByte('"')
}

// In text and in an attribute between double quotes, these must be written as entities.
const (
	inText = "&<>"
	inAttr = `&<>"`
)

func escape(w interface{ WriteString(string) (int, error) }, s, special string) {
	for {
		i := strings.IndexAny(s, special)
		if i < 0 {
			w.WriteString(s)
			return
		}
		w.WriteString(s[:i])
		w.WriteString(html.EscapeString(s[i : i+1]))
		s = s[i+1:]
	}
}
