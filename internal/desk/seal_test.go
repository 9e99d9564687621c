package desk_test

import (
	"net/http"
	"strings"
	"testing"

	"griot/internal/staff"
)

// An editor-in-chief seals a passage and anonymises a person from a page; others are told that they may not, and what was refused can be put right.
func TestSealPage(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.EditorInChief)
		r.account("koffi", staff.Editor)
		awa, koffi := r.in("awa"), r.in("koffi")
		path := awa.begins()
		awa.post(path, "title", "Procès de Zoubeyrou Kpatcha", "body", "<p>Kpatcha nie. Le fleuve monte.</p>").is(http.StatusSeeOther)
		koffi.get(path + "seal").is(http.StatusForbidden)
		koffi.post(path+"seal", "passage", "Le fleuve monte", "reason", "x").is(http.StatusForbidden)
		if got := koffi.get(path + "revisions").is(http.StatusOK); len(got.all(`a[href="seal"]`)) != 0 {
			t.Error("an editor is led there")
		}
		awa.get(path + "seal").is(http.StatusOK)
		for _, refused := range [][]string{{"passage", "Le fleuve monte"}, {"passage", "nulle part", "reason", "Jugement"}, {"version", "99", "reason", "Jugement"}, {"what", "person", "names", "Kpatcha", "reason", "Jugement"}} {
			a := awa.post(path+"seal", refused...)
			if a.StatusCode < 400 || a.StatusCode >= 500 || len(a.all("form")) < 2 || strings.Contains(a.text("main"), "seal.") {
				t.Errorf("%v is answered %d: %s", refused, a.StatusCode, a.text("main"))
			}
		}
		awa.post(path+"seal", "passage", "Le fleuve monte", "reason", "Jugement").leads(path + "seal")
		awa.post(path+"seal", "what", "person", "names", "Zoubeyrou Kpatcha\r\nKpatcha\r\n", "instead", "un ministre", "reason", "Relaxe").leads(path + "seal")
		shown := awa.get(path).is(http.StatusOK)
		if strings.Contains(shown.body, "Kpatcha") || strings.Contains(shown.body, "fleuve monte") || !strings.Contains(shown.body, "un ministre nie") {
			t.Errorf("the article is %s", shown.text("main"))
		}
	})
}

// A preview link is shown once, listed, and ended.
func TestPreviewsPage(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.Contributor)
		r.account("koffi", staff.Contributor)
		awa, koffi := r.in("awa"), r.in("koffi")
		path := awa.begins()
		if code := koffi.get(path + "previews").StatusCode; code != http.StatusForbidden && code != http.StatusNotFound {
			t.Errorf("another contributor is answered %d", code)
		}
		awa.post(path+"previews", "days", "99").is(http.StatusUnprocessableEntity)
		made := awa.post(path+"previews", "days", "7").is(http.StatusOK)
		link := made.text(".secret")
		if !strings.HasPrefix(link, r.origin+"/apercu/?cle=") {
			t.Fatalf("the link is %q", link)
		}
		list := awa.get(path + "previews").is(http.StatusOK)
		if strings.Contains(list.body, link) || len(list.all("main li form")) != 1 {
			t.Errorf("the list is %s", list.text("main"))
		}
		end := attribute(list.all("main li form")[0], "action")
		awa.post(path+end, "x", "").leads(path + "previews")
		if left := awa.get(path + "previews").all("main li form"); len(left) != 0 {
			t.Errorf("%d links are left", len(left))
		}
	})
}

// A person is looked for and taken out of every article that names them, before readers or not, in one act; their name stands in no address.
func TestAnonymiseEverywhere(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.EditorInChief)
		r.account("koffi", staff.Editor)
		awa, koffi := r.in("awa"), r.in("koffi")
		public, draft, other := awa.published("Kpatcha au tribunal"), awa.begins(), awa.published("Le fleuve monte")
		awa.saves(draft, "title", "Le procès", "body", "<p>Zoubeyrou Kpatcha nie.</p>").leads(draft)
		koffi.get("/desk/anonymise/").is(http.StatusForbidden)
		koffi.post("/desk/anonymise/", "names", "Kpatcha").is(http.StatusForbidden)
		koffi.post("/desk/anonymise/", "names", "Kpatcha", "act", "do", "article", "1", "instead", "x", "reason", "x").is(http.StatusForbidden)
		awa.get("/desk/anonymise/").is(http.StatusOK)
		awa.post("/desk/anonymise/", "names", "Personne de ce nom").is(http.StatusOK).says("main", "Aucun article")
		found := awa.post("/desk/anonymise/", "names", "Zoubeyrou Kpatcha\r\nKpatcha").is(http.StatusOK)
		form := []string{"names", "Zoubeyrou Kpatcha\r\nKpatcha", "act", "do"}
		for _, box := range found.all(`input[name="article"]`) {
			form = append(form, "article", attribute(box, "value"))
		}
		if len(form) != 8 {
			r.Fatalf("found were %v", form)
		}
		awa.post("/desk/anonymise/", append(form, "instead", "un ministre")...).is(http.StatusUnprocessableEntity).says("main", "Zoubeyrou Kpatcha")
		awa.post("/desk/anonymise/", append(form, "instead", "un ministre", "reason", "Relaxe")...).leads("/desk/anonymise/")
		for _, path := range []string{public, draft} {
			if got := awa.get(path).is(http.StatusOK); strings.Contains(strings.ToLower(got.body), "kpatcha") {
				r.Errorf("%s names them", path)
			}
		}
		awa.get(other).is(http.StatusOK).says("main", "fleuve")
		awa.post("/desk/anonymise/", "names", "Kpatcha").is(http.StatusOK).says("main", "Aucun article")
	})
}
