package article_test

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/job"
)

// servers runs a test with two programs on one database, of either engine.
func servers(t *testing.T, test func(t *testing.T, one, other *db.DB)) {
	t.Parallel()
	for engine, location := range map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { return filepath.Join(t.TempDir(), "griot.db") },
		"postgres": func(t *testing.T) string { return dbtest.PostgresURL(t) },
	} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			at := location(t)
			test(t, dbtest.Open(t, at), dbtest.Open(t, at))
		})
	}
}

// runs brings scheduled articles before readers until the test ends, as a server does.
func runs(t *testing.T, d *db.DB, lease time.Duration) {
	ctx, cancel := context.WithCancel(context.Background())
	publisher := &article.Publisher{DB: d, Log: slog.New(slog.DiscardHandler), Now: time.Now}
	r := &job.Runner{DB: d, Lease: lease, Log: slog.New(slog.DiscardHandler), Now: time.Now, Works: map[string]job.Work{article.PublishJob: publisher.Work}}
	var running sync.WaitGroup
	running.Go(func() { r.Run(ctx) })
	t.Cleanup(func() { cancel(); running.Wait() })
}

// Two servers on one database publish each article once and within a second of its time, with nobody visiting, the last hours being set while they run.
func TestScheduledOnSeveralServers(t *testing.T) {
	servers(t, func(t *testing.T, one, other *db.DB) {
		const many = 12
		n := open(t, one)
		var ids []article.ID
		add := func(in time.Duration) {
			a := n.put(time.Now(), article.Article{Title: fmt.Sprint("à l’heure ", len(ids)), Status: article.Scheduled, PublishAt: time.Now().Add(in)})
			ids = append(ids, a.ID)
		}
		for i := range many / 2 {
			add(time.Duration(i%3) * 300 * time.Millisecond) // several at once, some at once
		}
		wake := other.Watch(t.Context())
		runs(t, one, time.Second)
		runs(t, other, time.Second)
		for i := range many / 2 {
			add(300*time.Millisecond + time.Duration(i)*70*time.Millisecond)
		}
		until(t, wake, func() bool {
			var waiting int
			if err := one.QueryRow(t.Context(), "SELECT COUNT(*) FROM article WHERE status <> 'published'").Scan(&waiting); err != nil {
				t.Fatal(err)
			}
			return waiting == 0
		})
		var latest time.Duration
		for _, id := range ids {
			a := n.get(id)
			latest = max(latest, a.Changed.Sub(a.PublishAt))
			if !a.FirstPublished.Equal(a.PublishAt) || a.Changed.Before(a.PublishAt) {
				t.Errorf("%d, due at %v, was published at %v and is dated %v", id, a.PublishAt, a.Changed, a.FirstPublished)
			}
			if list := n.revisions(id); len(list) != 2 {
				t.Errorf("%d was published more than once:\n%s", id, told(list))
			}
		}
		if latest > 3*time.Second { // a second is promised, and milliseconds are usual; the rest is for a machine that tests other things meanwhile
			t.Errorf("the latest was %v late", latest)
		}
		t.Logf("the latest was %v late", latest)
		n.consistent()
	})
}

// until waits for something that a commit brings about. The bound is for a broken program alone.
func until(t *testing.T, wake <-chan struct{}, done func() bool) {
	t.Helper()
	broken := time.After(30 * time.Second)
	for !done() {
		select {
		case <-wake:
		case <-broken:
			t.Fatal("it never came")
		}
	}
}

// A program that was killed while it had the job in hand leaves it for a lease at most.
func TestScheduledAfterAKill(t *testing.T) {
	each(t, func(n newsroom) {
		a := n.put(noon, article.Article{Title: "x", Status: article.Scheduled, PublishAt: hours(5)})
		killed := &job.Runner{DB: n.db, Lease: time.Second, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return hours(5) }, Works: map[string]job.Work{
			article.PublishJob: func(context.Context, job.Job) error {
				n.clock(hours(5)) // it is held
				if n.get(a.ID).Status != article.Scheduled {
					n.Error("two had it in hand at once")
				}
				n.clock(hours(5).Add(time.Second))
				return nil
			},
		}}
		killed.Once(n.Context())
		if got := n.get(a.ID); got.Status != article.Published || !got.FirstPublished.Equal(hours(5)) {
			n.Errorf("it is %+v", got)
		}
		n.consistent()
	})
}

// A clock that is put back while a job is in hand makes the article wait for its hour again; it is neither forgotten nor published before.
func TestScheduledWhileTheClockJumpsBack(t *testing.T) {
	each(t, func(n newsroom) {
		a := n.put(noon, article.Article{Title: "x", Status: article.Scheduled, PublishAt: hours(5)})
		publisher := &article.Publisher{DB: n.db, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return hours(3) }}
		r := &job.Runner{DB: n.db, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return hours(5) }, Works: map[string]job.Work{article.PublishJob: publisher.Work}}
		if !r.Once(n.Context()) || n.get(a.ID).Status != article.Scheduled {
			n.Fatalf("it is %+v", n.get(a.ID))
		}
		n.consistent()
		for _, step := range []struct {
			now    time.Time
			status article.Status
		}{{hours(3), article.Scheduled}, {hours(5).Add(-time.Millisecond), article.Scheduled}, {hours(5), article.Published}, {hours(2), article.Published}} {
			n.clock(step.now)
			if got := n.get(a.ID); got.Status != step.status {
				n.Errorf("at %v it is %s", step.now, got.Status)
			}
		}
		n.consistent()
	})
}
