package journey

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"testing"

	"github.com/chromedp/cdproto/emulation"
)

// maxComplete is what a light page may cost in all, in bytes: its head and its compressed body. There is nothing else to fetch.
const maxComplete = 14000

// A light page costs less than an article's picture does, and is one request.
func TestLightWeight(t *testing.T) {
	t.Parallel()
	paper := open(t)
	for _, path := range lightSamples(t, paper) {
		req := httptest.NewRequest(http.MethodGet, paper.origin+path, nil)
		req.RequestURI = ""
		req.Header.Set("Accept-Encoding", "gzip")
		res, err := http.DefaultTransport.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		whole, err := httputil.DumpResponse(res, true)
		_ = res.Body.Close()
		if err != nil || res.StatusCode != http.StatusOK || len(whole) > maxComplete {
			t.Errorf("%s: %s, %d bytes complete, at most %d; %v", path, res.Status, len(whole), maxComplete, err)
		}
		p := read(t, paper.origin)
		p.visit(path)
		p.holds("one request", "performance.getEntriesByType('resource').length===0&&!document.querySelector('img,script:not([type])')")
	}
}

func lightSamples(t *testing.T, paper *paper) []string {
	t.Helper()
	return []string{"/leger/", "/leger" + paper.article(t, translated), "/leger/environnement/", "/leger/recherche/?q=fleuve", "/leger/pays/", "/leger/a-propos/", "/leger/corrections/"}
}

// On Opera Mini and phones of its age the light version is all there: in order, ink on paper, and from one light page to the next.
func TestLightOnOldPhone(t *testing.T) {
	t.Parallel()
	paper := open(t)
	old := httptest.NewServer(olderProxy(t, paper.origin))
	t.Cleanup(old.Close)
	p := read(t, old.URL)
	p.withoutScripts()
	p.size(320, 480)
	for _, path := range lightSamples(t, paper) {
		p.visit(path)
		p.none(path+" wider than the phone", "look.wide()")
		p.none(path+" out of order", "look.backwards('h1,main h2,main p,main li,#menu,footer')")
		p.holds("ink on paper", "look.contrast(getComputedStyle(document.body).color,getComputedStyle(document.body).backgroundColor)>=7")
	}
	p.visit("/leger/")
	p.follow("main li a.t")
	p.holds("a light article", "location.pathname.startsWith('/leger/2')&&document.querySelectorAll('article h1').length===1")
	p.follow("a.im")
	p.holds("its picture, small", "document.images.length===1&&document.images[0].naturalWidth<=320&&document.images[0].naturalWidth>0")
}

// Whose browser saves data finds the light version first, on the first screen, without anything moving; nothing is fetched ahead for them. Others find it in the footer.
func TestSaveData(t *testing.T) {
	t.Parallel()
	paper := open(t)
	for name, saves := range map[string]bool{"saving": true, "not saving": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := read(t, paper.origin)
			call(p, emulation.SetDataSaverOverride, emulation.SetDataSaverOverrideParams{DataSaverEnabled: &saves})
			p.visit(paper.article(t, translated))
			p.until("performance.getEntriesByType('resource').some(r=>r.name.endsWith('/lecture.js')&&r.responseEnd)&&(" + quote(name) + "==='saving'||document.querySelector('script[type=speculationrules]'))")
			if first := ask[bool](p, "(r=>r.top>=0&&r.bottom<60)(document.querySelector('.lg').getBoundingClientRect())"); first != saves {
				t.Errorf("the light version is offered first: %v", first)
			}
			p.none("the layout moved", "shifts.reduce((sum,s)=>sum+parseFloat(s),0)<.001?[]:shifts")
			if guesses := ask[bool](p, "!!document.querySelector('script[type=speculationrules]')"); guesses == saves {
				t.Errorf("the next article is fetched ahead: %v", guesses)
			}
			p.follow(map[bool]string{true: ".lg a", false: ".leg a[href^='/leger/']"}[saves])
			p.holds("the light version of this article", "location.pathname==='/leger"+paper.article(t, translated)+"'&&document.querySelector('link[rel=canonical]').href.endsWith("+quote(paper.article(t, translated))+")")
			p.follow(".sw a[rel=canonical]")
			p.holds("and back", "!!document.querySelector('.art')")
		})
	}
}
