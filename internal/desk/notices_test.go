package desk_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/mail"
	"griot/internal/mail/mailtest"
	"griot/internal/notice"
	"griot/internal/staff"
)

// inReview is an article that somebody began and asked to be reviewed, and its address.
func (b *browser) inReview(title, body string) (path string) {
	b.Helper()
	begun := b.post("/desk/articles/new").is(http.StatusSeeOther)
	path = begun.Header.Get("Location")
	b.post(path, "title", title, "body", body, "status", "review").leads(path)
	return path
}

// TestNotices: what colleagues do comes up in the head of every page, leads to what it is about, and is read by that, or all at once.
func TestNotices(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.Journalist)
		r.account("moussa", staff.Editor)
		awa, moussa := r.in("awa"), r.in("moussa")
		moussa.get("/desk/notices/").is(http.StatusOK).says("main", "Rien pour l’instant")
		if n := len(moussa.get("/desk/").all(".nav .count")); n != 0 {
			r.Errorf("%d counts of nothing", n)
		}
		first := awa.inReview("La crue", "<p>Le fleuve monte.</p>")
		awa.inReview("L’eau & le pont", "<p>Fermé.</p>")
		home := moussa.get("/desk/").is(http.StatusOK).says(".nav .count", "2").says(".nav .vh", "2\u00a0non lues")
		if len(home.all(`.nav a[href="/desk/notices/"]`)) != 1 {
			r.Error("the head does not lead to them")
		}
		list := moussa.get("/desk/notices/").is(http.StatusOK).says(".notices li.new:first-child", "Relecture demandée").says(".notices li:first-child", "L’eau & le pont").says(".notices .meta", "Personne awa")
		if n := len(list.all(".notices li.new")); n != 2 {
			r.Errorf("%d are new", n)
		}
		older := attribute(list.all(".notices li:last-child a")[0], "href")
		moussa.get(older).leads(first)
		if n := len(moussa.get("/desk/notices/").all(".notices li.new")); n != 1 {
			r.Errorf("%d are new once one was opened", n)
		}
		awa.get(older).is(http.StatusNotFound)
		upto := attribute(list.all("input[name=upto]")[0], "value")
		awa.inReview("Plus tard", "<p>Neuf.</p>")
		moussa.post("/desk/notices/read", "upto", upto).leads("/desk/notices/")
		left := moussa.get("/desk/notices/").says("[role=status]", "marqué comme lu")
		if n := len(left.all(".notices li.new")); n != 1 {
			r.Errorf("%d are new: what came since must stay so", n)
		}
		moussa.post("/desk/notices/read", "upto", "x").is(http.StatusUnprocessableEntity)
		awa.get("/desk/").is(http.StatusOK).says(".nav", "Notifications")
		if n := len(awa.get("/desk/notices/").all(".notices")); n != 0 {
			r.Error("somebody was told of what they did themselves")
		}
	})
}

// TestOpenedDirectly: whoever opens an article, its remarks or its notes without a notice has read what they were told of there, and nothing else.
func TestOpenedDirectly(t *testing.T) {
	each(t, func(r *room) {
		moussa := r.account("moussa", staff.Editor)
		article, other := r.published("Un"), r.published("Deux")
		dbtest.Do(r.T, r.db, func(tx *db.Tx) error {
			for _, n := range []notice.Notice{{What: notice.Published, Article: int64(article.ID)}, {What: notice.Remark, Article: int64(article.ID), Place: notice.InRemarks},
				{What: notice.Note, Article: int64(article.ID), Place: notice.InNotes}, {What: notice.ReplyDue, Article: int64(article.ID)}, {What: notice.Published, Article: int64(other.ID)}} {
				n.To, n.At = moussa, noon
				if err := notice.Tell(r.Context(), tx, n); err != nil {
					return err
				}
			}
			return nil
		})
		b := r.in("moussa")
		path := fmt.Sprintf("/desk/articles/%d/", article.ID)
		for left, at := range []string{path + "notes", path + "remarks", path, path} {
			b.get(at).is(http.StatusOK)
			if n, err := notice.Unread(r.Context(), r.db, moussa); err != nil || n != max(2, 4-left) {
				r.Errorf("after %s %d are unread, %v", at, n, err)
			}
		}
	})
}

// TestEndedAnswerForNothing: what somebody answered for is free when their account ends, and an editor is told.
func TestEndedAnswerForNothing(t *testing.T) {
	each(t, func(r *room) {
		r.account("chief", staff.EditorInChief)
		moussa, awa := r.account("moussa", staff.Editor), r.account("awa", staff.Journalist)
		path := r.in("awa").inReview("La crue", "<p>x</p>")
		b := r.in("moussa")
		b.post(path+"assignment", "who", fmt.Sprint(awa), "base_who", "0").is(http.StatusSeeOther)
		before, err := notice.Unread(r.Context(), r.db, moussa)
		if r.assigned(path).Account != awa || err != nil {
			r.Fatalf("it is %+v, %v", r.assigned(path), err)
		}
		r.in("chief").post(fmt.Sprintf("/desk/people/%d/end", awa)).leads(page(awa))
		if now := r.assigned(path); now.Account != 0 {
			r.Errorf("it is %+v", now)
		}
		if n, err := notice.Unread(r.Context(), r.db, moussa); err != nil || n != before+1 {
			r.Errorf("%d are unread, %v", n, err)
		}
		b.get("/desk/notices/").says(".notices", "plus personne n’en répond")
	})
}

// TestNoticesArePaged: by key, and nothing twice.
func TestNoticesArePaged(t *testing.T) {
	each(t, func(r *room) {
		awa := r.account("awa", staff.Journalist)
		b := r.in("awa")
		b.inReview("La crue", "<p>x</p>")
		dbtest.Do(r.T, r.db, func(tx *db.Tx) error {
			for n := range 120 {
				if err := notice.Tell(r.Context(), tx, notice.Notice{To: awa, What: notice.Remark, Article: 1, By: staff.AccountID(1000 + n), At: noon}); err != nil {
					return err
				}
			}
			return nil
		})
		b.get("/desk/").says(".nav .count", "99+").says(".nav .vh", "99\u00a0non lues et plus")
		seen := map[string]bool{}
		for path, pages := "/desk/notices/", 0; path != ""; pages++ {
			page := b.get(path).is(http.StatusOK)
			for _, a := range page.all(".notices a") {
				seen[attribute(a, "href")] = true
			}
			path = ""
			for _, a := range page.all("a.button") {
				path = attribute(a, "href")
			}
			if pages > 3 {
				r.Fatal("there is always another page")
			}
		}
		if len(seen) != 120 {
			r.Errorf("%d are seen", len(seen))
		}
		b.get("/desk/notices/?before=x").is(http.StatusUnprocessableEntity)
	})
}

// TestNoticeOfWhatIsNotTheirsAnyMore: whoever may no longer see an article is told neither its title nor what was said, and is led nowhere.
func TestNoticeOfWhatIsNotTheirsAnyMore(t *testing.T) {
	each(t, func(r *room) {
		kofi := r.account("kofi", staff.Contributor)
		r.account("awa", staff.Journalist)
		path := r.in("awa").inReview("Secret de cour", "<p>x</p>")
		dbtest.Do(r.T, r.db, func(tx *db.Tx) error {
			var id int64
			if _, err := fmt.Sscanf(path, "/desk/articles/%d/", &id); err != nil {
				return err
			}
			return notice.Tell(r.Context(), tx, notice.Notice{To: kofi, What: notice.Assigned, Article: id, Words: "zebulon", At: noon})
		})
		b := r.in("kofi")
		page := b.get("/desk/notices/").is(http.StatusOK).says(".notices", "ne vous est plus ouvert")
		if strings.Contains(page.body, "Secret de cour") || strings.Contains(page.body, "zebulon") || len(page.all(".notices a")) != 0 {
			r.Error("they are told all the same")
		}
		b.get("/desk/notices/1/").leads("/desk/notices/")
	})
}

// TestRhythm: everybody says how often they are written to, where letters are sent at all.
func TestRhythm(t *testing.T) {
	t.Parallel()
	address, _ := mailtest.Postbox(t)
	office, err := mail.Open(address, "redaction@fleuve.example")
	if err != nil {
		t.Fatal(err)
	}
	r := newRoom(t, dbtest.SQLite(t), office)
	r.account("awa", staff.Commercial)
	b := r.in("awa")
	b.get("/desk/account/").is(http.StatusOK).says("#digest [selected]", "chaque matin")
	b.post("/desk/account/digest", "rhythm", "never").leads("/desk/account/")
	b.get("/desk/account/").says("#digest [selected]", "jamais").says("[role=status]", "rythme")
	b.post("/desk/account/digest", "rhythm", "always").is(http.StatusUnprocessableEntity)

	silent := newRoom(t, dbtest.SQLite(t), nil)
	silent.account("awa", staff.Commercial)
	page := silent.in("awa").get("/desk/account/").is(http.StatusOK).says("main", "n’envoie pas de courriels")
	if len(page.all("#digest")) != 0 {
		t.Error("there is a choice of nothing")
	}
}
