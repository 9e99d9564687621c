package journey

import "testing"

// TestBulkOnAPhone: without scripts on a phone, two articles are chosen, a change to both is foreseen, made and undone; and each of its pages keeps the rules of the desk's rooms.
func TestBulkOnAPhone(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	p := read(t, d.origin)
	p.size(360, 640)
	p.withoutScripts()
	d.enter(p, "/desk/articles/?state=published")
	p.click(".lines li:nth-child(1) .pick")
	p.click(".lines li:nth-child(2) .pick")
	p.follow("#together button")
	p.holds("two are chosen", "document.querySelector('h1').innerText.startsWith('2 ')")
	path := ask[string](p, "location.pathname")
	p.unfolds()
	p.fillIn(map[string]string{"tag": "Saison des pluies"})
	p.follow("form:has(#tag) > button")
	p.holds("it is foreseen", "document.querySelector('.composed h2').innerText.includes('Saison des pluies')")
	p.follow("form[action=begin] button")
	p.holds("it is done", "document.querySelector('form[action=undo]')!==null")
	scripted := d.writer(path)
	scripted.lookedAt(path)
	p.follow("form[action=undo] button")
	p.holds("it is undone", "document.querySelector('form[action=undo]')===null")
	scripted.visit("/desk/articles/?state=published")
	scripted.click("[name=all]")
	scripted.follow("#together button")
	scripted.lookedAt(ask[string](scripted, "location.pathname") + "?what=withdraw&reason=Faux")
	scripted.lookedAt("/desk/bulk/")
}
