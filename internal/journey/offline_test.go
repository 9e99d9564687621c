package journey

import (
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// awaits looks again and again until a promise gives true.
func (p *tab) awaits(what, js string) {
	p.t.Helper()
	if !ask[bool](p, "(async()=>{for(let n=0;n<600;n++){if(await("+js+"))return true;await new Promise(r=>setTimeout(r,50))}return false})()") {
		p.t.Fatalf("%s: this never became true: %s", what, js)
	}
}

const (
	watched  = "navigator.serviceWorker.controller" // the worker answers for this page
	keepsIt  = watched + "&&caches.match(location.pathname).then(r=>!!r)"
	saysKept = "document.querySelector('body>.w [role=status]')?.innerText.startsWith('Pas de réseau')"
)

// offliner is a reader on a line that will be cut, who has read some pages.
func offliner(t *testing.T, l *line, paths ...string) *tab {
	t.Helper()
	p := read(t, l.URL)
	p.saw.expectCut()
	for _, path := range paths {
		p.visit(path)
		p.awaits(path+" is kept", keepsIt)
	}
	return p
}

// An article that was read, even the very first, and the front page are read again without a network, and say that they are kept ones; what was never read leads to what there is.
// When the network is back, it answers.
func TestOffline(t *testing.T) {
	t.Parallel()
	paper := open(t)
	l, story := lay(t, paper.origin), paper.article(t, translated)
	p := offliner(t, l, story, "/", "/leger/")
	headline := p.text("h1")
	l.setCut(true)
	for _, path := range []string{story, "/", "/leger/"} {
		p.visit(path)
		p.holds(path+" says that it is kept", saysKept)
		p.holds(path+" has its text", "document.querySelector('main').innerText.length>1000")
		checkBarriers(p, path)
	}
	p.visit("/sport/")
	p.until("look.all('#lus a').length===1&&look.all('#unes a').length===2")
	checkBarriers(p, "the page in place of one that is not kept")
	p.holds("it says why", "look.all('#coupe').length===1&&look.all('#vide').length===0")
	p.follow("#lus a")
	p.holds("the article", "document.querySelector('article h1').innerText.length>10&&location.pathname==="+quote(story))
	l.setCut(false)
	p.visit("/leger/")
	if p.holds("nothing is said when the network is there", "!document.querySelector('body>.w [role=status]')"); p.text("h1") != headline {
		t.Errorf("the front page is headed %q", p.text("h1"))
	}
}

// checkBarriers holds a page that came without a network to what every page holds to.
func checkBarriers(p *tab, how string) {
	p.t.Helper()
	p.size(320, 640)
	p.none(how+" wider than the phone", "look.wide()")
	in(p, chromedp.Evaluate[chromedp.Void](axe))
	checkAxe(p, how)
	p.size(360, 640)
}

// As long as the network is there, what it says is shown, however slowly, and a page that was withdrawn is kept no longer.
func TestNeverStale(t *testing.T) {
	t.Parallel()
	paper := open(t)
	l, story := lay(t, paper.origin), paper.article(t, untranslated)
	p := offliner(t, l, story)
	p.awaits("marked", "caches.open('tard:"+story+"').then(c=>c.add(location.pathname)).then(()=>true)")
	l.on(story, says(200, `<!doctype html><html lang="fr"><title>x</title><body><main data-reads="1"><h1>Corrigé</h1></main>`))
	p.visit(story)
	if h := p.text("h1"); h != "Corrigé" {
		t.Fatalf("the network says something new, the reader reads %q", h)
	}
	p.awaits("the new page is kept in place of the old", "Promise.all(['lus','tard:"+story+"'].map(n=>caches.open(n).then(c=>c.match(location.pathname)).then(r=>r?.text()))).then(l=>l.every(s=>s?.includes('Corrigé')))")
	l.on(story, says(410, `<!doctype html><html lang="fr"><title>x</title><body><main><h1>Retiré</h1></main>`))
	p.saw.expectMissing(story)
	p.visit(story)
	p.awaits("it is forgotten", "caches.match(location.pathname).then(r=>!r)")
	l.setCut(true)
	p.visit(story)
	p.holds("nothing of it is left", "document.querySelector('h1').innerText==='Lire hors ligne'")
}

// The last thirty articles are kept, the oldest gives way.
func TestThirtyKept(t *testing.T) {
	t.Parallel()
	paper := open(t)
	p := offliner(t, lay(t, paper.origin), "/")
	p.awaits("thirty are there", "caches.open('lus').then(async c=>{for(let i=0;i<30;i++)await c.put('/x/'+i+'/',new Response('x'));return true})")
	p.visit(paper.article(t, untranslated))
	p.awaits("the newest of thirty", "caches.open('lus').then(c=>c.keys()).then(k=>k.length===30&&k[29].url===location.href&&!k.some(r=>r.url.endsWith('/x/0/')))")
}

// What is marked for later is there whole, pictures included, whatever became of the browser's own cache; it can be dropped again.
func TestReadLater(t *testing.T) {
	t.Parallel()
	paper := open(t)
	l, story := lay(t, paper.origin), paper.article(t, translated)
	p := offliner(t, l, story)
	p.until("look.all('[data-later]').length===1")
	p.none("controls under 44 px", "look.small(44)")
	p.click("[data-later]")
	p.until("document.querySelector('[data-later]').getAttribute('aria-pressed')==='true'")
	if got := p.text("[data-later]"); got != "Gardé pour plus tard" {
		t.Errorf("the button says %q", got)
	}
	l.setCut(true)
	call(p, network.ClearBrowserCache, cdp.Empty{})
	p.size(1280, 800) // where the browser would choose other sizes
	p.visit(story)
	p.holds("a kept page", saysKept)
	ask[bool](p, "document.querySelectorAll('.art img').forEach(i=>i.loading='eager')||true")
	p.until("[...document.querySelectorAll('.art img')].every(i=>i.complete&&i.naturalWidth>0)")
	p.visit("/hors-ligne/")
	p.until("look.all('#tard a').length===1")
	p.click("#tard button")
	p.until("look.all('#tard').length===0")
	p.awaits("nothing is marked", "caches.keys().then(k=>!k.some(n=>n.startsWith('tard:')))")
}

// Who wants nothing kept has one button: the worker goes with all it kept, and does not come back until it is asked for.
func TestKeepNothing(t *testing.T) {
	t.Parallel()
	paper := open(t)
	story := paper.article(t, untranslated)
	p := offliner(t, lay(t, paper.origin), story)
	p.visit("/hors-ligne/")
	p.until("look.all('#garde button').length===1")
	p.click("#garde button")
	p.until("document.querySelector('#garde button').innerText==='Garder de nouveau'")
	p.awaits("no worker", "navigator.serviceWorker.getRegistrations().then(r=>!r.length)")
	p.visit(story)
	p.until("performance.getEntriesByType('resource').some(r=>r.name.endsWith('/lecture.js')&&r.responseEnd)")
	p.awaits("nothing is kept", "Promise.all([caches.keys(),navigator.serviceWorker.getRegistrations()]).then(([k,r])=>!k.length&&!r.length)")
	p.holds("nor offered", "!document.querySelector('[data-later]')")
	p.visit("/hors-ligne/")
	p.until("look.all('#garde button').length===1")
	p.click("#garde button")
	p.awaits("a worker again", "navigator.serviceWorker.getRegistrations().then(r=>r.length===1)")
}

// The likeliest next article is fetched on a good line from the moment a finger comes down on it, and not before; it counts as read once, and is kept, only when it is read. Nor does the worker's own fetching count.
func TestFetchedAhead(t *testing.T) {
	t.Parallel()
	paper := open(t)
	l, story := lay(t, paper.origin), paper.article(t, translated)
	p := offliner(t, l, story)
	if _, read := l.asked(story); read != 1 {
		t.Errorf("the first article counts %d times", read)
	}
	p.visit(story)
	p.until("document.querySelector('script[type=speculationrules]')")
	next := ask[string](p, "JSON.parse(document.querySelector('script[type=speculationrules]').textContent).prefetch[0].urls[0]")
	p.holds("it is the first that the page offers", "document.querySelector('.rel h3 a').pathname==="+quote(next))
	if ahead, _ := l.asked(next); ahead > 0 {
		t.Errorf("the next article is fetched %d times for somebody who may not want it", ahead)
	}
	at := ask[[2]float64](p, "(l=>{l.scrollIntoView({block:'center',behavior:'instant'});const r=l.getBoundingClientRect();return [r.left+9,r.top+9]})(document.querySelector('.rel h3 a'))")
	p.do(chromedp.MouseEvent(chromedp.MousePressed, at[0], at[1], chromedp.Button("left"), chromedp.ClickCount(1)))
	waitFor(t, "the next article is fetched ahead", func() bool { ahead, _ := l.asked(next); return ahead > 0 })
	p.awaits("it is not kept as if it had been read", "caches.match("+quote(next)+").then(r=>!r)")
	p.follow(".rel h3 a")
	p.awaits("it is kept", keepsIt)
	if _, read := l.asked(next); read != 1 {
		t.Errorf("it counts as read %d times", read)
	}
}

// waitFor looks again and again until something outside the browser is so.
func waitFor(t *testing.T, what string, so func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !so(); time.Sleep(20 * time.Millisecond) { // another process does it
		if time.Now().After(end) {
			t.Fatalf("this never came: %s", what)
		}
	}
}
