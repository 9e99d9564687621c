package article_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/locale"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// actor is somebody with a role, new each time.
func (n newsroom) actor(role staff.Role) staff.Actor {
	n.Helper()
	var a *staff.Account
	dbtest.Do(n, n.db, func(tx *db.Tx) (err error) {
		email := fmt.Sprintf("%s%d@example.org", role, dbtest.Count(n, n.db, "account"))
		a, err = staff.AddAccount(n.Context(), tx, noon, email, "Some "+string(role), role)
		return err
	})
	return staff.Actor{ID: a.ID, Role: role}
}

func (n newsroom) save(now time.Time, a *article.Article, c article.Change) error {
	first := *a
	return n.db.Transact(n.Context(), func(tx *db.Tx) error {
		*a = first // the transaction may run again
		return article.Save(n.Context(), tx, n.paper, now, a, c)
	})
}

func (n newsroom) mustSave(now time.Time, a *article.Article, c article.Change) {
	n.Helper()
	if err := n.save(now, a, c); err != nil {
		n.Fatal(err)
	}
}

func (n newsroom) revisions(id article.ID) []article.Revision {
	n.Helper()
	list, err := article.Revisions(n.Context(), n.db, id, 0, 100)
	if err != nil {
		n.Fatal(err)
	}
	return list
}

// told describes revisions, oldest first.
func told(list []article.Revision) string {
	var b strings.Builder
	for _, r := range slices.Backward(list) {
		fmt.Fprintf(&b, "%d %s by %q at %d: %s", r.Number, r.Status, r.Name, int(r.At.Sub(noon).Hours()), strings.Join(r.Changed, ","))
		if r.Said != "" {
			b.WriteString(" (" + r.Said + ")")
		}
		if r.Restored != 0 {
			fmt.Fprintf(&b, " restored %d", r.Restored)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestRevisions(t *testing.T) {
	each(t, func(n newsroom) {
		writer, editor := n.actor(staff.Journalist), n.actor(staff.Editor)
		a := &article.Article{Title: "Le fleuve", Body: "<p>Un.</p>", Status: article.Draft, Tags: []taxonomy.TagID{1}}
		n.mustSave(noon, a, article.Change{By: writer})
		a.Body = "<p>Un deux.</p>"
		n.mustSave(hours(1), a, article.Change{By: writer})
		n.mustSave(hours(2), a, article.Change{By: writer}) // nothing changed
		a.Status = article.Review
		n.mustSave(hours(3), a, article.Change{By: writer})
		a.Status, a.Tags = article.Published, []taxonomy.TagID{1, 2}
		n.mustSave(hours(4), a, article.Change{By: editor})
		a.Body = "<p>Un deux trois.</p>"
		n.mustSave(hours(5), a, article.Change{By: editor, Note: &article.Note{Kind: article.Correction, Text: "Il fallait trois."}})
		a.Title = "Le  fleuve Niger"
		n.mustSave(hours(6), a, article.Change{By: editor, Minor: true})
		err := n.db.Transact(n.Context(), func(tx *db.Tx) error {
			return article.Restore(n.Context(), tx, n.paper, hours(7), a.ID, 2, article.Change{By: editor, Minor: true})
		})
		if err != nil {
			n.Fatal(err)
		}
		want := `1 draft by "Some journalist" at 0: title,body,tags
2 draft by "Some journalist" at 1: body
3 review by "Some journalist" at 3: status
4 published by "Some editor" at 4: status,tags
5 published by "Some editor" at 5: body (correction)
6 published by "Some editor" at 6: title (minor)
7 published by "Some editor" at 7: title,body,tags (minor) restored 2
`
		if got := told(n.revisions(a.ID)); got != want {
			n.Errorf("revisions\n%swant\n%s", got, want)
		}
		for number, text := range map[int]string{1: "<p>Un.</p>", 2: "<p>Un deux.</p>", 5: "<p>Un deux trois.</p>", 7: "<p>Un deux.</p>"} {
			if old, err := article.AtRevision(n.Context(), n.db, a.ID, number); err != nil || old.Body != text || old.ID != a.ID {
				n.Errorf("revision %d is %+v: %v", number, old, err)
			}
		}
		now := n.get(a.ID)
		if now.Body != "<p>Un deux.</p>" || now.Title != "Le fleuve" || now.Status != article.Published || !slices.Equal(now.Tags, []taxonomy.TagID{1}) || !now.Updated.Equal(hours(5)) || len(n.found("trois")) != 0 {
			n.Errorf("restored as %+v", now)
		}
		if part, err := article.Revisions(n.Context(), n.db, a.ID, 4, 2); err != nil || len(part) != 2 || part[0].Number != 3 || part[1].Number != 2 {
			n.Errorf("before the fourth: %+v: %v", part, err)
		}
		if _, err := article.AtRevision(n.Context(), n.db, a.ID, 99); !fault.Is(err, fault.NotFound) {
			n.Errorf("a revision that never was: %v", err)
		}
		if audit := dbtest.Count(n, n.db, "audit"); audit != 7 {
			n.Errorf("%d lines in the audit log", audit)
		}
		n.consistent()
	})
}

// What an import brought costs no revision until it is edited, and then loses nothing.
func TestFirstEditKeepsWhatWas(t *testing.T) {
	each(t, func(n newsroom) {
		a := n.news(noon, "Une affaire ancienne")
		if list := n.revisions(a.ID); len(list) != 0 {
			n.Fatalf("an import wrote %s", told(list))
		}
		a.Title = "Une affaire nouvelle"
		n.mustSave(hours(1), a, article.Change{By: n.actor(staff.Editor), Minor: true})
		want := "1 published by \"\" at 0: \n2 published by \"Some editor\" at 1: title (minor)\n"
		if got := told(n.revisions(a.ID)); got != want {
			n.Errorf("revisions\n%swant\n%s", got, want)
		}
		if old, err := article.AtRevision(n.Context(), n.db, a.ID, 1); err != nil || old.Title != "Une affaire ancienne" || old.Body != a.Body {
			n.Errorf("before it was %+v: %v", old, err)
		}
	})
}

// A revision outlives what it was filed under.
func TestRestoreWithoutWhatIsGone(t *testing.T) {
	each(t, func(n newsroom) {
		editor := n.actor(staff.Editor)
		a := &article.Article{Title: "x", Status: article.Draft, Tags: []taxonomy.TagID{1, 2}, Section: 3}
		n.mustSave(noon, a, article.Change{By: editor})
		a.Tags, a.Section, a.Title = nil, 0, "y"
		n.mustSave(hours(1), a, article.Change{By: editor})
		dbtest.Do(n, n.db, func(tx *db.Tx) error {
			_, err := tx.Exec(n.Context(), "DELETE FROM tag WHERE id = 1")
			if err == nil {
				_, err = tx.Exec(n.Context(), "DELETE FROM section WHERE id = 3")
			}
			return err
		})
		dbtest.Do(n, n.db, func(tx *db.Tx) error {
			return article.Restore(n.Context(), tx, n.paper, hours(2), a.ID, 1, article.Change{By: editor})
		})
		if got := n.get(a.ID); got.Title != "x" || got.Section != 0 || !slices.Equal(got.Tags, []taxonomy.TagID{2}) {
			n.Errorf("restored as %+v", got)
		}
	})
}

// Readers are told of a change of substance, or it is called minor.
func TestSubstanceNeedsANote(t *testing.T) {
	each(t, func(n newsroom) {
		editor := n.actor(staff.Editor)
		note := func(kind article.NoteKind, text string) *article.Note { return &article.Note{Kind: kind, Text: text} }
		for name, test := range map[string]struct {
			change func(a *article.Article)
			with   article.Change
			kind   fault.Kind
			ok     bool
		}{
			"title, no word":      {func(a *article.Article) { a.Title = "y" }, article.Change{}, fault.Invalid, false},
			"text, no word":       {func(a *article.Article) { a.Body = "<p>y</p>" }, article.Change{}, fault.Invalid, false},
			"standfirst, no word": {func(a *article.Article) { a.Standfirst = "y" }, article.Change{}, fault.Invalid, false},
			"caption, no word":    {func(a *article.Article) { a.Hero.Caption = "y" }, article.Change{}, fault.Invalid, false},
			"title, minor":        {func(a *article.Article) { a.Title = "y" }, article.Change{Minor: true}, 0, true},
			"title, corrected":    {func(a *article.Article) { a.Title = "y" }, article.Change{Note: note(article.Correction, "y")}, 0, true},
			"title, precise":      {func(a *article.Article) { a.Title = "y" }, article.Change{Note: note(article.Precision, "y")}, 0, true},
			"title, update":       {func(a *article.Article) { a.Title = "y" }, article.Change{Note: note(article.UpdateNote, "y")}, 0, true},
			"both":                {func(a *article.Article) { a.Title = "y" }, article.Change{Minor: true, Note: note(article.UpdateNote, "y")}, fault.Invalid, false},
			"empty note":          {func(a *article.Article) { a.Title = "y" }, article.Change{Note: note(article.UpdateNote, " ")}, fault.Invalid, false},
			"another kind":        {func(a *article.Article) { a.Title = "y" }, article.Change{Note: note(article.RightOfReply, "y")}, fault.Invalid, false},
			"filed elsewhere":     {func(a *article.Article) { a.Tags, a.Section = []taxonomy.TagID{2}, 1 }, article.Change{}, 0, true},
			"the same again":      {func(a *article.Article) { a.Title = " x " }, article.Change{}, 0, true},
			"withdrawn":           {func(a *article.Article) { a.Status = article.Withdrawn }, article.Change{By: n.actor(staff.EditorInChief)}, 0, true},
		} {
			a := n.news(noon, "x")
			before := *a
			test.change(a)
			if test.with.By.ID == 0 {
				test.with.By = editor
			}
			err := n.save(hours(1), a, test.with)
			if (err == nil) != test.ok || err != nil && fault.Of(err) != test.kind {
				n.Errorf("%s: %v", name, err)
			}
			notes, err := article.Notes(n.Context(), n.db, a.ID)
			if err != nil || (len(notes) == 1) != (test.ok && test.with.Note != nil) {
				n.Errorf("%s: notes %+v: %v", name, notes, err)
			}
			if got := n.get(before.ID); !test.ok && got.Title != before.Title || got.Updated.IsZero() != (len(notes) == 0) {
				n.Errorf("%s: it is %+v", name, got)
			}
		}
		a := n.news(noon, "x")
		for i, text := range []string{"une", "une", " une ", "deux"} { // a note alone, sent again, and another
			n.mustSave(hours(i+1), a, article.Change{By: editor, Note: note(article.Precision, text)})
		}
		if notes, err := article.Notes(n.Context(), n.db, a.ID); err != nil || len(notes) != 2 || len(n.revisions(a.ID)) != 3 {
			n.Errorf("notes %+v: %v, revisions\n%s", notes, err, told(n.revisions(a.ID)))
		}
		draft := &article.Article{Title: "x", Status: article.Draft}
		if err := n.save(noon, draft, article.Change{By: editor, Note: note(article.Correction, "y")}); !fault.Is(err, fault.Conflict) {
			n.Errorf("a correction of a draft: %v", err)
		}
	})
}

func TestEmbargo(t *testing.T) {
	each(t, func(n newsroom) {
		editor, chief := n.actor(staff.Editor), n.actor(staff.EditorInChief)
		under := func() *article.Article {
			a := &article.Article{Title: "Sous embargo", Status: article.Ready, Embargo: hours(10)}
			n.mustSave(noon, a, article.Change{By: editor})
			return a
		}
		for name, test := range map[string]struct {
			by      staff.Actor
			confirm bool
			now     time.Time
			status  article.Status
			at      time.Time
			kind    fault.Kind
			ok      bool
		}{
			"published before":                 {editor, false, hours(1), article.Published, time.Time{}, fault.Conflict, false},
			"confirmed by an editor":           {editor, true, hours(1), article.Published, time.Time{}, fault.Forbidden, false},
			"a chief without a word":           {chief, false, hours(1), article.Published, time.Time{}, fault.Conflict, false},
			"confirmed by a chief":             {chief, true, hours(1), article.Published, time.Time{}, 0, true},
			"a minute before its end":          {editor, false, hours(10).Add(-time.Minute), article.Published, time.Time{}, fault.Conflict, false},
			"at its end":                       {editor, false, hours(10), article.Published, time.Time{}, 0, true},
			"scheduled before its end":         {editor, false, hours(1), article.Scheduled, hours(9), fault.Conflict, false},
			"scheduled for its end":            {editor, false, hours(1), article.Scheduled, hours(10), 0, true},
			"scheduled before, chief confirms": {chief, true, hours(1), article.Scheduled, hours(9), 0, true},
			"on to review":                     {editor, false, hours(1), article.Review, time.Time{}, 0, true},
		} {
			a := under()
			a.Status, a.PublishAt = test.status, test.at
			err := n.save(test.now, a, article.Change{By: test.by, Confirm: test.confirm})
			if (err == nil) != test.ok || err != nil && fault.Of(err) != test.kind {
				n.Errorf("%s: %v", name, err)
			}
			got := n.get(a.ID)
			if lifted := test.ok && test.confirm; got.Embargo.IsZero() != lifted {
				n.Errorf("%s: the embargo is %v", name, got.Embargo)
			}
		}
		n.clock(hours(20))
		n.consistent()
		// No other door leads past it either.
		a := under()
		past := *a
		past.Status = article.Published
		_, err := n.try(hours(1), past)
		if !fault.Is(err, fault.Conflict) || n.get(a.ID).Status != article.Ready {
			n.Errorf("published past the embargo: %v", err)
		}
	})
}

// A byline of one's own makes an article one's own.
func TestOwnByline(t *testing.T) {
	each(t, func(n newsroom) {
		all, err := locale.Load()
		if err != nil {
			n.Fatal(err)
		}
		writer := n.actor(staff.Journalist)
		var first, again staff.BylineID
		dbtest.Do(n, n.db, func(tx *db.Tx) (err error) {
			if first, err = staff.OwnByline(n.Context(), tx, noon, all.For("fr"), writer.ID); err == nil {
				again, err = staff.OwnByline(n.Context(), tx, noon, all.For("fr"), writer.ID)
			}
			return err
		})
		b, err := staff.BylineByID(n.Context(), n.db, first)
		if err != nil || b.Name != "Some journalist" || first != again {
			n.Fatalf("%d, then %d: %+v, %v", first, again, b, err)
		}
		a := n.put(noon, article.Article{Title: "x", Status: article.Draft, Bylines: []staff.BylineID{1}})
		a.Title = "y"
		if err := n.save(noon, a, article.Change{By: writer}); !fault.Is(err, fault.Forbidden) {
			n.Errorf("another's: %v", err)
		}
		a = n.put(noon, article.Article{Title: "x", Status: article.Draft, Bylines: []staff.BylineID{1, first}})
		a.Title = "y"
		n.mustSave(noon, a, article.Change{By: writer})
		if _, err := staffOwn(n, 4711); !fault.Is(err, fault.NotFound) {
			n.Errorf("the byline of nobody: %v", err)
		}
	})
}

func staffOwn(n newsroom, id staff.AccountID) (b staff.BylineID, err error) {
	all, err := locale.Load()
	if err != nil {
		return 0, err
	}
	err = n.db.Transact(n.Context(), func(tx *db.Tx) error {
		b, err = staff.OwnByline(n.Context(), tx, noon, all.For("fr"), id)
		return err
	})
	return b, err
}
