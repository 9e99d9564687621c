package wordpress

import (
	"bytes"
	"net/url"
	"strings"

	"golang.org/x/net/html"

	"griot/internal/media"
	"griot/internal/text"
)

// embed is what stands for the address of something elsewhere: a figure that loads its player on a click where the cleaner knows the
// host, else a link.
func (c *converter) embed(address, caption string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || strings.ContainsAny(address, " \n\t<>") {
		if address == "" {
			return ""
		}
		return "<p>" + escape(address) + "</p>"
	}
	words := ""
	if caption != "" {
		words = "<figcaption>" + escape(caption) + "</figcaption>"
	}
	bare := "<p>" + escape(address) + "</p>"
	if clean, err := text.Clean(bare); err == nil && strings.Contains(clean, "data-embed") {
		c.acc.changed(EmbedMade, 1, u.Hostname())
		return "<figure>" + bare + words + "</figure>"
	}
	link := `<p><a href="` + escape(address) + `">` + escape(or(caption, address)) + "</a></p>"
	c.acc.changed(EmbedMade, 1, u.Hostname())
	return link
}

// frame is a player or document in a frame. The cleaner makes a click of it; one of our own files is a link.
func (w *rewriter) frame(t html.Token) {
	src := or(get(t, "src"), or(get(t, "data-src"), get(t, "data-lazy-src")))
	u, err := url.Parse(strings.TrimSpace(src))
	if err != nil || src == "" || src == "about:blank" {
		return
	}
	w.spoke = true
	if w.ours(u) && u.Host != "" {
		w.write(`<p><a href="` + escape(w.linked(u)) + `">` + escape(or(get(t, "title"), u.Path)) + "</a></p>")
		return
	}
	w.acc.changed(EmbedMade, 1, u.Hostname())
	if f := w.inFigure(); f != nil {
		f.shows = true
	}
	w.write(`<iframe src="` + escape(src) + `" title="` + escape(get(t, "title")) + `"></iframe>`)
}

// startPlayer writes sound or film of ours; that of others stays as it is, which loads nothing before it is asked.
func (w *rewriter) startPlayer(t html.Token) {
	w.flushLink(false)
	src := get(t, "src")
	var id int64
	if n := number(get(t, "data-id")); n > 0 {
		id = n
	}
	if src == "" && id == 0 {
		w.instead(t, "<"+t.Data+">", "</"+t.Data+">", nil)
		return
	}
	w.instead(t, "", "", nil) // what stands inside is for browsers of 2010
	w.write(w.played(t.Data, src, id))
}

// source is where a player whose start tag names no file finds it. The first that is there counts; the cleaner reads it.
func (w *rewriter) source(t html.Token) {
	n := len(w.open)
	if t.Data != "source" || n == 0 || w.open[n-1].end == "" || w.open[n-1].tag != "audio" && w.open[n-1].tag != "video" {
		return
	}
	o := &w.open[n-1]
	begin := bytes.LastIndex(w.out, []byte("<"+o.tag+">"))
	if played := w.played(o.tag, get(t, "src"), 0); begin >= 0 {
		w.out = append(w.out[:begin], played...)
		o.end = ""
	}
}

// played is a player for a file of ours or an address; "" and a note when the file did not come.
func (w *rewriter) played(tag, src string, id int64) string {
	u, err := url.Parse(strings.TrimSpace(src))
	if err != nil {
		return ""
	}
	if id == 0 && !w.upload(u) {
		w.shownInside()
		if u.Scheme == "https" {
			return "<" + tag + ` src="` + escape(src) + `"></` + tag + ">"
		}
		return `<a href="` + escape(src) + `">` + escape(src) + "</a>"
	}
	m := w.mediaOf(id, u)
	if m == nil || m.Kind != media.Sound && m.Kind != media.Film {
		w.lose(or(uploadOf(u), src))
		return ""
	}
	w.shownInside()
	return "<" + tag + ` src="` + m.FileURL() + `"></` + tag + ">"
}
