package article_test

import (
	"slices"
	"strings"
	"testing"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/notice"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// person adds an account with a beat, and gives who they are.
func (n newsroom) person(name string, role staff.Role, beat staff.Beat) staff.Actor {
	n.Helper()
	var by staff.Actor
	dbtest.Do(n, n.db, func(tx *db.Tx) error {
		a, err := staff.AddAccount(n.Context(), tx, noon, name+"@example.org", name, role)
		if err != nil {
			return err
		}
		by = staff.Actor{ID: a.ID, Role: role}
		return staff.SetBeat(n.Context(), tx, noon, staff.Actor{}, a.ID, beat)
	})
	return by
}

// unreadByAll is what people were told since the last time, "name: what", sorted.
func (n newsroom) unreadByAll() (all []string) {
	n.Helper()
	people, err := staff.People(n.Context(), n.db)
	if err != nil {
		n.Fatal(err)
	}
	for _, p := range people {
		list, err := notice.List(n.Context(), n.db, p.ID, 0, 100)
		if err != nil {
			n.Fatal(err)
		}
		for _, l := range list {
			if l.Read.IsZero() {
				all = append(all, p.Name+": "+string(l.What)+" "+l.Words)
			}
		}
		dbtest.Do(n, n.db, func(tx *db.Tx) error { return notice.ReadAll(n.Context(), tx, noon, p.ID, 1<<40) })
	}
	slices.Sort(all)
	return all
}

func (n newsroom) toldExactly(what string, want ...string) {
	n.Helper()
	slices.Sort(want)
	got := n.unreadByAll()
	for i := range got {
		got[i] = strings.TrimSpace(got[i])
	}
	if !slices.Equal(got, want) {
		n.Errorf("%s: told %q, want %q", what, got, want)
	}
}

// Each move is told to whom it concerns: editors of the rubric and the countries, then the article's own people, and never to who made it.
func TestMovesAreTold(t *testing.T) {
	each(t, func(n newsroom) {
		awa := n.person("awa", staff.Journalist, staff.Beat{})
		signer := n.person("signer", staff.Contributor, staff.Beat{})
		monde := n.person("monde", staff.Editor, staff.Beat{Sections: []int64{1}})
		mali := n.person("mali", staff.EditorInChief, staff.Beat{Countries: []int64{2}})
		n.person("culture", staff.Editor, staff.Beat{Sections: []int64{3}})
		n.person("all", staff.Editor, staff.Beat{})
		n.person("admin", staff.Administrator, staff.Beat{})
		n.person("adminmonde", staff.Administrator, staff.Beat{Sections: []int64{1}})
		left := n.person("left", staff.Editor, staff.Beat{Sections: []int64{1}})
		dbtest.Do(n, n.db, func(tx *db.Tx) error {
			if _, err := tx.Exec(n.Context(), "UPDATE byline SET account_id = $1 WHERE id = 2", signer.ID); err != nil {
				return err
			}
			return staff.EndAccount(n.Context(), tx, noon, staff.Actor{}, left.ID)
		})
		a := &article.Article{Title: "La crue", Status: article.Draft, Section: 2, Countries: []taxonomy.CountryID{2}, Bylines: []staff.BylineID{2}, Body: "<p>x</p>"}
		move := func(by staff.Actor, to article.Status, words string) {
			n.Helper()
			a.Status = to
			if to == article.Scheduled {
				a.PublishAt = hours(5)
			}
			n.mustSave(noon, a, article.Change{By: by, Words: words})
		}
		move(awa, article.Draft, "")
		n.toldExactly("begun")
		move(awa, article.Review, "")
		n.toldExactly("review asked", "monde: review", "mali: review", "all: review", "adminmonde: review")
		move(monde, article.Draft, "Trop long.")
		n.toldExactly("sent back", "awa: refused Trop long.", "signer: refused Trop long.")
		move(monde, article.Review, "")
		n.toldExactly("review asked by an editor", "mali: review", "all: review", "adminmonde: review")
		move(monde, article.Ready, "")
		n.toldExactly("ready", "awa: ready", "signer: ready")
		move(monde, article.Scheduled, "")
		n.toldExactly("scheduled", "awa: scheduled", "signer: scheduled")
		n.clock(hours(5))
		n.toldExactly("published by the hour", "awa: published", "signer: published")
		a = n.get(a.ID)
		a.Body = "<p>y</p>"
		n.mustSave(hours(6), a, article.Change{By: monde, Minor: true})
		n.toldExactly("changed")
		move(mali, article.Withdrawn, "")
		n.toldExactly("withdrawn", "awa: withdrawn", "signer: withdrawn")
	})
}

// Where nobody works on an article's rubric and countries, all editors are asked to review it; where there are none, the administrators.
func TestReviewIsAskedOfSomebody(t *testing.T) {
	each(t, func(n newsroom) {
		awa := n.person("awa", staff.Journalist, staff.Beat{})
		ask := func() {
			n.mustSave(noon, &article.Article{Title: "x", Status: article.Review, Body: "<p>x</p>"}, article.Change{By: awa})
		}
		n.person("admin", staff.Administrator, staff.Beat{})
		ask()
		n.toldExactly("no editors", "admin: review")
		n.person("culture", staff.Editor, staff.Beat{Sections: []int64{3}})
		n.person("mali", staff.EditorInChief, staff.Beat{Countries: []int64{2}})
		ask()
		n.toldExactly("none near", "culture: review", "mali: review")
	})
}

func TestSees(t *testing.T) {
	each(t, func(n newsroom) {
		binta := n.person("binta", staff.Contributor, staff.Beat{})
		mine := &article.Article{Title: "x", Status: article.Draft}
		n.mustSave(noon, mine, article.Change{By: binta})
		theirs := n.put(noon, article.Article{Title: "y", Status: article.Draft})
		public := n.news(noon, "z")
		for _, try := range []struct {
			role staff.Role
			id   article.ID
			want bool
		}{{staff.Contributor, mine.ID, true}, {staff.Contributor, theirs.ID, false}, {staff.Contributor, public.ID, true}, {staff.Journalist, theirs.ID, true}, {staff.Moderator, mine.ID, false}} {
			who := &staff.Account{ID: binta.ID, Role: try.role}
			if got, err := article.Sees(n.Context(), n.db, who, try.id); err != nil || got != try.want {
				n.Errorf("the %s sees %d: %v, want %v: %v", try.role, try.id, got, try.want, err)
			}
		}
	})
}
