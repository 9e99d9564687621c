package journey

import (
	"strconv"
	"strings"
	"testing"
)

// eachSample walks to one page of every kind.
func eachSample(t *testing.T, walk func(p *tab)) {
	t.Helper()
	paper := open(t)
	for name, path := range paper.samples(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := read(t, paper.origin)
			if name == "missing" {
				p.saw.expectMissing(path)
			}
			p.visit(path)
			walk(p)
		})
	}
}

// Every kind of page keeps to its window from the narrowest phone to the desk, at twice the size of text too; nothing moves while it loads, and fingers find every
// control.
func TestEveryPageFits(t *testing.T) {
	t.Parallel()
	eachSample(t, func(p *tab) {
		ask[any](p, "look.reveal()")
		p.none("the layout moved", "shifts.reduce((sum,s)=>sum+parseFloat(s),0)<.001?[]:shifts") // less than a thousandth is what a parser that pauses within an element makes
		p.none("controls under 44 px", "look.small(44,location.hash)")
		for _, width := range []int64{320, 768, 1280} {
			p.size(width, 800)
			p.none("wider than "+strconv.FormatInt(width, 10)+" px", "look.wide()")
		}
		p.size(768, 1024)
		ask[string](p, "document.documentElement.style.fontSize='200%'")
		p.none("wider than 768 px with text twice as large", "look.wide()")
	})
}

// What scripts do at start moves nothing: what stands on the page without them stands at the same place with them.
func TestScriptsMoveNothing(t *testing.T) {
	t.Parallel()
	paper := open(t)
	for name, path := range map[string]string{"front": "/", "article": paper.article(t, translated), "search": "/recherche/?q=fleuve"} {
		for _, width := range []int64{360, 1280} {
			t.Run(name+" "+strconv.FormatInt(width, 10), func(t *testing.T) {
				t.Parallel()
				without, with := places(t, path, width, false), places(t, path, width, true)
				for what, place := range without {
					if with[what] != place {
						t.Errorf("%s stands at %q without scripts, at %q with them", what, place, with[what])
						break
					}
				}
			})
		}
	}
}

func places(t *testing.T, path string, width int64, scripts bool) map[string]string {
	t.Helper()
	p := read(t, open(t).origin)
	p.size(width, 800)
	if !scripts {
		p.withoutScripts()
	}
	p.visit(path)
	return ask[map[string]string](p, "look.places()")
}

// Who comes by the keyboard is offered the text first, and sees where they are at each of the first ten stops.
func TestKeyboard(t *testing.T) {
	t.Parallel()
	paper := open(t)
	for name, path := range map[string]string{"front": "/", "article": paper.article(t, translated), "search": "/recherche/?q=fleuve"} {
		for _, width := range []int64{360, 1280} {
			t.Run(name+" "+strconv.FormatInt(width, 10), func(t *testing.T) {
				t.Parallel()
				p := read(t, paper.origin)
				p.size(width, 800)
				p.media("", "prefers-reduced-motion", "reduce") // else the page is still gliding to the stop when it is looked at
				p.visit(path)
				for i := range 10 {
					p.do(typing("\t"))
					checkStop(p, i)
				}
			})
		}
	}
}

func checkStop(p *tab, i int) {
	p.t.Helper()
	at := ask[struct {
		What, Href string
		Ring, Seen bool
		Contrast   float64
	}](p, "look.stop()")
	if i == 0 && (at.Href != "#contenu" || strings.Contains(at.What, "body")) {
		p.t.Errorf("the first stop is %s, not the link to the text", at.What)
	}
	if !at.Seen {
		p.t.Errorf("stop %d is out of sight: %s", i+1, at.What)
	}
	if !at.Ring || at.Contrast < 3 {
		p.t.Errorf("stop %d does not show that it has the focus: %s (ring %v, contrast %.1f)", i+1, at.What, at.Ring, at.Contrast)
	}
}

// The skip link goes to the text.
func TestSkipLink(t *testing.T) {
	t.Parallel()
	p := read(t, open(t).origin)
	p.size(1280, 800)
	p.visit("/")
	p.do(typing("\t"))
	p.do(typing("\r"))
	p.until("location.hash==='#contenu'")
	p.do(typing("\t"))
	p.holds("the next stop is in the text", "document.querySelector('main').contains(document.activeElement)")
}

// In the dark nothing shines, and text is bright.
func TestDark(t *testing.T) {
	t.Parallel()
	eachSample(t, func(p *tab) {
		p.prefer("dark")
		p.holds("a dark ground", "look.luminance(getComputedStyle(document.body).backgroundColor)<0.02")
		p.holds("bright text", "look.contrast(getComputedStyle(document.body).color,getComputedStyle(document.body).backgroundColor)>=7")
		p.none("bright surfaces", "look.bright()")
	})
}
