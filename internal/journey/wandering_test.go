package journey

import (
	"strings"
	"testing"
)

// A reader at a desk finds an article by the form in the masthead, and one on a phone by the page that the glass leads to.
func TestSearch(t *testing.T) {
	t.Parallel()
	for name, width := range map[string]int64{"desk": 1280, "phone": 360} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			paper := open(t)
			p := read(t, paper.origin)
			p.size(width, 800)
			p.visit("/")
			field := "header form[role=search] input[name=q]"
			if width == 360 {
				p.follow("header a[href='/recherche/']")
				field = "main input[name=q]"
			}
			p.click(field)
			p.do(typing("guetteurs fleuve Niger"))
			ask[bool](p, "globalThis.left=true")
			p.do(typing("\r"))
			p.until("!globalThis.left&&document.readyState==='complete'")
			p.holds("the words are in the address", "location.pathname==='/recherche/'&&new URLSearchParams(location.search).get('q')==='guetteurs fleuve Niger'")
			p.holds("the words are in the form", "document.querySelector('main input[name=q]').value==='guetteurs fleuve Niger'")
			p.follow("main a[href$='/" + translated + "/']")
			p.holds("the article", "document.querySelector('main h1').innerText.includes('fleuve Niger')")
		})
	}
}

// The breaking news open as a list, with scripts and without, and close again.
func TestBreakingNewsOpen(t *testing.T) {
	t.Parallel()
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := read(t, open(t).origin)
			if !scripts {
				p.withoutScripts()
			}
			p.visit("/")
			p.holds("one item is there", "look.all('.flash .a').length===1")
			p.click(".flash summary")
			p.until("look.all('.flash .a').length===6")
			p.holds("hours", "look.all('.flash time[datetime]').length===6")
			p.click(".flash summary")
			p.until("look.all('.flash .a').length===1")
			p.click(".flash summary")
			p.until("look.all('.flash ol .a').length===5")
			p.follow(".flash ol .a")
			p.holds("an article", "look.all('main article h1').length===1")
		})
	}
}

// holdTime keeps what a page would do again and again for the journey to do: ticks[0]() is one step.
const holdTime = "globalThis.ticks=[];globalThis.setInterval=(f)=>ticks.push(f)"

// With scripts the breaking line steps by itself, and rests while its button says so.
func TestBreakingNewsPause(t *testing.T) {
	t.Parallel()
	p := read(t, open(t).origin)
	p.before(holdTime)
	p.visit("/")
	step := func() string {
		ask[bool](p, "ticks.forEach(f=>f()),true")
		return p.text(".flash .w>.a")
	}
	first, second := p.text(".flash .w>.a"), step()
	if second == first || second == "" {
		t.Fatalf("the line did not step: %q, then %q", first, second)
	}
	running := ask[string](p, "look.all('.flash button')[0].getAttribute('aria-label')")
	p.click(".flash button")
	p.until("look.all('.flash button')[0].getAttribute('aria-label')!==" + quote(running))
	paused := ask[string](p, "look.all('.flash button')[0].getAttribute('aria-label')")
	if strings.ContainsAny(paused, `"{}`) || paused == "" {
		t.Errorf("the button of the line at rest is called %s", paused)
	}
	leaveLine(p)
	if at := step(); at != second {
		t.Errorf("the line stepped to %q although it was paused", at)
	}
	p.click(".flash button")
	leaveLine(p)
	if at := step(); at == second {
		t.Error("the line did not go on")
	}
	p.holds("the button has its first name again", "look.all('.flash button')[0].getAttribute('aria-label')==="+quote(running))
}

// leaveLine takes the pointer and the focus elsewhere: the line rests under either.
func leaveLine(p *tab) {
	p.t.Helper()
	p.do(moveTo(5, 600))
	p.until("document.activeElement.blur(),!document.querySelector('.flash').matches(':hover,:focus-within')")
}

// Who wants nothing to move gets a line that never steps, and no button for it.
func TestBreakingNewsAtRest(t *testing.T) {
	t.Parallel()
	p := read(t, open(t).origin)
	p.media("", "prefers-reduced-motion", "reduce")
	p.before(holdTime)
	p.visit("/")
	p.holds("nothing steps", "ticks.length===0&&look.all('.flash button').length===0")
}

// The language link of an article leads to its translation, and back.
func TestTranslation(t *testing.T) {
	t.Parallel()
	paper := open(t)
	p := read(t, paper.origin)
	p.size(1280, 800)
	french := paper.article(t, translated)
	p.visit(french)
	p.follow("header .lang a[hreflang='ar']")
	p.holds("Arabic, from right to left", "document.documentElement.lang==='ar'&&document.documentElement.dir==='rtl'&&getComputedStyle(document.querySelector('main p')).direction==='rtl'")
	p.holds("an article, not a front page", "document.querySelectorAll('main article h1').length===1")
	p.holds("its own address", "!!document.querySelector('link[rel=canonical]').href.endsWith(location.pathname)")
	p.holds("the original is named", "[...document.querySelectorAll('link[rel=alternate][hreflang=fr]')].some(l=>l.href.endsWith("+quote(french)+"))")
	p.follow("header .lang a[hreflang='fr']")
	p.holds("the original again", "location.pathname==="+quote(french))
}

// A language without a translation has no link on an article.
func TestNoTranslation(t *testing.T) {
	t.Parallel()
	paper := open(t)
	p := read(t, paper.origin)
	p.size(1280, 800)
	p.visit(paper.article(t, untranslated))
	p.holds("only its own language", "look.all('header .lang a:not([aria-current])').length===0")
}

// An unknown address says so, and offers a search for the words in it.
func TestMissingPage(t *testing.T) {
	t.Parallel()
	p := read(t, open(t).origin)
	p.saw.expectMissing("/bascules-cacao/")
	p.visit("/bascules-cacao/")
	p.holds("a heading", "look.all('main h1').length===1")
	p.holds("the words of the address", "document.querySelector('main form input[name=q]').value==='bascules cacao'")
	p.follow("main form button")
	p.holds("results", "location.pathname==='/recherche/'&&look.all('main article a').length>=1")
}

// On paper there is the text, its date, its address and its corrections, and nothing to click.
func TestPrint(t *testing.T) {
	t.Parallel()
	paper := open(t)
	p := read(t, paper.origin)
	p.size(794, 1123)
	p.visit(paper.article(t, translated))
	p.media("print")
	p.none("no use on paper", "look.all('nav,form,.flash,.pub,.foot,aside,.skip,.ib,.share,button,#menu,#pays').map(look.words)")
	p.holds("the text", "document.querySelector('main article .body').innerText.split(/\\s+/).length>250&&look.all('main article h1').length===1")
	p.holds("the date", "look.all('main article time[datetime]').length>=1")
	p.holds("the correction", "look.all('main article .corr').some(e=>e.innerText.includes('Nous avions écrit'))")
	p.holds("the address", "(a=>[...document.querySelectorAll('main *')].filter(look.shown).some(e=>['::before','::after'].some(w=>(s=>s!=='none'&&(s.includes(a)||s.includes('attr(data-url)')))(getComputedStyle(e,w).content))||e.children.length===0&&e.innerText.includes(a)))(document.querySelector('link[rel=canonical]').href)")
	p.holds("black on white", "look.contrast(getComputedStyle(document.body).color,getComputedStyle(document.body).backgroundColor)>=15")
}
