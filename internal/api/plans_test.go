package api_test

import (
	"fmt"
	"testing"

	"griot/internal/db/dbtest"
	"griot/internal/staff"
)

// small are the tables that may be read whole: none grows with the archive.
var small = map[string]bool{"article_kind": true, "section": true, "section_name": true, "country": true, "byline": true, "search_segment": true, "search_recent": true, "search_gone": true,
	"webhook": true} // at most webhook.MaxWebhooks

// No question of the API reads a table whole that grows with the archive.
func TestEveryQuestionHasAnIndex(t *testing.T) {
	each(t, func(n newsroom) {
		at := fmt.Sprintf("/articles/%v", n.ask(staff.Editor, "POST", "/articles", sent{"title": "x", "status": "published", "section": "monde", "countries": []string{"niger"}, "tags": []string{"eau"}}).is(201)["id"])
		questions := dbtest.Overhear(n.db)
		n.ask(staff.Editor, "POST", "/articles", sent{"title": "x", "status": "draft", "section": "monde", "countries": []string{"niger"}, "tags": []string{"eau", "riz"}}, "Idempotency-Key", "k").is(201)
		n.ask(staff.Editor, "PATCH", at, sent{"title": "y", "correction": "z"}).is(200)
		n.ask(staff.Administrator, "DELETE", at, nil).is(204)
		for _, query := range []string{"", "?status=draft", "?status=published", "?section=monde&country=niger&tag=eau&author=awa-diallo&language=fr&after=9", "?country=niger", "?tag=eau"} {
			for _, role := range []staff.Role{staff.Editor, staff.Contributor} {
				n.ask(role, "GET", "/articles"+query, nil).is(200)
			}
		}
		n.ask(staff.Editor, "GET", "/tags", nil).is(200)
		texts := questions.Texts()
		if len(texts) < 20 {
			t.Errorf("only %d questions were asked", len(texts))
		}
		for _, text := range texts {
			for _, scan := range dbtest.Scans(n, n.db, text) {
				if !small[scan.Table] {
					n.Errorf("%s is read whole (%s) by\n%s", scan.Table, scan.How, text)
				}
			}
		}
	})
}
