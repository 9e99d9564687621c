package event_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/event"
	"griot/internal/page"
)

// childLocation makes this test binary a second process, which appends an event to the database there and ends, as griot import does beside a server.
const childLocation = "GRIOT_TEST_CHILD_DATABASE"

func TestMain(m *testing.M) {
	location := os.Getenv(childLocation)
	if location == "" {
		os.Exit(m.Run())
	}
	if err := child(location); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func child(location string) error {
	ctx := context.Background()
	d, err := db.Open(ctx, location)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	return d.Transact(ctx, func(tx *db.Tx) error { return event.Append(ctx, tx, noon, page.All) })
}

func TestTwoProcesses(t *testing.T) {
	t.Parallel()
	locations(t, func(t *testing.T, location string) {
		d := dbtest.Open(t, location)
		got := follow(t, d, 0)
		append1(t, d, "parent")
		if e := next(t, got); join(e) != "parent" {
			t.Errorf("saw %v", e)
		}
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), childLocation+"="+location)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if e := next(t, got); join(e) != "*" || e.Seq != 2 {
			t.Errorf("of the other process the follower saw %v", e)
		}
		append1(t, d, "parent again")
		if e := next(t, got); e.Seq != 3 {
			t.Errorf("saw %v", e)
		}
	})
}

// Append itself wakes the other nodes: no follower's own look is behind this.
func TestAppendWakesOtherNodes(t *testing.T) {
	t.Parallel()
	locations(t, func(t *testing.T, location string) {
		here, there := dbtest.Open(t, location), dbtest.Open(t, location)
		wake := there.Watch(t.Context())
		wait(t, wake) // from now on somebody listens
		append1(t, here, "x")
		wait(t, wake)
	})
}

func wait(t *testing.T, wake <-chan struct{}) {
	t.Helper()
	select {
	case <-wake:
	case <-time.After(20 * time.Second):
		t.Fatal("no wake came")
	}
}

// The row is there, and nobody said so.
func TestFollowerLooksWhenNotifyIsLost(t *testing.T) {
	t.Parallel()
	locations(t, func(t *testing.T, location string) {
		d, other := dbtest.Open(t, location), dbtest.Open(t, location)
		got := follow(t, d, 0)
		dbtest.Do(t, other, func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), "INSERT INTO event (seq, at, labels) VALUES (1, 1, 'quiet')")
			return err
		})
		if e := next(t, got); join(e) != "quiet" {
			t.Errorf("saw %v", e)
		}
	})
}

func TestFollowerBeginsAfterItsNumber(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		append1(t, d, "one")
		append1(t, d, "two")
		append1(t, d, "three")
		got := follow(t, d, 2)
		if e := next(t, got); e.Seq != 3 || join(e) != "three" {
			t.Errorf("saw %v", e)
		}
	})
}

func TestFollowerReadsMoreThanABatch(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const many = 1203
		dbtest.Do(t, d, func(tx *db.Tx) error {
			for i := range many {
				if _, err := tx.Exec(t.Context(), "INSERT INTO event (seq, at, labels) VALUES ($1, 1, 'x')", i+1); err != nil {
					return err
				}
			}
			return nil
		})
		for i, e := range collect(t, d, 0, many) {
			if e.Seq != int64(i+1) || join(e) != "x" {
				t.Fatalf("event %d is %v", i+1, e)
			}
		}
	})
}

// Whoever was away while rows were pruned drops everything, once.
func TestGapDropsEverything(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		for range 4 {
			append1(t, d, "old")
		}
		dbtest.Do(t, d, func(tx *db.Tx) error { return event.Prune(ctx, tx, noon.Add(time.Hour)) })
		got := follow(t, d, 2) // the third is gone, the fourth stayed
		if e := next(t, got); e.Seq != 4 || !slices.Contains(e.Labels, page.All) || !slices.Contains(e.Labels, "old") {
			t.Errorf("after the gap the follower saw %v", e)
		}
		append1(t, d, "new")
		if e := next(t, got); join(e) != "new" {
			t.Errorf("after that it saw %v", e)
		}
	})
}

// A follower that could not read for a while goes on where it was.
func TestFollowerSurvivesTroubles(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	got := follow(t, d, 0)
	rename := func(from, to string) {
		t.Helper()
		dbtest.Do(t, d, func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), "ALTER TABLE "+from+" RENAME TO "+to)
			return err
		})
	}
	append1(t, d, "before")
	next(t, got)
	rename("event", "away")
	dbtest.Do(t, d, func(tx *db.Tx) error { // wakes the follower, which finds no table
		_, err := tx.Exec(t.Context(), "INSERT INTO away (seq, at, labels) VALUES (2, 1, 'meanwhile')")
		return err
	})
	rename("away", "event")
	if e := next(t, got); join(e) != "meanwhile" {
		t.Errorf("saw %v", e)
	}
}

func TestFollowerEndsWithItsContext(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, cancel := context.WithCancel(t.Context())
		f := &event.Follower{DB: d, Apply: func(event.Event) { cancel() }, Log: slog.New(slog.DiscardHandler)}
		append1(t, d, "x")
		f.Run(ctx, 0) // returns, or the test hangs
		if ctx.Err() == nil {
			t.Error("it returned by itself")
		}
	})
}

// follow runs a follower until the test ends and gives what it applies.
func follow(t *testing.T, d *db.DB, after int64) <-chan event.Event {
	t.Helper()
	got := make(chan event.Event, 4096)
	ctx, cancel := context.WithCancel(context.Background())
	f := &event.Follower{DB: d, Apply: func(e event.Event) { got <- e }, Log: slog.New(slog.DiscardHandler)}
	var running sync.WaitGroup
	running.Go(func() { f.Run(ctx, after) })
	t.Cleanup(func() { cancel(); running.Wait() })
	return got
}

// next waits for an event. The bound is for a broken program alone.
func next(t *testing.T, got <-chan event.Event) event.Event {
	t.Helper()
	select {
	case e := <-got:
		return e
	case <-time.After(20 * time.Second):
		t.Fatal("no event came")
		panic("unreachable")
	}
}

// collect gives the events after one number up to another, as a follower sees them.
func collect(t *testing.T, d *db.DB, after, upTo int64) (list []event.Event) {
	t.Helper()
	got := follow(t, d, after)
	for after < upTo {
		e := next(t, got)
		list, after = append(list, e), e.Seq
	}
	return list
}

// locations runs a test on an empty database of each engine.
func locations(t *testing.T, test func(t *testing.T, location string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, filepath.Join(t.TempDir(), "griot.db"))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, dbtest.PostgresURL(t))
	})
}
