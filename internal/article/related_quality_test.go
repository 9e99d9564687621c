package article_test

import (
	"database/sql"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"griot/internal/blob"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/judged"
	"griot/internal/locale"
	"griot/internal/masthead"
	"griot/internal/transfer/preset"
	"griot/internal/transfer/sample"
)

// sampled is a newsroom with the sample newspaper.
func sampled(t *testing.T, d *db.DB) newsroom {
	t.Helper()
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	store, err := blob.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return noon }
	s := &sample.Newsroom{DB: d, Blob: store, Words: words, Now: now, Log: slog.New(slog.DiscardHandler)}
	err = s.Fill(t.Context(), func(tx *db.Tx) error {
		return preset.Furnish(t.Context(), tx, noon, words, preset.AfricaPresse, masthead.Newspaper{})
	})
	if err != nil {
		t.Fatal(err)
	}
	return newsroom{TB: t, db: d}
}

// slugs gives slugs, in order.
func (n newsroom) slugs(query string, args ...any) []string {
	n.Helper()
	list, err := db.All(n.Context(), n.db, func(rows *sql.Rows) (s string, err error) { err = rows.Scan(&s); return s, err }, query, args...)
	if err != nil {
		n.Fatal(err)
	}
	return list
}

// TestRelatedQuality measures the lists of the sample newspaper by judgements that were written without them, beside the newest of the rubric. Both engines give the same.
func TestRelatedQuality(t *testing.T) {
	t.Parallel()
	next, err := judged.Related()
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	everywhere := map[string][]string{}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		n := sampled(t, d)
		n.relate(hours(1))
		ours, newest := 0.0, 0.0
		for _, j := range next {
			got := n.slugs(`SELECT o.slug FROM article a JOIN article_related r ON r.article_id = a.id JOIN article o ON o.id = r.related_id
WHERE a.slug = $1 ORDER BY r.position`, j.Article)
			ours += judged.NDCG(j.Grades, got, 3)
			newest += judged.NDCG(j.Grades, n.slugs(`SELECT o.slug FROM article a JOIN article o ON o.section_id = a.section_id AND o.language = a.language AND o.id <> a.id
WHERE a.slug = $1 AND o.status = 'published' ORDER BY o.first_published_at DESC, o.id DESC LIMIT 3`, j.Article), 3)
			mu.Lock()
			if other := everywhere[j.Article]; other != nil && !slices.Equal(other, got) {
				t.Errorf("related to %s: %v, and on the other engine %v", j.Article, got, other)
			}
			everywhere[j.Article] = got
			mu.Unlock()
		}
		ours, newest = ours/float64(len(next)), newest/float64(len(next))
		t.Logf("nDCG@3 of %d articles: %.3f; the newest of the rubric %.3f", len(next), ours, newest)
		if ours < 0.75 || ours < newest+0.2 {
			t.Errorf("nDCG@3 is %.3f, that of the newest of the rubric %.3f; want 0.75, and 0.2 above", ours, newest)
		}
		if most, all := n.mostListed(), dbtest.Count(t, d, "article"); most > all/10 {
			t.Errorf("one article stands in %d of %d lists", most, all)
		}
		if short := n.slugs("SELECT slug FROM article a WHERE (SELECT COUNT(*) FROM article_related r WHERE r.article_id = a.id) < 3 AND language = 'fr'"); len(short) > 0 {
			t.Errorf("fewer than three are related to %v", fmt.Sprint(short))
		}
	})
}
