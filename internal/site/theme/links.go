package theme

import (
	"html/template"
	"net/url"
	"strings"
)

// listLinks writes links as list items. It does in Go what a template would in ten times the time: every page has a hundred.
func listLinks(links []Link) template.HTML {
	var b strings.Builder
	for _, l := range links {
		b.WriteString("<li>")
		l.write(&b)
		b.WriteString("</li>")
	}
	return template.HTML(b.String()) //nolint:gosec // every part is escaped by write
}

// linkHTML is one link as an element.
func linkHTML(l Link) template.HTML {
	var b strings.Builder
	l.write(&b)
	return template.HTML(b.String()) //nolint:gosec // every part is escaped by write
}

func (l Link) write(b *strings.Builder) {
	href, element := safeHref(l.Href), "a"
	if href == "" {
		element = "span"
	}
	b.WriteString("<" + element)
	attr(b, "href", href)
	attr(b, "lang", l.Lang)
	attr(b, "dir", l.Dir)
	if href != "" {
		attr(b, "hreflang", l.Lang)
		if l.Current {
			attr(b, "aria-current", "true")
		}
	}
	b.WriteByte('>')
	template.HTMLEscape(textWriter{b}, []byte(l.Text))
	b.WriteString("</" + element + ">")
}

// textWriter lets template.HTMLEscape write to a builder without a copy.
type textWriter struct{ *strings.Builder }

func attr(b *strings.Builder, name, value string) {
	if value == "" {
		return
	}
	b.WriteString(" " + name + `="`)
	b.WriteString(template.HTMLEscapeString(value))
	b.WriteByte('"')
}

// safeHref is an address that may stand in a link: one of this site, or of the web, mail or telephone; any other is empty.
func safeHref(href string) string {
	if href == "" || href[0] == '/' || href[0] == '#' || href[0] == '?' {
		return href
	}
	u, err := url.Parse(href)
	if err != nil {
		return ""
	}
	switch u.Scheme {
	case "", "http", "https", "mailto", "tel":
		return href
	}
	return ""
}
