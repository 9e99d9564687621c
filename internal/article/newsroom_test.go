package article_test

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"griot/internal/address"
	"griot/internal/article"
	"griot/internal/article/articletest"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/locale"
	"griot/internal/masthead"
	"griot/internal/page"
	"griot/internal/search"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func hours(n int) time.Time { return noon.Add(time.Duration(n) * time.Hour) }

// newsroom is a database with a newspaper: rubrics 1 Monde, 2 Sahel below it, 3 Culture; countries 1 Niger, 2 Mali; tags 1 eau, 2 riz; bylines 1 Awa, 2 Binta.
type newsroom struct {
	testing.TB
	db    *db.DB
	paper *masthead.Newspaper
}

func each(t *testing.T, test func(n newsroom)) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { test(open(t, d)) })
}

func open(t *testing.T, d *db.DB) newsroom {
	t.Helper()
	n := newsroom{t, d, &masthead.Newspaper{Title: "Griot", Language: "fr", Languages: []string{"fr", "en", "ar"}, TimeZone: "Africa/Niamey"}}
	all, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	sort, ctx := all.For("fr"), t.Context()
	dbtest.Do(t, d, func(tx *db.Tx) error {
		if err := masthead.Save(ctx, tx, noon, n.paper); err != nil {
			return err
		}
		for _, k := range []article.Kind{{Code: "news", SchemaType: "NewsArticle", Labels: map[string]string{"fr": "Actualité", "en": "News"}},
			{Code: "reportage", SchemaType: "ReportageNewsArticle", Labels: map[string]string{"fr": "Reportage"}}, {Code: "publi", Sponsored: true, Labels: map[string]string{"fr": "Publi"}}} {
			if err := article.SaveKind(ctx, tx, &k); err != nil {
				return err
			}
		}
		for _, s := range []taxonomy.Section{{Name: "Monde"}, {Name: "Sahel", Parent: 1}, {Name: "Culture"}} {
			if err := taxonomy.SaveSection(ctx, tx, noon, sort, &s); err != nil {
				return err
			}
		}
		for _, c := range []taxonomy.Country{{Code: "NE", Slug: "niger", Name: "Niger"}, {Code: "ML", Slug: "mali", Name: "Mali"}} {
			if err := taxonomy.SaveCountry(ctx, tx, noon, sort, &c); err != nil {
				return err
			}
		}
		for _, name := range []string{"eau", "riz"} {
			if _, err := taxonomy.EnsureTag(ctx, tx, noon, sort, name, ""); err != nil {
				return err
			}
		}
		for _, name := range []string{"Awa Diallo", "Binta Sow"} {
			if err := staff.SaveByline(ctx, tx, noon, sort, &staff.Byline{Name: name}); err != nil {
				return err
			}
		}
		return nil
	})
	return n
}

// try puts an article at a time and gives it as it was completed.
func (n newsroom) try(now time.Time, a article.Article) (*article.Article, error) {
	var put article.Article
	err := n.db.Transact(n.Context(), func(tx *db.Tx) error {
		put = a // Put completes it, and the transaction may run again
		return article.Put(n.Context(), tx, n.paper, now, &put)
	})
	return &put, err
}

func (n newsroom) put(now time.Time, a article.Article) *article.Article {
	n.Helper()
	put, err := n.try(now, a)
	if err != nil {
		n.Fatal(err)
	}
	return put
}

// news puts a published article with a title.
func (n newsroom) news(now time.Time, title string, change ...func(a *article.Article)) *article.Article {
	n.Helper()
	a := article.Article{Title: title, Status: article.Published, Body: "<p>" + title + "</p>"}
	for _, c := range change {
		c(&a)
	}
	return n.put(now, a)
}

func (n newsroom) get(id article.ID) *article.Article {
	n.Helper()
	a, err := article.ByID(n.Context(), n.db, id)
	if err != nil {
		n.Fatal(err)
	}
	return a
}

// edit changes an article and puts it.
func (n newsroom) edit(now time.Time, id article.ID, change func(a *article.Article)) *article.Article {
	n.Helper()
	a := n.get(id)
	change(a)
	return n.put(now, *a)
}

func (n newsroom) withdraw(now time.Time, id article.ID, reason string) {
	n.Helper()
	dbtest.Do(n, n.db, func(tx *db.Tx) error { return articletest.Withdraw(n.Context(), tx, n.paper, now, id, reason) })
}

func (n newsroom) publish(now time.Time, id article.ID) {
	n.Helper()
	dbtest.Do(n, n.db, func(tx *db.Tx) error { return articletest.Publish(n.Context(), tx, n.paper, now, id) })
}

// stands names the lists in which an article stands.
func (n newsroom) stands(id article.ID) string {
	n.Helper()
	list, err := db.All(n.Context(), n.db, func(rows *sql.Rows) (s string, err error) { err = rows.Scan(&s); return s, err },
		"SELECT list FROM listing WHERE article_id = $1 ORDER BY list", id)
	if err != nil {
		n.Fatal(err)
	}
	return strings.Join(list, " ")
}

// at describes what an address is.
func (n newsroom) at(path string) string {
	n.Helper()
	a, err := address.Find(n.Context(), n.db, path)
	if err != nil {
		return "nothing"
	}
	if a.Kind == address.Redirect {
		return "→ " + a.Location
	}
	return fmt.Sprintf("%s %d", a.Kind, a.Target)
}

func (n newsroom) in(list page.Label) []article.ID {
	n.Helper()
	ids, err := article.In(n.Context(), n.db, list, 100, 0)
	if err != nil {
		n.Fatal(err)
	}
	return ids
}

func (n newsroom) found(words string) (ids []int64) {
	n.Helper()
	r, err := search.New(0).Find(n.Context(), n.db, search.Query{Words: words, Exact: true, Limit: 10})
	if err != nil {
		n.Fatal(err)
	}
	return r.Articles
}

// consistent reports whatever does not agree between articles, lists, their counts, the index and the addresses.
func (n newsroom) consistent() {
	n.Helper()
	ctx := n.Context()
	wrong, err := article.Broken(ctx, n.db)
	if err != nil {
		n.Fatal(err)
	}
	for _, query := range []string{
		`SELECT 'time in ' || l.list FROM listing l JOIN article a ON a.id = l.article_id WHERE l.at <> a.first_published_at`,
		`SELECT 'index of ' || CAST(a.id AS TEXT) FROM article a JOIN search_doc t ON t.article_id = a.id WHERE a.status <> 'published'`,
		`SELECT 'job of ' || payload FROM job j WHERE j.kind = 'article.publish' AND NOT EXISTS (SELECT 1 FROM article a WHERE a.status = 'scheduled' AND CAST(a.id AS TEXT) = j.payload AND a.publish_at = j.run_at)`,
		`SELECT 'no job of ' || CAST(a.id AS TEXT) FROM article a WHERE a.status = 'scheduled' AND NOT EXISTS (SELECT 1 FROM job j WHERE j.kind = 'article.publish' AND CAST(a.id AS TEXT) = j.payload)`,
	} {
		list, err := db.All(ctx, n.db, func(rows *sql.Rows) (s string, err error) { err = rows.Scan(&s); return s, err }, query)
		if err != nil {
			n.Fatal(err)
		}
		wrong = append(wrong, list...)
	}
	if len(wrong) > 0 {
		n.Errorf("does not agree:\n%s", strings.Join(wrong, "\n"))
	}
}

func (n newsroom) labels(what string, act func(), want ...string) {
	n.Helper()
	got := slices.Compact(dbtest.LabelsOf(n, n.db, act))
	slices.Sort(want)
	if !slices.Equal(got, want) {
		n.Errorf("%s: the labels\n  %v, want\n  %v", what, got, want)
	}
}
