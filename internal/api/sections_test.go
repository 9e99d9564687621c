package api_test

import (
	"fmt"
	"strings"
	"testing"

	"griot/internal/staff"
)

// shelf is a list of the API, by what each is called.
func (n newsroom) shelf(path, key, name string) map[string]sent {
	n.Helper()
	all := map[string]sent{}
	list, _ := n.ask(staff.Editor, "GET", path, nil).is(200)[key].([]any)
	for _, each := range list {
		one := each.(map[string]any)
		all[fmt.Sprint(one[name])] = one
	}
	return all
}

func TestSectionsByTheAPI(t *testing.T) {
	each(t, func(n newsroom) {
		for _, role := range []staff.Role{staff.Journalist, staff.Contributor, staff.Moderator, staff.Commercial} {
			n.ask(role, "POST", "/sections", sent{"name": "x"}).is(403)
			n.ask(role, "PATCH", "/sections/1", sent{"name": "x"}).is(403)
			n.ask(role, "POST", "/sections/1/merge", sent{"into": 2}).is(403)
			n.ask(role, "DELETE", "/sections/1", nil).is(403)
		}
		made := n.ask(staff.Editor, "POST", "/sections", sent{"name": " Fleuves <i>d’Afrique</i>", "slug": "fleuves", "hue": "lagune", "names": sent{"en": "Rivers"}}).is(201)
		if made["name"] != "Fleuves d’Afrique" || made["slug"] != "fleuves" || made["version"] == "" {
			t.Errorf("made %v", made)
		}
		for what, s := range map[string]sent{
			"nothing":          {},
			"2,000 characters": {"name": strings.Repeat("é", 2000)},
			"no hue":           {"name": "x", "hue": "red"},
			"no address":       {"name": "x", "slug": "a b"},
			"what is not":      {"name": "x", "colour": "red"},
		} {
			if detail := n.ask(staff.Editor, "POST", "/sections", s).detail(422); detail == "" {
				t.Errorf("%s is refused without a word", what)
			}
		}
		n.ask(staff.Editor, "POST", "/sections", sent{"name": "x", "parent": 999}).is(404)
		id := fmt.Sprint(made["id"])
		article := n.ask(staff.Editor, "POST", "/articles", sent{"title": "La crue", "section": "fleuves", "status": "published"}).is(201)
		changed := n.ask(staff.Editor, "PATCH", "/sections/"+id, sent{"slug": "cours-d-eau", "version": made["version"]}).is(200)
		if changed["name"] != "Fleuves d’Afrique" || changed["slug"] != "cours-d-eau" || changed["hue"] != "lagune" || changed["names"].(map[string]any)["en"] != "Rivers" || changed["articles"] != 1.0 {
			t.Errorf("changed to %v", changed)
		}
		n.ask(staff.Editor, "PATCH", "/sections/"+id, sent{"name": "x", "version": made["version"]}).is(409)
		n.ask(staff.Editor, "PATCH", "/sections/"+id, sent{"parent": made["id"]}).is(422)
		n.ask(staff.Editor, "PATCH", "/sections/999", sent{"name": "x"}).is(404)
		n.ask(staff.Editor, "DELETE", "/sections/"+id, nil).is(409)
		monde := n.shelf("/sections", "sections", "slug")["monde"]
		n.ask(staff.Editor, "POST", "/sections/"+id+"/merge", sent{"into": made["id"]}).is(422)
		if kept := n.ask(staff.Editor, "POST", "/sections/"+id+"/merge", sent{"into": monde["id"]}).is(200); kept["slug"] != "monde" || kept["articles"] != 1.0 {
			t.Errorf("merged into %v", kept)
		}
		n.ask(staff.Editor, "POST", "/sections/"+id+"/merge", sent{"into": monde["id"]}).is(409)
		if told := n.ask(staff.Editor, "GET", fmt.Sprintf("/articles/%v", article["id"]), nil).is(200); told["section"] != "monde" {
			t.Errorf("the article stands in %v", told["section"])
		}
		for _, slug := range []string{"fleuves", "cours-d-eau"} { // names that programs know
			n.ask(staff.Editor, "POST", "/articles", sent{"title": "La crue " + slug, "section": slug}).is(201)
			if list, _ := n.ask(staff.Editor, "GET", "/articles?section="+slug, nil).is(200)["articles"].([]any); len(list) == 0 {
				t.Errorf("nothing stands in %s", slug)
			}
		}
		empty := n.ask(staff.Editor, "POST", "/sections", sent{"name": "Vide"}).is(201)
		n.ask(staff.Editor, "PATCH", fmt.Sprintf("/sections/%v", empty["id"]), sent{"move": -9}).is(200)
		n.ask(staff.Editor, "DELETE", fmt.Sprintf("/sections/%v", empty["id"]), nil).is(204)
		n.ask(staff.Editor, "DELETE", fmt.Sprintf("/sections/%v", empty["id"]), nil).is(404)
	})
}

func TestCountriesByTheAPI(t *testing.T) {
	each(t, func(n newsroom) {
		n.ask(staff.Journalist, "PATCH", "/countries/1", sent{"hidden": true}).is(403)
		n.ask(staff.Editor, "POST", "/countries", sent{"code": "xx"}).is(422)
		made := n.ask(staff.Editor, "POST", "/countries", sent{"code": "ZW"}).is(201)
		if made["slug"] != "zimbabwe" || made["name"] != "Zimbabwe" || made["hidden"] != false {
			t.Errorf("made %v", made)
		}
		n.ask(staff.Editor, "POST", "/countries", sent{"code": "ZW"}).is(409)
		path := fmt.Sprintf("/countries/%v", made["id"])
		if told := n.ask(staff.Editor, "PATCH", path, sent{"highlighted": true, "move": -3}).is(200); told["highlighted"] != true || told["hidden"] != false {
			t.Errorf("told %v", told)
		}
		if told := n.ask(staff.Editor, "PATCH", path, sent{"hidden": true}).is(200); told["highlighted"] != false || told["hidden"] != true {
			t.Errorf("told %v", told)
		}
		n.ask(staff.Editor, "PATCH", "/countries/999", sent{"hidden": true}).is(404)
		n.ask(staff.Editor, "DELETE", path, nil).is(204)
		n.ask(staff.Editor, "DELETE", path, nil).is(404)
	})
}

func TestTagsByTheAPI(t *testing.T) {
	each(t, func(n newsroom) {
		n.ask(staff.Journalist, "POST", "/tags", sent{"name": "Crue"}).is(403)
		crue := n.ask(staff.Editor, "POST", "/tags", sent{"name": "Crue"}).is(201)
		n.ask(staff.Editor, "POST", "/tags", sent{"name": "CRUE"}).is(409)
		n.ask(staff.Editor, "POST", "/tags", sent{"name": "<b></b>"}).is(422)
		path := fmt.Sprintf("/tags/%v", crue["id"])
		with := n.ask(staff.Editor, "POST", path+"/synonyms", sent{"name": "Inondation"}).is(201)
		words, _ := with["synonyms"].([]any)
		if len(words) != 1 || words[0].(map[string]any)["name"] != "Inondation" {
			t.Fatalf("the tag is %v", with)
		}
		article := n.ask(staff.Editor, "POST", "/articles", sent{"title": "La crue", "tags": []string{"inondation"}, "status": "published"}).is(201)
		if tags := fmt.Sprint(article["tags"]); tags != "[Crue]" {
			t.Errorf("a synonym gave the tags %s", tags)
		}
		n.ask(staff.Editor, "DELETE", path, nil).is(409)
		n.ask(staff.Editor, "PATCH", path, sent{"name": "Crues", "slug": "crues", "version": "0"}).is(409)
		renamed := n.ask(staff.Editor, "PATCH", path, sent{"name": "Crues", "slug": "crues", "version": crue["version"]}).is(200)
		if renamed["slug"] != "crues" || renamed["articles"] != 1.0 {
			t.Errorf("renamed %v", renamed)
		}
		word := fmt.Sprintf("%s/synonyms/%v", path, words[0].(map[string]any)["id"])
		n.ask(staff.Editor, "DELETE", word, nil).is(204)
		n.ask(staff.Editor, "DELETE", word, nil).is(404)
		other := n.ask(staff.Editor, "POST", "/tags", sent{"name": "Fleuve"}).is(201)
		if kept := n.ask(staff.Editor, "POST", path+"/merge", sent{"into": other["id"]}).is(200); kept["name"] != "Fleuve" || kept["articles"] != 1.0 {
			t.Errorf("merged into %v", kept)
		}
		if told := n.ask(staff.Editor, "GET", path, nil).is(200); told["id"] != other["id"] {
			t.Errorf("what was merged is %v", told)
		}
		n.ask(staff.Editor, "PATCH", path, sent{"name": "Encore"}).is(409)
		if shelf := n.shelf("/tags", "tags", "name"); shelf["Crues"] != nil || shelf["Fleuve"] == nil {
			t.Errorf("the tags are %v", shelf)
		}
		empty := n.ask(staff.Editor, "POST", "/tags", sent{"name": "Vide"}).is(201)
		n.ask(staff.Editor, "DELETE", fmt.Sprintf("/tags/%v", empty["id"]), nil).is(204)
	})
}
