package journey

import "testing"

// TestPlanningPages: an idea is put on the planning, taken and moved, and a right of reply entered and accepted, without scripts on a phone; and each page keeps
// the rules of the desk's rooms.
func TestPlanningPages(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	p := read(t, d.origin)
	p.size(360, 640)
	p.withoutScripts()
	d.enter(p, "/desk/planning/")
	p.unfolds()
	p.fillIn(map[string]string{"title": "Le prix du mil"})
	p.follow("form[action^='/desk/planning/?'] button")
	p.holds("the idea is free", "document.querySelector('#free + .plan').innerText.includes('Le prix du mil')")
	p.follow("#free + .plan .acts button")
	p.follow("a[rel=next]")
	p.holds("the next day is another", "document.querySelector('#day').value>new Date(Date.now()-864e5).toISOString().slice(0,10)")
	p.visit("/desk/articles/")
	path := ask[string](p, "[...document.querySelectorAll('.lines a')].find(a=>a.innerText.includes('Le prix du mil')).pathname")
	p.visit(path + "assignment")
	p.holds("it is taken", "document.querySelector('.facts dd').innerText.trim()!=='À prendre'")
	ask[bool](p, "document.querySelector('[name=due]').value=new Date(Date.now()+72e5).toISOString().slice(0,16),true")
	p.follow("main form button")
	p.holds("it has its hour", "document.querySelector('.facts time')!==null")

	p.visit("/desk/articles/?state=published")
	on := ask[string](p, "document.querySelector('.lines a').pathname")
	p.visit("/desk/replies/?article=" + on)
	p.fillIn(map[string]string{"name": "Société du Pont", "contact": "directrice@pont.example", "wording": "Le pont tient."})
	p.follow("form[action='/desk/replies/'] button")
	p.follow(".lines a")
	p.follow("form[action=accept] button")
	p.follow("form[action=publish] button")
	p.holds("the reply is published", "document.querySelector('.standing .badge').innerText==='Publiée'")
	online := ask[string](p, "document.querySelector('.facts dd a[href^=\"/20\"]').pathname")
	reader := read(t, d.origin)
	reader.visit(online)
	reader.until("document.querySelector('article').innerText.includes('Le pont tient.')")
	reader.visit("/corrections/")
	reader.until("document.querySelector('main').innerHTML.includes('" + online + "')")
	p.visit("/desk/replies/?article=" + on)
	p.fillIn(map[string]string{"name": "Le maire", "contact": "mairie@pont.example", "wording": "Le pont tient encore."})
	p.follow("form[action='/desk/replies/'] button")
	p.follow(".lines a")
	request := ask[string](p, "location.pathname")

	scripted := d.writer("/desk/planning/")
	number := path[len("/desk/articles/") : len(path)-1]
	for _, at := range []string{"/desk/planning/", "/desk/planning/?mine=1&move=" + number, "/desk/planning/?span=week&by=section", "/desk/planning/?span=week&by=country", path + "assignment",
		"/desk/replies/", request, "/desk/articles/?mine=1"} {
		scripted.lookedAt(at)
	}
}
