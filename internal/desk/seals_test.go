package desk_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/masthead"
	"griot/internal/staff"
)

// afterSeals is a request of an editor whose page was made when so much had been sealed.
func (b *browser) afterSeals(n int, method, path, body string) *answer {
	b.Helper()
	req := httptest.NewRequest(method, path, strings.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	req.Header.Set("Griot-Seals", fmt.Sprint(n))
	return b.send(req)
}

// An editor that was opened before something was sealed brings none of it back; one that is opened afterwards begins from what is left.
func TestNothingSealedComesBack(t *testing.T) {
	each(t, func(r *room) {
		id := r.account("awa", staff.Editor)
		awa := r.in("awa")
		path := awa.begins()
		awa.afterSeals(0, http.MethodGet, path+"updates?after=0&wait=0&name=aaaaaaaa", "").is(http.StatusOK)
		awa.afterSeals(0, http.MethodPost, path+"updates", update("aaaaaaaa-1", "Kpatcha")).is(http.StatusOK)
		const text = `{"seq":1,"title":"Procès","body":"<p>Kpatcha a parlé, longtemps.</p>"}`
		awa.afterSeals(0, http.MethodPost, path+"text", text).is(http.StatusOK)
		var number article.ID
		if _, err := fmt.Sscanf(path, "/desk/articles/%d/", &number); err != nil {
			t.Fatal(err)
		}
		dbtest.Do(r.T, r.db, func(tx *db.Tx) error {
			paper, err := masthead.Load(r.Context(), tx)
			if err != nil {
				return err
			}
			return article.Seal(r.Context(), tx, paper, noon, number, article.Sealing{By: staff.Actor{ID: id, Role: staff.EditorInChief}, Reason: "Décision de justice", Passage: "Kpatcha"})
		})
		awa.afterSeals(0, http.MethodGet, path+"updates?after=1&wait=0&name=aaaaaaaa", "").is(http.StatusForbidden)
		awa.afterSeals(0, http.MethodPost, path+"updates", update("aaaaaaaa-2", "Kpatcha")).is(http.StatusForbidden)
		awa.afterSeals(0, http.MethodPost, path+"whole", `{"key":"aaaaaaaa-3","upto":1,"update":"S3BhdGNoYQ=="}`).is(http.StatusForbidden)
		awa.afterSeals(0, http.MethodPost, path+"text", text).is(http.StatusForbidden)
		shown := awa.asks(path).is(http.StatusOK)
		if editor := attribute(shown.all("[data-editor]")[0], "data-editor"); !strings.Contains(editor, `"seals":1`) || strings.Contains(shown.body, "Kpatcha") || !strings.Contains(shown.body, "longtemps") {
			t.Errorf("the page says %s", editor)
		}
		again := awa.afterSeals(1, http.MethodGet, path+"updates?after=0&wait=0&name=bbbbbbbb", "").is(http.StatusOK)
		if strings.Contains(again.body, "Kpatcha") || !strings.Contains(again.body, "longtemps") {
			t.Errorf("whoever opens it is told %s", again.body)
		}
		awa.afterSeals(1, http.MethodPost, path+"updates", update("bbbbbbbb-1", "propre")).is(http.StatusOK)
	})
}

// A plain form that was opened before something was sealed brings none of it back, in no field; what was written since stays, and the person is told. The form of a picture is refused, and shows what
// may be said now.
func TestAnOlderFormBringsNothingBack(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.EditorInChief)
		r.account("koffi", staff.Editor)
		awa, koffi := r.in("awa"), r.in("koffi")
		path := awa.begins()
		awa.saves(path, "title", "Procès de Zoubeyrou Kpatcha", "body", "<p>Kpatcha nie. Le fleuve monte.</p>\n<p>La suite demain.</p>", "short", "Kpatcha nie", "seo_title", "Kpatcha", "tags", "Kpatcha, pont").leads(path)
		old := koffi.get(path).form(written)
		awa.post(path+"seal", "what", "person", "names", "Zoubeyrou Kpatcha\r\nKpatcha\r\n", "instead", "un ministre", "reason", "Relaxe").leads(path + "seal")
		koffi.post(path, with(old, "body", "<p>Kpatcha nie. Le fleuve monte vite, dit Kpatcha.</p>\n<p>La suite demain.</p>\n<p>Encore un mot.</p>", "dateline", "Lomé", "short", "Zoubeyrou Kpatcha nie")...).leads(path)
		shown := koffi.get(path).is(http.StatusOK)
		if strings.Contains(shown.text(".notice"), "done.") || !strings.Contains(shown.text(".notice"), "scellé") {
			r.Errorf("the person is told %q", shown.text(".notice"))
		}
		if strings.Contains(shown.body, "Kpatcha") || strings.Contains(shown.body, "kpatcha") {
			r.Errorf("it came back: %s", shown.body)
		}
		if a := r.stored(path); a.Body != "<p>un ministre nie. Le fleuve monte vite, dit un ministre.</p>\n<p>La suite demain.</p>\n<p>Encore un mot.</p>" || a.Title != "Procès de un ministre" || a.Dateline != "Lomé" || a.Short != "un ministre nie" || len(a.Tags) != 1 {
			r.Errorf("kept was %+v", a)
		}
		awa.post(path+"seal", "passage", "Le fleuve monte", "reason", "Jugement").leads(path + "seal")
		again := koffi.post(path, with(shown.form(written), "title", "Procès du fleuve")...)
		again.leads(path)
		if a := r.stored(path); strings.Contains(a.Body, "fleuve monte") || a.Title != "Procès du fleuve" {
			r.Errorf("then kept was %+v", a)
		}
		koffi.post(path, with(koffi.get(path).form(written), "short", "Bref")...).leads(path)
		if got := koffi.get(path).text(".notice"); strings.Contains(got, "scellé") {
			r.Errorf("a form that is not older is told %q", got)
		}
		refused := koffi.post(path+"hero", "picture", "", "caption", "Kpatcha", "seals", "0").is(http.StatusConflict)
		if strings.Contains(refused.body, "Kpatcha") || strings.Contains(refused.text("main"), "reason.") {
			r.Errorf("the picture's form says %s", refused.text("main"))
		}
	})
}
