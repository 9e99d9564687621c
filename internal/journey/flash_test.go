package journey

import (
	"net/url"
	"testing"
	"time"
)

// pushes pushes a line of breaking news from a tab at the desk.
func (d *desk) pushes(p *tab, text string) {
	d.t.Helper()
	form := url.Values{"do": {"push"}, "text": {text}, "lasts": {"1"}}.Encode()
	if status := ask[int](p, "fetch('/desk/breaking/',{method:'POST',headers:{'Content-Type':'application/x-www-form-urlencoded'},body:"+quote(form)+"}).then(r=>r.status)"); status != 200 {
		d.t.Fatalf("the line was answered %d", status)
	}
}

const listens = "performance.getEntriesByType('resource').some(e=>e.name.includes('/flash.js'))"

// TestBreakingNewsReachOpenPages: what is pushed stands on an article that has been open for a while, within a second, is said to who listens, and lies in its place while the line steps on.
func TestBreakingNewsReachOpenPages(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	editor := read(t, d.origin)
	d.enter(editor, "/desk/breaking/")
	reader := read(t, d.origin)
	reader.size(360, 640)
	reader.visit("/")
	reader.until(listens)
	height := ask[float64](reader, "document.querySelector('.flash').offsetHeight")
	began := time.Now()
	d.pushes(editor, "Le fleuve a rompu sa digue")
	reader.until("document.querySelector('.flash .w>.a').textContent==='Le fleuve a rompu sa digue'")
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %v", took)
	}
	reader.holds("it is said", "document.querySelector('.flash [role=status]').textContent==='Dernières nouvelles. Le fleuve a rompu sa digue'")
	reader.holds("six items, the first of them", "look.all('.flash b')[0].textContent==='1'&&document.querySelectorAll('.flash ol li').length===5")
	if now := ask[float64](reader, "document.querySelector('.flash').offsetHeight"); now != height {
		t.Errorf("the line was %v high and is %v", height, now)
	}
	ask[bool](reader, axe+";true")
	checkAxe(reader, "with what was pushed")

	// Whoever has the focus in the line keeps it, and finds the news when they leave it.
	reader.do(moveTo(5, 600))
	ask[bool](reader, "document.querySelector('.flash summary').focus(),true")
	d.pushes(editor, "Une seconde digue menace")
	reader.until("document.querySelector('.flash [role=status]').textContent.includes('Une seconde digue')")
	reader.holds("nothing moves under the focus", "document.querySelector('.flash .w>.a').textContent==='Le fleuve a rompu sa digue'&&document.activeElement.matches('.flash summary')")
	ask[bool](reader, "document.activeElement.blur(),true")
	reader.until("document.querySelector('.flash .w>.a').textContent==='Une seconde digue menace'")
}

// A page that comes back into sight learns what was pushed meanwhile, though the line has stepped on; a server that comes back is found again.
func TestBreakingNewsAfterAnAbsence(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	editor := read(t, d.origin)
	d.enter(editor, "/desk/breaking/")
	reader := read(t, d.origin)
	reader.visit("/")
	reader.until(listens)
	hide := func(hidden string) {
		ask[bool](reader, "Object.defineProperty(document,'hidden',{value:"+hidden+",configurable:true}),document.dispatchEvent(new Event('visibilitychange')),true")
	}
	hide("true")
	d.pushes(editor, "Pendant l’absence")
	hide("false")
	reader.until("document.querySelector('.flash .w>.a').textContent==='Pendant l’absence'")
	if took, err := d.run.stop(); err != nil || took > 9*time.Second {
		t.Errorf("with a page that listens the server stopped after %v, %v", took, err)
	}
	d.again()
	d.pushes(editor, "Après la panne")
	reader.until("document.querySelector('.flash .w>.a').textContent==='Après la panne'")
}

// Server and script make the same sign of the line, wherever it has stepped to: else every page would be told what it shows.
func TestBreakingNewsSign(t *testing.T) {
	t.Parallel()
	for _, front := range []string{"/", "/ar/"} {
		p := read(t, open(t).origin)
		p.before(holdTime + ";const E=EventSource;globalThis.EventSource=class extends E{constructor(u){super(u);globalThis.streamed=u}}")
		p.visit(front)
		p.until("globalThis.streamed")
		const same = "fetch('/flash.json'+new URL(streamed,location).search).then(r=>r.json()).then(f=>new URL(streamed,location).searchParams.get('vu')===f.v)"
		if !ask[bool](p, same) {
			t.Errorf("%s: the page's sign is not the server's", front)
		}
		leaveLine(p)
		first := p.text(".flash .w>.a")
		ask[bool](p, "ticks.forEach(f=>f()),streamed='',document.dispatchEvent(new Event('visibilitychange')),true")
		p.until("globalThis.streamed")
		if p.text(".flash .w>.a") == first || !ask[bool](p, same) {
			t.Errorf("%s: after a step the page's sign is not the server's", front)
		}
	}
}

// Where no stream comes through, the page asks; who saves data is sent nothing.
func TestBreakingNewsWithoutAStream(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	editor := read(t, d.origin)
	d.enter(editor, "/desk/breaking/")
	saver, asker := read(t, d.origin), read(t, d.origin)
	saver.before("Object.defineProperty(navigator,'connection',{value:{saveData:true}})")
	saver.visit("/")
	asker.before("delete globalThis.EventSource;const wait=setTimeout;globalThis.setTimeout=(f,ms,...a)=>wait(f,ms===2e4?200:ms,...a)")
	asker.visit("/")
	asker.until(listens)
	d.pushes(editor, "Sans flux")
	asker.until("document.querySelector('.flash .w>.a').textContent==='Sans flux'")
	saver.holds("who saves data listens to nothing", "!("+listens+")")
}

// TestFrontByHandOnAPhone: an editor with a phone and no scripts puts a story in front, looks at the page before it is out, publishes it and goes back, all of it accessible.
func TestFrontByHandOnAPhone(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	p := read(t, d.origin)
	p.size(360, 640)
	p.withoutScripts()
	d.enter(p, "/desk/front/")
	const plain = ".textContent.replace(/\\s+/g,' ')" // readers' pages are set in type
	story := func() string { return ask[string](p, "document.querySelector('#second-3 b')"+plain) }
	was := story()
	p.follow("#second-3 a[href*=choose]")
	p.follow("main .rows li:nth-child(5) button")
	p.holds("something was composed", "look.all('.composed li').length>=1")
	now := story()
	if now == was {
		t.Errorf("%q still stands there", now)
	}
	p.visit("/desk/front/preview")
	p.until("[...document.querySelectorAll('iframe')].every(f=>f.contentDocument?.querySelector('.sec'))")
	p.holds("the preview shows what was composed", "[...document.querySelectorAll('iframe')].every(f=>f.contentDocument.querySelector('.sec')"+plain+".includes("+quote(now)+"))")
	p.holds("the preview fits a phone", "document.documentElement.scrollWidth<=360")
	p.visit("/desk/front/")
	p.follow("form[action='/desk/front/publish'] button")
	reader := read(t, d.origin)
	reader.visit("/")
	reader.holds("readers see it", "document.querySelector('.sec')"+plain+".includes("+quote(now)+")")
	p.follow("form[action='/desk/front/return'] button")
	reader.visit("/")
	reader.holds("and what was before", "document.querySelector('.sec')"+plain+".includes("+quote(was)+")")
}

// TestFrontPages: the rooms of the front page and of breaking news keep the rules of the desk's rooms while something is composed and published.
func TestFrontPages(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	p := read(t, d.origin)
	d.enter(p, "/desk/front/")
	p.size(360, 640)
	p.follow("#second-3 a[href*=choose]")
	p.follow("main .rows li:nth-child(5) button")
	p.follow("form[action='/desk/front/publish'] button")
	for _, at := range []string{"/desk/front/", "/desk/front/choose?slot=lead", "/desk/front/history", "/desk/front/preview", "/desk/breaking/"} {
		p.lookedAt(at)
	}
}

// With scripts a story is dragged into its place, and lines of breaking news into their order.
func TestDragged(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	p := read(t, d.origin)
	p.size(1280, 1000)
	d.enter(p, "/desk/front/")
	third := ask[string](p, "document.querySelector('#second-2 b').textContent")
	p.drags("#second-2 .grip", "#lead")
	p.until("document.querySelector('#lead.pinned b')?.textContent===" + quote(third))
	p.visit("/desk/breaking/")
	second := ask[string](p, "document.querySelectorAll('.lines-now b')[1].textContent")
	p.drags(".lines-now li:nth-child(2) .grip", ".lines-now li:nth-child(1)")
	p.until("document.querySelector('.notice')&&document.querySelectorAll('.lines-now b')[0].textContent===" + quote(second))
}

// drags takes what is under one place and lets it go over the upper part of another, as a pointer does.
func (p *tab) drags(from, to string) {
	p.t.Helper()
	ask[bool](p, `(()=>{
		const grip=document.querySelector(`+quote(from)+`),over=document.querySelector(`+quote(to)+`)
		grip.setPointerCapture=()=>{}
		const at=(e,y)=>{const b=e.getBoundingClientRect();return{bubbles:true,cancelable:true,pointerId:1,clientX:b.x+b.width/2,clientY:b.y+y}}
		over.scrollIntoView({block:'center'})
		grip.dispatchEvent(new PointerEvent('pointerdown',at(grip,5)))
		grip.dispatchEvent(new PointerEvent('pointermove',at(over,8)))
		grip.dispatchEvent(new PointerEvent('pointerup',at(over,8)))
		return true})()`)
}
