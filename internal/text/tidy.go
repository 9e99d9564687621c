package text

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
)

// tidy makes good copy of a lawful tree: white space folded, what says nothing removed, pieces of figures and tables in their
// order, headings one level at a time.
func tidy(root *html.Node) {
	justify(root)
	prune(root)
	justify(root) // texts that stood apart may have met
	outline(root)
}

// justify folds the white space of what is one line to a reader, in however many elements.
func justify(root *html.Node) {
	join(root)
	f := folder{start: true}
	f.fold(root)
}

// join makes one text of neighbouring texts, in Unicode's form C.
func join(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.TextNode {
			join(c)
			continue
		}
		if next := c.NextSibling; next != nil && next.Type == html.TextNode {
			c.Data = joined(c)
		}
		c.Data = norm.NFC.String(c.Data)
	}
}

// joined takes the texts that follow c out of the tree and gives all of them as one.
func joined(c *html.Node) string {
	var b strings.Builder
	b.WriteString(c.Data)
	for next := c.NextSibling; next != nil && next.Type == html.TextNode; next = c.NextSibling {
		b.WriteString(next.Data)
		c.Parent.RemoveChild(next)
	}
	return b.String()
}

// folder folds the white space of a line, which may run through several elements.
type folder struct {
	start bool       // nothing yet on this line
	last  *html.Node // the text that the line ends in, when it ends in a space
}

func (f *folder) fold(n *html.Node) {
	for c, next := n.FirstChild, (*html.Node)(nil); c != nil; c = next {
		next = c.NextSibling
		switch {
		case c.Type == html.TextNode:
			f.text(c)
		case c.Data == "br" || c.Data == "pre" || c.Data == "hr":
			f.endLine()
		case roleOf(c.Data) == asInline:
			f.fold(c)
		case roleOf(c.Data) == asObject:
			f.start, f.last = false, nil
		default:
			f.endLine()
			f.fold(c)
			f.endLine()
		}
	}
}

func (f *folder) text(n *html.Node) {
	s := foldSpace(n.Data)
	if f.start || f.last != nil {
		s = strings.TrimPrefix(s, " ")
	}
	if n.Data = s; s == "" {
		n.Parent.RemoveChild(n)
		return
	}
	f.start, f.last = false, nil
	if strings.HasSuffix(s, " ") {
		f.last = n
	}
}

func (f *folder) endLine() {
	if n := f.last; n != nil {
		if n.Data = strings.TrimSuffix(n.Data, " "); n.Data == "" {
			n.Parent.RemoveChild(n)
		}
	}
	f.start, f.last = true, nil
}

func blankSpace(s string) bool { return strings.Trim(s, " \t\n") == "" }

// foldSpace makes one space of each run of the white space that HTML folds.
func foldSpace(s string) string {
	if !strings.ContainsAny(s, "\t\n") && !strings.Contains(s, "  ") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '\t' || c == '\n' {
			c = ' '
		}
		if c != ' ' || i == 0 || s[i-1] != ' ' && s[i-1] != '\t' && s[i-1] != '\n' {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// outline lets headings go one level deeper at a time, from h2 on, and keeps equals equal.
func outline(root *html.Node) {
	var open []byte // the levels, as written, of the headings that the next one may stand under
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || !heading(n.Data) {
			continue
		}
		level := n.Data[1]
		for len(open) > 0 && open[len(open)-1] >= level {
			open = open[:len(open)-1]
		}
		open = append(open, level)
		n.Data = "h" + string(rune('1'+len(open)))
	}
}
