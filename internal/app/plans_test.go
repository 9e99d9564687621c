package app

import (
	"context"
	"slices"
	"strings"
	"testing"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/page"
)

// small are the tables that may be read whole, and why: none grows with the archive or with its readers but by hand.
var small = map[string]string{
	"article_kind":  "a dozen",
	"section":       "some dozens, and every page shows them",
	"section_name":  "as many in each language",
	"country":       "as many as there are, and every page shows them",
	"byline":        "who ever signed: the list of authors and the team show them all",
	"team":          "the staff: their page shows them all",
	"advert":        "what is running, and what ran, as the advertising desk entered it",
	"archive_piece": "one row for 5,000 articles: the sitemap's index lists them all",
	// Of the search index a question reads the head; see internal/search/settle.go.
	"search_segment": "some dozens: they are merged as they come",
	"search_recent":  "what no segment holds yet: it soon does",
	"search_gone":    "some thousands at most: then the segment that lost most is written anew",
}

// TestEveryQuestionHasAnIndex walks the whole public site, its feeds and its search, counts the reads of it, and asks both engines how they answer each question that was asked meanwhile: none may read a
// table whole that grows with the archive or with its readers.
func TestEveryQuestionHasAnIndex(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		everyQuestionHasAnIndex(t, opened(t, settings(demo(t))))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		s := settings(t.TempDir())
		s.Database = dbtest.PostgresURL(t)
		n, _, err := OpenDemo(context.Background(), s, DemoOptions{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = n.Close() })
		everyQuestionHasAnIndex(t, n)
	})
}

func everyQuestionHasAnIndex(t *testing.T, n *Newsroom) {
	questions := dbtest.Overhear(n.DB)
	service, err := NewService(context.Background(), n)
	if err != nil {
		t.Fatal(err)
	}
	defer closePort(service)
	crawl(t, service, func(string, int, string) {})
	for _, search := range []string{"q=eau", "q=eau+fleuve", "q=%22fleuve+Niger%22+-riz", "q=eau&pays=niger&rubrique=sante&auteur=mariama-djibo&du=2020-01-01&au=2046-11-22&page=1", "pays=mali"} {
		ask(service, "/recherche/?"+search)
	}
	if _, err := article.In(context.Background(), n.DB, page.Language("fr"), 20, 50_000); err != nil { // deeper than the sample newspaper is
		t.Fatal(err)
	}
	if err := service.flush(context.Background()); err != nil {
		t.Fatal(err)
	}
	texts := questions.Texts()
	if len(texts) < 60 {
		t.Errorf("only %d questions were asked", len(texts))
	}
	for _, text := range texts {
		for _, scan := range dbtest.Scans(t, n.DB, text) {
			if small[scan.Table] == "" {
				t.Errorf("%s is read whole (%s) by\n%s", scan.Table, scan.How, text)
			}
		}
	}
	t.Logf("%d questions", len(texts))
}

// A question without an index is found, on both engines, by whatever name it calls the table.
func TestQuestionsWithoutAnIndex(t *testing.T) {
	t.Parallel()
	dbtest.EachFresh(t, func(t *testing.T, d *db.DB) {
		for question, want := range map[string]string{
			"SELECT id FROM article WHERE id = $1":                                            "",
			"SELECT id FROM article WHERE title = $1":                                         "article",
			"SELECT l.at FROM article a JOIN listing l ON l.article_id = a.id WHERE a.id = 1": "",
			"SELECT COUNT(*) FROM listing AS x WHERE x.at > $2 OR x.at = $1":                  "listing",
			"SELECT at FROM listing WHERE list = $1 ORDER BY at DESC LIMIT $2":                "",
			"UPDATE article_reads SET reads = 0 WHERE reads > $1":                             "article_reads",
			"DELETE FROM event WHERE at < $1":                                                 "",
			"SELECT x.n FROM (SELECT COUNT(*) AS n FROM comment) AS x":                        "comment",
		} {
			var tables []string
			for _, s := range dbtest.Scans(t, d, question) {
				tables = append(tables, s.Table)
			}
			if got := strings.Join(slices.Compact(tables), " "); got != want {
				t.Errorf("%s reads %q whole, want %q", question, got, want)
			}
		}
	})
}
