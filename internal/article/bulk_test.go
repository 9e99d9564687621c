package article_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/job"
	"griot/internal/page"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// gather notes articles for a bulk act.
func (n newsroom) gather(by staff.Actor, list ...*article.Article) article.BulkID {
	n.Helper()
	ids := make([]article.ID, len(list))
	for i := range list {
		ids[i] = list[i].ID
	}
	var act article.BulkID
	dbtest.Do(n, n.db, func(tx *db.Tx) (err error) {
		act, err = article.Gather(n.Context(), tx, noon, by, ids)
		return err
	})
	return act
}

func (n newsroom) begin(now time.Time, by staff.Actor, act article.BulkID, what article.Bulk) error {
	return n.db.Transact(n.Context(), func(tx *db.Tx) error { return article.Begin(n.Context(), tx, now, by, act, what) })
}

func (n newsroom) undo(now time.Time, by staff.Actor, act article.BulkID) error {
	return n.db.Transact(n.Context(), func(tx *db.Tx) error { return article.Undo(n.Context(), tx, now, by, act) })
}

// finish goes through an act, and gives how far it is then.
func (n newsroom) finish(now time.Time, act article.BulkID) *article.Progress {
	n.Helper()
	w := &article.Bulks{DB: n.db, Now: func() time.Time { return now }}
	if err := w.Finish(n.Context(), act); err != nil {
		n.Fatal(err)
	}
	return n.progress(act)
}

func (n newsroom) progress(act article.BulkID) *article.Progress {
	n.Helper()
	p, err := (&article.BulkAct{ID: act}).Progress(n.Context(), n.db)
	if err != nil {
		n.Fatal(err)
	}
	return p
}

// all gathers articles and changes them.
func (n newsroom) all(now time.Time, by staff.Actor, what article.Bulk, list ...*article.Article) (article.BulkID, *article.Progress) {
	n.Helper()
	act := n.gather(by, list...)
	if err := n.begin(now, by, act, what); err != nil {
		n.Fatal(err)
	}
	return act, n.finish(now, act)
}

func (n newsroom) number(query string, args ...any) (number int) {
	n.Helper()
	if err := n.db.QueryRow(n.Context(), query, args...).Scan(&number); err != nil {
		n.Fatal(err)
	}
	return number
}

// Each change does what it says, is foreseen as it is done, and is put back exactly.
func TestBulkChanges(t *testing.T) {
	each(t, func(n newsroom) {
		chief := n.actor(staff.EditorInChief)
		filed := func(a *article.Article) {
			a.Section, a.Tags, a.Bylines, a.Countries = 1, []taxonomy.TagID{2, 1}, []staff.BylineID{1}, []taxonomy.CountryID{1}
		}
		for _, c := range []struct {
			what    article.Bulk
			changed int // of the two articles
			holds   func(a *article.Article) bool
		}{
			{article.Bulk{What: article.SetSection, Subject: 3}, 2, func(a *article.Article) bool { return a.Section == 3 }},
			{article.Bulk{What: article.SetSection}, 1, func(a *article.Article) bool { return a.Section == 0 }},
			{article.Bulk{What: article.AddTag, Subject: 1}, 1, func(a *article.Article) bool { return slices.Contains(a.Tags, 1) }},
			{article.Bulk{What: article.RemoveTag, Subject: 2}, 1, func(a *article.Article) bool { return !slices.Contains(a.Tags, 2) }},
			{article.Bulk{What: article.AddAuthor, Subject: 2}, 2, func(a *article.Article) bool { return a.Bylines[len(a.Bylines)-1] == 2 }},
			{article.Bulk{What: article.ReplaceAuthor, Subject: 1, With: 2}, 1, func(a *article.Article) bool { return !slices.Contains(a.Bylines, 1) }},
			{article.Bulk{What: article.RemoveAuthor, Subject: 1}, 1, func(a *article.Article) bool { return len(a.Bylines) == 0 }},
			{article.Bulk{What: article.AddCountry, Subject: 2}, 2, func(a *article.Article) bool { return slices.Contains(a.Countries, 2) }},
			{article.Bulk{What: article.RemoveCountry, Subject: 1}, 1, func(a *article.Article) bool { return len(a.Countries) == 0 }},
			{article.Bulk{What: article.WithdrawAll, Reason: "Tout est faux."}, 2, func(a *article.Article) bool { return a.Status == article.Withdrawn && a.Reason == "Tout est faux." }},
		} {
			list := []*article.Article{n.news(noon, "Un", filed), n.news(noon, "Deux")}
			act := n.gather(chief, list...)
			f, err := (&article.BulkAct{ID: act}).Foresee(n.Context(), n.db, chief, c.what)
			if err != nil || f.Changed != c.changed || f.Same != 2-c.changed || len(f.Left) > 0 {
				t.Errorf("%v: foreseen %+v, %v", c.what, f, err)
			}
			if err := n.begin(hours(1), chief, act, c.what); err != nil {
				t.Fatal(err)
			}
			if p := n.finish(hours(1), act); p.Done != c.changed || p.Same != 2-c.changed || p.Waits > 0 {
				t.Errorf("%v: %+v", c.what, p)
			}
			for _, a := range list {
				if now := n.get(a.ID); !c.holds(now) || c.what.What != article.WithdrawAll && !now.Updated.IsZero() {
					t.Errorf("%v: %+v", c.what, now)
				}
			}
			if err := n.undo(hours(2), chief, act); err != nil {
				t.Fatal(err)
			}
			if p := n.finish(hours(2), act); p.Undone != c.changed || len(p.Stays) > 0 {
				t.Errorf("%v undone: %+v", c.what, p)
			}
			for _, a := range list {
				now := n.get(a.ID)
				if now.Section != a.Section || !slices.Equal(now.Tags, a.Tags) || !slices.Equal(now.Bylines, a.Bylines) || !slices.Equal(now.Countries, a.Countries) || now.Status != a.Status || now.Reason != "" || now.Path != a.Path {
					t.Errorf("%v undone: %+v", c.what, now)
				}
			}
		}
	})
}

// An act is one line of the audit log and one revision of each article that it changed; sent again it is nothing, and readers are told by labels.
func TestBulkIsOneAct(t *testing.T) {
	each(t, func(n newsroom) {
		chief := n.actor(staff.EditorInChief)
		a, b := n.news(noon, "Un", func(a *article.Article) { a.Section = 1 }), n.news(noon, "Deux")
		act := n.gather(chief, a, b, a)
		seen := dbtest.LabelsOf(t, n.db, func() {
			for range 2 {
				if err := n.begin(hours(1), chief, act, article.Bulk{What: article.SetSection, Subject: 3}); err != nil {
					t.Fatal(err)
				}
				n.finish(hours(1), act)
			}
		})
		for _, l := range []string{string(page.Article(int64(a.ID))), string(page.Section(1)), string(page.Section(3))} {
			if !slices.Contains(seen, l) {
				t.Errorf("no event bears %s: %v", l, seen)
			}
		}
		if err := n.begin(hours(1), chief, act, article.Bulk{What: article.SetSection, Subject: 1}); !errors.Is(err, article.BulkIsAnother) {
			t.Errorf("another change to the same articles: %v", err)
		}
		list, err := article.Revisions(t.Context(), n.db, a.ID, 0, 10)
		if err != nil || len(list) != 2 || list[0].By != chief.ID || !slices.Equal(list[0].Changed, []string{"section"}) {
			t.Errorf("revisions %+v, %v", list, err)
		}
		for range 2 { // undone twice
			if err := n.undo(hours(2), chief, act); err != nil {
				t.Fatal(err)
			}
			n.finish(hours(2), act)
		}
		if list, err := article.Revisions(t.Context(), n.db, a.ID, 0, 10); err != nil || len(list) != 3 {
			t.Errorf("%d revisions after undoing, %v", len(list), err)
		}
		lines, err := staff.AuditLog(t.Context(), n.db, staff.AuditQuery{})
		if err != nil {
			t.Fatal(err)
		}
		var acts []string
		for _, l := range lines {
			if strings.HasPrefix(l.Act, "article.") {
				acts = append(acts, l.Act+" "+l.Before)
			}
		}
		want := []string{`article.bulk_undo {"articles":2,"subject":3,"what":"section"}`, fmt.Sprintf(`article.bulk {"0":"%d","1":"%d"}`, b.ID, a.ID)}
		if !slices.Equal(acts, want) {
			t.Errorf("the log says %q, want %q", acts, want)
		}
		if jobs := n.number("SELECT COUNT(*) FROM job WHERE kind = $1", article.BulkJob); jobs != 0 {
			t.Errorf("%d jobs wait for an act that has ended", jobs)
		}
	})
}

// What somebody may not change, or what cannot be, is left alone and said, foreseen and done alike.
func TestBulkLeavesAlone(t *testing.T) {
	each(t, func(n newsroom) {
		binta := n.actor(staff.Journalist)
		own := &article.Article{Title: "À elle", Status: article.Draft}
		n.mustSave(noon, own, article.Change{By: binta})
		others := n.put(noon, article.Article{Title: "D’autrui", Status: article.Draft})
		public := n.news(noon, "Paru")
		act := n.gather(binta, own, others, public)
		what := article.Bulk{What: article.AddTag, Subject: 1}
		f, err := (&article.BulkAct{ID: act}).Foresee(t.Context(), n.db, binta, what)
		if err != nil || f.Changed != 1 || len(f.Left) != 1 || f.Left[0].Why != article.MayNotChange || !slices.Equal(f.Left[0].Some, []article.ID{others.ID, public.ID}) {
			t.Errorf("foreseen %+v, %v", f, err)
		}
		if err := n.begin(noon, binta, act, what); err != nil {
			t.Fatal(err)
		}
		p := n.finish(noon, act)
		if p.Done != 1 || len(p.Left) != 1 || p.Left[0].Why != article.MayNotChange || p.Left[0].N != 2 || !slices.Equal(p.Left[0].Some, []article.ID{others.ID, public.ID}) {
			t.Errorf("%+v", p)
		}
		if got := n.get(public.ID); len(got.Tags) > 0 {
			t.Errorf("a journalist changed %+v", got)
		}
		if _, err := article.BulkByID(t.Context(), n.db, staff.Actor{ID: binta.ID + 1, Role: staff.Journalist}, act); !fault.Is(err, fault.NotFound) {
			t.Errorf("a colleague sees the act: %v", err)
		}
		if _, err := article.BulkByID(t.Context(), n.db, staff.Actor{ID: binta.ID + 1, Role: staff.Editor}, act); err != nil {
			t.Errorf("an editor does not see the act: %v", err)
		}
	})
}

// What somebody changed since is not put back; nor what is there no more, nor an hour that is past.
func TestUndoLeavesWhatChangedSince(t *testing.T) {
	each(t, func(n newsroom) {
		chief := n.actor(staff.EditorInChief)
		a, b, c := n.news(noon, "Un"), n.news(noon, "Deux"), n.put(noon, article.Article{Title: "Trois", Status: article.Scheduled, PublishAt: hours(3)})
		act, _ := n.all(hours(1), chief, article.Bulk{What: article.AddTag, Subject: 1}, a, b)
		tagged, filed := n.get(a.ID), n.get(b.ID)
		tagged.Tags, filed.Section = append(tagged.Tags, 2), 3 // the same field, and another
		n.mustSave(hours(2), tagged, article.Change{By: chief})
		n.mustSave(hours(2), filed, article.Change{By: chief})
		if err := n.undo(hours(2), chief, act); err != nil {
			t.Fatal(err)
		}
		p := n.finish(hours(2), act)
		if p.Undone != 1 || len(p.Stays) != 1 || p.Stays[0].Why != article.ChangedSince || !slices.Equal(p.Stays[0].Some, []article.ID{a.ID}) {
			t.Errorf("%+v", p)
		}
		if !slices.Equal(n.get(a.ID).Tags, []taxonomy.TagID{1, 2}) || len(n.get(b.ID).Tags) > 0 || n.get(b.ID).Section != 3 {
			t.Errorf("tags are %v and %v", n.get(a.ID).Tags, n.get(b.ID).Tags)
		}
		act, _ = n.all(hours(1), chief, article.Bulk{What: article.WithdrawAll, Reason: "Faux."}, c)
		if err := n.undo(hours(4), chief, act); err != nil {
			t.Fatal(err)
		}
		if p := n.finish(hours(4), act); len(p.Stays) != 1 || p.Stays[0].Why != article.HourPast {
			t.Errorf("an hour that is past: %+v", p)
		}
	})
}

// A tag that vanished is told before an act begins, and leaves the articles alone when it vanishes meanwhile.
func TestBulkTermVanishes(t *testing.T) {
	each(t, func(n newsroom) {
		chief := n.actor(staff.EditorInChief)
		list := []*article.Article{n.news(noon, "Un"), n.news(noon, "Deux")}
		act := n.gather(chief, list...)
		gone := article.Bulk{What: article.AddTag, Subject: 99}
		if _, err := (&article.BulkAct{ID: act}).Foresee(t.Context(), n.db, chief, gone); !errors.Is(err, article.TermGone) {
			t.Errorf("foreseen: %v", err)
		}
		if err := n.begin(noon, chief, act, gone); !errors.Is(err, article.TermGone) {
			t.Errorf("begun: %v", err)
		}
		if err := n.begin(noon, chief, act, article.Bulk{What: article.AddTag, Subject: 2}); err != nil {
			t.Fatal(err)
		}
		dbtest.Do(t, n.db, func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), "DELETE FROM tag WHERE id = 2")
			return err
		})
		if p := n.finish(noon, act); len(p.Left) != 1 || p.Left[0].Why != article.TermGone || p.Left[0].N != 2 {
			t.Errorf("%+v", p)
		}
	})
}

// Who was taken a role away, or has left, changes nothing more; an undo asks the rights of whoever undoes.
func TestBulkAsksTheRoleOfNow(t *testing.T) {
	each(t, func(n newsroom) {
		head, binta := n.actor(staff.Administrator), n.actor(staff.Editor)
		a := n.news(noon, "Un")
		act := n.gather(binta, a)
		if err := n.begin(noon, binta, act, article.Bulk{What: article.AddTag, Subject: 1}); err != nil {
			t.Fatal(err)
		}
		dbtest.Do(t, n.db, func(tx *db.Tx) error { return staff.EndAccount(t.Context(), tx, noon, head, binta.ID) })
		if p := n.finish(noon, act); p.Done != 0 || len(p.Left) != 1 || p.Left[0].Why != article.MayNotChange {
			t.Errorf("%+v", p)
		}
	})
}

// Whoever may withdraw may undo it, though they may bring back nothing else.
func TestUndoWithdrawalByAnEditor(t *testing.T) {
	each(t, func(n newsroom) {
		binta := n.actor(staff.Editor)
		a := &article.Article{Title: "À elle", Status: article.Published}
		n.mustSave(noon, a, article.Change{By: binta})
		act, p := n.all(hours(1), binta, article.Bulk{What: article.WithdrawAll, Reason: "Par erreur."}, a)
		if p.Done != 1 {
			t.Fatalf("%+v", p)
		}
		if err := n.undo(hours(2), binta, act); err != nil {
			t.Fatal(err)
		}
		if p := n.finish(hours(2), act); p.Undone != 1 || !n.get(a.ID).Public() {
			t.Errorf("%+v", p)
		}
		act, _ = n.all(hours(3), binta, article.Bulk{What: article.AddTag, Subject: 1}, a)
		if err := n.undo(hours(3).Add(article.UndoFor), binta, act); !errors.Is(err, article.BulkOver) {
			t.Errorf("after thirty days: %v", err)
		}
	})
}

// What was chosen is bounded, and only what somebody may see is chosen.
func TestGatherIsBounded(t *testing.T) {
	each(t, func(n newsroom) {
		chief, guest := n.actor(staff.EditorInChief), n.actor(staff.Contributor)
		hidden := n.put(noon, article.Article{Title: "Secret", Status: article.Draft})
		try := func(by staff.Actor, ids ...article.ID) error {
			return n.db.Transact(t.Context(), func(tx *db.Tx) error {
				_, err := article.Gather(t.Context(), tx, noon, by, ids)
				return err
			})
		}
		many := make([]article.ID, article.MaxBulk+1)
		for i := range many {
			many[i] = article.ID(i + 1)
		}
		if err := try(chief, many...); !errors.Is(err, article.BulkTooMany) {
			t.Errorf("too many: %v", err)
		}
		if err := try(chief, many[1:]...); !errors.Is(err, article.BulkNone) {
			t.Errorf("none of them exists: %v", err)
		}
		if err := try(guest, hidden.ID); !errors.Is(err, article.BulkNone) {
			t.Errorf("what they may not see: %v", err)
		}
		if err := try(chief, hidden.ID); err != nil {
			t.Error(err)
		}
		for _, wrong := range []article.Bulk{{}, {What: "delete"}, {What: article.WithdrawAll, Reason: " "}, {What: article.AddTag}, {What: article.ReplaceAuthor, Subject: 1}, {What: article.ReplaceAuthor, Subject: 1, With: 1}} {
			if err := n.begin(noon, chief, 1, wrong); !fault.Is(err, fault.Invalid) {
				t.Errorf("%+v: %v", wrong, err)
			}
		}
		if err := n.begin(noon, guest, 1, article.Bulk{What: article.AddTag, Subject: 1}); !fault.Is(err, fault.NotFound) {
			t.Errorf("somebody else's act: %v", err)
		}
	})
}

// A worker that ends anywhere in the middle is followed by another, which changes no article twice; an undo while an act runs stops it and puts back what was done.
func TestBulkGoesOn(t *testing.T) {
	each(t, func(n newsroom) {
		chief := n.actor(staff.EditorInChief)
		var list []*article.Article
		for i := range 7 {
			list = append(list, n.news(noon, fmt.Sprintf("Article %d", i)))
		}
		act := n.gather(chief, list...)
		if err := n.begin(noon, chief, act, article.Bulk{What: article.AddTag, Subject: 1}); err != nil {
			t.Fatal(err)
		}
		some := func(articles int) { // works until so many more are done, and dies
			ctx, die := context.WithCancel(t.Context())
			defer die()
			w := &article.Bulks{DB: n.db, Now: func() time.Time {
				if articles--; articles < 0 {
					die()
				}
				return noon
			}}
			_ = w.Work(ctx, job.Job{Payload: []byte(fmt.Sprint(act)), Attempt: 1})
		}
		for n.progress(act).Waits > 3 {
			some(5)
		}
		for _, a := range list {
			if c := n.number("SELECT COUNT(*) FROM article_revision WHERE article_id = $1", a.ID); c > 2 {
				t.Errorf("article %d was saved %d times", a.ID, c-1)
			}
		}
		done := n.progress(act).Done
		if done == 0 || done == len(list) {
			t.Fatalf("%d are done", done)
		}
		if err := n.undo(noon, chief, act); err != nil {
			t.Fatal(err)
		}
		if p := n.finish(noon, act); p.Undone != done || p.Waits != len(list)-done || p.Done != 0 {
			t.Errorf("%+v, %d were done", p, done)
		}
		for _, a := range list {
			if now := n.get(a.ID); len(now.Tags) > 0 {
				t.Errorf("article %d bears %v", a.ID, now.Tags)
			}
		}
	})
}
