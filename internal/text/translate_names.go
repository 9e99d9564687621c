package text

import (
	"strings"

	"golang.org/x/net/html"
)

// rename gives the element of our vocabulary for one of any HTML; "" for an element whose tags go and whose content stays.
func rename(tag string) string {
	switch tag {
	case "b":
		return "strong"
	case "i", "dfn", "var":
		return "em"
	case "strike":
		return "s"
	case "tt", "samp":
		return "code"
	case "acronym":
		return "abbr"
	case "h1":
		return "h2"
	case "h5", "h6":
		return "h4"
	case "dir", "menu":
		return "ul"
	case "listing", "xmp", "plaintext":
		return "pre"
	case "section", "article", "aside", "header", "main", "nav", "address", "center", "fieldset", "legend", "hgroup", "body",
		"marquee", "search":
		return "div"
	}
	if known(tag) {
		return tag
	}
	return ""
}

// known tells the elements of the policy.
func known(tag string) bool {
	switch tag {
	case "p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "footer", "cite", "figure", "figcaption", "img", "a", "strong",
		"em", "u", "s", "del", "ins", "sub", "sup", "small", "mark", "code", "pre", "kbd", "abbr", "q", "time", "br", "hr", "table",
		"caption", "thead", "tbody", "tfoot", "tr", "th", "td", "dl", "dt", "dd", "details", "summary", "span", "div", "audio",
		"video":
		return true
	}
	return false
}

// span writes what a span or font says by its style, which is how word processors write emphasis, and its language.
func (t *translator) span(tok html.Token, closed bool) {
	if closed {
		return
	}
	ends := ""
	if attrs := attributes("span", tok.Attr); len(attrs) > 0 {
		t.write("span", attrs)
		ends = "</span>"
	}
	style := declarations(attr(tok, "style"))
	if bold(style) {
		t.write("strong", nil)
		ends = "</strong>" + ends
	}
	if strings.Contains(style, "font-style:italic") {
		t.write("em", nil)
		ends = "</em>" + ends
	}
	t.spans = append(t.spans, ends)
}

func declarations(style string) string {
	return strings.ToLower(strings.Join(strings.Fields(style), ""))
}

func bold(style string) bool {
	return strings.Contains(style, "font-weight:bold") || strings.Contains(style, "font-weight:600") || strings.Contains(style, "font-weight:7")
}

// unbold tells the <b style="font-weight:normal"> in which Google Docs wraps whatever is copied from it.
func unbold(style string) bool {
	style = declarations(style)
	return strings.Contains(style, "font-weight:normal") || strings.Contains(style, "font-weight:400")
}
