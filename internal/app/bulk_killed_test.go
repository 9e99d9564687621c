package app

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/job"
	"griot/internal/masthead"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

const (
	bulkMany      = 60
	bulkLeaseDead = 50 * time.Millisecond // after which the next child takes the act from the one that was killed
)

// TestKilledInABulkAct: the process that changes many articles is killed again and again, wherever it may be, and again while that is undone. Each article is changed once and put back once.
func TestKilledInABulkAct(t *testing.T) {
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
			by, act := bulk(t, n)
			revisions := func(want int) {
				t.Helper()
				killedUntil(t, s, n)
				const wrong = "SELECT COUNT(*) FROM (SELECT article_id FROM article_revision GROUP BY article_id HAVING COUNT(*) <> $1) AS w"
				if got := number(t, n, wrong, want); got != 0 || number(t, n, "SELECT COUNT(DISTINCT article_id) FROM article_revision") != bulkMany {
					t.Errorf("%d articles were not saved %d times", got, want)
				}
			}
			revisions(2) // as it was, and as it was changed
			if got := number(t, n, "SELECT COUNT(*) FROM article_tag"); got != bulkMany {
				t.Errorf("%d articles bear the tag", got)
			}
			dbtest.Do(t, n.DB, func(tx *db.Tx) error { return article.Undo(t.Context(), tx, n.Now(), by, act) })
			revisions(3)
			if got := number(t, n, "SELECT COUNT(*) FROM article_tag"); got != 0 {
				t.Errorf("%d articles bear the tag still", got)
			}
			healthy(t, n)
		})
	}
}

// bulk begins to add a tag to many articles, and gives who does it.
func bulk(t *testing.T, n *Newsroom) (by staff.Actor, act article.BulkID) {
	t.Helper()
	ctx := t.Context()
	dbtest.Do(t, n.DB, func(tx *db.Tx) error {
		chief, err := staff.AddAccount(ctx, tx, n.Now(), "chief@fleuve.example", "Awa", staff.EditorInChief)
		if err != nil {
			return err
		}
		by = staff.Actor{ID: chief.ID, Role: chief.Role}
		paper, err := masthead.Load(ctx, tx)
		var ids []article.ID
		for i := 0; i < bulkMany && err == nil; i++ {
			a := &article.Article{Title: fmt.Sprintf("Article %d", i), Status: article.Published}
			err = article.Put(ctx, tx, paper, n.Now(), a)
			ids = append(ids, a.ID)
		}
		if err != nil {
			return err
		}
		tag, err := taxonomy.EnsureTag(ctx, tx, n.Now(), n.Words.For("fr"), "Crue", "")
		if err != nil {
			return err
		}
		if act, err = article.Gather(ctx, tx, n.Now(), by, ids); err != nil {
			return err
		}
		return article.Begin(ctx, tx, n.Now(), by, act, article.Bulk{What: article.AddTag, Subject: int64(tag.ID)})
	})
	return by, act
}

// killedUntil has a child work, and kills it, until no job waits.
func killedUntil(t *testing.T, s Settings, n *Newsroom) {
	t.Helper()
	kills := 0
	for number(t, n, "SELECT COUNT(*) FROM job WHERE kind = $1", article.BulkJob) > 0 {
		if kills++; kills > 100 {
			t.Fatal("it never ends")
		}
		untilKilled(t, s, "TestChildInABulkAct", time.Duration(60+kills*57%200)*time.Millisecond)
	}
	if kills < 2 {
		t.Errorf("it was killed %d times only", kills)
	}
}

// TestChildInABulkAct is the child of TestKilledInABulkAct.
func TestChildInABulkAct(t *testing.T) {
	dir := os.Getenv(childFolder)
	if dir == "" {
		return // only as a child
	}
	s := settings(dir)
	s.Database, s.Now = os.Getenv(childDatabase), time.Now
	n := opened(t, s)
	begun := n.Now()
	bulks := &article.Bulks{DB: n.DB, Now: func() time.Time { return begun }} // no time passes, so it never rests
	r := &job.Runner{DB: n.DB, Lease: bulkLeaseDead, Log: slog.New(slog.DiscardHandler), Now: n.Now, Works: map[string]job.Work{article.BulkJob: bulks.Work}}
	fmt.Println("begun")
	r.Run(context.Background())
}
