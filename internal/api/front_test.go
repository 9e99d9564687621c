package api_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"griot/internal/staff"
)

// publishedBy writes and publishes an article by the API, and gives its number.
func (n newsroom) publishedBy(role staff.Role, title string) float64 {
	n.Helper()
	id, _ := n.ask(role, "POST", "/articles", sent{"title": title, "body": "<p>Un texte.</p>", "section": "monde", "status": "published"}).is(201)["id"].(float64)
	return id
}

func TestBreaking(t *testing.T) {
	each(t, func(n newsroom) {
		id := n.publishedBy(staff.Editor, "Le fleuve monte")
		for _, role := range []staff.Role{staff.Journalist, staff.Contributor, staff.Moderator, staff.Commercial} {
			n.ask(role, "POST", "/breaking", sent{"text": "x"}).is(403)
			n.ask(role, "GET", "/breaking", nil).is(403)
			n.ask(role, "DELETE", "/breaking/1", nil).is(403)
			n.ask(role, "PUT", "/breaking/order", sent{"lines": []int{1}}).is(403)
			n.ask(role, "PATCH", "/breaking/1", sent{"text": "x"}).is(403)
		}
		first := n.ask(staff.Editor, "POST", "/breaking", sent{"text": " <b>Crue</b> à Niamey ", "link": "/2026/03/01/le-fleuve-monte"}).is(201)
		if first["text"] != "Crue à Niamey" || first["article"] != id || first["expires_at"] != "2026-03-01T19:00:00+01:00" {
			t.Errorf("pushed %v", first)
		}
		for name, s := range map[string]sent{
			"nothing":        {},
			"5,000 letters":  {"text": strings.Repeat("é", 5000)},
			"a script":       {"text": "x", "link": "javascript:alert(1)"},
			"nowhere":        {"text": "x", "link": "/nulle-part/"},
			"no hour":        {"text": "x", "expires_at": "demain"},
			"the past":       {"text": "x", "expires_at": "2026-03-01T10:00"},
			"another tongue": {"text": "x", "language": "sw"},
			"what is not":    {"text": "x", "colour": "red"},
		} {
			if detail := n.ask(staff.Editor, "POST", "/breaking", s).detail(422); detail == "" {
				t.Errorf("%s is refused without a word", name)
			}
		}
		n.ask(staff.Editor, "POST", "/breaking", sent{"text": "Crue à Niamey"}).is(409)
		second := n.ask(staff.Editor, "POST", "/breaking", sent{"text": "Séisme", "expires_at": "2026-03-01T20:30"}).is(201)
		lines := func() (texts string) {
			list, _ := n.ask(staff.Editor, "GET", "/breaking", nil).is(200)["lines"].([]any)
			for _, l := range list {
				texts += l.(map[string]any)["text"].(string) + ";"
			}
			return texts
		}
		if got := lines(); got != "Séisme;Crue à Niamey;" {
			t.Errorf("the lines are %s", got)
		}
		n.ask(staff.Editor, "PUT", "/breaking/order", sent{"lines": []any{first["id"], second["id"]}}).is(200)
		if got := lines(); got != "Crue à Niamey;Séisme;" {
			t.Errorf("in order %s", got)
		}
		at := "/breaking/" + fmt.Sprint(second["id"])
		if got := n.ask(staff.Editor, "PATCH", at, sent{"text": "Séisme au large", "link": "https://example.org/"}).is(200); got["link"] != "https://example.org/" || got["expires_at"] != second["expires_at"] {
			t.Errorf("changed to %v", got)
		}
		n.ask(staff.Editor, "DELETE", at, nil).is(204)
		n.ask(staff.Editor, "DELETE", at, nil).is(404)
		n.ask(staff.Editor, "PATCH", at, sent{"text": "x"}).is(404)
		if got := lines(); got != "Crue à Niamey;" {
			t.Errorf("in the end %s", got)
		}
		n.ask(staff.Editor, "PUT", "/breaking", sent{}).is(405)
	})
}

func TestFront(t *testing.T) {
	each(t, func(n newsroom) {
		var ids []float64
		for _, title := range []string{"Un", "Deux", "Trois"} {
			ids = append(ids, n.publishedBy(staff.Editor, title))
		}
		for _, role := range []staff.Role{staff.Journalist, staff.Contributor, staff.Moderator, staff.Commercial} {
			n.ask(role, "GET", "/front", nil).is(403)
			n.ask(role, "GET", "/front/history", nil).is(403)
			n.ask(role, "PUT", "/front", sent{"pins": []any{}}).is(403)
			n.ask(role, "POST", "/front/return", sent{"number": 0}).is(403)
		}
		before := n.ask(staff.Editor, "GET", "/front", nil)
		if got := before.is(200); got["number"] != 0.0 || len(got["pins"].([]any)) != 0 || lead(got) == ids[0] {
			t.Errorf("by rule it is %v", got)
		}
		tag := before.Header().Get("ETag")
		pins := sent{"pins": []sent{{"slot": "lead", "article": ids[0]}, {"slot": "second-1", "article": ids[2], "until": "2026-03-01T14:00:00Z"}}}
		put := n.ask(staff.Editor, "PUT", "/front", pins, "If-Match", tag)
		if got := put.is(200); lead(got) != ids[0] || len(got["pins"].([]any)) != 2 {
			t.Errorf("put, it is %v", got)
		}
		n.ask(staff.Editor, "PUT", "/front", sent{"pins": []sent{}}, "If-Match", tag).is(412)
		n.ask(staff.Editor, "PUT", "/front", pins).is(409)
		for _, bad := range [][]sent{
			{{"slot": "foot", "article": ids[0]}}, {{"slot": "lead", "article": 999}}, {{"slot": "lead", "article": ids[0]}, {"slot": "lead", "article": ids[1]}},
			{{"slot": "lead", "article": ids[0]}, {"slot": "second-1", "article": ids[0]}}, {{"slot": "lead"}}, {{"slot": "lead", "article": ids[0], "until": "soon"}},
		} {
			n.ask(staff.Editor, "PUT", "/front", sent{"pins": bad}).is(422)
		}
		*n.now = noon.Add(2 * time.Hour) // the second has ended
		if got := n.ask(staff.Editor, "GET", "/front", nil).is(200); len(got["pins"].([]any)) != 1 {
			t.Errorf("after its end it is %v", got["pins"])
		}
		if got := n.ask(staff.Editor, "POST", "/front/return", sent{"number": 0}, "If-Match", put.Header().Get("ETag")).is(201); len(got["pins"].([]any)) != 0 || lead(got) == ids[0] {
			t.Errorf("back by rule it is %v", got)
		}
		n.ask(staff.Editor, "POST", "/front/return", sent{"number": 99}).is(404)
		past, _ := n.ask(staff.Editor, "GET", "/front/history", nil).is(200)["fronts"].([]any)
		if len(past) != 2 || len(past[1].(map[string]any)["pins"].([]any)) != 2 {
			t.Errorf("the history is %v", past)
		}
	})
}

// lead is the article that leads a front page.
func lead(front map[string]any) any {
	stands, _ := front["stands"].([]any)
	for _, s := range stands {
		if slot := s.(map[string]any); slot["slot"] == "lead" {
			return slot["article"]
		}
	}
	return nil
}
