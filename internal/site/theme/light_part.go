package theme

import (
	"html/template"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// lightPart is about how many bytes of a text stand on one light page: compressed, with all that is around it, it stays under the 14,000 that such a page may cost.
const lightPart = 22_000

// LightParts cuts a set text into what light pages take, one after the other: between paragraphs, never below a heading. One that fits is one part, and what has no place to be cut stays whole.
func LightParts(body template.HTML) []template.HTML {
	c := partCutter{z: html.NewTokenizer(strings.NewReader(string(body)))}
	for kind := c.z.Next(); kind != html.ErrorToken; kind = c.z.Next() {
		c.token(kind)
	}
	if c.part.Len() > 0 || len(c.parts) == 0 {
		c.parts = append(c.parts, template.HTML(c.part.String())) //nolint:gosec // a part of what was cleaned
	}
	return c.parts
}

// partCutter copies the tokens of a text and ends a part where it has become long enough.
type partCutter struct {
	z     *html.Tokenizer
	parts []template.HTML
	part  strings.Builder
	bytes int // of the part as light pages show it
	depth int // of open elements
}

func (c *partCutter) token(kind html.TokenType) {
	raw := c.z.Raw()
	c.part.Write(raw)
	name, _ := c.z.TagName()
	tag := atom.Lookup(name)
	if tag != atom.Img { // a link stands for it, without its many addresses
		c.bytes += len(raw)
	}
	switch {
	case kind == html.StartTagToken && !voids[tag]:
		c.depth++
	case kind == html.EndTagToken:
		c.depth--
	}
	heading := tag == atom.H2 || tag == atom.H3
	if kind == html.EndTagToken && c.depth == 0 && !heading && c.bytes >= lightPart {
		c.parts = append(c.parts, template.HTML(c.part.String())) //nolint:gosec // a part of what was cleaned
		c.part.Reset()
		c.bytes = 0
	}
}

// voids are the elements of a text that nothing closes.
var voids = map[atom.Atom]bool{atom.Img: true, atom.Br: true, atom.Hr: true, atom.Source: true, atom.Track: true, atom.Wbr: true, atom.Col: true, atom.Input: true}
