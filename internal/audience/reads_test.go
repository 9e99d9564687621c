package audience_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"griot/internal/audience"
	"griot/internal/db"
	"griot/internal/db/dbtest"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func days(n int) time.Time { return noon.AddDate(0, 0, n) }

// articles adds published articles 1 to n, all in list section:1; the last is paid for.
func articles(t *testing.T, d *db.DB, n int) {
	t.Helper()
	ctx := t.Context()
	dbtest.Do(t, d, func(tx *db.Tx) error {
		const kinds = `INSERT INTO article_kind (code, position, schema_type, sponsored, labels) VALUES ('news', 1, 'NewsArticle', FALSE, '{}'), ('publi', 2, 'Article', TRUE, '{}')`
		if _, err := tx.Exec(ctx, kinds); err != nil {
			return err
		}
		for id := 1; id <= n; id++ {
			kind := "news"
			if id == n {
				kind = "publi"
			}
			const insert = `INSERT INTO article (id, uid, language, kind, status, title, first_published_at, created_at, changed_at) VALUES ($1, $2, 'fr', $3, 'published', 't', 1, 0, 0)`
			if _, err := tx.Exec(ctx, insert, id, fmt.Sprint(id), kind); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, "INSERT INTO listing (list, at, article_id) VALUES ('section:1', 1, $1)", id); err != nil {
				return err
			}
		}
		return nil
	})
}

func read(t *testing.T, d *db.DB, at time.Time, sums map[int64]int64) {
	t.Helper()
	labels := dbtest.Labels(t, d, func(tx *db.Tx) error { return audience.AddReads(t.Context(), tx, at, sums) })
	if len(labels) > 0 {
		t.Errorf("a count is an event: %v", labels)
	}
}

func reads(t *testing.T, d *db.DB, article int64) int64 {
	t.Helper()
	n, err := audience.Reads(t.Context(), d, article)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestReads(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		articles(t, d, 3)
		read(t, d, noon, map[int64]int64{1: 5, 2: 1, 4711: 9})
		read(t, d, days(1), map[int64]int64{1: 2})
		read(t, d, noon, nil)
		for article, want := range map[int64]int64{1: 7, 2: 1, 3: 0, 4711: 0} {
			if got := reads(t, d, article); got != want {
				t.Errorf("article %d was read %d times, want %d", article, got, want)
			}
		}
		dbtest.Do(t, d, func(tx *db.Tx) error { return audience.SetReads(t.Context(), tx, 1, 10_000) })
		read(t, d, noon, map[int64]int64{1: 1})
		if got := reads(t, d, 1); got != 10_001 {
			t.Errorf("after an import it was read %d times", got)
		}
	})
}

func TestMostRead(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		articles(t, d, 6)
		read(t, d, days(-10), map[int64]int64{1: 1000})
		read(t, d, days(-2), map[int64]int64{2: 5, 3: 5, 4: 9, 6: 99})
		read(t, d, days(-1), map[int64]int64{2: 5, 5: 6})
		dbtest.Do(t, d, func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), "UPDATE article SET status = 'withdrawn' WHERE id = 5")
			return err
		})
		// A long list has the same articles and is not looked at whole.
		dbtest.Do(t, d, func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), "INSERT INTO listing (list, at, article_id) SELECT 'section:3', at, article_id FROM listing")
			if err == nil {
				_, err = tx.Exec(t.Context(), "INSERT INTO listing_count (list, articles, first_at) VALUES ('section:3', 5000, 1)")
			}
			return err
		})
		for _, test := range []struct {
			list  string
			since time.Time
			limit int
			want  []int64
		}{
			{"section:3", days(-7), 10, []int64{2, 4, 3}},
			{"section:3", days(-7), 2, []int64{2, 4}},
			{"section:3", days(-30), 1, []int64{1}},
			{"section:3", days(1), 10, nil},
			{"section:1", days(-7), 10, []int64{2, 4, 3}},
			{"section:1", days(-7), 2, []int64{2, 4}},
			{"section:1", days(-30), 1, []int64{1}},
			{"section:1", days(-1), 10, []int64{2}},
			{"section:1", days(1), 10, nil},
			{"section:2", days(-7), 10, nil},
		} {
			ranking, err := audience.Rank(t.Context(), d, test.since, noon, test.limit)
			if err != nil {
				t.Fatal(err)
			}
			got, err := audience.MostRead(t.Context(), d, ranking, test.list, test.since, test.limit)
			if !slices.Equal(got, test.want) || err != nil {
				t.Errorf("%d of %s since %v: %v, want %v: %v", test.limit, test.list, test.since, got, test.want, err)
			}
		}
	})
}

// Nodes hand over their sums at the same moment: none is lost.
func TestSumsOfManyNodes(t *testing.T) {
	t.Parallel()
	const nodes, rounds = 4, 5
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		articles(t, d, 4)
		var all sync.WaitGroup
		for range nodes {
			all.Go(func() {
				for range rounds {
					err := d.Transact(context.Background(), func(tx *db.Tx) error {
						return audience.AddReads(context.Background(), tx, noon, map[int64]int64{1: 1, 2: 2, 3: 3})
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		for article := range int64(3) {
			if got, want := reads(t, d, article+1), (article+1)*nodes*rounds; got != want {
				t.Errorf("article %d was read %d times, want %d", article+1, got, want)
			}
		}
	})
}
