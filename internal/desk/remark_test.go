package desk_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/staff"
)

const crue = "<p>Le fleuve monte. Le pont Kennedy est fermé.</p>"

// TestRemarks: an editor remarks, the writer answers, it is resolved and opened again; all by plain forms.
func TestRemarks(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.Journalist)
		r.account("moussa", staff.Editor)
		awa, moussa := r.in("awa"), r.in("moussa")
		path := awa.inReview("La crue", crue)
		remarks := path + "remarks"
		moussa.get(remarks).is(http.StatusOK).says("main", "Aucune remarque").says("main", "La crue")
		refused := moussa.post(remarks, "quote", "Le pont de la Concorde", "text", "Lequel <b> ?").is(http.StatusUnprocessableEntity).says("[role=alert]", "pas dans le texte")
		if got := refused.text("#quote") + refused.text("#text"); got != "Le pont de la ConcordeLequel <b> ?" {
			r.Errorf("what was refused is gone: %q", got)
		}
		moussa.post(remarks, "quote", "pont Kennedy", "text", "Lequel <b> ?").leads(remarks)
		moussa.post(remarks, "text", "Bon papier.").leads(remarks)
		moussa.post(remarks, "text", "").is(http.StatusUnprocessableEntity)
		list := awa.get(remarks).is(http.StatusOK).says(".remarks > li:last-child blockquote", "pont Kennedy").says(".remarks > li:last-child", "Lequel <b> ?").says(".remarks > li:first-child", "Sur tout l’article")
		awa.get(path).is(http.StatusOK).says(".ways", "Remarques (2)").says(".beside", "pont Kennedy")
		awa.get("/desk/articles/").says(".lines", "2\u00a0remarques")
		lead := strings.TrimSuffix(attribute(list.all(".remarks > li:last-child form")[0], "action"), "/answer")
		long := strings.Repeat("é", 2001)
		if again := awa.post(lead+"/answer", "answer", long).is(http.StatusUnprocessableEntity); again.text(".remarks textarea") != long {
			r.Error("an answer that was refused is gone")
		}
		awa.post(lead+"/answer", "answer", "Le premier.").leads(remarks)
		moussa.get("/desk/notices/").says(".notices li:first-child", "Une remarque").says(".notices li:first-child", "Le premier.")
		awa.post(lead + "/resolve").leads(remarks)
		if page := moussa.get(remarks).says("main", "1\u00a0remarque réglée").says(".answers", "Le premier.").says("main", "Réglée par Personne awa"); len(page.all(".remarks > li")) != 1 {
			r.Error("it is still to be dealt with")
		}
		moussa.post(lead + "/reopen").leads(remarks)
		awa.get("/desk/articles/").says(".lines", "2\u00a0remarques")
		awa.post(path, "base_title", "La crue", "base_body", crue, "title", "La crue", "body", "<p>Le fleuve monte.</p>").leads(path)
		awa.get(remarks).says(".remarks > li:last-child", "passage modifié").says(".remarks > li:last-child blockquote", "pont Kennedy")
		awa.post(lead + "/takeback").is(http.StatusForbidden)
		if mine := moussa.get(remarks).all(".remarks form[action='" + lead + "/takeback']"); len(mine) != 1 {
			r.Errorf("who said it finds %d ways to take it back", len(mine))
		}
		if others := awa.get(remarks).all(".remarks > li > .acts form[action$=takeback]"); len(others) != 0 {
			r.Error("others may take back what is not theirs")
		}
		moussa.post(lead + "/takeback").leads(remarks)
		awa.get(remarks).says(".remarks > li:last-child", "Texte effacé").says(".answers", "Le premier.")
		for _, wrong := range []string{"/answer", "/resolve", "/reopen", "/takeback"} {
			moussa.post(path+"remarks/999"+wrong, "answer", "x").is(http.StatusNotFound)
		}
	})
}

// TestRemarkList: the editor gets the list alone, with what it needs to find the passages.
func TestRemarkList(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.account("moussa", staff.Editor)
	moussa := r.in("moussa")
	path := moussa.inReview("La crue", crue)
	moussa.post(path+"remarks", "quote", "mots d’aujourd’hui", "before", "avant", "after", "après", "anchor", "AQID", "text", "x").leads(path + "remarks")
	list := moussa.get(path + "remarks/list").is(http.StatusOK)
	if strings.Contains(list.body, "<html") || !strings.HasPrefix(list.Header.Get("Content-Type"), "text/html") {
		t.Errorf("it is a page: %s", list.body)
	}
	li := list.all("li[data-quote]")
	if len(li) != 1 || attribute(li[0], "data-quote") != "mots d’aujourd’hui" || attribute(li[0], "data-before") != "avant" || attribute(li[0], "data-after") != "après" || attribute(li[0], "data-anchor") != "AQID" {
		t.Errorf("got %s", list.body)
	}
}

// TestSendingBackWithAWord: the word for the authors is a remark and comes with the notice; a word without sending back is kept too.
func TestSendingBackWithAWord(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.Journalist)
		r.account("moussa", staff.Editor)
		awa, moussa := r.in("awa"), r.in("moussa")
		path := awa.inReview("La crue", crue)
		if page := awa.get(path); len(page.all("#refusal")) != 0 {
			r.Error("who takes back an article of their own has nobody to tell")
		}
		if page := moussa.get(path); len(page.all("#refusal")) != 1 {
			r.Error("there is no place for a word")
		}
		moussa.post(path, "title", "La crue", "body", crue, "refusal", "Trop court.", "status", "draft").leads(path)
		list := awa.get("/desk/notices/").is(http.StatusOK).says(".notices", "renvoyé à ses auteurs").says(".notices", "Trop court.")
		if n := len(list.all(".notices li")); n != 1 {
			r.Errorf("told %d times of one thing", n)
		}
		awa.get(path+"remarks").says(".remarks li", "Trop court.")
		if page := moussa.get(path); len(page.all("#refusal")) != 0 {
			r.Error("a draft cannot be sent back")
		}
		awa.post(path, "title", "La crue", "body", crue, "status", "review").leads(path)
		moussa.post(path, "title", "La crue", "body", crue, "refusal", "Et le titre ?").leads(path)
		awa.get(path+"remarks").says(".remarks", "Et le titre ?")
		moussa.post(path, "title", "La crue", "body", crue, "refusal", strings.Repeat("x", 2001), "status", "draft").is(http.StatusUnprocessableEntity)
		awa.get(path).says(".badge", "En relecture")
	})
}

// TestNotesStayAtTheDesk: colleagues read them, contributors do not, on their own articles neither.
func TestNotesStayAtTheDesk(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.Journalist)
		r.account("moussa", staff.Editor)
		r.account("binta", staff.Contributor)
		r.account("kofi", staff.Contributor)
		awa, moussa, binta, kofi := r.in("awa"), r.in("moussa"), r.in("binta"), r.in("kofi")
		path := binta.inReview("La crue", crue)
		moussa.post(path+"notes", "text", "Zebulon : attendre l’avocat, @personne-awa.").leads(path + "notes")
		moussa.post(path+"remarks", "text", "Quagga").leads(path + "remarks")
		awa.get(path+"notes").is(http.StatusOK).says(".talk", "Zebulon").says(".handles", "@personne-awa")
		cited := awa.get("/desk/notices/").says(".notices", "On vous a cité").all(".notices a")
		awa.get(attribute(cited[0], "href")).leads(path + "notes")
		awa.get(path).says(".ways", "Entre collègues (1)")
		moussa.post(path+"notes", "text", " ").is(http.StatusUnprocessableEntity).says("[role=alert]", "Écrivez")
		long := strings.Repeat("é", 2001)
		if again := moussa.post(path+"notes", "text", long).is(http.StatusUnprocessableEntity); again.text("#text") != long {
			r.Error("what was refused is gone")
		}
		binta.get(path + "notes").is(http.StatusForbidden)
		binta.post(path+"notes", "text", "x").is(http.StatusForbidden)
		for _, at := range []string{path, path + "remarks", path + "remarks/list", path + "revisions", path + "previews", path + "updates?after=0&wait=0", "/desk/articles/", "/desk/notices/", "/desk/", "/desk/account/data", "/desk/account/data.json"} {
			if got := binta.get(at); strings.Contains(got.body, "Zebulon") || strings.Contains(got.body, path+"notes") || strings.Contains(got.text(".ways"), "collègues") {
				r.Errorf("a contributor reads at %s what is among colleagues", at)
			}
		}
		binta.get(path+"remarks").says(".remarks", "Quagga")
		if got := binta.get(path + "remarks").text(".handles"); !strings.Contains(got, "@personne-moussa") || strings.Contains(got, "kofi") {
			r.Errorf("who can be mentioned: %s", got)
		}
		for _, at := range []string{path, path + "remarks", path + "remarks/list", path + "notes"} {
			if got := kofi.get(at); got.StatusCode != http.StatusForbidden || strings.Contains(got.body, "Quagga") || strings.Contains(got.body, "Zebulon") {
				r.Errorf("another contributor gets %d at %s", got.StatusCode, at)
			}
		}
		kofi.post(path+"remarks", "text", "x").is(http.StatusForbidden)
		kofi.post(path+"remarks/1/answer", "answer", "x").is(http.StatusForbidden)
		moussa.post(path, "title", "La crue", "body", crue, "status", "published").leads(path)
		for _, at := range []string{path, path + "remarks"} { // they may read the article now, and no more
			if got := kofi.get(at); strings.Contains(got.body, "Quagga") || len(got.all(".beside")) != 0 {
				r.Errorf("another contributor reads remarks at %s", at)
			}
		}
		kofi.get("/desk/articles/").is(http.StatusOK)
		if got := kofi.get("/desk/articles/").text(".lines"); strings.Contains(got, "remarque") {
			r.Errorf("another contributor is told of remarks: %s", got)
		}
	})
}

// TestSealedWordsLeaveRemarks: what an editor-in-chief seals is no longer quoted, said or told at the desk.
func TestSealedWordsLeaveRemarks(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.Journalist)
		r.account("chef", staff.EditorInChief)
		awa, chef := r.in("awa"), r.in("chef")
		path := awa.inReview("La crue", "<p>Le fleuve monte.</p><p>Le préfet Zebulon a menti hier soir.</p>")
		chef.post(path+"remarks", "quote", "Zebulon a menti", "before", "Le préfet", "text", "Zebulon a menti hier soir : prouvé ?").leads(path + "remarks")
		chef.post(path+"notes", "text", "Le préfet Zebulon a menti hier soir, dit-il.").leads(path + "notes")
		chef.post(path+"seal", "what", "passage", "passage", "Le préfet Zebulon a menti hier soir", "reason", "Décision").leads(path + "seal")
		for _, at := range []string{path, path + "notes", path + "revisions"} {
			if got := chef.get(at).is(http.StatusOK); strings.Contains(got.body, "préfet") {
				r.Errorf("%s still says it", at)
			}
		}
		var quote, said string
		if err := r.db.QueryRow(r.Context(), "SELECT quote || before || after, text FROM remark").Scan(&quote, &said); err != nil || quote != "" || !strings.Contains(said, "prouvé") {
			r.Errorf("a remark quotes %q and says %q: %v", quote, said, err)
		}
	})
}

// TestRemarkIsBounded: a form that is too large is refused before it is read.
func TestRemarkIsBounded(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.account("awa", staff.Journalist)
	awa := r.in("awa")
	path := awa.inReview("La crue", crue)
	req := httptest.NewRequest(http.MethodPost, path+"remarks", strings.NewReader(url.Values{"text": {strings.Repeat("x", 100<<10)}}.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	awa.send(req).is(http.StatusRequestEntityTooLarge)
}

// TestSaidIsPersonalData: what somebody said to colleagues is in their data, and goes with them.
func TestSaidIsPersonalData(t *testing.T) {
	each(t, func(r *room) {
		r.account("admin", staff.Administrator)
		id := r.account("moussa", staff.Editor)
		admin, moussa := r.in("admin"), r.in("moussa")
		path := moussa.inReview("La crue", crue)
		moussa.post(path+"notes", "text", "Zebulon").leads(path + "notes")
		moussa.post(path+"remarks", "quote", "pont Kennedy", "text", "Quagga").leads(path + "remarks")
		moussa.get("/desk/account/data").is(http.StatusOK).says("main", "Zebulon").says("main", "Quagga")
		if file := moussa.get("/desk/account/data.json"); !strings.Contains(file.body, `"text": "Zebulon"`) || !strings.Contains(file.body, `"quote": "pont Kennedy"`) {
			r.Errorf("the file lacks it: %.600s", file.body)
		}
		admin.post(page(id)+"erase", "email", "moussa@fleuve.example").leads(page(id))
		for _, at := range []string{path + "notes", path + "remarks"} {
			if got := admin.get(at).is(http.StatusOK).says(".talk", "Texte effacé"); strings.Contains(got.body, "Zebulon") || strings.Contains(got.body, "Quagga") || strings.Contains(got.body, "moussa") {
				r.Errorf("%s still says it", at)
			}
		}
		dbtest.Do(r.T, r.db, func(tx *db.Tx) error {
			var left int
			err := tx.QueryRow(r.Context(), "SELECT COUNT(*) FROM notice WHERE account_id = $1 OR by_id = $1 AND words <> ''", id).Scan(&left)
			if left != 0 {
				r.Errorf("%d notices are kept", left)
			}
			return err
		})
	})
}

// TestNoteTakenBack: who wrote a note finds how to take it back, nobody else does, and it is gone.
func TestNoteTakenBack(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.account("awa", staff.Journalist)
	r.account("moussa", staff.Editor)
	awa, moussa := r.in("awa"), r.in("moussa")
	path := awa.inReview("La crue", crue)
	moussa.post(path+"notes", "text", "Zebulon").leads(path + "notes")
	if others := awa.get(path + "notes").all(".talk form"); len(others) != 0 {
		t.Error("others may take back what is not theirs")
	}
	forms := moussa.get(path + "notes").all(".talk form")
	if len(forms) != 1 || !strings.HasSuffix(attribute(forms[0], "action"), "/takeback") {
		t.Fatal("who wrote it finds no way to take it back")
	}
	at := path + attribute(forms[0], "action")
	awa.post(at).is(http.StatusForbidden)
	moussa.post(at).leads(path + "notes")
	awa.get(path+"notes").says("main", "Rien encore")
}
