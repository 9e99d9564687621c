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
