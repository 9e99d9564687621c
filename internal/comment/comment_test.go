package comment_test

import (
	"database/sql"
	"testing"
	"time"

	"griot/internal/comment"
	"griot/internal/db"
	"griot/internal/db/dbtest"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// An import may meet an answer before what it answers.
func TestThreads(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		answer := comment.Comment{Article: 1, Status: comment.Waiting, Name: "Binta", Body: "<p>Oui</p>", Posted: noon.Add(time.Hour)}
		first := comment.Comment{Article: 1, Status: comment.Approved, Name: "Awa", Email: "awa@example.org", URL: "https://example.org/", Body: "<p>Non</p>", Posted: noon}
		labels := dbtest.Labels(t, d, func(tx *db.Tx) error {
			for _, s := range []string{
				"INSERT INTO article_kind (code, position, schema_type, labels) VALUES ('news', 1, 'NewsArticle', '{}')",
				"INSERT INTO article (id, uid, language, kind, status, title, created_at, changed_at) VALUES (1, 'u', 'fr', 'news', 'published', 't', 0, 0)",
			} {
				if _, err := tx.Exec(ctx, s); err != nil {
					return err
				}
			}
			for _, c := range []*comment.Comment{&answer, &first} {
				if err := comment.Add(ctx, tx, c); err != nil {
					return err
				}
			}
			return comment.SetParent(ctx, tx, answer.ID, first.ID)
		})
		if len(labels) > 0 {
			t.Errorf("comments that nobody sees yet dropped %v", labels)
		}
		scan := func(rows *sql.Rows) (c comment.Comment, err error) {
			var posted int64
			err = rows.Scan(&c.ID, &c.Article, &c.Parent, &c.Status, &c.Name, &c.Email, &c.URL, &c.Body, &posted)
			c.Posted = db.Time(posted)
			return c, err
		}
		kept, err := db.All(ctx, d, scan, "SELECT id, article_id, COALESCE(parent_id, 0), status, name, email, url, body, posted_at FROM comment ORDER BY posted_at")
		answer.Parent = first.ID
		if err != nil || len(kept) != 2 || kept[0] != first || kept[1] != answer {
			t.Errorf("kept as %+v, want %+v and %+v: %v", kept, first, answer, err)
		}
	})
}

func TestCommentNeedsItsArticle(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		err := d.Transact(t.Context(), func(tx *db.Tx) error {
			return comment.Add(t.Context(), tx, &comment.Comment{Article: 4711, Status: comment.Waiting, Name: "n", Body: "b", Posted: noon})
		})
		if err == nil || dbtest.Count(t, d, "comment") != 0 {
			t.Errorf("a comment under nothing was kept: %v", err)
		}
	})
}
