package wordpress

import (
	"strings"

	"golang.org/x/net/html"
)

// rewrite walks the tags of a text and brings pictures, players, links, galleries and embeds into the forms of this newsroom. It
// reads tokens, no tree: what comes may be broken, and is put in order by the cleaner afterwards.
func (c *converter) rewrite(source string) string {
	if !strings.Contains(source, "<") {
		return source
	}
	w := &rewriter{converter: c}
	z := html.NewTokenizer(strings.NewReader(source))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		raw := string(z.Raw())
		switch kind {
		case html.TextToken:
			w.text(raw)
		case html.StartTagToken, html.SelfClosingTagToken:
			w.start(z.Token(), raw)
		case html.EndTagToken:
			name, _ := z.TagName()
			w.end(string(name), raw)
		}
	}
	w.flushLink(false)
	return string(w.out)
}

type rewriter struct {
	*converter
	out   []byte
	open  []opened // elements whose end tags are written otherwise, innermost last
	spoke bool     // something that readers see has been written
	mute  string   // the element whose text is not written: scripts, fallbacks
	link  link
}

// opened is an element that is written otherwise than it came.
type opened struct {
	tag    string
	nested int    // elements of the same name open inside it
	end    string // in place of its end tag
	figure *figure
}

func (w *rewriter) write(s string) { w.out = append(w.out, s...) }

func (w *rewriter) text(raw string) {
	if w.mute != "" {
		return
	}
	if f := w.embedFigure(); f != nil && !f.caption {
		f.address += raw
		return
	}
	if strings.TrimSpace(raw) != "" {
		w.flushLink(false)
		w.spoke = true
	}
	w.write(raw)
}

func (w *rewriter) start(t html.Token, raw string) {
	if w.mute != "" {
		return
	}
	n := len(w.open)
	w.element(t, raw)
	if n > 0 && len(w.open) == n && w.open[n-1].tag == t.Data && t.Type == html.StartTagToken {
		w.open[n-1].nested++
	}
}

func (w *rewriter) element(t html.Token, raw string) {
	if f := w.embedFigure(); f != nil && !f.caption && t.Data != "figcaption" && t.Data != "script" {
		if t.Data == "iframe" {
			f.address = get(t, "src")
		}
		return // boxes around an address
	}
	switch t.Data {
	case "script", "style", "noscript":
		if t.Type == html.StartTagToken {
			w.mute = t.Data
		}
	case "img":
		w.picture(t)
	case "a":
		w.startLink(t, raw)
	case "figure":
		w.startFigure(t)
	case "figcaption":
		w.startCaption(raw)
	case "audio", "video":
		w.startPlayer(t)
	case "source", "track":
		w.source(t)
	case "iframe":
		w.frame(t)
	default:
		w.other(t, raw)
	}
}

func (w *rewriter) end(tag, raw string) {
	if w.mute != "" {
		if tag == w.mute {
			w.mute = ""
		}
		return
	}
	if tag == "a" {
		w.endLink(raw)
		return
	}
	if n := len(w.open); n > 0 && w.open[n-1].tag == tag {
		o := &w.open[n-1]
		if o.nested > 0 {
			o.nested--
		} else {
			done := *o
			if done.end == "</figcaption>" {
				w.endCaption()
			}
			w.open = w.open[:n-1]
			w.write(done.end)
			if done.figure != nil {
				w.endFigure(done.figure)
			}
			return
		}
	}
	if tag == "figcaption" {
		w.endCaption()
	}
	if w.embedFigure() == nil || tag == "figcaption" {
		w.write(raw)
	}
}

// maxOpened bounds how many are remembered; those inside are then written as they come.
const maxOpened = 100

// instead writes an element otherwise: begin for its start tag, end for its end tag.
func (w *rewriter) instead(t html.Token, begin, end string, f *figure) {
	if t.Type != html.StartTagToken || len(w.open) >= maxOpened {
		return
	}
	w.write(begin)
	w.open = append(w.open, opened{tag: t.Data, end: end, figure: f})
}

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

func get(t html.Token, key string) string {
	for _, a := range t.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func escape(s string) string { return html.EscapeString(s) }
