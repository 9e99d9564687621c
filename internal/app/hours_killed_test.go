package app

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"os"
	process "os/exec"
	"path/filepath"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/job"
	"griot/internal/masthead"
)

const (
	scheduledMany = 60
	scheduledGap  = 50 * time.Millisecond // between two hours: a process lives for a few of them
)

// TestKilledAtTheHour: the process that publishes what is scheduled is killed again and again, wherever it may be. Every article is published, once, under its own hour, and none before it.
func TestKilledAtTheHour(t *testing.T) {
	t.Parallel()
	for name, database := range map[string]func() string{"sqlite": func() string { return "" }, "postgres": func() string { return dbtest.PostgresURL(t) }} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := settings(filepath.Join(t.TempDir(), "journal"))
			s.Database, s.Now = database(), time.Now
			if err := Init(t.Context(), s, "africapresse", "Le Fleuve", "fr"); err != nil {
				t.Fatal(err)
			}
			n := opened(t, s)
			hours := schedule(t, n)
			kills := 0
			for number(t, n, "SELECT COUNT(*) FROM article WHERE status = 'scheduled'") > 0 {
				if kills++; kills > 2*scheduledMany {
					t.Fatal("it is never all published")
				}
				untilKilled(t, s, "TestChildKeepsHours", time.Duration(100+kills*73%400)*time.Millisecond)
			}
			if kills < 3 {
				t.Errorf("it was killed %d times only", kills)
			}
			punctual(t, n, hours)
			healthy(t, n)
		})
	}
}

// schedule has articles wait for their hours, which begin soon, and gives the hours by title.
func schedule(t *testing.T, n *Newsroom) map[string]time.Time {
	t.Helper()
	hours := map[string]time.Time{}
	first := time.Now().Add(300 * time.Millisecond)
	dbtest.Do(t, n.DB, func(tx *db.Tx) error {
		paper, err := masthead.Load(context.Background(), tx)
		for i := 0; i < scheduledMany && err == nil; i++ {
			a := &article.Article{Title: fmt.Sprintf("À l’heure %d", i), Status: article.Scheduled, PublishAt: first.Add(time.Duration(i) * scheduledGap).Truncate(time.Millisecond)}
			hours[a.Title] = a.PublishAt
			err = article.Put(context.Background(), tx, paper, n.Now(), a)
		}
		return err
	})
	return hours
}

// untilKilled has a child, which is a test, work on a newsroom, and kills it a while after it has begun.
func untilKilled(t *testing.T, s Settings, name string, life time.Duration) {
	t.Helper()
	child := process.Command(os.Args[0], "-test.run=^"+name+"$") //nolint:gosec // this very binary
	child.Env = append(os.Environ(), childFolder+"="+s.Dir, childDatabase+"="+s.Database)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 1)); err != nil {
		t.Errorf("the child never began: %v", err)
	}
	<-time.After(life)
	_ = child.Process.Kill()
	_ = child.Wait()
}

// TestChildKeepsHours is the child of TestKilledAtTheHour.
func TestChildKeepsHours(t *testing.T) {
	dir := os.Getenv(childFolder)
	if dir == "" {
		return // only as a child
	}
	s := settings(dir)
	s.Database, s.Now = os.Getenv(childDatabase), time.Now
	n := opened(t, s)
	publisher := &article.Publisher{DB: n.DB, Log: slog.New(slog.DiscardHandler), Now: n.Now}
	r := &job.Runner{DB: n.DB, Lease: hourLease, Log: slog.New(slog.DiscardHandler), Now: n.Now, Works: map[string]job.Work{article.PublishJob: publisher.Work}}
	fmt.Println("begun")
	r.Run(context.Background())
}

// punctual fails unless each article bears its hour, was published by one act.
func punctual(t *testing.T, n *Newsroom, hours map[string]time.Time) {
	t.Helper()
	type published struct {
		title          string
		id, at, change int64
	}
	list, err := db.All(t.Context(), n.DB, func(rows *sql.Rows) (p published, err error) {
		err = rows.Scan(&p.id, &p.title, &p.at, &p.change)
		return p, err
	}, "SELECT id, title, first_published_at, changed_at FROM article WHERE status = 'published' AND title LIKE 'À l’heure%'")
	if err != nil || len(list) != len(hours) {
		t.Fatalf("%d of %d: %v", len(list), len(hours), err)
	}
	for _, p := range list {
		if want := hours[p.title].UnixMilli(); p.at != want || p.change < want {
			t.Errorf("%s is dated %d and was published at %d, its hour was %d", p.title, p.at, p.change, want)
		}
		if got := number(t, n, "SELECT COUNT(*) FROM article_revision WHERE article_id = $1 AND status = 'published'", p.id); got != 1 {
			t.Errorf("%s was published by %d acts", p.title, got)
		}
	}
}
