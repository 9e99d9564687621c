package journey

import (
	"strings"
	"testing"
)

// deskRooms are the pages of the desk as whoever runs the sample newspaper finds them. In braces stands what inTheSample finds.
func deskRooms() []string {
	return []string{
		"/desk/",
		"/desk/articles/?state=published",
		"/desk/people/",
		"/desk/people/1/",
		"/desk/people/1/data",
		"/desk/audit/",
		"/desk/account/",
		"/desk/account/data",
		"/desk/account/codes",
		"/desk/account/profile",
		"/desk/pages/",
		"/desk/pages/new",
		"/desk/pages/imprint",
		"/desk/pages/6/",
		"/desk/pages/6/versions?from=1&to=1",
		"/desk/team/",
		"/desk/redirects/",
		"/desk/media/",
		"/desk/media/?q=rien+de+tel",
		"/desk/media/?for=1",
		"{file}",
		"/desk/paper/",
		"/desk/sections/",
		"/desk/sections/1/",
		"/desk/countries/",
		"/desk/tags/",
		"/desk/tags/1/",
		"/desk/settings/",
		"/desk/settings/look/",
		"/desk/settings/contact/",
		"/desk/settings/addresses/",
		"/desk/menus/main/",
	}
}

// inTheSample is where the link to what stands in braces is found: a page, and the link on it.
func inTheSample() map[string][2]string {
	return map[string][2]string{
		"{file}":    {"/desk/media/", ".tiles a"},
		"{article}": {"/desk/articles/?state=published", ".lines a"},
	}
}

// TestDeskRooms: no room of the desk offends a rule of accessibility, by day and night, on a phone and at a desk; each keeps to the smallest phone, has room for a thumb, and says nothing on the console.
func TestDeskRooms(t *testing.T) {
	t.Parallel()
	p := enterDesk(t, open(t))
	found := map[string]string{}
	for _, at := range deskRooms() {
		for name, where := range inTheSample() {
			if !strings.Contains(at, name) {
				continue
			}
			if found[name] == "" {
				p.visit(where[0])
				found[name] = ask[string](p, "document.querySelector("+quote(where[1])+").pathname")
			}
			at = strings.Replace(at, name, found[name], 1)
		}
		p.lookedAt(at)
	}
}

// lookedAt visits a page of the desk and demands of it what TestDeskRooms says.
func (p *tab) lookedAt(path string) {
	p.t.Helper()
	p.visit(path)
	if ask[bool](p, "!!document.querySelector('form.manuscript')") {
		p.ready()
	}
	p.asItStands(path)
}

// asItStands opens whatever is folded on the page that is open, and demands of it what TestDeskRooms says.
func (p *tab) asItStands(what string) {
	p.t.Helper()
	p.unfolds()
	ask[bool](p, axe+";true")
	p.dayAndNight(what, 360, 1280)
	p.size(320, 640)
	p.none(what+": wider than 320 px", "look.wide()")
	p.size(360, 640)
	p.none(what+": controls under 44 px", "look.small(44,location.hash)")
}

// unfolds opens whatever is folded on a page, as somebody does who looks for everything.
func (p *tab) unfolds() {
	p.t.Helper()
	ask[bool](p, "document.querySelectorAll('main details').forEach(d=>d.open=true),true")
}
