package wordpress

import (
	"strings"

	"golang.org/x/net/html"
)

// other brings the boxes of the block editor and of old themes into ours.
func (w *rewriter) other(t html.Token, raw string) {
	class := " " + get(t, "class") + " "
	has := func(name string) bool { return strings.Contains(class, " "+name+" ") }
	switch t.Data {
	case "blockquote":
		w.quote(raw)
		return
	case "ul", "ol", "li":
		w.list(t, raw, has)
		return
	case "div":
		w.box(t, raw, class, has)
		return
	case "p":
		if has("wp-caption-text") {
			w.instead(t, "<figcaption>", "</figcaption>", nil)
			w.captionOpens()
			return
		}
	case "mark", "span":
		if has("has-inline-color") || strings.Contains(class, " wp-block-cover__") {
			w.instead(t, "", "", nil)
			return
		}
	case "hr":
		w.spoke = true
	}
	w.write(raw)
}

func (w *rewriter) box(t html.Token, raw, class string, has func(string) bool) {
	switch {
	case has("wp-caption"):
		w.openFigure(t, "<figure>", &figure{at: len(w.out)})
	case has("wp-block-button"), has("wp-block-file"):
		w.instead(t, "<p>", "</p>", nil)
	case has("wp-block-cover"):
		w.instead(t, "", "", nil)
		if address := background(get(t, "style")); address != "" {
			w.picture(html.Token{Data: "img", Attr: []html.Attribute{{Key: "src", Val: address}}})
		}
	case strings.Contains(class, " wp-block-") || has("alignwide") || has("alignfull"):
		w.instead(t, "", "", nil)
	default:
		w.write(raw)
	}
}

// background is the picture that a style names: url(…).
func background(style string) string {
	_, after, ok := strings.Cut(style, "url(")
	if !ok {
		return ""
	}
	address, _, _ := strings.Cut(after, ")")
	return strings.Trim(address, `'" `)
}

func (w *rewriter) quote(raw string) {
	if n := len(w.open); n > 0 && w.open[n-1].figure != nil && w.open[n-1].figure.pullquote {
		w.write(`<blockquote class="pullquote">`)
		return
	}
	w.write(raw)
}

// list drops the lists of which older galleries were made.
func (w *rewriter) list(t html.Token, raw string, has func(string) bool) {
	switch {
	case t.Data == "ul" && has("wp-block-gallery"):
		w.openFigure(t, `<figure class="gallery">`, &figure{at: len(w.out), gallery: true})
	case w.inGallery() && (has("blocks-gallery-grid") || has("blocks-gallery-item")):
		w.instead(t, "", "", nil)
	default:
		w.write(raw)
	}
}
