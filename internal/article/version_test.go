package article_test

import (
	"fmt"
	"strings"
	"testing"

	"griot/internal/article"
	"griot/internal/fault"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// versions describes what readers may compare, newest first.
func (n newsroom) versions(id article.ID) string {
	n.Helper()
	list, err := article.Versions(n.Context(), n.db, id)
	if err != nil {
		n.Fatal(err)
	}
	var b strings.Builder
	for _, v := range list {
		fmt.Fprintf(&b, "%d %s;", v.Number, v.Said)
	}
	return b.String()
}

// Readers compare what they could read: not drafts, not what was filed anew, not what stands withdrawn.
func TestVersions(t *testing.T) {
	each(t, func(n newsroom) {
		editor := n.actor(staff.EditorInChief)
		a := &article.Article{Title: "Le fleuve", Body: "<p>Brouillon.</p>", Status: article.Draft}
		n.mustSave(noon, a, article.Change{By: editor})
		for i, step := range []struct {
			change func()
			said   article.Change
			want   string
		}{
			{func() { a.Status, a.Body = article.Published, "<p>Un deux.</p>" }, article.Change{}, "2 ;"},
			{func() { a.Body = "<p>Un trois.</p>" }, article.Change{Note: &article.Note{Kind: article.Correction, Text: "Trois."}}, "3 correction;2 ;"},
			{func() { a.Tags = []taxonomy.TagID{1} }, article.Change{}, "3 correction;2 ;"},
			{func() { a.Dateline = "Niamey" }, article.Change{Minor: true}, "5 minor;3 correction;2 ;"},
			{func() { a.Status = article.Withdrawn }, article.Change{}, "5 minor;3 correction;2 ;"},
			{func() { a.Status, a.Body = article.Draft, "<p>Autre.</p>" }, article.Change{}, "5 minor;3 correction;2 ;"},
			{func() { a.Status = article.Published }, article.Change{}, "8 ;5 minor;3 correction;2 ;"},
		} {
			step.change()
			step.said.By = editor
			n.mustSave(hours(i+1), a, step.said)
			if got := n.versions(a.ID); got != step.want {
				t.Fatalf("after step %d: %s, want %s", i, got, step.want)
			}
		}
		changed, err := article.Differences(n.Context(), n.db, a.ID, 2, 5)
		if err != nil || len(changed) != 2 || changed[0].Part != "dateline" || changed[1].Part != "body" {
			t.Errorf("between 2 and 5: %+v: %v", changed, err)
		}
		if _, err := article.Differences(n.Context(), n.db, a.ID, 1, 5); !fault.Is(err, fault.NotFound) {
			t.Errorf("a draft was compared: %v", err)
		}
		old := n.news(noon, "Ancien") // as imports bring them
		if got := n.versions(old.ID); got != "" {
			t.Errorf("an article without revisions has the versions %s", got)
		}
		old.Body = "<p>Corrigé.</p>"
		n.mustSave(hours(9), old, article.Change{By: editor, Minor: true})
		if got := n.versions(old.ID); got != "2 minor;1 ;" {
			t.Errorf("an old article has the versions %s", got)
		}
	})
}
