package wordpress

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// node is one XML element of a small tree. Its name is canonical: "title", "wp:post_id", "content:encoded", whatever prefix and
// version of WXR the file uses; an element of a vocabulary that is not ours has a name that begins with "other:".
type node struct {
	name     string
	attrs    []xml.Attr
	text     string
	children []*node
}

// maxDepth bounds the nesting that is looked at: an item is three deep.
const maxDepth = 12

// parse reads an element of the scanner. What real exports do wrong (an end of CDATA inside CDATA, controls written as entities,
// a bare "<" or "&") is mended first if need be; mended reports that. A damage carries the line.
func parse(file string, root []byte, e element) (n *node, mended bool, err error) {
	if n, err = parseXML(root, e.bytes, true); err == nil {
		return n, false, nil
	}
	first := err
	if n, err = parseXML(root, mend(e.bytes), false); err == nil {
		return n, true, nil
	}
	line := e.line
	var syntax *xml.SyntaxError
	if errors.As(first, &syntax) {
		line += syntax.Line - 1
		first = errors.New(syntax.Msg)
	}
	return nil, false, &damage{file, line, first.Error()}
}

func parseXML(root, chunk []byte, strict bool) (*node, error) {
	flat := bytes.ReplaceAll(root, []byte{'\n'}, []byte{' '}) // so that lines count from the chunk's own
	d := xml.NewDecoder(io.MultiReader(bytes.NewReader(flat), bytes.NewReader(chunk)))
	d.Strict, d.Entity = strict, xml.HTMLEntity
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	t := tree{}
	for {
		tok, err := d.Token()
		if err != nil {
			return nil, err
		}
		if done := t.add(tok); done != nil {
			return done, nil
		}
	}
}

// tree builds nodes from tokens. Its first element is the root, which only declares namespaces.
type tree struct {
	plain string // the namespace of elements without a prefix
	depth int
	open  []*node
	texts [][]byte
}

func (t *tree) add(tok xml.Token) (done *node) {
	switch tok := tok.(type) {
	case xml.StartElement:
		t.start(tok)
	case xml.CharData:
		if n := len(t.open); n > 0 && n == t.depth-1 {
			t.texts[n-1] = append(t.texts[n-1], tok...)
		}
	case xml.EndElement:
		return t.end()
	}
	return nil
}

func (t *tree) start(tok xml.StartElement) {
	t.depth++
	if t.depth == 1 {
		t.plain = tok.Name.Space
		return
	}
	if len(t.open) != t.depth-2 || t.depth > maxDepth {
		return
	}
	n := &node{name: t.canonical(tok.Name), attrs: tok.Copy().Attr}
	if len(t.open) > 0 {
		above := t.open[len(t.open)-1]
		above.children = append(above.children, n)
	}
	t.open, t.texts = append(t.open, n), append(t.texts, nil)
}

func (t *tree) end() (done *node) {
	if n := len(t.open); n == t.depth-1 && n > 0 {
		done = t.open[n-1]
		done.text = string(t.texts[n-1])
		t.open, t.texts = t.open[:n-1], t.texts[:n-1]
	}
	t.depth--
	if len(t.open) > 0 {
		return nil
	}
	return done
}

// canonical tells the vocabularies of WXR apart. A prefix that nobody declared is taken at its word.
func (t *tree) canonical(name xml.Name) string {
	switch space := name.Space; {
	case space == "" || space == t.plain:
		return name.Local
	case strings.Contains(space, "wordpress.org/export/"):
		if strings.HasSuffix(strings.TrimSuffix(space, "/"), "excerpt") {
			return "excerpt:" + name.Local
		}
		return "wp:" + name.Local
	case space == "wp" || space == "excerpt" || space == "content" || space == "dc":
		return space + ":" + name.Local
	case strings.Contains(space, "purl.org/rss/1.0/modules/content"):
		return "content:" + name.Local
	case strings.Contains(space, "purl.org/dc/elements"):
		return "dc:" + name.Local
	default:
		return "other:" + name.Local
	}
}

// attr is an attribute's value.
func (n *node) attr(name string) string {
	for _, a := range n.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// line is the trimmed text of the first child with a name that is not empty: numbers, slugs and states come with line ends around them.
func (n *node) line(name string) string {
	for _, c := range n.children {
		if c.name == name {
			if s := strings.TrimSpace(c.text); s != "" {
				return s
			}
		}
	}
	return ""
}

// body is the text of the first child with a name, as it stands.
func (n *node) body(name string) string {
	for _, c := range n.children {
		if c.name == name && c.text != "" {
			return c.text
		}
	}
	return ""
}
