package article_test

import (
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/staff"
)

// Who may change an article may show it outside, for a while, and take that back.
func TestPreviewLinks(t *testing.T) {
	each(t, func(n newsroom) {
		writer, other := n.actor(staff.Contributor), n.actor(staff.Contributor)
		a := &article.Article{Title: "Brouillon", Status: article.Draft}
		n.mustSave(noon, a, article.Change{By: writer})
		add := func(by staff.Actor, life time.Duration) (path string, err error) {
			err = n.db.Transact(n.Context(), func(tx *db.Tx) (err error) {
				path, err = article.AddPreview(n.Context(), tx, noon, by, a.ID, life)
				return err
			})
			return path, err
		}
		if _, err := add(other, 0); !fault.Is(err, fault.NotFound) {
			t.Errorf("who may not see it: %v", err)
		}
		if _, err := add(n.actor(staff.Journalist), 0); !fault.Is(err, fault.Forbidden) {
			t.Errorf("who may not change it: %v", err)
		}
		if _, err := add(writer, article.MaxPreviewLife+time.Hour); !fault.Is(err, fault.Invalid) {
			t.Errorf("for too long: %v", err)
		}
		path, err := add(writer, 0)
		if err != nil {
			t.Fatal(err)
		}
		secret := path[len("/apercu/?cle="):]
		if got := n.holding(secret); len(got) > 0 {
			t.Errorf("the secret is in %v", got)
		}
		if got, err := article.ByPreview(n.Context(), n.db, noon, secret); err != nil || got.ID != a.ID {
			t.Errorf("it leads to %v: %v", got, err)
		}
		list, err := article.Previews(n.Context(), n.db, noon, a.ID)
		if err != nil || len(list) != 1 || list[0].By != writer.ID {
			t.Fatalf("links %v: %v", list, err)
		}
		dbtest.Do(n, n.db, func(tx *db.Tx) error { return article.EndPreview(n.Context(), tx, noon, writer, a.ID, list[0].ID) })
		if _, err := article.ByPreview(n.Context(), n.db, noon, secret); !fault.Is(err, fault.NotFound) {
			t.Errorf("after its end: %v", err)
		}
		if _, err := add(writer, 0); err != nil {
			t.Fatal(err)
		}
		dbtest.Do(n, n.db, func(tx *db.Tx) error { return article.ForgetPreviews(n.Context(), tx, noon.Add(article.PreviewLife)) })
		if left := dbtest.Count(n, n.db, "preview_link"); left != 0 {
			t.Errorf("%d links are left", left)
		}
	})
}
