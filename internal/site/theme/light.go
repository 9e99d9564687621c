package theme

import (
	"html/template"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// LightPrefix stands before the path of a page in the address of its light version.
const LightPrefix = "/leger"

// lightDress stands before the name of every template of the light version, and names its sheet.
const (
	lightDress = "light-"
	lightSheet = "light"
)

// Light is the same theme in its light dress: the same views as text, with a sheet of a few rules and without script. Its pages lead to each other.
func (t *Theme) Light() *Theme {
	light := *t
	light.dress = lightDress
	return &light
}

// LightPath is where the light version of an address stands. Files, feeds, other sites and places within a page have none: their address is given back.
func LightPath(href string) string {
	path := href
	if end := strings.IndexAny(href, "?#"); end >= 0 {
		path = href[:end]
	}
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || !strings.HasSuffix(path, "/") || hasNoLight(path) {
		return href
	}
	return LightPrefix + href
}

// hasNoLight reports the pages that are light themselves.
func hasNoLight(path string) bool {
	return strings.HasPrefix(path, LightPrefix+"/") || path == OfflinePath
}

// lightLinks are links that lead to light versions.
func lightLinks(links []Link) []Link {
	links = slices.Clone(links)
	for i := range links {
		links[i].Href = LightPath(links[i].Href)
	}
	return links
}

// lightBody sets a cleaned text without pictures: each is a link that shows it, small, to whoever asks. Films and sounds load nothing before they are played.
// see is the word for looking at a picture.
func lightBody(body template.HTML, see string) template.HTML {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(string(body)))
	linked := false // a link within a link is none
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		raw := string(z.Raw())
		t := z.Token()
		opens := kind == html.StartTagToken || kind == html.SelfClosingTagToken
		switch {
		case t.DataAtom == atom.A:
			linked = kind == html.StartTagToken
			b.WriteString(lightTag(t, raw, opens))
		case opens && t.DataAtom == atom.Img:
			b.WriteString(lightPicture(t, see, linked))
		case opens && (t.DataAtom == atom.Video || t.DataAtom == atom.Audio):
			b.WriteString(unloaded(t))
		default:
			b.WriteString(raw)
		}
	}
	return template.HTML(b.String()) //nolint:gosec // what was cleaned, with fewer elements
}

// lightTag is a tag whose address leads to a light version.
func lightTag(t html.Token, raw string, opens bool) string {
	for i, a := range t.Attr {
		if opens && a.Key == "href" && LightPath(a.Val) != a.Val {
			t.Attr[i].Val = LightPath(a.Val)
			return t.String()
		}
	}
	return raw
}

// lightPicture is the link to a picture, or what it shows where no link may be.
func lightPicture(t html.Token, see string, linked bool) string {
	var src, alt string
	for _, a := range t.Attr {
		switch a.Key {
		case "src":
			src = safeHref(a.Val)
		case "alt":
			alt = a.Val
		}
	}
	if linked || src == "" {
		return html.EscapeString(alt)
	}
	return string(pictureLink(src, see, alt))
}

// pictureLink leads to a picture and says what it shows.
func pictureLink(src, see, alt string) template.HTML {
	var b strings.Builder
	b.WriteString(`<a class="im"`)
	attr(&b, "href", safeHref(src))
	b.WriteString(">" + template.HTMLEscapeString(see))
	if alt != "" {
		b.WriteString(" <small>" + template.HTMLEscapeString(alt) + "</small>")
	}
	b.WriteString("</a>")
	return template.HTML(b.String()) //nolint:gosec // every part is escaped
}

// unloaded is the tag of a film or a sound of which nothing is fetched before it is played.
func unloaded(t html.Token) string {
	t.Attr = slices.DeleteFunc(t.Attr, func(a html.Attribute) bool {
		return a.Key == "preload" || a.Key == "poster" || a.Key == "autoplay"
	})
	t.Attr = append(t.Attr, html.Attribute{Key: "preload", Val: "none"})
	return t.String()
}
