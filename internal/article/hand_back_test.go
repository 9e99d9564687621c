package article_test

import (
	"testing"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/staff"
)

// Whoever leaves answers for nothing any more: what is awaited is free, keeps its hour, and the editors are told; no reminder waits.
func TestHandBack(t *testing.T) {
	each(t, func(n newsroom) {
		chief, editor, awa := n.actor(staff.EditorInChief), n.actor(staff.Editor), n.actor(staff.Journalist)
		due := article.Assignment{Account: awa.ID, Due: hours(30)}
		awaited, closed, others := n.idea(editor, "Attendu"), n.idea(editor, "Paru"), n.idea(editor, "D’une autre")
		n.mustAssign(noon, editor, awaited, article.Assignment{}, due)
		n.mustAssign(noon, editor, closed, article.Assignment{}, article.Assignment{Account: awa.ID})
		n.mustAssign(noon, editor, others, article.Assignment{}, article.Assignment{Account: editor.ID})
		published := n.get(closed)
		published.Status = article.Published
		n.mustSave(noon, published, article.Change{By: editor})
		for range 2 {
			dbtest.Do(t, n.db, func(tx *db.Tx) error { return article.HandBack(t.Context(), tx, hours(1), chief, awa.ID) })
		}
		for id, want := range map[article.ID]article.Assignment{awaited: {Due: hours(30)}, closed: {}, others: {Account: editor.ID}} {
			if got, _, err := article.AssignmentOf(t.Context(), n.db, id); err != nil || got.Account != want.Account || !got.Due.Equal(want.Due) {
				t.Errorf("article %d is answered for by %+v, %v, want %+v", id, got, err, want)
			}
		}
		if got := n.told(editor); got != "[freed]" {
			t.Errorf("the editor is told of %s", got)
		}
		if jobs := n.number("SELECT COUNT(*) FROM job WHERE kind = $1", article.DueJob); jobs != 0 {
			t.Errorf("%d reminders wait", jobs)
		}
	})
}
