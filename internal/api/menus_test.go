package api_test

import (
	"strings"
	"testing"

	"griot/internal/db/dbtest"
	"griot/internal/staff"
)

func TestMenus(t *testing.T) {
	each(t, func(n newsroom) {
		for _, role := range []staff.Role{staff.Journalist, staff.Contributor, staff.Moderator, staff.Commercial} {
			n.ask(role, "GET", "/menus/main", nil).is(403)
			n.ask(role, "PUT", "/menus/main", sent{"entries": []sent{}}).is(403)
		}
		menu := []sent{{"kind": "section", "id": 1, "entries": []sent{{"kind": "country", "id": 1}, {"kind": "countries"}}}, {"kind": "url", "url": "https://radio.example/", "label": "Radio"}}
		put := n.ask(staff.Editor, "PUT", "/menus/main", sent{"entries": menu})
		entries, _ := put.is(200)["entries"].([]any)
		if len(entries) != 2 || len(entries[0].(map[string]any)["entries"].([]any)) != 2 || entries[1].(map[string]any)["label"] != "Radio" {
			t.Errorf("put %v", entries)
		}
		tag := put.Header().Get("ETag")
		if got := n.ask(staff.Editor, "GET", "/menus/main", nil); got.Header().Get("ETag") != tag || len(got.is(200)["entries"].([]any)) != 2 {
			t.Errorf("the tag was %s and is %s", tag, got.Header().Get("ETag"))
		}
		n.ask(staff.Editor, "GET", "/menus/side", nil).is(404)
		n.ask(staff.Editor, "PUT", "/menus/side", sent{"entries": []sent{}}).is(404)
		for name, s := range map[string][]sent{
			"with a script":           {{"kind": "url", "url": "javascript:alert(1)", "label": "x"}},
			"without a text":          {{"kind": "url", "url": "/a/"}},
			"to nothing":              {{"kind": "section"}},
			"of no kind":              {{"kind": "poem", "id": 1}},
			"too deep":                {{"kind": "section", "id": 1, "entries": []sent{{"kind": "section", "id": 1, "entries": []sent{{"kind": "section", "id": 1}}}}}},
			"with much text":          {{"kind": "section", "id": 1, "label": strings.Repeat("é", 2000)}},
			"with what is not":        {{"kind": "section", "id": 1, "colour": "red"}},
			"with an address and all": {{"kind": "section", "id": 1, "url": "/a/"}},
		} {
			if detail := n.ask(staff.Editor, "PUT", "/menus/main", sent{"entries": s}).detail(422); detail == "" {
				t.Errorf("a menu %s is refused without a word", name)
			}
		}
		if got := n.ask(staff.Editor, "GET", "/menus/main", nil).Header().Get("ETag"); got != tag {
			t.Error("a menu that was refused is kept")
		}
		n.ask(staff.Editor, "PUT", "/menus/main", sent{"entries": []sent{}}, "If-Match", `"other"`).is(412)
		n.ask(staff.Editor, "PUT", "/menus/main", sent{"entries": []sent{}}, "If-Match", tag).is(200)
	})
}

func TestNewspaper(t *testing.T) {
	each(t, func(n newsroom) {
		n.ask(staff.Journalist, "GET", "/newspaper", nil).is(200)
		for _, role := range []staff.Role{staff.Editor, staff.Journalist, staff.Commercial} {
			n.ask(role, "PATCH", "/newspaper", sent{"title": "x"}).is(403)
		}
		before := n.ask(staff.EditorInChief, "GET", "/newspaper", nil)
		tag := before.Header().Get("ETag")
		now := n.ask(staff.EditorInChief, "PATCH", "/newspaper", sent{"tagline": "Chaque jour", "channels": []sent{{"name": "Le fil X", "url": "https://x.example/f"}}, "permalink": "/{year}/{slug}/", "reply_days": 5,
			"accent": "#0c5c45", "move_articles": true}, "If-Match", tag).is(200)
		if now["tagline"] != "Chaque jour" || now["title"] != before.is(200)["title"] || now["permalink"] != "/{year}/{slug}/" || now["reply_days"] != 5.0 || len(now["channels"].([]any)) != 1 {
			t.Errorf("settled %v", now)
		}
		if dbtest.Count(t, n.db, "job WHERE kind = 'article.readdress'") != 1 {
			t.Error("nothing moves")
		}
		n.ask(staff.EditorInChief, "PATCH", "/newspaper", sent{"tagline": "x"}, "If-Match", tag).is(412)
		for name, s := range map[string]sent{
			"no title":       {"title": ""},
			"2,001 letters":  {"title": strings.Repeat("é", 2001)},
			"a bell":         {"title": "a\x07"},
			"no zone":        {"time_zone": "Mars/Olympus"},
			"a pale colour":  {"accent": "#ffee00"},
			"no logo":        {"logo": 999},
			"a bad channel":  {"channels": []sent{{"name": "X", "url": "javascript:alert(1)"}}},
			"no pattern":     {"permalink": "/desk/{slug}/"},
			"half of it bad": {"tagline": "gardé ?", "email": "x"},
			"no days":        {"audit_days": 0},
			"the language":   {"language": "en"},
		} {
			if detail := n.ask(staff.EditorInChief, "PATCH", "/newspaper", s).detail(422); detail == "" {
				t.Errorf("%s is refused without a word", name)
			}
		}
		if got := n.ask(staff.EditorInChief, "GET", "/newspaper", nil).is(200)["tagline"]; got != "Chaque jour" {
			t.Errorf("the tagline is %v", got)
		}
	})
}
