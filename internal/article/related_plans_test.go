package article_test

import (
	"strings"
	"testing"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
)

// TestRelatedQuestionsHaveIndexes: whatever is asked while relations are worked out and read, none reads a table whole that grows with the archive.
func TestRelatedQuestionsHaveIndexes(t *testing.T) {
	t.Parallel()
	dbtest.EachFresh(t, func(t *testing.T, d *db.DB) {
		questions := dbtest.Overhear(d)
		n := open(t, d)
		target := n.news(hours(-3), "Le fleuve monte", filed(1, 1, 1, 2))
		n.news(hours(-2), "Le fleuve baisse", filed(1, 1, 1, 2), func(a *article.Article) { a.Body = `<p>Lire <a href="` + target.Path + `">ceci</a>.</p>` })
		n.related(target, 3)
		n.relate(hours(-1))
		n.related(target, 3)
		n.edit(noon, target.ID, func(a *article.Article) { a.Title = "Le marché ouvre" })
		n.withdraw(noon, 2, "x")
		n.relate(hours(1))
		asked := 0
		for _, text := range questions.Texts() {
			if text == "SELECT COUNT(*) FROM related_due" || !strings.Contains(text, "related") && !strings.Contains(text, "hero_caption, a.body") { // the first is the test's own
				continue
			}
			asked++
			for _, scan := range dbtest.Scans(t, d, text) {
				if scan.Table != "article_kind" {
					t.Errorf("%s is read whole (%s) by\n%s", scan.Table, scan.How, text)
				}
			}
		}
		if asked < 15 {
			t.Errorf("only %d questions were looked at", asked)
		}
	})
}
