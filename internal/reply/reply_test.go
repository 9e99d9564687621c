package reply_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/job"
	"griot/internal/masthead"
	"griot/internal/reply"
	"griot/internal/staff"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func days(n int) time.Time { return noon.AddDate(0, 0, n) }

// room is a newspaper of Paris with one article before its readers.
type room struct {
	*testing.T
	db    *db.DB
	paper *masthead.Newspaper
	on    article.ID
	chief staff.Actor
}

func each(t *testing.T, test func(r *room)) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { test(open(t, d)) })
}

func open(t *testing.T, d *db.DB) *room {
	t.Helper()
	r := &room{T: t, db: d, paper: &masthead.Newspaper{Title: "Le Fleuve", Language: "fr", TimeZone: "Europe/Paris"}}
	r.chief = r.actor(staff.EditorInChief)
	dbtest.Do(t, d, func(tx *db.Tx) error {
		if err := masthead.Save(t.Context(), tx, noon, r.paper); err != nil {
			return err
		}
		return article.SaveKind(t.Context(), tx, &article.Kind{Code: "news", SchemaType: "NewsArticle"})
	})
	r.on = r.news("Le pont s’est effondré").ID
	return r
}

func (r *room) actor(role staff.Role) staff.Actor {
	r.Helper()
	var a *staff.Account
	dbtest.Do(r.T, r.db, func(tx *db.Tx) (err error) {
		a, err = staff.AddAccount(r.Context(), tx, noon, fmt.Sprintf("%s%d@example.org", role, dbtest.Count(r.T, r.db, "account")), "Some "+string(role), role)
		return err
	})
	return staff.Actor{ID: a.ID, Role: role}
}

func (r *room) news(title string) *article.Article {
	r.Helper()
	a := &article.Article{Title: title, Status: article.Published, Body: "<p>" + title + ".</p>"}
	r.do(func(tx *db.Tx) error { return article.Put(r.Context(), tx, r.paper, noon, a) })
	return a
}

func (r *room) do(act func(tx *db.Tx) error) {
	r.Helper()
	dbtest.Do(r.T, r.db, act)
}

func (r *room) try(act func(tx *db.Tx) error) error { return r.db.Transact(r.Context(), act) }

// asked is a request on the article.
func (r *room) asked() *reply.Request {
	return &reply.Request{Article: r.on, Name: "Société du Pont", Contact: "directrice@pont.example", Wording: "Le pont tient.\n\n\nNous l’avons <vu>.\nHier encore."}
}

func (r *room) received(now time.Time, by staff.Actor) reply.ID {
	r.Helper()
	q := r.asked()
	r.do(func(tx *db.Tx) error { return reply.Receive(r.Context(), tx, r.paper, now, by, q) })
	return q.ID
}

func (r *room) get(id reply.ID) *reply.Request {
	r.Helper()
	q, err := reply.ByID(r.Context(), r.db, id)
	if err != nil {
		r.Fatal(err)
	}
	return q
}

func (r *room) strings(query string, args ...any) string {
	r.Helper()
	list, err := db.All(r.Context(), r.db, func(rows *sql.Rows) (s string, err error) { err = rows.Scan(&s); return s, err }, query, args...)
	if err != nil {
		r.Fatal(err)
	}
	return strings.Join(list, " ")
}

func (r *room) told(who staff.Actor) string {
	r.Helper()
	return r.strings("SELECT what FROM notice WHERE account_id = $1 ORDER BY id", who.ID)
}

func (r *room) deeds() string {
	r.Helper()
	return r.strings("SELECT act FROM audit WHERE act LIKE 'reply.%' ORDER BY id")
}

// The deadline is counted in days of the newsroom's clock, over the night on which it is put forward too.
func TestDeadline(t *testing.T) {
	each(t, func(r *room) {
		q := r.get(r.received(noon, r.chief))
		if !q.Due.Equal(days(3)) || q.Status != reply.Received || q.Wording != "Le pont tient.\n\nNous l’avons <vu>.\nHier encore." {
			r.Errorf("it is %+v", q)
		}
		for at, want := range map[time.Time]int{noon: 3, days(2): 1, days(3): 0, days(3).Add(11 * time.Hour): -1, days(5): -2} {
			if got := q.Days(at, r.paper.Location()); got != want {
				r.Errorf("at %v it has %d days, want %d", at, got, want)
			}
		}
		if q.Late(days(3).Add(-time.Millisecond)) || !q.Late(days(3)) {
			r.Error("it is late from its hour on")
		}
		spring := time.Date(2026, 3, 27, 12, 0, 0, 0, time.UTC)
		if q := r.get(r.received(spring, r.chief)); !q.Due.Equal(time.Date(2026, 3, 30, 11, 0, 0, 0, time.UTC)) {
			r.Errorf("over the short night it is due %v", q.Due)
		}
		r.paper.ReplyDays = 8
		if other := r.get(r.received(noon, r.chief)); !other.Due.Equal(days(8)) || !r.get(q.ID).Due.Equal(days(3)) {
			r.Errorf("by another setting it is due %v", other.Due)
		}
	})
}

func TestNoRequests(t *testing.T) {
	each(t, func(r *room) {
		draft := &article.Article{Title: "Pas encore", Status: article.Draft}
		r.do(func(tx *db.Tx) error { return article.Put(r.Context(), tx, r.paper, noon, draft) })
		for name, c := range map[string]struct {
			change func(q *reply.Request)
			kind   fault.Kind
		}{
			"without a name":          {func(q *reply.Request) { q.Name = " \n" }, fault.Invalid},
			"without a contact":       {func(q *reply.Request) { q.Contact = "" }, fault.Invalid},
			"without words":           {func(q *reply.Request) { q.Wording = "\n\n" }, fault.Invalid},
			"of too many letters":     {func(q *reply.Request) { q.Wording = strings.Repeat("é", reply.MaxWording+1) }, fault.TooLarge},
			"of a very long name":     {func(q *reply.Request) { q.Name = strings.Repeat("é", reply.MaxName+1) }, fault.TooLarge},
			"from tomorrow":           {func(q *reply.Request) { q.Received = days(1) }, fault.Invalid},
			"of long ago":             {func(q *reply.Request) { q.Received = noon.AddDate(-2, 0, 0) }, fault.Invalid},
			"on nothing":              {func(q *reply.Request) { q.Article = 999 }, fault.Invalid},
			"on what nobody has read": {func(q *reply.Request) { q.Article = draft.ID }, fault.Invalid},
		} {
			q := r.asked()
			c.change(q)
			if err := r.try(func(tx *db.Tx) error { return reply.Receive(r.Context(), tx, r.paper, noon, r.chief, q) }); fault.Of(err) != c.kind {
				r.Errorf("a request %s: %v", name, err)
			}
		}
		if n := dbtest.Count(r.T, r.db, "reply_request"); n != 0 {
			r.Errorf("%d were taken in", n)
		}
	})
}

// The whole way: received, accepted, published; then readers find it under the article and among the corrections, in its own words.
func TestPublished(t *testing.T) {
	each(t, func(r *room) {
		editor := r.actor(staff.Editor)
		id := r.received(noon, staff.Actor{}) // by who asks
		publish := func(now time.Time) (of article.ID, err error) {
			err = r.try(func(tx *db.Tx) error {
				of, err = reply.Publish(r.Context(), tx, r.paper, now, editor, id, "Droit de réponse de la Société du Pont")
				return err
			})
			return of, err
		}
		if _, err := publish(noon); !fault.Is(err, fault.Conflict) {
			r.Errorf("it is published before it was accepted: %v", err)
		}
		r.do(func(tx *db.Tx) error { return reply.Accept(r.Context(), tx, noon, editor, id) })
		answer, err := publish(days(1))
		if err != nil {
			r.Fatal(err)
		}
		a, err := article.ByID(r.Context(), r.db, answer)
		if err != nil || !a.Public() || a.ReplyTo != r.on || a.Body != "<p>Le pont tient.</p>\n<p>Nous l’avons &lt;vu&gt;.<br>Hier encore.</p>" {
			r.Errorf("the reply is %+v, %v", a, err)
		}
		notes, err := article.Notes(r.Context(), r.db, r.on)
		if err != nil || len(notes) != 1 || notes[0].Kind != article.RightOfReply || notes[0].Reply != answer || notes[0].Signature != "Société du Pont" {
			r.Errorf("the notes are %+v, %v", notes, err)
		}
		all, err := article.AllNotes(r.Context(), r.db, 10, 0)
		if err != nil || len(all) != 1 || all[0].Reply != answer {
			r.Errorf("all notes are %+v, %v", all, err)
		}
		if q := r.get(id); q.Status != reply.Published || q.Reply != answer || q.Path != a.Path || !q.Closed.Equal(days(1)) {
			r.Errorf("the request is %+v", q)
		}
		if _, err := publish(days(1)); !fault.Is(err, fault.Conflict) {
			r.Errorf("it is published twice: %v", err)
		}
		if got := r.deeds(); got != "reply.receive reply.accept reply.publish" {
			r.Errorf("the log says %s", got)
		}
		if got := r.strings("SELECT words FROM audit WHERE act LIKE 'reply.%'"); strings.Contains(got, "pont") || strings.Contains(got, "directrice") {
			r.Errorf("the log names who asked: %s", got)
		}
	})
}

func TestRefused(t *testing.T) {
	each(t, func(r *room) {
		id := r.received(noon, r.chief)
		act := func(do func(tx *db.Tx) error) fault.Kind { return fault.Of(r.try(do)) }
		refuse := func(reason string) func(tx *db.Tx) error {
			return func(tx *db.Tx) error { return reply.Refuse(r.Context(), tx, days(1), r.chief, id, reason) }
		}
		if act(refuse(" ")) != fault.Invalid {
			r.Error("it is refused without a reason")
		}
		r.do(refuse("Elle ne le nomme pas."))
		if q := r.get(id); q.Status != reply.Refused || q.Reason != "Elle ne le nomme pas." || q.Late(days(9)) {
			r.Errorf("it is %+v", q)
		}
		if act(refuse("encore")) != fault.Conflict {
			r.Error("it is refused twice")
		}
		r.do(func(tx *db.Tx) error { return reply.Accept(r.Context(), tx, days(2), r.chief, id) })
		if q := r.get(id); q.Status != reply.Accepted || q.Reason != "" || !q.Closed.IsZero() {
			r.Errorf("after all it is %+v", q)
		}
	})
}

// Below editor-in-chief nobody refuses or removes a request, nor takes a published reply from readers, changes it, or withdraws the article that it answers.
func TestNobodyBelowChiefRemovesAReply(t *testing.T) {
	each(t, func(r *room) {
		for _, role := range staff.Roles() {
			r.on = r.news("Le pont, vu par " + string(role)).ID
			by := r.actor(role)
			chief, keeps := staff.May(role, staff.RefuseReply), staff.May(role, staff.KeepReplies)
			acts := []struct {
				name string
				may  bool
				do   func(tx *db.Tx) error
			}{}
			add := func(name string, may bool, do func(tx *db.Tx) error) {
				acts = append(acts, struct {
					name string
					may  bool
					do   func(tx *db.Tx) error
				}{name, may, do})
			}
			ctx := r.Context()
			waiting, accepted := r.received(noon, r.chief), r.received(noon, r.chief)
			published, refused := r.received(noon, r.chief), r.received(noon, r.chief)
			var answer article.ID
			r.do(func(tx *db.Tx) (err error) {
				for _, id := range []reply.ID{accepted, published} {
					if err := reply.Accept(ctx, tx, noon, r.chief, id); err != nil {
						return err
					}
				}
				if err := reply.Refuse(ctx, tx, noon, r.chief, refused, "hors délai"); err != nil {
					return err
				}
				answer, err = reply.Publish(ctx, tx, r.paper, noon, r.chief, published, "Droit de réponse")
				return err
			})
			r.owns(by, r.on, answer)
			change := func(id article.ID, change func(a *article.Article)) func(tx *db.Tx) error {
				return func(tx *db.Tx) error {
					a, err := article.ByID(ctx, tx, id)
					if err != nil {
						return err
					}
					change(a)
					return article.Save(ctx, tx, r.paper, noon, a, article.Change{By: by, Minor: true})
				}
			}
			add("enters one", keeps, func(tx *db.Tx) error { return reply.Receive(ctx, tx, r.paper, noon, by, r.asked()) })
			add("accepts one", keeps, func(tx *db.Tx) error { return reply.Accept(ctx, tx, noon, by, r.more(tx)) })
			add("accepts a refused one", chief, func(tx *db.Tx) error { return reply.Accept(ctx, tx, noon, by, refused) })
			add("refuses one", chief, func(tx *db.Tx) error { return reply.Refuse(ctx, tx, noon, by, waiting, "non") })
			add("refuses an accepted one", chief, func(tx *db.Tx) error { return reply.Refuse(ctx, tx, noon, by, accepted, "non") })
			add("removes one", chief, func(tx *db.Tx) error { return reply.Remove(ctx, tx, noon, by, waiting, "une erreur") })
			add("files the article elsewhere", keeps, change(r.on, func(a *article.Article) { a.Dateline = "Gao" }))
			add("changes a published one", chief, change(answer, func(a *article.Article) { a.Body = "<p>Rien.</p>" }))
			add("withdraws the article", chief, change(r.on, func(a *article.Article) { a.Status, a.Reason = article.Withdrawn, "x" }))
			if chief {
				add("brings it back", true, change(r.on, func(a *article.Article) { a.Status = article.Published }))
			}
			add("removes a published one", false, func(tx *db.Tx) error { return reply.Remove(ctx, tx, noon, by, published, "une erreur") })
			add("withdraws a published one", chief, change(answer, func(a *article.Article) { a.Status, a.Reason = article.Withdrawn, "x" }))
			add("removes a withdrawn one", chief, func(tx *db.Tx) error { return reply.Remove(ctx, tx, noon, by, published, "une erreur") })
			for _, act := range acts {
				err := r.try(act.do)
				if act.may && err != nil || !act.may && !fault.Is(err, fault.Forbidden) && !(chief && fault.Is(err, fault.Conflict)) {
					r.Errorf("the %s %s: %v", role, act.name, err)
				}
			}
			if _, err := reply.ByID(ctx, r.db, published); chief != fault.Is(err, fault.NotFound) {
				r.Errorf("after the %s a published one is there: %v", role, err)
			}
		}
	})
}

// owns has articles bear somebody's byline, so that only the rule on replies stands in their way.
func (r *room) owns(by staff.Actor, ids ...article.ID) {
	r.Helper()
	r.do(func(tx *db.Tx) error {
		for _, id := range ids {
			if _, err := tx.Exec(r.Context(), "UPDATE article SET created_by = $2 WHERE id = $1", id, by.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// more enters one more request in a transaction.
func (r *room) more(tx *db.Tx) reply.ID {
	q := r.asked()
	if err := reply.Receive(r.Context(), tx, r.paper, noon, r.chief, q); err != nil {
		r.Error(err)
	}
	return q.ID
}

// Editors-in-chief are told when a request comes, and once, a day before its deadline, however many servers try; where there is none, administrators.
func TestChiefsAreTold(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := open(t, d)
		editor, second, admin := r.actor(staff.Editor), r.actor(staff.EditorInChief), r.actor(staff.Administrator)
		id := r.received(noon, r.chief)
		if r.told(r.chief) != "" || r.told(second) != "reply-due" || r.told(editor) != "" || r.told(admin) != "" {
			r.Errorf("told are %q, %q", r.told(r.chief), r.told(second))
		}
		now := days(2).Add(-time.Second)
		work := func() {
			w := &reply.Reminders{DB: d, Now: func() time.Time { return now }}
			if err := w.Work(context.Background(), job.Job{Payload: fmt.Appendf(nil, "%d", id)}); err != nil {
				t.Error(err)
			}
		}
		work()
		if got := r.told(r.chief); got != "" {
			r.Errorf("told too early: %s", got)
		}
		if got := r.strings("SELECT unique_key FROM job WHERE kind = $1 AND run_at = $2", reply.DueJob, db.Millis(days(2))); got != fmt.Sprint(id) {
			r.Errorf("there waits %q", got)
		}
		now = days(2)
		var both sync.WaitGroup
		for range 4 {
			both.Go(work)
		}
		both.Wait()
		if got := r.strings("SELECT CAST(times AS TEXT) FROM notice WHERE account_id = $1", r.chief.ID); got != "1" {
			r.Errorf("the one who entered it is told %s times", got)
		}
		near := r.asked()
		near.Received = days(-3).Add(2 * time.Hour)
		r.do(func(tx *db.Tx) error { return reply.Receive(t.Context(), tx, r.paper, noon, staff.Actor{}, near) })
		if got := r.strings("SELECT unique_key FROM job WHERE kind = $1 AND unique_key = $2", reply.DueJob, fmt.Sprint(near.ID)); got != "" {
			r.Error("of a deadline that is near already one is told twice")
		}
		r.do(func(tx *db.Tx) error {
			for _, chief := range []staff.Actor{r.chief, second} {
				if err := staff.EndAccount(t.Context(), tx, noon, staff.Actor{}, chief.ID); err != nil {
					return err
				}
			}
			return nil
		})
		r.received(noon, staff.Actor{})
		if got := r.told(admin); got != "reply-due" {
			r.Errorf("without editors-in-chief, told are %q", got)
		}
	})
}

func TestContactsAreForgotten(t *testing.T) {
	each(t, func(r *room) {
		waits, old, young := r.received(noon, r.chief), r.received(noon, r.chief), r.received(noon, r.chief)
		r.do(func(tx *db.Tx) error {
			if err := reply.Refuse(r.Context(), tx, noon, r.chief, old, "non"); err != nil {
				return err
			}
			return reply.Refuse(r.Context(), tx, noon.Add(time.Hour), r.chief, young, "non")
		})
		r.do(func(tx *db.Tx) error { return reply.Forget(r.Context(), tx, days(90).Add(time.Minute)) })
		for id, want := range map[reply.ID]string{waits: "directrice@pont.example", young: "directrice@pont.example", old: ""} {
			if got := r.get(id).Contact; got != want {
				r.Errorf("of request %d it keeps %q", id, got)
			}
		}
	})
}

// The queue: the most urgent first; what is done, the last first, page by page.
func TestQueue(t *testing.T) {
	each(t, func(r *room) {
		var ids []reply.ID
		for i := range 5 {
			q := r.asked()
			q.Received = days(-i)
			r.do(func(tx *db.Tx) error { return reply.Receive(r.Context(), tx, r.paper, noon, r.chief, q) })
			ids = append(ids, q.ID)
		}
		for _, id := range ids[:3] {
			r.do(func(tx *db.Tx) error { return reply.Refuse(r.Context(), tx, noon, r.chief, id, "non") })
		}
		waiting, err := reply.Waiting(r.Context(), r.db, 10)
		if err != nil || len(waiting) != 2 || waiting[0].ID != ids[4] || waiting[0].Title != "Le pont s’est effondré" {
			r.Errorf("there wait %+v, %v", waiting, err)
		}
		first, err := reply.Closed(r.Context(), r.db, nil, 2)
		if err != nil || len(first) != 2 || first[0].ID != ids[2] {
			r.Fatalf("closed are %+v, %v", first, err)
		}
		rest, err := reply.Closed(r.Context(), r.db, &first[1], 2)
		if err != nil || len(rest) != 1 || rest[0].ID != ids[0] {
			r.Errorf("then %+v, %v", rest, err)
		}
		if n, err := reply.CountWaiting(r.Context(), r.db); n != 2 || err != nil {
			r.Errorf("%d wait, %v", n, err)
		}
	})
}
