package feed

import (
	"strings"

	"golang.org/x/net/html"

	"griot/internal/article"
	"griot/internal/text"
)

// The size that a card takes, in CSS pixels; a narrow host makes it narrower and it grows downwards.
const (
	cardWidth  = 600
	cardHeight = 200
)

// The card brings its own look, since no sheet of ours follows it: paper, a rule above, the picture beside the headline. No script.
const (
	cardStyle    = "max-width:600px;margin:1em 0;padding:12px 16px;overflow:hidden;border:1px solid #e2dbcf;border-top:3px solid " + inkColour + ";background:" + paperColour + ";color:" + inkColour
	pictureStyle = "float:inline-end;width:96px;height:96px;object-fit:cover;margin-inline-start:16px"
	titleStyle   = "color:inherit;text-decoration:none;font:700 18px/1.25 Georgia,serif"
	quietStyle   = "margin:8px 0 0;font:13px/1.5 system-ui,sans-serif"
)

// card is an article as a quotation that leads to it.
func (r *reader) card(c *article.Card, title string) string {
	var b strings.Builder
	url := html.EscapeString(r.abs(c.Path))
	b.WriteString(`<blockquote lang="` + html.EscapeString(c.Language) + `" dir="` + text.Direction(c.Language) + `" cite="` + url + `" style="` + cardStyle + `">`)
	if m := c.Hero; m != nil {
		src := r.abs(m.URL(m.SmallestJPEG(), "jpg"))
		b.WriteString(`<img src="` + html.EscapeString(src) + `" alt="" width="96" height="96" style="` + pictureStyle + `">`)
	}
	b.WriteString(`<a href="` + url + `" style="` + titleStyle + `">` + html.EscapeString(title) + `</a>`)
	if c.Standfirst != "" {
		b.WriteString(`<p style="` + quietStyle + `">` + html.EscapeString(extract(c)) + `</p>`)
	}
	published := c.Published.In(r.zone)
	b.WriteString(`<p style="` + quietStyle + `">` + html.EscapeString(r.Title) + ` · <time datetime="` + r.machine(published) + `">` +
		html.EscapeString(r.locales.For(c.Language).Date(published)) + `</time></p></blockquote>`)
	return b.String()
}

// maxCardRunes is how much of a standfirst a card holds.
const maxCardRunes = 160

func extract(c *article.Card) string {
	return text.Typography(c.Language, text.Excerpt(html.EscapeString(c.Standfirst), maxCardRunes))
}
