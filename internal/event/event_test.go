package event_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/event"
	"griot/internal/page"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func TestAppend(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for _, test := range []struct {
			name   string
			labels []page.Label
			want   string
		}{
			{"none", nil, ""},
			{"one", []page.Label{page.Ticker}, "ticker"},
			{"several, in order", []page.Label{page.Section(3), page.Article(812)}, "section:3 article:812"},
			{"one twice", []page.Label{page.Menu, page.Ticker, page.Menu}, "menu ticker"},
		} {
			before := last(t, d)
			append1(t, d, test.labels...)
			got := collect(t, d, before, last(t, d))
			text := ""
			for _, e := range got {
				text += join(e)
			}
			if text != test.want {
				t.Errorf("%s: got %q, want %q", test.name, text, test.want)
			}
		}
	})
}

func TestRollbackLeavesNoEvent(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		refused := errors.New("refused")
		err := d.Transact(t.Context(), func(tx *db.Tx) error {
			return errors.Join(event.Append(t.Context(), tx, noon, page.Ticker), refused)
		})
		if !errors.Is(err, refused) || last(t, d) != 0 {
			t.Errorf("%v left event %d", err, last(t, d))
		}
	})
}

// Two transactions out of order: the first begins, and has its view of the database, before the second; the second appends and commits in between. Numbers must follow
// the commits, and a follower that has seen the second must still see the first.
func TestNumbersFollowCommits(t *testing.T) {
	t.Parallel()
	d := dbtest.Postgres(t) // SQLite has one writer: the second would wait for the first
	ctx := t.Context()
	got := follow(t, d, 0)
	runs := 0
	dbtest.Do(t, d, func(first *db.Tx) error {
		var n int
		if err := first.QueryRow(ctx, "SELECT COUNT(*) FROM event").Scan(&n); err != nil {
			return err
		}
		if runs++; runs == 1 {
			append1(t, d, "second")
			if e := next(t, got); join(e) != "second" { // seen before the first has a number
				t.Errorf("the follower saw %v", e)
			}
		}
		return event.Append(ctx, first, noon, "first")
	})
	if e := next(t, got); join(e) != "first" {
		t.Errorf("the follower saw %v, want the first alone", e)
	}
	append1(t, d, "third")
	if e := next(t, got); join(e) != "third" {
		t.Errorf("the follower saw %v, want the third", e)
	}
}

// The same when the first has even drawn the lock before the second begins: the second waits.
func TestNumbersFollowCommitsUnderTheLock(t *testing.T) {
	t.Parallel()
	d := dbtest.Postgres(t)
	ctx := t.Context()
	got := follow(t, d, 0)
	var second sync.WaitGroup
	dbtest.Do(t, d, func(first *db.Tx) error {
		if err := event.Append(ctx, first, noon, "first"); err != nil {
			return err
		}
		began := make(chan struct{})
		var once sync.Once
		second.Go(func() {
			dbtest.Do(t, d, func(tx *db.Tx) error {
				if _, err := tx.Exec(ctx, "INSERT INTO setting (key, value) VALUES ('second', 'x') ON CONFLICT (key) DO NOTHING"); err != nil {
					return err
				}
				once.Do(func() { close(began) })
				return event.Append(ctx, tx, noon, "second")
			})
		})
		<-began
		return nil
	})
	second.Wait()
	if a, b := next(t, got), next(t, got); join(a) != "first" || join(b) != "second" || b.Seq <= a.Seq {
		t.Errorf("the follower saw %v, %v", a, b)
	}
}

// Many writers over two handles, as two nodes are; a follower on each sees every event once, in order, without a gap.
func TestFollowersMissNothing(t *testing.T) {
	t.Parallel()
	const writers, each = 16, 6
	locations(t, func(t *testing.T, location string) {
		one, two := dbtest.Open(t, location), dbtest.Open(t, location)
		followers := []<-chan event.Event{follow(t, one, 0), follow(t, two, 0)}
		var all sync.WaitGroup
		for w := range writers {
			d := []*db.DB{one, two}[w%2]
			all.Go(func() {
				for i := range each {
					append1(t, d, page.Article(int64(w*each+i)))
				}
			})
		}
		all.Wait()
		for f, got := range followers {
			seen, last := map[string]bool{}, int64(0)
			for range writers * each {
				e := next(t, got)
				if e.Seq <= last || slices.Contains(e.Labels, page.All) {
					t.Fatalf("follower %d: after %d came %v", f, last, e)
				}
				seen[join(e)], last = true, e.Seq
			}
			if len(seen) != writers*each {
				t.Errorf("follower %d saw %d of %d events", f, len(seen), writers*each)
			}
		}
	})
}

// A number that was rolled back is no gap: it would drop every page for nothing.
func TestRolledBackNumberDropsNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		got := follow(t, d, 0)
		append1(t, d, "one")
		err := d.Transact(t.Context(), func(tx *db.Tx) error {
			return errors.Join(event.Append(t.Context(), tx, noon, "never"), errors.New("refused"))
		})
		if err == nil {
			t.Fatal("it was committed")
		}
		append1(t, d, "two")
		if a, b := next(t, got), next(t, got); join(a) != "one" || join(b) != "two" || b.Seq <= a.Seq {
			t.Errorf("the follower saw %v, %v", a, b)
		}
	})
}

func TestPruneKeepsTheNewest(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		for i := range 5 {
			dbtest.Do(t, d, func(tx *db.Tx) error { return event.Append(ctx, tx, noon.Add(time.Duration(i)*time.Hour), "x") })
		}
		for _, test := range []struct {
			before time.Time
			want   int
		}{{noon, 5}, {noon.Add(2 * time.Hour), 3}, {noon.Add(24 * time.Hour), 1}, {noon.Add(48 * time.Hour), 1}} {
			dbtest.Do(t, d, func(tx *db.Tx) error { return event.Prune(ctx, tx, test.before) })
			if n := dbtest.Count(t, d, "event"); n != test.want {
				t.Errorf("pruned before %v: %d events, want %d", test.before, n, test.want)
			}
		}
		append1(t, d, "y")
		if n := last(t, d); n <= 5 {
			t.Errorf("after pruning the next number is %d, want one after 5", n)
		}
	})
}

func TestPruneOfNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		dbtest.Do(t, d, func(tx *db.Tx) error { return event.Prune(t.Context(), tx, noon) })
		if last(t, d) != 0 {
			t.Error("there is an event")
		}
	})
}

func join(e event.Event) string {
	words := make([]string, len(e.Labels))
	for i, l := range e.Labels {
		words[i] = string(l)
	}
	return strings.Join(words, " ")
}

func last(t *testing.T, d *db.DB) int64 {
	t.Helper()
	n, err := event.Last(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func append1(t *testing.T, d *db.DB, labels ...page.Label) {
	t.Helper()
	if err := d.Transact(context.Background(), func(tx *db.Tx) error { return event.Append(context.Background(), tx, noon, labels...) }); err != nil {
		t.Error(err)
	}
}
