package wordpress

import (
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"griot/internal/address"
	"griot/internal/fault"
	"griot/internal/media"
)

// link is the <a> that has begun. One around a picture that only leads to the same picture is taken off: whether it does is known when
// the picture comes, until then it is pending.
type link struct {
	open    bool   // its start tag is written
	pending string // its start tag, not yet written
	file    bool   // leads to a file or to the page of one
}

func (w *rewriter) startLink(t html.Token, raw string) {
	w.flushLink(false)
	w.closeLink()
	if strings.Contains(" "+get(t, "class")+" ", " wp-block-file__button ") {
		w.mute = "a"
		return
	}
	href := strings.TrimSpace(get(t, "href"))
	u, err := url.Parse(href)
	if href == "" || err != nil {
		w.write(raw) // an anchor, or the cleaner's business
		w.link.open = true
		return
	}
	if strings.HasPrefix(href, "#") {
		if _, ok := w.notes[u.Fragment]; ok {
			href = "#" + noteName(u.Fragment)
		}
		w.write(`<a href="` + escape(href) + `">`)
		w.link.open = true
		return
	}
	file := w.upload(u) || strings.Contains(get(t, "rel"), "attachment") || u.Query().Has("attachment_id")
	if !w.ours(u) && !w.upload(u) {
		w.link = link{pending: linkTag(href, t)}
		return
	}
	to := w.linked(u)
	if to == "" {
		w.acc.changed(LinkDropped, 1, href)
		return
	}
	w.link = link{pending: linkTag(to, t), file: file}
}

func linkTag(href string, t html.Token) string {
	rel := ""
	if r := get(t, "rel"); r != "" {
		rel = ` rel="` + escape(r) + `"` // the cleaner keeps what says that a link is paid for
	}
	return `<a href="` + escape(href) + `"` + rel + ">"
}

// flushLink writes a pending link, unless a picture has come and it only leads to a picture.
func (w *rewriter) flushLink(picture bool) {
	if w.link.pending == "" {
		return
	}
	if picture && w.link.file {
		w.link = link{}
		return
	}
	w.write(w.link.pending)
	w.link = link{open: true}
}

func (w *rewriter) closeLink() {
	if w.link.open {
		w.write("</a>")
	}
	w.link = link{}
}

func (w *rewriter) endLink(raw string) {
	if w.link.pending != "" { // nothing in it
		w.link = link{}
		return
	}
	if w.link.open {
		w.write(raw)
		w.link = link{}
	}
}

// linked is where a link to the old site leads now; "" where nothing is any more.
func (c *converter) linked(u *url.URL) string {
	if c.upload(u) {
		return c.linkedFile(u)
	}
	if wordpressRoom(strings.TrimPrefix(u.Path, c.base)) {
		return ""
	}
	to := ""
	if strings.TrimPrefix(strings.TrimSuffix(u.Path, "/"), c.base) == "" && u.RawQuery != "" {
		to = c.linkedQuery(u.Query())
	} else if p := oldPath(u.Path); p != "" {
		to = c.moved(p)
	}
	if to == "" {
		to = "/"
	}
	out := url.URL{Path: to, Fragment: u.Fragment}
	if strings.HasPrefix(to, "/?") || strings.Contains(to, "/?q=") {
		return to
	}
	return out.EscapedPath() + fragment(u)
}

func fragment(u *url.URL) string {
	if u.Fragment == "" || strings.HasPrefix(u.Fragment, "more-") {
		return ""
	}
	return "#" + u.EscapedFragment()
}

// linkedFile is the address of a file; the largest JPEG of a picture.
func (c *converter) linkedFile(u *url.URL) string {
	m := c.mediaOf(0, u)
	switch {
	case m == nil:
		c.miss(uploadOf(u))
		return ""
	case m.Kind == media.Picture:
		return m.URL(m.LargestJPEG(), "jpg")
	}
	return m.FileURL()
}

// linkedQuery leads what WordPress finds by number: to its address where one is known already, else to the old form, which redirects.
func (c *converter) linkedQuery(q url.Values) string {
	for _, name := range []string{"p", "page_id", "attachment_id"} {
		id := number(q.Get(name))
		if id == 0 {
			continue
		}
		if path, err := c.holder(c.ctx, c.DB, id); !c.failed(err) && path != "" {
			return path
		}
		r, err := findRecord(c.ctx, c.DB, c.source, id)
		if c.failed(err) || r == nil || r.path == "" {
			return "/?" + name + "=" + strconv.FormatInt(id, 10)
		}
		return c.moved(r.path)
	}
	for _, name := range []string{"cat", "tag", "author"} {
		if v := q.Get(name); v != "" {
			return c.moved("/?" + name + "=" + v)
		}
	}
	if s := q.Get("s"); s != "" {
		return "/recherche/?q=" + url.QueryEscape(s)
	}
	return ""
}

// moved follows a redirect that is known already.
func (c *converter) moved(path string) string {
	if to, ok := c.known.moved(path); ok {
		return to
	}
	a, err := address.Find(c.ctx, c.DB, path)
	if err != nil && !fault.Is(err, fault.NotFound) {
		c.failed(err)
		return path
	}
	if a != nil && a.Kind == address.Redirect {
		c.known.keepMoved(path, a.Location)
		return a.Location
	}
	return path
}

// wordpressRoom tells what was never for readers.
func wordpressRoom(path string) bool {
	for _, room := range []string{"/wp-admin", "/wp-login.php", "/wp-json", "/xmlrpc.php", "/wp-cron.php", "/wp-includes/", "/wp-content/"} {
		if strings.HasPrefix(path, room) {
			return true
		}
	}
	return false
}
