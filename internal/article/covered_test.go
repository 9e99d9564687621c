package article_test

import (
	"slices"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/taxonomy"
)

// A country is covered by the newest article under it that readers see; one that is hidden, or not of the continent, is not asked for. No table is read whole but the one of countries.
func TestCovered(t *testing.T) {
	each(t, func(n newsroom) {
		dbtest.Do(t, n.db, func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), "UPDATE country SET continent = TRUE, hidden = id = 2")
			return err
		})
		n.news(hours(1), "Un", func(a *article.Article) { a.Countries = []taxonomy.CountryID{1, 2} })
		newer := n.news(hours(5), "Deux", func(a *article.Article) { a.Countries = []taxonomy.CountryID{1} })
		n.news(hours(9), "En anglais", func(a *article.Article) { a.Countries, a.Language = []taxonomy.CountryID{1}, "en" }) // stands in no list of the country
		for _, want := range []time.Time{hours(5), hours(1)} {
			questions := dbtest.Overhear(n.db)
			list, err := article.Covered(t.Context(), n.db)
			if err != nil || len(list) != 1 || list[0].Country.ID != 1 || !list[0].Newest.Equal(want) {
				t.Errorf("covered are %+v, %v, want Niger at %v", list, err, want)
			}
			texts := questions.Texts()
			if len(texts) != 1 {
				t.Errorf("%d questions were asked", len(texts))
			}
			for _, text := range texts {
				for _, scan := range dbtest.Scans(t, n.db, text) {
					if !slices.Contains([]string{"country", "c"}, scan.Table) {
						t.Errorf("%s is read whole (%s) by\n%s", scan.Table, scan.How, text)
					}
				}
			}
			if want.Equal(hours(5)) {
				n.withdraw(hours(10), newer.ID, "Faux.")
			}
		}
	})
}
