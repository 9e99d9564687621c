package journey

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"griot/internal/text"
)

// dropped gives a picture of this device to the text, as an event of the clipboard or of the mouse does.
const dropped = `(async()=>{const c=document.createElement('canvas');c.width=%d;c.height=480;c.getContext('2d').fillRect(9,9,99,99);
const b=await new Promise(f=>c.toBlob(f,'image/jpeg')),d=new DataTransfer(),e=document.querySelector('` + bodyField + `');d.items.add(new File([b],'a.jpg',{type:'image/jpeg'}));
const r=e.firstElementChild.getBoundingClientRect(),o={bubbles:true,cancelable:true};e.focus();
e.dispatchEvent(%s);return true})()`

// Pictures are dropped on the text and pasted into it, asked for what they show, and stay.
func TestPicturesFromThisDevice(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	p := d.writer("/desk/articles/")
	path := d.article(p)
	p.types(bodyField, "Avant.")
	ask[bool](p, fmt.Sprintf(dropped, 640, "new DragEvent('drop',{...o,dataTransfer:d,clientX:r.left+5,clientY:r.bottom-2})"))
	p.until("document.querySelectorAll('" + bodyField + " figure img').length===1")
	p.until("document.activeElement.matches('figure input')")
	p.do(typing("Un pont."))
	ask[bool](p, fmt.Sprintf(dropped, 700, "new ClipboardEvent('paste',{...o,clipboardData:d})"))
	p.until("document.querySelectorAll('" + bodyField + " figure img').length===2")
	p.holds("who has not said what a picture shows is reminded", "document.querySelectorAll('figure input[aria-invalid=true]').length===1&&document.querySelector('[data-said]').textContent.length>20")
	p.until("[...document.querySelectorAll('" + bodyField + " figure img')].every(i=>i.naturalWidth)")
	p.kept()
	without := read(t, d.origin)
	without.withoutScripts()
	d.enter(without, path)
	for range 40 { // the text follows when the hand rests
		if kept := ask[string](without, "document.querySelector('#body').value"); strings.Count(kept, "data-media=") == 2 && strings.Contains(kept, `alt="Un pont."`) && strings.Contains(kept, "<p>Avant.</p>") {
			return
		}
		ask[bool](p, "new Promise(done=>setTimeout(()=>done(true),250))")
		without.visit(path)
	}
	t.Errorf("the text that is kept is %s", ask[string](without, "document.querySelector('#body').value"))
}

// Pictures of the library are found by their words, over the text and by the keyboard alone, and set with the words that it has for them; Escape leads back.
func TestPicturesFromTheLibrary(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	p := d.writer("/desk/media/")
	p.visit(ask[string](p, "document.querySelector('.tiles a').pathname"))
	p.fillIn(map[string]string{"alt": "Un pont sous l’eau", "caption": "La crue à Kayes", "credit": "Awa Diallo"})
	p.follow("form:has(#alt) button")
	d.article(p)
	p.types(bodyField, "Avant.")
	shelf := func(tool string) {
		p.click("[data-tool=" + tool + "]")
		p.click(".bar .ask>button[type=button]")
		p.until("document.querySelectorAll('.shelf .tiles button').length>3")
	}
	p.click("[data-tool=more]")
	shelf("picture")
	p.holds("the field has the keyboard, the list one stop of it", "document.activeElement.type==='search'&&document.querySelectorAll('.shelf .tiles [tabindex=\"0\"]').length===1")
	ask[bool](p, axe+";true")
	for _, width := range []int64{320, 1280} {
		p.size(width, 800)
		checkAxe(p, "the library over the text")
		p.holds("a thumb has room, and nothing is wider than its screen", "[...document.querySelectorAll('.shelf :is(button,input,select)')].every(e=>!e.offsetHeight||e.offsetHeight>=44)&&document.querySelector('.shelf').scrollWidth<=innerWidth")
	}
	p.do(typing("kayes"))
	p.until("document.querySelectorAll('.shelf .tiles button').length===1")
	p.do(typing(kb.Escape + kb.Escape)) // the first empties the field
	p.until("!document.querySelector('.shelf')&&document.activeElement.id==='body-editor'")
	shelf("picture")
	p.do(typing("kayes"))
	p.until("document.querySelectorAll('.shelf .tiles button').length===1")
	p.do(typing(kb.Tab + kb.Tab + kb.Enter)) // the kind, the list
	p.until("document.querySelector('" + bodyField + " figure figcaption')?.innerText==='La crue à Kayes (Awa Diallo)'")
	p.holds("what it shows came along", "document.querySelector('"+bodyField+" figure input').value==='Un pont sous l’eau'")
	shelf("gallery")
	p.do(typing(kb.Tab + kb.Tab + kb.Enter + kb.ArrowRight + kb.Enter))
	p.holds("two are chosen", "document.querySelectorAll('.shelf [aria-pressed=true]').length===2")
	p.click(".shelf>.row button")
	p.until("document.querySelectorAll('" + bodyField + " .gallery figure img').length===2")
	p.until("document.activeElement.matches('.gallery figure input[aria-invalid=true]')") // of which nobody has said what it shows
	p.kept()
}

// Own articles are offered for a link by their words, and the foot says how long the text is.
func TestLinksAndLength(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	p := d.writer("/desk/articles/")
	d.article(p)
	p.types(bodyField, "Trois petits mots")
	p.until("/\\b3\\b.*\\b1\\b/.test(document.querySelector('.foot').textContent)")
	p.click("[data-tool=link]")
	p.do(typing("président"))
	p.until("document.querySelectorAll('.offers button').length>1")
	p.click(".offers button")
	p.until("document.querySelector('" + bodyField + " a[href^=\"/\"]')")
	p.kept()
}

// The editor counts words and minutes as the server does.
func TestLengthIsTheServers(t *testing.T) {
	t.Parallel()
	p := probe(t)
	for _, html := range []string{
		"", "<p>a</p>", "<p>«\u00a0Il pleut\u00a0»\u00a0: quoi\u202f?</p><p>l’eau, 12 000 fois</p>", "<ul><li>un</li><li>deux</li></ul>", "<p>السلام عليكم</p>",
		"<p>" + strings.TrimSpace(strings.Repeat("mot ", 274)) + "</p>", "<p>" + strings.Repeat("mot ", 275) + "</p>", "<p>" + strings.Repeat("mot ", 5000) + "</p>",
	} {
		words := text.Words(html)
		if got := ask[[]int](p, "editor.lasts("+quote(html)+")"); got[0] != words || got[1] != text.ReadingMinutes(words) {
			t.Errorf("%.40q: the editor counts %v, the server %d and %d", html, got, words, text.ReadingMinutes(words))
		}
	}
}

// Signing out takes away what the server has; what it has not stays on the device, and whoever leaves is told.
func TestCopiesWhenSigningOut(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	p := d.writer("/desk/articles/")
	path := d.article(p)
	const copies = "indexedDB.databases().then(l=>l.map(d=>d.name).filter(n=>/^griot-\\d/.test(n)))"
	p.types(bodyField, "Gardé.")
	p.kept()
	if got := ask[[]string](p, copies); len(got) != 1 {
		t.Fatalf("while writing these copies are there: %v", got)
	}
	ask[bool](p, "document.querySelector('.me').open=true")
	p.follow("form[data-unsent] button")
	if got := ask[[]string](p, copies); len(got) != 0 {
		t.Errorf("after signing out these copies are there: %v", got)
	}
	d.enter(p, path)
	p.ready()
	p.kept()
	p.cable(true)
	p.types(bodyField, " Pas encore.")
	ask[bool](p, "globalThis.told='',globalThis.confirm=s=>(globalThis.told=s,false),document.querySelector('.me').open=true")
	p.click("form[data-unsent] button")
	p.until("told.length>20")
	if got := ask[[]string](p, copies); len(got) != 1 {
		t.Errorf("of what the server has not these copies are there: %v", got)
	}
	p.cable(false)
	p.kept()
}
