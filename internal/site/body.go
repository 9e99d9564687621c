package site

import (
	"fmt"
	"html"
	"slices"
	"strconv"
	"strings"

	xhtml "golang.org/x/net/html"

	"griot/internal/media"
	"griot/internal/site/theme"
	"griot/internal/text"
)

// bodySizes is the width of a picture in the text, as the sheet sets it.
const bodySizes = "(min-width:64em) 736px,(min-width:40em) 100vw,320px"

// fillBody sets the text: typography, pictures with their variants, links of what is paid for marked as such. The text was cleaned when it came in.
func (f *frame) fillBody(v *theme.ArticleView, st *story) {
	body := st.Body
	f.frames = frames(body)
	if st.Language == "fr" {
		body = text.FrenchHTML(body)
	}
	body = setBody(body, st.pictures, st.kind != nil && st.kind.Sponsored)
	v.BodyStart, v.BodyRest = theme.Body(body, f.loc.T("frame.table"))
}

// setBody walks the tags of a cleaned text and rewrites the few that need it; all other bytes stay as they are.
func setBody(body string, pictures map[media.ID]*media.Media, paid bool) string {
	if !paid && !strings.Contains(body, "<img") {
		return body
	}
	var b strings.Builder
	z := xhtml.NewTokenizer(strings.NewReader(body))
	for {
		switch z.Next() {
		case xhtml.ErrorToken:
			return b.String()
		case xhtml.StartTagToken, xhtml.SelfClosingTagToken:
			raw := string(z.Raw())
			switch t := z.Token(); t.Data {
			case "img":
				b.WriteString(setImage(t, pictures))
			case "a":
				b.WriteString(setLink(t, raw, paid))
			default:
				b.WriteString(raw)
			}
		default:
			b.Write(z.Raw())
		}
	}
}

// setImage writes a picture of the text with its variants; one that is not ready leaves nothing, and its figure only the caption.
func setImage(t xhtml.Token, pictures map[media.ID]*media.Media) string {
	id, err := strconv.ParseInt(attribute(t, "data-media"), 10, 64)
	m := pictures[media.ID(id)]
	if err != nil || m == nil {
		return ""
	}
	alt := attribute(t, "alt")
	if alt == "" {
		alt = m.Alt
	}
	if m.Kind == media.Drawing {
		return fmt.Sprintf(`<img src="%s" width="%d" height="%d" alt="%s" loading="lazy">`, m.FileURL(), m.Width, m.Height, html.EscapeString(alt))
	}
	p := picture(m)
	return fmt.Sprintf(`<img src="%s" srcset="%s" sizes="%s" width="%d" height="%d" alt="%s" loading="lazy">`,
		p.Src, p.SrcSet(media.MaxWidth), bodySizes, m.Width, m.Height, html.EscapeString(alt))
}

// setLink marks an outside link of what is paid for; its other attributes stay.
func setLink(t xhtml.Token, raw string, paid bool) string {
	if !paid || !strings.Contains(attribute(t, "href"), "://") {
		return raw
	}
	t.Attr = slices.DeleteFunc(t.Attr, func(a xhtml.Attribute) bool { return a.Key == "rel" })
	t.Attr = append(t.Attr, xhtml.Attribute{Key: "rel", Val: "sponsored nofollow"})
	return t.String()
}

func attribute(t xhtml.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
