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

func get(t html.Token, key string) string {
	for _, a := range t.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func escape(s string) string { return html.EscapeString(s) }
