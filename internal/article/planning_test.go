package article_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// plan describes a planning: hours after noon, the reason, the title.
func plan(list []article.Planned) string {
	lines := make([]string, len(list))
	for i, p := range list {
		at := "-"
		if !p.At.IsZero() {
			at = fmt.Sprint(p.At.Sub(noon).Hours())
		}
		lines[i] = at + " " + string(p.Why) + " " + p.Title
	}
	return strings.Join(lines, "; ")
}

func TestPlanning(t *testing.T) {
	each(t, func(n newsroom) {
		chief, awa, guest := n.actor(staff.EditorInChief), n.actor(staff.Journalist), n.actor(staff.Contributor)
		draft := func(title string, change func(a *article.Article)) article.ID {
			a := article.Article{Title: title, Status: article.Draft, Creator: chief.ID}
			change(&a)
			return n.put(noon, a).ID
		}
		due := func(id article.ID, to article.Assignment) {
			n.mustAssign(noon, chief, id, article.Assignment{}, to)
		}
		nothing := func(*article.Article) {}
		due(draft("dû", func(a *article.Article) { a.Countries = []taxonomy.CountryID{2, 1} }), article.Assignment{Account: awa.ID, Due: hours(3)})
		due(draft("dû demain", nothing), article.Assignment{Account: guest.ID, Due: hours(24)})
		due(draft("libre", nothing), article.Assignment{})
		due(draft("libre et dû", nothing), article.Assignment{Due: hours(6)})
		due(draft("programmé", func(a *article.Article) { a.Status, a.PublishAt = article.Scheduled, hours(5) }), article.Assignment{Account: awa.ID, Due: hours(2)})
		due(draft("programmé demain", func(a *article.Article) { a.Status, a.PublishAt = article.Scheduled, hours(26) }), article.Assignment{Account: awa.ID, Due: hours(4)})
		draft("embargo", func(a *article.Article) { a.Status, a.Embargo = article.Review, hours(4) })
		draft("sans rien", nothing)
		n.news(hours(1), "paru")
		gone := n.news(hours(1), "retiré")
		n.withdraw(hours(2), gone.ID, "faux")
		done := draft("dû et paru", nothing)
		due(done, article.Assignment{Account: awa.ID, Due: hours(9)})
		n.edit(hours(2), done, func(a *article.Article) { a.Status = article.Published })

		days := article.Days{From: noon, To: hours(12), For: chief, Limit: 20}
		list, more, err := article.Planning(n.Context(), n.db, days)
		if got, want := plan(list), "1 published paru; 2 published dû et paru; 3 due dû; 4 embargo embargo; 5 scheduled programmé; 6 due libre et dû"; got != want || more || err != nil {
			n.Errorf("the planning is %s (%v, %v), want %s", got, more, err, want)
		}
		if len(list) > 2 && (fmt.Sprint(list[2].Countries) != "[2 1]" || list[2].Answerer != "Some journalist" || !list[2].Late(hours(3)) || list[2].Late(hours(2)) || list[4].Late(hours(9))) {
			n.Errorf("it says %+v", list[2])
		}
		days.Answers = awa.ID
		list, _, err = article.Planning(n.Context(), n.db, days)
		if got, want := plan(list), "2 published dû et paru; 3 due dû; 5 scheduled programmé"; got != want || err != nil {
			n.Errorf("hers is %s (%v), want %s", got, err, want)
		}
		list, _, err = article.Planning(n.Context(), n.db, article.Days{From: hours(12), To: hours(36), For: guest, Limit: 20})
		if got, want := plan(list), "24 due dû demain"; got != want || err != nil {
			n.Errorf("a contributor sees %s (%v), want %s", got, err, want)
		}
		list, more, err = article.Planning(n.Context(), n.db, article.Days{From: noon, To: hours(12), For: chief, Limit: 1})
		if len(list) != 4 || !more || err != nil {
			n.Errorf("one of each reason is %s, more: %v, %v", plan(list), more, err)
		}
		for _, look := range []struct {
			name, want string
			ask        func() ([]article.Planned, error)
		}{
			{"late", "3 due dû; 6 due libre et dû", func() ([]article.Planned, error) {
				return article.Late(n.Context(), n.db, hours(7), article.Days{For: chief, Limit: 20})
			}},
			{"hers, late", "3 due dû", func() ([]article.Planned, error) {
				return article.Late(n.Context(), n.db, hours(7), article.Days{For: awa, Answers: awa.ID, Limit: 20})
			}},
			{"free", "6 free libre et dû; - free libre", func() ([]article.Planned, error) {
				return article.Free(n.Context(), n.db, article.Days{For: awa, Limit: 20})
			}},
			{"a contributor's free", "", func() ([]article.Planned, error) {
				return article.Free(n.Context(), n.db, article.Days{For: guest, Limit: 20})
			}},
		} {
			if list, err := look.ask(); plan(list) != look.want || err != nil {
				n.Errorf("%s are %s (%v), want %s", look.name, plan(list), err, look.want)
			}
		}
		n.edit(hours(3), done, func(a *article.Article) { a.Status = article.Withdrawn })
		n.edit(hours(3), done, func(a *article.Article) { a.Status = article.Draft }) // it is awaited again
		list, err = article.Late(n.Context(), n.db, hours(10), article.Days{For: chief, Answers: awa.ID, Limit: 20})
		if got, want := plan(list), "3 due dû; 9 due dû et paru"; got != want || err != nil {
			n.Errorf("late are %s (%v), want %s", got, err, want)
		}
	})
}

// No question of the planning reads a table whole.
func TestPlanningHasIndexes(t *testing.T) {
	t.Parallel()
	dbtest.EachFresh(t, func(t *testing.T, d *db.DB) {
		n := open(t, d)
		people := []staff.Actor{n.actor(staff.Editor), n.actor(staff.Contributor)}
		questions := dbtest.Overhear(d)
		for _, who := range people {
			for _, answers := range []staff.AccountID{0, who.ID} {
				ask := article.Days{From: noon, To: noon.Add(7 * 24 * time.Hour), For: who, Answers: answers, Limit: 20}
				if _, _, err := article.Planning(t.Context(), d, ask); err != nil {
					t.Fatal(err)
				}
				if _, err := article.Late(t.Context(), d, noon, ask); err != nil {
					t.Fatal(err)
				}
				if _, err := article.Free(t.Context(), d, ask); err != nil {
					t.Fatal(err)
				}
				if _, err := article.Seek(t.Context(), d, article.Sought{For: who, Answers: who.ID, Limit: 20}); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, text := range questions.Texts() {
			for _, scan := range dbtest.Scans(t, d, text) {
				t.Errorf("%s is read whole (%s) by\n%s", scan.Table, scan.How, text)
			}
		}
	})
}
