package article_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/job"
)

func (n newsroom) note(now time.Time, note article.Note) article.Note {
	n.Helper()
	var added article.Note
	dbtest.Do(n, n.db, func(tx *db.Tx) error { added = note; return article.AddNote(n.Context(), tx, now, &added) })
	return added
}

// clock runs what is due at a time.
func (n newsroom) clock(now time.Time) (ran int) {
	n.Helper()
	at := func() time.Time { return now }
	work := (&article.Publisher{DB: n.db, Log: slog.New(slog.DiscardHandler), Now: at}).Work
	r := &job.Runner{DB: n.db, Log: slog.New(slog.DiscardHandler), Now: at, Works: map[string]job.Work{article.PublishJob: func(ctx context.Context, j job.Job) error {
		err := work(ctx, j)
		if err != nil {
			n.Error(err)
		}
		return err
	}}}
	for r.Once(n.Context()) {
		ran++
	}
	return ran
}

func TestScheduled(t *testing.T) {
	each(t, func(n newsroom) {
		a := n.put(noon, article.Article{Title: "Demain", Status: article.Scheduled, PublishAt: hours(5), Section: 1})
		n.consistent()
		dbtest.Do(n, n.db, func(tx *db.Tx) error { // one of an earlier hour that was running when the hour moved
			return job.Enqueue(n.Context(), tx, noon, article.PublishJob, a.ID, job.Options{})
		})
		for _, step := range []struct {
			now    time.Time
			status article.Status
		}{{noon, article.Scheduled}, {hours(5).Add(-time.Millisecond), article.Scheduled}, {hours(5), article.Published}, {hours(6), article.Published}} {
			n.clock(step.now)
			if got := n.get(a.ID); got.Status != step.status {
				n.Errorf("at %v it is %s", step.now, got.Status)
			}
		}
		got := n.get(a.ID)
		if !got.FirstPublished.Equal(hours(5)) || got.Path != "/2026/03/01/demain/" || n.stands(a.ID) != "language:fr section:1" || len(n.found("demain")) != 1 {
			n.Errorf("published as %+v in %q", got, n.stands(a.ID))
		}
		n.consistent()
	})
}

// It is published once: a second job, or a late one, appends nothing.
func TestScheduledOnce(t *testing.T) {
	each(t, func(n newsroom) {
		a := n.put(noon, article.Article{Title: "Demain", Status: article.Scheduled, PublishAt: hours(5)})
		n.labels("at its hour", func() { n.clock(hours(6)) }, fmt.Sprintf("article:%d", a.ID), "archive", "archive:1", "language:fr", "ticker")
		dbtest.Do(n, n.db, func(tx *db.Tx) error {
			return errors.Join(job.Enqueue(n.Context(), tx, noon, article.PublishJob, a.ID, job.Options{}), job.Enqueue(n.Context(), tx, noon, article.PublishJob, article.ID(4711), job.Options{}))
		})
		n.labels("once more", func() {
			if ran := n.clock(hours(7)); ran != 2 {
				n.Errorf("%d jobs ran", ran)
			}
		})
		if got := n.get(a.ID); !got.FirstPublished.Equal(hours(5)) {
			n.Errorf("first published %v", got.FirstPublished)
		}
	})
}

// However late the program starts again, the date is that which the editor chose.
func TestScheduledWhileAway(t *testing.T) {
	each(t, func(n newsroom) {
		a := n.put(noon, article.Article{Title: "Demain", Status: article.Scheduled, PublishAt: hours(5)})
		n.clock(hours(500))
		if got := n.get(a.ID); !got.FirstPublished.Equal(hours(5)) || got.Path != "/2026/03/01/demain/" {
			n.Errorf("published as %+v", got)
		}
	})
}

func TestRescheduled(t *testing.T) {
	for name, hour := range map[string]int{"later": 8, "earlier": 2} {
		t.Run(name, func(t *testing.T) {
			each(t, func(n newsroom) {
				a := n.put(noon, article.Article{Title: "Demain", Status: article.Scheduled, PublishAt: hours(5)})
				n.edit(noon, a.ID, func(a *article.Article) { a.PublishAt = hours(hour) })
				n.consistent()
				for h := 1; h <= 9; h++ {
					n.clock(hours(h))
					if got := n.get(a.ID).Status == article.Published; got != (h >= hour) {
						n.Errorf("%d hours later it is %s", h, n.get(a.ID).Status)
					}
				}
				if got := n.get(a.ID); !got.FirstPublished.Equal(hours(hour)) {
					n.Errorf("first published %v", got.FirstPublished)
				}
			})
		})
	}
}

func TestUnscheduled(t *testing.T) {
	each(t, func(n newsroom) {
		for _, status := range []article.Status{article.Draft, article.Published} {
			a := n.put(noon, article.Article{Title: "Demain", Status: article.Scheduled, PublishAt: hours(5)})
			n.edit(hours(1), a.ID, func(a *article.Article) { a.Status = status })
			n.consistent()
			if ran := n.clock(hours(9)); ran != 0 || n.get(a.ID).Status != status {
				n.Errorf("%d jobs ran, it is %s, want %s", ran, n.get(a.ID).Status, status)
			}
		}
	})
}

// What was public once and is scheduled again keeps its first date.
func TestScheduledAgain(t *testing.T) {
	each(t, func(n newsroom) {
		a := n.news(noon, "Hier")
		n.edit(hours(1), a.ID, func(a *article.Article) { a.Status, a.PublishAt = article.Scheduled, hours(5) })
		n.clock(hours(5))
		if got := n.get(a.ID); got.Status != article.Published || !got.FirstPublished.Equal(noon) || got.Path != a.Path {
			n.Errorf("published as %+v", got)
		}
		n.consistent()
	})
}

func TestNotes(t *testing.T) {
	each(t, func(n newsroom) {
		ctx := n.Context()
		a, other := n.news(noon, "Une affaire"), n.news(noon, "Une autre")
		reply := n.put(noon, article.Article{Title: "Réponse", Status: article.Draft, ReplyTo: a.ID})
		n.note(hours(1), article.Note{Article: a.ID, Kind: article.Correction, Text: " Le  fleuve\x00 ", Signature: " A. D. "})
		n.note(hours(9), article.Note{Article: a.ID, Kind: article.Precision, Text: "plus tôt", Noted: hours(-3)})
		n.note(hours(2), article.Note{Article: a.ID, Kind: article.RightOfReply, Reply: reply.ID})
		n.note(hours(3), article.Note{Article: other.ID, Kind: article.UpdateNote, Text: "autre"})

		texts := func(list []article.Note, err error) (texts []string) {
			n.Helper()
			if err != nil {
				n.Fatal(err)
			}
			for _, note := range list {
				texts = append(texts, fmt.Sprintf("%s %s%d", note.Kind, note.Text, note.Reply))
			}
			return texts
		}
		expect := func(what string, got []string, want ...string) {
			n.Helper()
			if !slices.Equal(got, want) {
				n.Errorf("%s: %q, want %q", what, got, want)
			}
		}
		answer := fmt.Sprintf("droit-de-reponse %d", reply.ID)
		expect("without the reply", texts(article.Notes(ctx, n.db, a.ID)), "correction Le fleuve0", "precision plus tôt0")
		n.publish(hours(4), reply.ID)
		expect("with it", texts(article.Notes(ctx, n.db, a.ID)), answer, "correction Le fleuve0", "precision plus tôt0")
		expect("all", texts(article.AllNotes(ctx, n.db, 10, 0)), "mise-a-jour autre0", answer, "correction Le fleuve0", "precision plus tôt0")
		expect("the second page", texts(article.AllNotes(ctx, n.db, 2, 2)), "correction Le fleuve0", "precision plus tôt0")
		if c, err := article.CountNotes(ctx, n.db); c != 4 || err != nil {
			n.Errorf("%d notes: %v", c, err)
		}
		n.withdraw(hours(5), other.ID, "x")
		n.withdraw(hours(5), reply.ID, "x")
		expect("of public ones", texts(article.AllNotes(ctx, n.db, 10, 0)), "correction Le fleuve0", "precision plus tôt0")
		if c, err := article.CountNotes(ctx, n.db); c != 2 || err != nil {
			n.Errorf("%d notes: %v", c, err)
		}
		list, err := article.Notes(ctx, n.db, a.ID)
		if err != nil || list[0].Signature != "A. D." || !list[0].Noted.Equal(hours(1)) || !list[1].Noted.Equal(hours(-3)) {
			n.Errorf("kept as %+v: %v", list, err)
		}
		for _, text := range []string{"", " ", "\x00"} {
			err := n.db.Transact(ctx, func(tx *db.Tx) error {
				return article.AddNote(ctx, tx, noon, &article.Note{Article: a.ID, Kind: article.Correction, Text: text})
			})
			if !fault.Is(err, fault.Invalid) {
				n.Errorf("a note of %q: %v", text, err)
			}
		}
		err = n.db.Transact(ctx, func(tx *db.Tx) error {
			return article.AddNote(ctx, tx, noon, &article.Note{Article: 4711, Kind: article.Correction, Text: "x"})
		})
		if err == nil {
			n.Error("a note under nothing was kept")
		}
	})
}
