package wordpress

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"griot/internal/media"
	"griot/internal/text"
)

var pictureClass = regexp.MustCompile(`\bwp-image-([0-9]{1,18})\b`)

// picture writes a picture of the text: one of ours with its number, one that did not come not at all, one of another site as a link.
func (w *rewriter) picture(t html.Token) {
	if words, ok := smiley(t); ok {
		w.write(escape(words))
		return
	}
	src := pictureSource(t)
	u, err := url.Parse(src)
	id := w.pictureID(t)
	if err != nil || id == 0 && (src == "" || strings.HasPrefix(src, "data:")) || tracker(t) {
		return
	}
	if id == 0 && !w.upload(u) && !w.ours(u) {
		w.outside(t, u)
		return
	}
	m := w.mediaOf(id, u)
	switch {
	case m == nil:
		w.lose(or(uploadOf(u), or(src, fmt.Sprintf("attachment %d", id))))
	case m.Kind != media.Picture:
		w.flushLink(false)
		w.write(`<a href="` + m.FileURL() + `">` + escape(or(get(t, "alt"), "document")) + "</a>")
		w.shownInside()
	case m.ID == w.hero && !w.spoke:
		w.acc.changed(HeroTaken, 1, w.it.title)
		w.flushLink(true)
		w.lostInside()
	default:
		w.show(m, text.CleanLine(get(t, "alt")))
	}
}

// show writes a picture of ours, in a figure of its own unless one is open.
func (w *rewriter) show(m *media.Media, alt string) {
	w.flushLink(true)
	f := w.inFigure()
	if f == nil && !w.link.open {
		w.write("<figure>")
		defer w.write("</figure>")
	}
	src := m.URL(m.SmallestJPEG(), "jpg")
	width := min(m.Width, media.MaxWidth)
	w.write(fmt.Sprintf(`<img src="%s" data-media="%d" width="%d" height="%d" alt="`, src, m.ID, width, m.HeightAt(width)))
	from := len(w.out)
	w.write(escape(alt))
	if f != nil {
		f.altFrom, f.altTo = from, len(w.out)
	}
	w.write(`">`)
	w.shownInside()
}

// outside puts a link in the place of a picture that another site serves: nothing of it loads before the reader asks.
func (w *rewriter) outside(t html.Token, u *url.URL) {
	w.acc.changed(OutsidePicture, 1, u.Hostname())
	w.acc.Outside.add(Entry{Kind: w.it.typ, ID: w.it.id, Title: w.it.title, From: u.String()})
	words := or(text.CleanLine(get(t, "alt")), u.Hostname())
	if w.link.open || w.link.pending != "" {
		w.flushLink(false)
		w.write(escape(words))
	} else {
		w.write(`<a href="` + escape(u.String()) + `">` + escape(words) + "</a>")
	}
	w.shownInside()
}

// miss lists a file that did not come, with the reason that was found last.
func (c *converter) miss(name string) {
	c.missing++
	c.acc.miss(Entry{Kind: c.it.typ, ID: c.it.id, Title: c.it.title, From: name, Reason: c.why.reason, Note: c.why.note})
}

// lose leaves a picture or player out of the text because its file did not come.
func (w *rewriter) lose(name string) {
	w.flushLink(true)
	w.acc.changed(PictureDropped, 1, "")
	w.miss(name)
	w.lostInside()
}

// pictureID is the attachment that a picture's class or field names; 0 for none.
func (w *rewriter) pictureID(t html.Token) int64 {
	for _, a := range t.Attr {
		if m := pictureClass.FindStringSubmatch(a.Val); a.Key == "class" && m != nil {
			return number(m[1])
		}
	}
	return number(or(get(t, "data-id"), get(t, "data-attachment-id")))
}

// pictureSource is a picture's address, also where a plug-in for lazy loading hides it.
func pictureSource(t html.Token) string {
	src := strings.TrimSpace(get(t, "src"))
	for _, key := range []string{"data-orig-file", "data-src", "data-lazy-src", "data-original", "data-large-file", "data-full-url"} {
		if src == "" || strings.HasPrefix(src, "data:") || strings.Contains(src, "placeholder") {
			src = or(strings.TrimSpace(get(t, key)), src)
		}
	}
	return src
}

// smiley is the text of one of WordPress's own little pictures.
func smiley(t html.Token) (string, bool) {
	src, class := get(t, "src"), get(t, "class")
	if strings.Contains(class, "wp-smiley") || strings.Contains(class, "emoji") || strings.Contains(src, "/smilies/") || strings.Contains(src, "s.w.org/images/core/emoji") {
		return get(t, "alt"), true
	}
	return "", false
}

// tracker tells the invisible pictures by which others count readers.
func tracker(t html.Token) bool {
	tiny := func(s string) bool { return s == "0" || s == "1" || s == "1px" }
	return tiny(get(t, "width")) && tiny(get(t, "height"))
}
