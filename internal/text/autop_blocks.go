package text

import (
	"strings"

	"golang.org/x/net/html"
)

// maxBoxes bounds how many open blocks are remembered.
const maxBoxes = 100

// block writes the tag of a block and remembers what is open.
func (a *autop) block(kind html.TokenType, name, raw string) {
	if n := len(a.open); n > 0 && a.open[n-1].tag == "p" && kind != html.EndTagToken {
		a.open = a.open[:n-1] // a block ends the paragraph that it interrupts
	}
	a.out.WriteString(raw)
	switch {
	case kind == html.StartTagToken && !void(name) && len(a.open) < maxBoxes:
		a.open = append(a.open, box{tag: name})
	case kind == html.EndTagToken:
		for i := len(a.open) - 1; i >= 0; i-- {
			if a.open[i].tag == name {
				a.open = a.open[:i]
				break
			}
		}
	}
	if len(a.open) == 0 {
		a.out.WriteByte('\n')
	}
}

// paragraphs reports whether text directly in a block becomes paragraphs. The zero box is the article itself.
func (b box) paragraphs() bool {
	switch b.tag {
	case "", "blockquote":
		return true
	case "p", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "legend", "ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr",
		"colgroup", "menu", "map":
		return false
	}
	return b.split
}

// classicBlock tells the elements that WordPress takes for blocks.
func classicBlock(tag string) bool {
	switch tag {
	case "table", "thead", "tfoot", "caption", "col", "colgroup", "tbody", "tr", "td", "th", "div", "dl", "dd", "dt", "ul", "ol",
		"li", "pre", "form", "map", "area", "blockquote", "address", "style", "p", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
		"fieldset", "legend", "section", "article", "aside", "hgroup", "header", "footer", "nav", "figure", "figcaption", "details",
		"menu", "summary", "main", "center":
		return true
	}
	return false
}

// keepsLines tells the elements whose line ends mean something, or nothing at all.
func keepsLines(tag string) bool {
	switch tag {
	case "pre", "script", "style", "svg", "math", "textarea", "object", "select", "audio", "video", "iframe":
		return true
	}
	return false
}

// shortcode reports whether s is one shortcode and nothing else: [name …], [/name], or [name …]…[/name].
func shortcode(s string) bool {
	if !strings.HasPrefix(s, "[") || !strings.HasSuffix(s, "]") {
		return false
	}
	inner := strings.TrimPrefix(s[1:], "/")
	end := 0
	for end < len(inner) && (inner[end]|0x20 >= 'a' && inner[end]|0x20 <= 'z' || end > 0 && strings.IndexByte("0123456789_-", inner[end]) >= 0) {
		end++
	}
	if end == 0 {
		return false
	}
	name := inner[:end]
	return strings.IndexByte(s, ']') == len(s)-1 || strings.HasSuffix(s, "[/"+name+"]") && strings.Count(s, "["+name) == 1
}

// onlyComments reports whether s holds comments and nothing else; WordPress keeps <!--more--> in one.
func onlyComments(s string) bool {
	for s != "" {
		rest, ok := strings.CutPrefix(s, "<!--")
		if !ok {
			return false
		}
		_, s, _ = strings.Cut(rest, "-->")
		s = strings.TrimSpace(s)
	}
	return true
}
