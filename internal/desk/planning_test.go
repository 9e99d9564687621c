package desk_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/masthead"
	"griot/internal/staff"
)

const planning = "/desk/planning/"

// ideas puts an idea on the planning and gives the address of its page.
func (b *browser) ideas(title string, fields ...string) string {
	b.Helper()
	got := b.post(planning, with([]string{"title", title, "who", "0"}, fields...)...)
	if got.StatusCode != http.StatusSeeOther {
		b.Fatalf("%d %s", got.StatusCode, got.text("main"))
	}
	var id int64
	if err := b.db.QueryRow(b.Context(), "SELECT MAX(id) FROM article").Scan(&id); err != nil {
		b.Fatal(err)
	}
	return fmt.Sprintf("/desk/articles/%d/", id)
}

func (r *room) assigned(path string) article.Assignment {
	r.Helper()
	a, _, err := article.AssignmentOf(r.Context(), r.db, r.stored(path).ID)
	if err != nil {
		r.Fatal(err)
	}
	return a
}

// titles are what stands under a heading of the planning, in its order.
func (a *answer) titles(selector string) (list []string) {
	for _, n := range a.all(selector + " .whole b") {
		list = append(list, n.FirstChild.Data)
	}
	return list
}

// From the idea to whoever takes it, moves it and gives it back, and to the planning that shows it.
func TestIdeaOnThePlanning(t *testing.T) {
	each(t, func(r *room) {
		r.places()
		r.clock("Africa/Niamey")
		chief := r.account("chief", staff.Editor)
		id := r.account("awa", staff.Journalist)
		r.account("guest", staff.Contributor)
		editor, awa, guest := r.in("chief"), r.in("awa"), r.in("guest")
		form := editor.get(planning).is(http.StatusOK)
		section := attribute(form.all("#idea-section option")[1], "value")
		country := attribute(form.all("[name=country]")[1], "value")
		path := editor.ideas("Le prix du mil", "section", section, "country", country, "due", "2026-03-01T18:30")
		if a := r.stored(path); a.Status != article.Draft || fmt.Sprint(a.Section) != section || fmt.Sprint(a.Countries) != "["+country+"]" || len(a.Bylines) != 0 {
			r.Errorf("kept was %+v", a)
		}
		free := awa.get(planning).is(http.StatusOK)
		if got := free.titles(".plan"); !slices.Equal(got, []string{"Le prix du mil"}) {
			r.Errorf("she sees %q", got)
		}
		free.says(".plan", "À prendre").says(".plan time", "18 h 30").says(".plan", "Sahel")
		if n := len(guest.get(planning).is(http.StatusOK).all(".plan li, form[method=post][action^='/desk/planning']")); n != 0 {
			r.Errorf("a contributor sees %d of what is not theirs", n)
		}
		awa.post(path+"assignment", free.form(".plan form")...).leads(planning + "?day=2026-03-01")
		if a := r.assigned(path); a.Account != id || !a.Due.Equal(time.Date(2026, 3, 1, 17, 30, 0, 0, time.UTC)) {
			r.Errorf("it is %+v", a)
		}
		if a := r.stored(path); len(a.Bylines) != 1 {
			r.Error("who takes it does not sign it")
		}
		awa.saves(path, "body", "<p>Le mil monte.</p>").leads(path)
		awa.get(path).says(".ways", "Responsable").says(".ways", "Personne awa")
		editor.get("/desk/notices/").is(http.StatusOK)

		open := awa.get(planning + "?day=2026-03-01&move=" + strings.Split(path, "/")[3])
		moved := open.form(".plan .form")
		awa.post(path+"assignment", with(moved, "due", "2026-03-02T09:00")...).leads(planning + "?day=2026-03-01")
		if got := awa.get(planning).titles(".plan"); len(got) != 0 {
			r.Errorf("today there is still %q", got)
		}
		for _, address := range []string{"?day=2026-03-02", "?day=2026-03-02&span=week", "?day=2026-03-02&by=section", "?day=2026-03-02&by=country&span=week", "?day=2026-03-02&mine=1"} {
			if got := awa.get(planning + address).is(http.StatusOK).titles(".plan"); !slices.Equal(got, []string{"Le prix du mil"}) {
				r.Errorf("%s shows %q", address, got)
			}
		}
		awa.get(planning+"?day=2026-03-02&by=section").says("#filed-"+section, "Sahel")

		stale := editor.post(path+"assignment", with(moved, "who", fmt.Sprint(chief), "base_who", "0")...).is(http.StatusConflict).says("#problem", "Quelqu’un d’autre")
		editor.post(path+"assignment", with(stale.form("main form"), "who", fmt.Sprint(chief))...).is(http.StatusSeeOther)
		if a := r.assigned(path); a.Account != chief {
			r.Errorf("it is %+v", a)
		}
		awa.post(path+"assignment", "who", fmt.Sprint(id), "base_who", fmt.Sprint(chief), "base_due", fmt.Sprint(db.Millis(r.assigned(path).Due)), "due", "2026-03-02T09:00").is(http.StatusForbidden).says("#problem", "Votre rôle")
	})
}

// What cannot be planned is refused with its reason, and what was written is shown again.
func TestNoSuchIdea(t *testing.T) {
	each(t, func(r *room) {
		r.clock("Europe/Paris")
		r.account("awa", staff.Editor)
		moderator := r.account("mod", staff.Moderator)
		awa := r.in("awa")
		for name, test := range map[string]struct {
			fields []string
			says   string
		}{
			"without a title":              {[]string{"title", " "}, "titre"},
			"for an hour that is past":     {[]string{"due", "2026-03-01T12:00"}, "passée"},
			"for an hour that is none":     {[]string{"due", "demain"}, "illisible"},
			"for an hour leapt over":       {[]string{"due", "2026-03-29T02:30"}, "n’existe pas"},
			"in no section":                {[]string{"section", "999"}, "n’existe pas"},
			"in no country":                {[]string{"country", "x"}, "n’existe pas"},
			"for nobody":                   {[]string{"who", "999"}, "n’existe pas"},
			"for somebody who is no word":  {[]string{"who", "x"}, "n’existe pas"},
			"for somebody who never wrote": {[]string{"who", fmt.Sprint(moderator)}, "écrit"},
		} {
			got := awa.post(planning, with([]string{"title", "Une idée", "who", "0"}, test.fields...)...)
			if got.StatusCode != 422 || !strings.Contains(got.text("#problem"), test.says) {
				r.Errorf("an idea %s: %d %q", name, got.StatusCode, got.text("#problem"))
			}
			if open := got.all("details[open] #idea-title"); len(open) != 1 || name != "without a title" && attribute(open[0], "value") != "Une idée" {
				r.Errorf("an idea %s is not shown again", name)
			}
		}
		if n := dbtest.Count(r.T, r.db, "article") + dbtest.Count(r.T, r.db, "assignment"); n != 0 {
			r.Errorf("%d were kept", n)
		}
	})
}

// A week has its seven days and all their hours, the nights on which clocks are put forward and back among them, and also where they leap over midnight.
func TestDaysOfTheClock(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.account("awa", staff.Editor)
	awa := r.in("awa")
	for _, c := range []struct {
		zone, day, first, last, before, after string
	}{
		{"Europe/Paris", "2026-03-29", "2026-03-29T00:00", "2026-03-29T23:59", "2026-03-28T23:59", "2026-03-30T00:00"},
		{"Europe/Paris", "2026-10-25", "2026-10-25T00:00", "2026-10-25T23:59", "2026-10-24T23:59", "2026-10-26T00:00"},
		{"Africa/Cairo", "2026-04-24", "2026-04-24T01:00", "2026-04-24T23:59", "2026-04-23T23:59", "2026-04-25T00:00"}, // has no midnight
	} {
		r.clock(c.zone)
		want := []string{}
		for _, due := range []string{c.before, c.first, c.last, c.after} {
			awa.ideas(c.day+" "+due, "due", due)
			if strings.HasPrefix(due, c.day) {
				want = append(want, c.day+" "+due)
			}
		}
		if got := awa.get(planning + "?day=" + c.day).titles(".plan"); !slices.Equal(got, want) {
			t.Errorf("%s %s shows %q, want %q", c.zone, c.day, got, want)
		}
		week := awa.get(planning + "?span=week&day=" + c.day)
		if n := len(week.all("h2[id^=day-]")); n != 7 {
			t.Errorf("a week has %d days", n)
		}
		if got := week.text("h2[id^=day-] + .plan"); strings.Count(got, c.day) < 3 {
			t.Errorf("%s %s: the week shows %q", c.zone, c.day, got)
		}
	}
	r.clock("Africa/Niamey")
	for address, want := range map[string][2]string{
		"?day=2026-03-01":              {"day=2026-02-28", "day=2026-03-02"},
		"?day=2026-03-01&span=week":    {"day=2026-02-16&span=week", "day=2026-03-02&span=week"},
		"?day=nonsense&by=x&span=year": {"day=2026-02-28", "day=2026-03-02"},
		"?day=0001-01-01":              {"day=2026-02-28", "day=2026-03-02"},
	} {
		page := awa.get(planning + address).is(http.StatusOK)
		if got := [2]string{attribute(page.all("[rel=prev]")[0], "href"), attribute(page.all("[rel=next]")[0], "href")}; got != [2]string{planning + "?" + want[0], planning + "?" + want[1]} {
			t.Errorf("from %s one comes to %v", address, got)
		}
	}
}

// What is late stands first, says so in words, and on the first page of who answers for it; in the list of articles likewise.
func TestLateOnesStandOut(t *testing.T) {
	each(t, func(r *room) {
		id := r.account("awa", staff.Journalist)
		r.account("chief", staff.EditorInChief)
		editor, awa := r.in("chief"), r.in("awa")
		late := editor.ideas("Le barrage", "who", fmt.Sprint(id), "due", "2026-03-01T15:00")
		editor.ideas("Le marché", "who", fmt.Sprint(id), "due", "2026-03-01T20:00")
		asked := editor.ideas("La pluie")
		editor.saves(asked, "body", "<p>Il pleut.</p>", "status", "review").leads(asked)
		timed := editor.ideas("Le fleuve")
		editor.saves(timed, "body", "<p>Il monte.</p>", "publish_at", "2026-03-03T08:00", "status", "scheduled").leads(timed)
		r.now.Store(noon.Add(3 * time.Hour).UnixMilli())
		day := awa.get(planning).is(http.StatusOK)
		if got := day.titles(".late-ones"); !slices.Equal(got, []string{"Le barrage"}) {
			r.Errorf("late are %q", got)
		}
		day.says(".late-ones .plan", "En retard")
		if got := day.titles(".plan"); !slices.Equal(got, []string{"Le barrage", "Le marché", "La pluie"}) {
			r.Errorf("the day shows %q", got)
		}
		if n := len(awa.get(planning + "?day=2026-03-02").all(".late-ones")); n != 0 {
			r.Error("another day shows what is late")
		}
		for _, b := range []*browser{awa, editor} {
			home := b.get("/desk/").is(http.StatusOK)
			if got := home.text("h2 + .lines"); !strings.Contains(got, "Le barrage En retard") || !strings.Contains(got, "Le fleuve") {
				r.Errorf("the first page says %q", got)
			}
			if got := strings.Contains(home.text("main"), "À relire"); got != (b == editor) {
				r.Errorf("it asks for reading: %v", got)
			}
		}
		if got := awa.get("/desk/articles/?mine=1").is(http.StatusOK).says("h2", "En retard"); len(got.all(".lines b")) != 2 {
			r.Errorf("hers are %q", got.text(".lines"))
		}
		if got := editor.get("/desk/articles/?who=" + fmt.Sprint(id)).is(http.StatusOK); len(got.all(".lines b")) != 2 {
			r.Errorf("hers are %q", got.text(".lines"))
		}
		editor.saves(late, "status", "published").leads(late)
		if n := len(awa.get(planning).all(".late-ones")); n != 0 {
			r.Error("what was published is still late")
		}
		editor.get(late+"assignment").is(http.StatusOK).says("main", "n’est plus attendu")
	})
}

// However much is planned, the page is bounded and says so.
func TestFullPlanning(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.account("awa", staff.Editor)
	awa := r.in("awa")
	dbtest.Do(t, r.db, func(tx *db.Tx) error {
		paper, err := masthead.Load(t.Context(), tx)
		if err != nil {
			return err
		}
		for i := range 160 {
			a := &article.Article{Title: fmt.Sprint("Article ", i), Status: article.Published, FirstPublished: noon.Add(-time.Duration(i) * time.Minute)}
			if err := article.Put(t.Context(), tx, paper, noon, a); err != nil {
				return err
			}
		}
		return nil
	})
	page := awa.get(planning).is(http.StatusOK).says("main", "Il y en a davantage")
	if n := len(page.all(".plan li")); n != 150 {
		t.Errorf("it shows %d", n)
	}
	ids := map[string]bool{}
	for _, n := range page.all("[id]") {
		if id := attribute(n, "id"); ids[id] {
			t.Errorf("two elements are called %s", id)
		} else {
			ids[id] = true
		}
	}
}

// Nobody is led elsewhere by a form that somebody else wrote.
func TestBackToTheDeskAlone(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.account("awa", staff.Editor)
	awa := r.in("awa")
	path := awa.ideas("Une idée")
	for i, back := range []string{"https://evil.example/", "//evil.example/", "/desk/\\evil", "javascript:alert(1)"} {
		awa.post(path+"assignment", "who", "0", "due", fmt.Sprintf("2026-03-02T0%d:00", i), "back", back, "base_due", fmt.Sprint(db.Millis(r.assigned(path).Due))).leads(path + "assignment")
	}
}

// byHand are tables that people fill by hand, which pages of the desk may read whole. Of the requests for a right of reply only those that wait are read, by an index of these alone.
var byHand = []string{"account", "section", "section_name", "country", "byline", "article_kind", "reply_request", "standing"}

// No page that lists what is awaited reads a table whole that grows with the archive.
func TestPlansOfTheDesk(t *testing.T) {
	t.Parallel()
	dbtest.EachFresh(t, func(t *testing.T, d *db.DB) {
		questions := dbtest.Overhear(d)
		r := newRoom(t, d, nil)
		for _, role := range []staff.Role{staff.EditorInChief, staff.Contributor} {
			r.account(string(role), role)
		}
		before := len(questions.Texts())
		for _, role := range []staff.Role{staff.EditorInChief, staff.Contributor} {
			b := r.in(string(role))
			for _, path := range []string{"/desk/", planning, planning + "?span=week&by=section", planning + "?by=country&mine=1", "/desk/articles/", "/desk/articles/?mine=1", "/desk/articles/?who=1"} {
				b.get(path).is(http.StatusOK)
			}
			if role == staff.EditorInChief {
				b.get(replies).is(http.StatusOK)
			}
		}
		asked := questions.Texts()[before:]
		if len(asked) < 20 {
			t.Errorf("only %d questions were asked", len(asked))
		}
		for _, text := range asked {
			for _, scan := range dbtest.Scans(t, d, text) {
				if !slices.Contains(byHand, scan.Table) {
					t.Errorf("%s is read whole (%s) by\n%s", scan.Table, scan.How, text)
				}
			}
		}
	})
}
