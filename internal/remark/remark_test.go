package remark_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/locale"
	"griot/internal/manuscript"
	"griot/internal/masthead"
	"griot/internal/notice"
	"griot/internal/remark"
	"griot/internal/staff"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// team is a newsroom with an article in review that Binta, a contributor, began.
type team struct {
	*testing.T
	db                       *db.DB
	paper                    *masthead.Newspaper
	awa, moussa, binta, kofi staff.Actor // journalist, editor, contributor, another contributor
	a                        *article.Article
}

func each(t *testing.T, test func(n *team)) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { test(newTeam(t, d)) })
}

func newTeam(t *testing.T, d *db.DB) *team {
	t.Helper()
	n := &team{T: t, db: d, paper: &masthead.Newspaper{Title: "Le Fleuve", Language: "fr", Languages: []string{"fr"}, TimeZone: "Africa/Niamey"}}
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	n.do(func(tx *db.Tx) error {
		if err := masthead.Save(t.Context(), tx, noon, n.paper); err != nil {
			return err
		}
		if err := article.SaveKind(t.Context(), tx, &article.Kind{Code: article.News, Labels: map[string]string{"fr": "Actualité"}}); err != nil {
			return err
		}
		for _, p := range []struct {
			name string
			role staff.Role
			to   *staff.Actor
		}{{"Awa Diallo", staff.Journalist, &n.awa}, {"Moussa Sow", staff.Editor, &n.moussa}, {"Binta Bâ", staff.Contributor, &n.binta}, {"Kofi Mensah", staff.Contributor, &n.kofi}} {
			a, err := staff.AddAccount(t.Context(), tx, noon, strings.ToLower(strings.Fields(p.name)[0])+"@fleuve.example", p.name, p.role)
			if err != nil {
				return err
			}
			*p.to = staff.Actor{ID: a.ID, Role: p.role}
		}
		own, err := staff.OwnByline(t.Context(), tx, noon, words.For("fr"), n.binta.ID)
		if err != nil {
			return err
		}
		n.a = &article.Article{Title: "La crue du fleuve", Standfirst: "Niamey a les pieds dans l’eau", Status: article.Review, Bylines: []staff.BylineID{own},
			Body: "<p>Le fleuve monte. Le <em>pont</em> Kennedy est fermé.</p><p>Le fleuve ne baisse pas.</p>"}
		return article.Save(t.Context(), tx, n.paper, noon, n.a, article.Change{By: n.binta})
	})
	n.do(func(tx *db.Tx) error {
		return notice.ReadAll(t.Context(), tx, noon, n.moussa.ID, 1<<40)
	})
	return n
}

func (n *team) do(act func(tx *db.Tx) error) { n.Helper(); dbtest.Do(n.T, n.db, act) }

func (n *team) add(by staff.Actor, said string, p remark.Passage) (id remark.ID, err error) {
	err = n.db.Transact(n.Context(), func(tx *db.Tx) (err error) {
		id, err = remark.Add(n.Context(), tx, noon, by, n.a, said, p)
		return err
	})
	return id, err
}

func (n *team) mustAdd(by staff.Actor, said, quote string) remark.ID {
	n.Helper()
	id, err := n.add(by, said, remark.Passage{Quote: quote})
	if err != nil {
		n.Fatal(err)
	}
	return id
}

func (n *team) on(by staff.Actor) []remark.Remark {
	n.Helper()
	list, err := remark.On(n.Context(), n.db, by, n.a)
	if err != nil {
		n.Fatal(err)
	}
	return list
}

// told is what somebody has not read, the newest first.
func (n *team) told(who staff.Actor) (all []string) {
	n.Helper()
	list, err := notice.List(n.Context(), n.db, who.ID, 0, 100)
	if err != nil {
		n.Fatal(err)
	}
	for _, l := range list {
		if l.Read.IsZero() {
			all = append(all, string(l.What)+" "+string(l.Place))
		}
	}
	return all
}

func (n *team) toldExactly(who staff.Actor, want ...string) {
	n.Helper()
	if got := strings.Join(n.told(who), ", "); got != strings.Join(want, ", ") {
		n.Errorf("account %d was told %q, want %q", who.ID, got, want)
	}
}

func TestRemark(t *testing.T) {
	each(t, func(n *team) {
		id := n.mustAdd(n.moussa, " Lequel ?\r\nIl y en a deux. ", "pont\n Kennedy")
		n.mustAdd(n.binta, "Je ne sais pas comment finir.", "")
		list := n.on(n.binta)
		if len(list) != 2 || list[0].Text != "Lequel ?\nIl y en a deux." || list[0].Name != "Moussa Sow" || list[0].Passage.Quote != "pont Kennedy" || !list[0].At.Equal(noon) || list[1].Passage.Quote != "" {
			n.Fatalf("got %+v", list)
		}
		n.toldExactly(n.binta, "remark remarks")
		n.toldExactly(n.moussa)
		answer := func(by staff.Actor, said string) {
			n.do(func(tx *db.Tx) error { return remark.Answer(n.Context(), tx, noon, by, n.a, id, said) })
		}
		answer(n.awa, "Le premier.")
		answer(n.binta, "Merci.")
		n.toldExactly(n.moussa, "remark remarks", "remark remarks")
		n.toldExactly(n.awa, "remark remarks")
		open := func(want int) {
			n.Helper()
			if got, err := remark.Open(n.Context(), n.db, []article.ID{n.a.ID, 99}); err != nil || got[n.a.ID] != want || len(got) > 1 {
				n.Errorf("%v are open, want %d: %v", got, want, err)
			}
		}
		open(2)
		n.do(func(tx *db.Tx) error { return remark.Resolve(n.Context(), tx, noon, n.binta, n.a, id) })
		open(1)
		if got := n.on(n.moussa)[0]; len(got.Answers) != 2 || got.Answers[0].Text != "Le premier." || !got.Resolved.Equal(noon) || got.Resolver != "Binta Bâ" {
			n.Errorf("got %+v", got)
		}
		n.do(func(tx *db.Tx) error { return remark.Reopen(n.Context(), tx, n.moussa, n.a, id) })
		open(2)
		n.do(func(tx *db.Tx) error { return remark.Resolve(n.Context(), tx, noon, n.binta, n.a, id) })
		answer(n.moussa, "Pas encore.")
		open(2)
	})
}

// Nobody sees or says what is not theirs: contributors only on their own, others who enter the desk nowhere.
func TestRemarksOfOthers(t *testing.T) {
	each(t, func(n *team) {
		id := n.mustAdd(n.moussa, "Bien.", "")
		for _, who := range []staff.Actor{n.kofi, {ID: n.awa.ID, Role: staff.Moderator}, {ID: n.awa.ID, Role: staff.Commercial}, {}} {
			acts := map[string]func(tx *db.Tx) error{
				"sees": func(tx *db.Tx) error { _, err := remark.On(n.Context(), tx, who, n.a); return err },
				"adds": func(tx *db.Tx) error {
					_, err := remark.Add(n.Context(), tx, noon, who, n.a, "x", remark.Passage{})
					return err
				},
				"attaches": func(tx *db.Tx) error { return remark.Attach(n.Context(), tx, noon, who, n.a, "x") },
				"answers":  func(tx *db.Tx) error { return remark.Answer(n.Context(), tx, noon, who, n.a, id, "x") },
				"resolves": func(tx *db.Tx) error { return remark.Resolve(n.Context(), tx, noon, who, n.a, id) },
				"reopens":  func(tx *db.Tx) error { return remark.Reopen(n.Context(), tx, who, n.a, id) },
				"notes":    func(tx *db.Tx) error { return remark.AddNote(n.Context(), tx, noon, who, n.a, "x") },
				"reads":    func(tx *db.Tx) error { _, err := remark.Notes(n.Context(), tx, who, n.a); return err },
			}
			for name, act := range acts {
				if err := n.db.Transact(n.Context(), act); !fault.Is(err, fault.Forbidden) {
					n.Errorf("%s %s: %v", who.Role, name, err)
				}
			}
		}
		elsewhere := *n.a
		elsewhere.ID = 99
		if err := n.db.Transact(n.Context(), func(tx *db.Tx) error { return remark.Resolve(n.Context(), tx, noon, n.moussa, &elsewhere, id) }); !fault.Is(err, fault.NotFound) {
			n.Errorf("a remark on another article: %v", err)
		}
	})
}

func TestRemarkRefused(t *testing.T) {
	each(t, func(n *team) {
		for name, try := range map[string]struct {
			said string
			p    remark.Passage
			kind fault.Kind
		}{
			"nothing":     {" \n\t", remark.Passage{}, fault.Invalid},
			"too long":    {strings.Repeat("é", remark.MaxText+1), remark.Passage{}, fault.Invalid},
			"elsewhere":   {"x", remark.Passage{Quote: "pont de la Concorde"}, fault.Invalid},
			"two parts":   {"x", remark.Passage{Quote: "La crue du fleuve Niamey"}, fault.Invalid},
			"long quoted": {"x", remark.Passage{Quote: strings.Repeat("é", remark.MaxQuote+1), Anchor: "a"}, fault.Invalid},
		} {
			if _, err := n.add(n.moussa, try.said, try.p); !fault.Is(err, try.kind) {
				n.Errorf("%s: %v", name, err)
			}
		}
		if _, err := n.add(n.moussa, strings.Repeat("é", remark.MaxText), remark.Passage{Quote: "pas encore venu au serveur", Anchor: "AQ=="}); err != nil {
			n.Errorf("the editor knows the text before the server: %v", err)
		}
		for range remark.MaxRemarks - 1 {
			n.mustAdd(n.moussa, "x", "")
		}
		if _, err := n.add(n.moussa, "x", remark.Passage{}); !fault.Is(err, fault.Conflict) {
			n.Errorf("one too many: %v", err)
		}
	})
}

// A passage is found by what stands around it, whatever spaces and marks are in it, and is known to be gone.
func TestPlaced(t *testing.T) {
	t.Parallel()
	text := manuscript.Text{Title: "Le fleuve", Standfirst: "Encore", Body: "<p>Le fleuve\u00a0monte, <em>dit-</em>on. Le fleuve baisse.</p>"}
	plain := "Le fleuve\nEncore\nLe fleuve monte, dit-on. Le fleuve baisse."
	for _, try := range []struct {
		p    remark.Passage
		want int
	}{
		{remark.Passage{}, 0},
		{remark.Passage{Quote: "Le fleuve"}, 0},
		{remark.Passage{Quote: "Le fleuve", After: " monte"}, strings.Index(plain, "Le fleuve monte")},
		{remark.Passage{Quote: "Le fleuve", Before: "dit-on.", After: "baisse"}, strings.Index(plain, "Le fleuve baisse")},
		{remark.Passage{Quote: "monte, dit-on"}, strings.Index(plain, "monte")},
		{remark.Passage{Quote: "descend"}, -1},
		{remark.Passage{Quote: "fleuve Encore"}, -1},
	} {
		if got := try.p.Placed(text); got != try.want {
			t.Errorf("%+v stands at %d, want %d", try.p, got, try.want)
		}
	}
}

func TestNotes(t *testing.T) {
	each(t, func(n *team) {
		note := func(by staff.Actor, said string) error {
			return n.db.Transact(n.Context(), func(tx *db.Tx) error { return remark.AddNote(n.Context(), tx, noon, by, n.a, said) })
		}
		if err := note(n.moussa, "On attend l’avocat."); err != nil {
			n.Fatal(err)
		}
		list, err := remark.Notes(n.Context(), n.db, n.awa, n.a)
		if err != nil || len(list) != 1 || list[0].Text != "On attend l’avocat." || list[0].Name != "Moussa Sow" {
			n.Errorf("got %+v, %v", list, err)
		}
		n.toldExactly(n.binta) // it is on her article, and not for her
		if err := note(n.moussa, ""); !fault.Is(err, fault.Invalid) {
			n.Errorf("nothing was said: %v", err)
		}
		if err := note(n.binta, "Et moi ?"); !fault.Is(err, fault.Forbidden) {
			n.Errorf("a contributor wrote a note: %v", err)
		}
		if count, err := remark.NoteCount(n.Context(), n.db, n.binta, n.a); err != nil || count != 0 {
			n.Errorf("a contributor knows of %d: %v", count, err)
		}
		for range remark.MaxNotes - 1 {
			if err := note(n.moussa, "x"); err != nil {
				n.Fatal(err)
			}
		}
		if err := note(n.moussa, "x"); !fault.Is(err, fault.Conflict) {
			n.Errorf("one too many: %v", err)
		}
	})
}

// Who said something takes it back, and nobody else: it is gone for all, and what others answered stays.
func TestTakeBack(t *testing.T) {
	each(t, func(n *team) {
		id := n.mustAdd(n.moussa, "Lequel, @awa-diallo ?", "pont Kennedy")
		alone := n.mustAdd(n.moussa, "Bien.", "")
		n.do(func(tx *db.Tx) error {
			return remark.Answer(n.Context(), tx, noon.Add(time.Minute), n.binta, n.a, id, "Le premier.")
		})
		takes := func(by staff.Actor, which remark.ID) error {
			return n.db.Transact(n.Context(), func(tx *db.Tx) error { return remark.TakeBack(n.Context(), tx, noon, by, n.a, which) })
		}
		if err := takes(n.binta, id); !fault.Is(err, fault.Forbidden) {
			n.Errorf("somebody else took it back: %v", err)
		}
		if err := takes(n.moussa, 999); !fault.Is(err, fault.NotFound) {
			n.Errorf("what is not there: %v", err)
		}
		for _, which := range []remark.ID{id, alone} {
			if err := takes(n.moussa, which); err != nil {
				n.Fatal(err)
			}
		}
		list := n.on(n.binta)
		if len(list) != 1 || list[0].Text != "" || list[0].Name != "Moussa Sow" || list[0].Passage.Quote != "pont Kennedy" || len(list[0].Answers) != 1 || list[0].Answers[0].Text != "Le premier." {
			n.Errorf("got %+v", list)
		}
		n.toldExactly(n.awa)
		if err := takes(n.binta, list[0].Answers[0].ID); err != nil {
			n.Fatal(err)
		}
		if list := n.on(n.binta); len(list) != 0 {
			n.Errorf("nothing is said any more, and there is %+v", list)
		}
		log, err := staff.AuditLog(n.Context(), n.db, staff.AuditQuery{Words: "takeback"})
		if err != nil || len(log) != 3 || log[0].Account != n.binta.ID || log[0].Before != fmt.Sprintf(`{"remark":%d}`, id+2) || log[0].After != "" {
			n.Errorf("the audit log says %+v, %v", log, err)
		}
	})
}

// A note that is taken back keeps its place only where somebody wrote after it.
func TestTakeBackNote(t *testing.T) {
	each(t, func(n *team) {
		for _, by := range []staff.Actor{n.moussa, n.awa} {
			n.do(func(tx *db.Tx) error { return remark.AddNote(n.Context(), tx, noon, by, n.a, "On attend l’avocat.") })
		}
		notes := func() []remark.Note {
			list, err := remark.Notes(n.Context(), n.db, n.awa, n.a)
			if err != nil {
				n.Fatal(err)
			}
			return list
		}
		list := notes()
		takes := func(by staff.Actor, which int64) error {
			return n.db.Transact(n.Context(), func(tx *db.Tx) error { return remark.TakeBackNote(n.Context(), tx, noon, by, n.a, which) })
		}
		if err := takes(n.moussa, list[1].ID); !fault.Is(err, fault.Forbidden) {
			n.Errorf("somebody else took it back: %v", err)
		}
		if err := takes(n.binta, list[1].ID); !fault.Is(err, fault.Forbidden) {
			n.Errorf("a contributor took it back: %v", err)
		}
		if err := takes(n.moussa, 999); !fault.Is(err, fault.NotFound) {
			n.Errorf("what is not there: %v", err)
		}
		if err := takes(n.moussa, list[0].ID); err != nil {
			n.Fatal(err)
		}
		if list := notes(); len(list) != 2 || list[0].Text != "" || list[0].Name != "Moussa Sow" {
			n.Errorf("got %+v", list)
		}
		if err := takes(n.awa, list[1].ID); err != nil {
			n.Fatal(err)
		}
		if list := notes(); len(list) != 1 {
			n.Errorf("got %+v", list)
		}
	})
}

// Who is mentioned is told, if they may see it, once, and whatever their name is written with.
func TestMentions(t *testing.T) {
	each(t, func(n *team) {
		n.mustAdd(n.moussa, "@binta-bâ et @Awa-Diallo, (@awa-diallo) voyez ; @kofi-mensah non, ni x@awa-diallo.example ni @moussa-sow", "")
		n.toldExactly(n.awa, "mentioned remarks")
		n.toldExactly(n.binta, "mentioned remarks")
		n.toldExactly(n.kofi)
		n.toldExactly(n.moussa)
		n.do(func(tx *db.Tx) error {
			return remark.AddNote(n.Context(), tx, noon, n.moussa, n.a, "@binta-bâ @awa-diallo")
		})
		n.toldExactly(n.binta, "mentioned remarks")
		n.toldExactly(n.awa, "mentioned notes", "mentioned remarks")
		n.do(func(tx *db.Tx) error {
			return remark.Attach(n.Context(), tx, noon, n.moussa, n.a, "À reprendre, @awa-diallo.")
		})
		n.toldExactly(n.awa, "mentioned remarks", "mentioned notes")
		n.toldExactly(n.binta, "mentioned remarks")
		for name, list := range map[string]func() ([]remark.Colleague, error){
			"awa-diallo binta-ba moussa-sow": func() ([]remark.Colleague, error) { return remark.ForRemarks(n.Context(), n.db, n.a) },
			"awa-diallo moussa-sow":          func() ([]remark.Colleague, error) { return remark.ForNotes(n.Context(), n.db, n.a) },
		} {
			var handles []string
			people, err := list()
			for _, c := range people {
				handles = append(handles, c.Handle)
			}
			if got := strings.Join(handles, " "); err != nil || got != name {
				n.Errorf("%s can be mentioned, want %s: %v", got, name, err)
			}
		}
	})
}
