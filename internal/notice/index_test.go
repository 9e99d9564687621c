package notice_test

import (
	"testing"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/notice"
)

// What the head of every page asks, and the page of notices, reads no table whole on either engine.
func TestNoticesHaveIndexes(t *testing.T) {
	t.Parallel()
	dbtest.EachFresh(t, func(t *testing.T, d *db.DB) {
		questions := dbtest.Overhear(d)
		if _, err := notice.Unread(t.Context(), d, awa); err != nil {
			t.Fatal(err)
		}
		for _, before := range []notice.ID{0, 100} {
			if _, err := notice.List(t.Context(), d, awa, before, 50); err != nil {
				t.Fatal(err)
			}
		}
		for _, text := range questions.Texts() {
			for _, scan := range dbtest.Scans(t, d, text) {
				t.Errorf("%s is read whole (%s) by\n%s", scan.Table, scan.How, text)
			}
		}
	})
}
