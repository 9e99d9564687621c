package article_test

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/job"
	"griot/internal/staff"
)

func (n newsroom) assign(now time.Time, by staff.Actor, id article.ID, base, to article.Assignment) error {
	return n.db.Transact(n.Context(), func(tx *db.Tx) error { return article.Assign(n.Context(), tx, now, by, id, base, to) })
}

func (n newsroom) mustAssign(now time.Time, by staff.Actor, id article.ID, base, to article.Assignment) {
	n.Helper()
	if err := n.assign(now, by, id, base, to); err != nil {
		n.Fatal(err)
	}
}

// idea is a draft that somebody began.
func (n newsroom) idea(by staff.Actor, title string) article.ID {
	n.Helper()
	a := &article.Article{Title: title, Status: article.Draft}
	n.mustSave(noon, a, article.Change{By: by})
	return a.ID
}

// told are the kinds of notice that somebody has, oldest first.
func (n newsroom) told(who staff.Actor) string {
	n.Helper()
	list, err := db.All(n.Context(), n.db, func(rows *sql.Rows) (s string, err error) { err = rows.Scan(&s); return s, err }, "SELECT what FROM notice WHERE account_id = $1 ORDER BY id", who.ID)
	if err != nil {
		n.Fatal(err)
	}
	return fmt.Sprint(list)
}

func TestWhoMayAssign(t *testing.T) {
	each(t, func(n newsroom) {
		other := n.actor(staff.Journalist)
		free := article.Assignment{}
		for _, role := range staff.Roles() {
			who := n.actor(role)
			mine := article.Assignment{Account: who.ID}
			theirs := article.Assignment{Account: other.ID}
			later := article.Assignment{Account: who.ID, Due: hours(5)}
			editor := n.actor(staff.Editor)
			for name, c := range map[string]struct {
				begun    staff.Actor // who began the article
				was      *article.Assignment
				to       article.Assignment
				editors  bool
				reporter bool // a journalist may too
			}{
				"takes what is free":             {editor, &free, mine, true, true},
				"takes what was never planned":   {other, nil, mine, true, false},
				"gives back":                     {editor, &mine, free, true, true},
				"moves the hour of theirs":       {who, &mine, later, true, true},
				"takes from somebody":            {editor, &theirs, mine, true, false},
				"gives to somebody":              {editor, &free, theirs, true, false},
				"gives their own to somebody":    {who, &mine, theirs, true, false},
				"plans an article of their own":  {who, nil, later, true, true},
				"frees an article of their own":  {who, nil, free, true, true},
				"moves the hour of another's":    {other, &theirs, article.Assignment{Account: other.ID, Due: hours(5)}, true, false},
				"frees an article of another's":  {other, nil, free, true, false},
				"takes, and moves at once":       {editor, &free, later, true, false},
				"moves the hour of what is free": {editor, &free, article.Assignment{Due: hours(5)}, true, false},
			} {
				id := n.put(noon, article.Article{Title: "Une idée", Status: article.Draft, Creator: c.begun.ID}).ID
				base := article.Assignment{}
				if c.was != nil {
					base = *c.was
					if base.Account == who.ID && !staff.May(role, staff.WriteArticle) {
						continue // nobody gives them anything
					}
					n.mustAssign(noon, editor, id, article.Assignment{}, base)
				}
				err := n.assign(hours(1), who, id, base, c.to)
				may := staff.May(role, staff.Assign) && c.editors || role == staff.Journalist && c.reporter
				if may && err != nil || !may && !fault.Is(err, fault.Forbidden) {
					n.Errorf("the %s %s: %v", role, name, err)
				}
			}
		}
	})
}

func TestWhatCannotBeAssigned(t *testing.T) {
	each(t, func(n newsroom) {
		editor, moderator := n.actor(staff.Editor), n.actor(staff.Moderator)
		id := n.idea(editor, "Une idée")
		news := n.news(noon, "Parue")
		none := article.Assignment{}
		for name, c := range map[string]struct {
			id   article.ID
			to   article.Assignment
			kind fault.Kind
		}{
			"who writes nothing":     {id, article.Assignment{Account: moderator.ID}, fault.Invalid},
			"nobody that there is":   {id, article.Assignment{Account: 999}, fault.Invalid},
			"an hour that is past":   {id, article.Assignment{Due: noon}, fault.Invalid},
			"what is read already":   {news.ID, article.Assignment{Account: editor.ID}, fault.Conflict},
			"no article that exists": {999, article.Assignment{Account: editor.ID}, fault.NotFound},
		} {
			if err := n.assign(noon, editor, c.id, none, c.to); fault.Of(err) != c.kind {
				n.Errorf("%s: %v", name, err)
			}
		}
		if _, planned, err := article.AssignmentOf(n.Context(), n.db, id); planned || err != nil {
			n.Errorf("it is planned all the same: %v", err)
		}
	})
}

// Two people who change different things both have their way; the second to change the same is told, and neither takes an article from the other unseen.
func TestTwoAssignAtOnce(t *testing.T) {
	each(t, func(n newsroom) {
		editor, other, awa, binta := n.actor(staff.Editor), n.actor(staff.Editor), n.actor(staff.Journalist), n.actor(staff.Journalist)
		id := n.idea(editor, "Une idée")
		seen := article.Assignment{}
		n.mustAssign(noon, editor, id, seen, article.Assignment{})
		n.mustAssign(noon, editor, id, seen, article.Assignment{Due: hours(5)})
		n.mustAssign(noon, awa, id, seen, article.Assignment{Account: awa.ID})
		if err := n.assign(noon, binta, id, seen, article.Assignment{Account: binta.ID}); !fault.Is(err, fault.Conflict) {
			n.Errorf("somebody else took it too: %v", err)
		}
		if err := n.assign(noon, other, id, seen, article.Assignment{Due: hours(6)}); !fault.Is(err, fault.Conflict) {
			n.Errorf("somebody else moved it too: %v", err)
		}
		n.mustAssign(noon, other, id, seen, article.Assignment{Due: hours(5)})
		a, _, err := article.AssignmentOf(n.Context(), n.db, id)
		if err != nil || a.Account != awa.ID || !a.Due.Equal(hours(5)) {
			n.Errorf("it is %+v, %v", a, err)
		}
	})
}

// Whoever answers for an article owns it, as long as they do.
func TestWhoAnswersOwns(t *testing.T) {
	each(t, func(n newsroom) {
		editor, guest := n.actor(staff.Editor), n.actor(staff.Contributor)
		id := n.idea(editor, "Une idée")
		change := func() error {
			a := n.get(id)
			a.Body += "<p>Encore.</p>"
			return n.save(noon, a, article.Change{By: guest})
		}
		seek := func() int {
			ids, err := article.Seek(n.Context(), n.db, article.Sought{For: guest, Limit: 10})
			if err != nil {
				n.Fatal(err)
			}
			mine, err := article.Seek(n.Context(), n.db, article.Sought{For: guest, Answers: guest.ID, Limit: 10})
			if err != nil || len(mine) != len(ids) {
				n.Errorf("%d are theirs, %d are seen: %v", len(mine), len(ids), err)
			}
			return len(ids)
		}
		if err := change(); !fault.Is(err, fault.Forbidden) || seek() != 0 {
			n.Errorf("before: %v", err)
		}
		n.mustAssign(noon, editor, id, article.Assignment{}, article.Assignment{Account: guest.ID})
		if err := change(); err != nil || seek() != 1 {
			n.Errorf("who answers for it may not write it: %v", err)
		}
		n.mustAssign(noon, editor, id, article.Assignment{Account: guest.ID}, article.Assignment{})
		if err := change(); !fault.Is(err, fault.Forbidden) || seek() != 0 {
			n.Errorf("after: %v", err)
		}
	})
}

// One is told of what others do, and of no hour that is known; the audit log has each change.
func TestAssignmentsAreTold(t *testing.T) {
	each(t, func(n newsroom) {
		editor, awa := n.actor(staff.Editor), n.actor(staff.Journalist)
		id := n.idea(editor, "Une idée")
		n.mustAssign(noon, editor, id, article.Assignment{}, article.Assignment{Account: awa.ID, Due: hours(5)})
		n.mustAssign(noon, editor, id, article.Assignment{Account: awa.ID}, article.Assignment{Account: awa.ID}) // nothing changes
		if got := n.told(awa); got != "[assigned]" {
			n.Errorf("she is told %s", got)
		}
		mine := n.idea(awa, "À moi")
		n.mustAssign(noon, awa, mine, article.Assignment{}, article.Assignment{Account: awa.ID})
		if got := n.told(awa); got != "[assigned]" {
			n.Errorf("of her own act she is told %s", got)
		}
		lines, err := staff.AuditLog(n.Context(), n.db, staff.AuditQuery{Subject: fmt.Sprintf("article:%d", id)})
		if err != nil || len(lines) != 2 || lines[0].Act != "article.assign" || lines[0].After != fmt.Sprintf(`{"account":%d,"due":"2026-03-01T17:00:00Z"}`, awa.ID) {
			n.Errorf("the log says %+v, %v", lines, err)
		}
	})
}

// An hour before, one is reminded, once, however many servers try, and again of another hour; not of one that passed, nor of an article that has its hour or its readers.
func TestReminded(t *testing.T) {
	servers(t, func(t *testing.T, one, other *db.DB) {
		n := open(t, one)
		editor, awa := n.actor(staff.Editor), n.actor(staff.Journalist)
		now := noon
		remind := func(d *db.DB, id article.ID) {
			r := &article.Reminders{DB: d, Now: func() time.Time { return now }}
			if err := r.Work(context.Background(), job.Job{Payload: fmt.Appendf(nil, "%d", id)}); err != nil {
				t.Error(err)
			}
		}
		id := n.idea(editor, "Une idée")
		given := article.Assignment{Account: awa.ID, Due: hours(5)}
		n.mustAssign(now, editor, id, article.Assignment{}, given)
		n.waits(id, hours(4))
		remind(one, id) // a clock that was put back
		n.waits(id, hours(4))
		now = hours(4)
		var both sync.WaitGroup
		for _, d := range []*db.DB{one, other, one, other} {
			both.Go(func() { remind(d, id) })
		}
		both.Wait()
		if got := n.told(awa); got != "[assigned due]" {
			t.Errorf("she is told %s", got)
		}
		later := article.Assignment{Account: awa.ID, Due: hours(8)}
		n.mustAssign(now, editor, id, given, later)
		n.waits(id, hours(7))
		n.edit(now, id, func(a *article.Article) { a.Status, a.PublishAt = article.Scheduled, hours(8) })
		now = hours(7)
		remind(one, id)
		if got := n.told(awa); got != "[assigned due]" {
			t.Errorf("of an article that has its hour she is told %s", got)
		}
		n.edit(now, id, func(a *article.Article) { a.Status = article.Draft })
		n.mustAssign(now, editor, id, later, article.Assignment{Account: awa.ID, Due: now.Add(20 * time.Minute)}) // it comes suddenly
		remind(other, id)
		if got := dbtest.Count(t, one, "notice"); got != 2 && n.told(awa) != "[assigned due]" { // unread, it becomes one with the first
			t.Errorf("she is told %s", n.told(awa))
		}
		var told int64
		if err := one.QueryRow(t.Context(), "SELECT told_for FROM assignment WHERE article_id = $1", id).Scan(&told); err != nil || told != db.Millis(now.Add(20*time.Minute)) {
			t.Errorf("she was told of %v, %v", db.Time(told), err)
		}
	})
}

// waits fails unless a reminder of an article waits for an hour.
func (n newsroom) waits(id article.ID, at time.Time) {
	n.Helper()
	var run int64
	err := n.db.QueryRow(n.Context(), "SELECT run_at FROM job WHERE kind = $1 AND unique_key = $2", article.DueJob, fmt.Sprint(id)).Scan(&run)
	if err != nil || run != db.Millis(at) {
		n.Errorf("a reminder waits for %v, want %v: %v", db.Time(run), at, err)
	}
}

// What somebody answers for is among what is kept about them, and free to take once they are erased.
func TestErasedAnswerForNothing(t *testing.T) {
	each(t, func(n newsroom) {
		chief, awa := n.actor(staff.EditorInChief), n.actor(staff.Journalist)
		id := n.idea(chief, "Une idée")
		n.mustAssign(noon, chief, id, article.Assignment{}, article.Assignment{Account: awa.ID, Due: hours(5)})
		kept, err := staff.DossierOf(n.Context(), n.db, awa.ID)
		if err != nil || fmt.Sprint(kept.Assigned) != fmt.Sprintf("[/desk/articles/%d/]", id) {
			n.Errorf("it says %v, %v", kept.Assigned, err)
		}
		dbtest.Do(n, n.db, func(tx *db.Tx) error {
			return staff.EraseAccount(n.Context(), tx, noon, chief, "Griot", nil, staff.Erasure{Account: awa.ID, Email: kept.Account.Email})
		})
		if a, planned, err := article.AssignmentOf(n.Context(), n.db, id); !planned || a.Account != 0 || !a.Due.Equal(hours(5)) || err != nil {
			n.Errorf("it is %+v, %v", a, err)
		}
	})
}
