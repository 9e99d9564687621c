package wordpress

import (
	"strings"

	"golang.org/x/net/html"

	"griot/internal/text"
)

// figure is an open figure. One whose pictures and players all went goes whole, with its caption: a caption of nothing says nothing.
type figure struct {
	at        int  // where it begins in the output
	shows     bool // a picture, a player, a table, words…
	lost      bool // something that did not come
	gallery   bool
	pullquote bool
	embed     bool   // holds the address of something of another site
	address   string // that address
	caption   bool   // the caption is open
	altFrom   int    // the alternative text of its one picture, in the output
	altTo     int
	captionAt int
	words     string // of the caption
}

func (w *rewriter) startFigure(t html.Token) {
	class := " " + get(t, "class") + " "
	f := &figure{at: len(w.out)}
	begin := "<figure>"
	switch {
	case strings.Contains(class, " wp-block-gallery "), strings.Contains(class, " gallery "):
		f.gallery = true
		begin = `<figure class="gallery">`
	case strings.Contains(class, " wp-block-pullquote "):
		f.pullquote = true
		w.instead(t, "", "", f)
		return
	case strings.Contains(class, " wp-block-embed"):
		f.embed = true
		begin = ""
	}
	w.openFigure(t, begin, f)
}

func (w *rewriter) openFigure(t html.Token, begin string, f *figure) {
	end := "</figure>"
	if f.embed {
		end = ""
	}
	w.instead(t, begin, end, f)
}

// inFigure is the innermost open figure; nil outside.
func (w *rewriter) inFigure() *figure {
	for i := len(w.open) - 1; i >= 0; i-- {
		if f := w.open[i].figure; f != nil && !f.pullquote {
			return f
		}
	}
	return nil
}

func (w *rewriter) inGallery() bool {
	for _, o := range w.open {
		if o.figure != nil && o.figure.gallery {
			return true
		}
	}
	return false
}

func (w *rewriter) embedFigure() *figure {
	if f := w.inFigure(); f != nil && f.embed {
		return f
	}
	return nil
}

func (w *rewriter) startCaption(raw string) {
	w.flushLink(false)
	w.write(raw)
	w.captionOpens()
}

func (w *rewriter) captionOpens() {
	if f := w.inFigure(); f != nil {
		f.caption, f.captionAt = true, len(w.out)
	}
}

func (w *rewriter) endCaption() {
	if f := w.inFigure(); f != nil && f.caption {
		f.caption = false
		f.words = text.Plain(string(w.out[f.captionAt:]))
	}
}

// endFigure looks at what has become of a figure.
func (w *rewriter) endFigure(f *figure) {
	switch {
	case f.embed:
		w.out = w.out[:f.at]
		w.write(w.embed(strings.TrimSpace(html.UnescapeString(f.address)), f.words))
		w.spoke = true
	case f.pullquote:
	case f.lost && !f.shows:
		w.out = w.out[:f.at]
		w.lostInside()
	default:
		w.shownInside()
		if f.altTo > f.altFrom && sameWords(html.UnescapeString(string(w.out[f.altFrom:f.altTo])), f.words) {
			w.out = append(w.out[:f.altFrom], w.out[f.altTo:]...)
			w.acc.changed(AltEmptied, 1, f.words)
		}
	}
}

// lostInside and shownInside tell the figure around, which may be a gallery, what became of what is in it.
func (w *rewriter) lostInside() {
	if f := w.inFigure(); f != nil {
		f.lost = true
	}
}

func (w *rewriter) shownInside() {
	w.spoke = true
	if f := w.inFigure(); f != nil {
		f.shows = true
	}
}
