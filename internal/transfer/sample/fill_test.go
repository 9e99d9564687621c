package sample

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"griot/internal/address"
	"griot/internal/blob"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/locale"
	"griot/internal/masthead"
	"griot/internal/transfer/preset"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func newsroom(t testing.TB, d *db.DB) *Newsroom {
	t.Helper()
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	store, err := blob.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return &Newsroom{DB: d, Blob: store, Words: words, Now: func() time.Time { return noon }, Log: slog.New(slog.DiscardHandler)}
}

func (n *Newsroom) furnish(ctx context.Context) func(tx *db.Tx) error {
	return func(tx *db.Tx) error {
		return preset.Furnish(ctx, tx, noon, n.Words, preset.AfricaPresse, masthead.Newspaper{})
	}
}

func fill(t testing.TB, d *db.DB) *Newsroom {
	t.Helper()
	n := newsroom(t, d)
	if err := n.Fill(context.Background(), n.furnish(context.Background())); err != nil {
		t.Fatal(err)
	}
	return n
}

// lines reads the newsroom's articles with all that hangs on them, a line each, but for what is random: their UIDs.
func lines(t testing.TB, d *db.DB) []string {
	t.Helper()
	const query = `SELECT path || '|' || status || '|' || title || '|' || standfirst || '|' || body || '|' || COALESCE(section_id, 0) || '|' || COALESCE(hero_id, 0) || '|' || first_published_at || '|' ||
(SELECT COALESCE(MAX(reads), 0) FROM article_reads r WHERE r.article_id = a.id) || '|' ||
COALESCE((SELECT m.hash FROM media m WHERE m.id = a.hero_id), '') FROM article a ORDER BY id`
	list, err := db.All(context.Background(), d, func(rows *sql.Rows) (s string, err error) { err = rows.Scan(&s); return s, err }, query)
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"article_country", "article_tag", "article_byline"} {
		column := strings.TrimPrefix(table, "article_") + "_id"
		more, err := db.All(context.Background(), d, func(rows *sql.Rows) (s string, err error) { err = rows.Scan(&s); return s, err },
			"SELECT article_id || ' "+table+" ' || "+column+" || ' ' || position FROM "+table+" ORDER BY article_id, position")
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, more...)
	}
	return list
}

// TestFill puts the sample in, on both engines: all of it is published, dated before now, listed and found.
func TestFill(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		fill(t, d)
		all := len(manuscripts(t))
		for query, want := range map[string]int{
			"SELECT COUNT(*) FROM article WHERE status = 'published'":                                               all,
			"SELECT COUNT(*) FROM search_doc":                                                                       all,
			"SELECT COUNT(*) FROM media WHERE state = 'ready'":                                                      len(pictureNames(t)),
			"SELECT COUNT(*) FROM job WHERE kind LIKE 'media.%'":                                                    0,
			"SELECT COUNT(*) FROM breaking WHERE article_id IS NOT NULL":                                            6,
			fmt.Sprintf("SELECT COUNT(*) FROM article WHERE first_published_at > %d", db.Millis(noon)):              0,
			"SELECT COUNT(*) FROM advert":                                                                           4,
			"SELECT COUNT(*) FROM article WHERE translation_of IS NOT NULL":                                         4,
			"SELECT COUNT(*) FROM article_note n JOIN article r ON r.id = n.reply_id AND r.reply_to = n.article_id": 1,
		} {
			var got int
			if err := d.QueryRow(context.Background(), query).Scan(&got); err != nil || got != want {
				t.Errorf("%s gives %d, want %d (%v)", query, got, want, err)
			}
		}
	})
}

// TestFillIsAllOrNothing: whatever goes wrong, and however late, the newsroom is as empty as before.
func TestFillIsAllOrNothing(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	n := newsroom(t, d)
	ctx := context.Background()
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	broken := errors.New("broken")
	taken := "/" + noon.Add(-45*24*time.Hour-7*time.Hour).Add(time.Hour).Format("2006/01/02") + "/voix-langues-intelligence-artificielle/" // one of the last to be put in
	for name, try := range map[string]func() error{
		"no furniture": func() error { return n.Fill(ctx, func(*db.Tx) error { return broken }) },
		"a taken address": func() error {
			return n.Fill(ctx, func(tx *db.Tx) error {
				_, err := address.Claim(ctx, tx, noon, taken, address.Standing, 1)
				return errors.Join(err, n.furnish(ctx)(tx))
			})
		},
		"the plain preset": func() error {
			return n.Fill(ctx, func(tx *db.Tx) error {
				return preset.Furnish(ctx, tx, noon, n.Words, preset.Plain, masthead.Newspaper{Title: "T"})
			})
		},
		"an end": func() error { return n.Fill(stopped, n.furnish(stopped)) },
	} {
		if try() == nil {
			t.Errorf("%s: it was filled", name)
		}
		for _, table := range []string{"article", "setting", "section", "country", "media", "address", "event", "advert", "breaking", "tag", "byline"} {
			if rows := dbtest.Count(t, d, table); rows != 0 {
				t.Errorf("%s: %d rows are left in %s", name, rows, table)
			}
		}
	}
	if err := n.Fill(ctx, n.furnish(ctx)); err != nil {
		t.Errorf("afterwards it cannot be filled: %v", err)
	}
	if err := n.Fill(ctx, n.furnish(ctx)); err == nil {
		t.Error("it was filled twice")
	}
	if got := dbtest.Count(t, d, "article"); got != len(manuscripts(t)) {
		t.Errorf("%d articles after a second try", got)
	}
}

// TestGrow gives the same archive for the same number, in whatever steps, and no more than was asked.
func TestGrow(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	var archives [2][]string
	for i := range archives {
		n := fill(t, dbtest.SQLite(t))
		var heard []int
		if err := n.Grow(ctx, 300, func(done, of int) { heard = append(heard, done, of) }); err != nil {
			t.Fatal(err)
		}
		if n := len(heard); n < 2 || heard[n-2] != 300 || heard[n-1] != 300 || n > 2 && heard[n-4] >= 300 {
			t.Errorf("progress %v", heard)
		}
		archives[i] = lines(t, n.DB)
		if got := dbtest.Count(t, n.DB, "article"); got != 300 {
			t.Errorf("%d articles, want 300", got)
		}
		for range 2 { // as many as there are, and fewer
			if err := n.Grow(ctx, 300-i*200, nil); err != nil || dbtest.Count(t, n.DB, "article") != 300 {
				t.Errorf("growing to what is there: %v, %d articles", err, dbtest.Count(t, n.DB, "article"))
			}
		}
		var young int
		if err := n.DB.QueryRow(ctx, "SELECT COUNT(*) FROM article WHERE id > $1 AND first_published_at > $2", len(manuscripts(t)), db.Millis(noon.Add(-70*time.Hour))).Scan(&young); err != nil || young != 0 {
			t.Errorf("%d generated articles are of the days that belong to the sample newspaper (%v)", young, err)
		}
	}
	for i := range archives[0] {
		if archives[0][i] != archives[1][i] {
			t.Fatalf("two archives of 300 differ:\n%.300s\n%.300s", archives[0][i], archives[1][i])
		}
	}
}
