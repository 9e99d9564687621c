package standing_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"griot/internal/address"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/staff"
	"griot/internal/standing"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// shelf is a database.
type shelf struct {
	*testing.T
	db *db.DB
}

func each(t *testing.T, test func(s shelf)) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { test(shelf{t, d}) })
}

func (s shelf) save(p standing.Page) (standing.Page, error) {
	saved := p
	err := s.db.Transact(s.Context(), func(tx *db.Tx) error { saved = p; return standing.Save(s.Context(), tx, noon, &saved) })
	return saved, err
}

func (s shelf) put(p standing.Page) standing.Page {
	s.Helper()
	saved, err := s.save(p)
	if err != nil {
		s.Fatal(err)
	}
	return saved
}

func (s shelf) stands(path, want string) {
	s.Helper()
	a, err := address.Find(s.Context(), s.db, path)
	got := "nothing"
	if err == nil {
		got = fmt.Sprintf("%s %d", a.Kind, a.Target)
		if a.Kind == address.Redirect {
			got = "→ " + a.Location
		}
	}
	if got != want {
		s.Errorf("%s is %s, want %s (%v)", path, got, want, err)
	}
}

func TestSave(t *testing.T) {
	each(t, func(s shelf) {
		p := s.put(standing.Page{Language: "fr", Title: "  Mentions   légales ", Description: "Qui nous sommes", Body: `<p onclick="x()">Texte<script>alert(1)</script></p>`, Place: "legal", Position: 2, Published: true})
		if p.Path != "/mentions-legales/" || p.Slug != "mentions-legales" || p.Title != "Mentions légales" || !p.Changed.Equal(noon) {
			s.Errorf("saved as %+v", p)
		}
		if strings.Contains(p.Body, "script") || strings.Contains(p.Body, "onclick") || !strings.Contains(p.Body, "Texte") {
			s.Errorf("the body is %s", p.Body)
		}
		kept, err := standing.ByID(s.Context(), s.db, p.ID)
		if err != nil || *kept != p {
			s.Errorf("kept as %+v, want %+v: %v", kept, p, err)
		}
		s.stands("/mentions-legales/", fmt.Sprintf("standing %d", p.ID))
		labels := dbtest.LabelsOf(s.T, s.db, func() { s.put(p) })
		if want := []string{"menu", fmt.Sprintf("standing:%d", p.ID)}; !slices.Equal(labels, want) {
			s.Errorf("the labels %v, want %v", labels, want)
		}
	})
}

func TestAddresses(t *testing.T) {
	each(t, func(s shelf) {
		page := func(title, path string) standing.Page {
			return s.put(standing.Page{Language: "fr", Title: title, Body: "<p>x</p>", Published: true, Path: path})
		}
		if p := page("Corrections", ""); p.Path != "/corrections-2/" {
			s.Errorf("a reserved address was given: %s", p.Path)
		}
		if p := page("Contact", "/old/contact.html"); p.Path != "/old/contact.html" {
			s.Errorf("an imported page stands at %s", p.Path)
		}
		if p := page("Guide", "/old/contact.html"); p.Path == "/old/contact.html" {
			s.Error("two pages stand at one address")
		}
		if p := s.put(standing.Page{Language: "en", Title: "Contact", Slug: "contact", Body: "x", Published: true}); p.Path != "/contact/" {
			s.Errorf("another language's stands at %s", p.Path)
		}
	})
}

// The page with an ID is changed, whatever its slug was; what led to it still does.
func TestChange(t *testing.T) {
	each(t, func(s shelf) {
		p := s.put(standing.Page{Language: "fr", Title: "À propos", Body: "x", Published: true})
		p.Title, p.Slug, p.Path = "Qui sommes-nous ?", "qui-sommes-nous", ""
		moved := s.put(p)
		if moved.ID != p.ID || moved.Path != "/qui-sommes-nous/" || dbtest.Count(s.T, s.db, "standing") != 1 {
			s.Errorf("moved to %+v", moved)
		}
		s.stands("/a-propos/", "→ /qui-sommes-nous/")
		again := s.put(standing.Page{Language: "fr", Title: "Nous", Slug: "qui-sommes-nous", Body: "y", Published: true}) // as a preset or an import saves it
		if again.ID != p.ID || again.Title != "Nous" || dbtest.Count(s.T, s.db, "standing") != 1 {
			s.Errorf("saved by its slug it is %+v", again)
		}
		other := s.put(standing.Page{Language: "fr", Title: "Autre", Body: "x", Published: true})
		other.Slug = "qui-sommes-nous"
		if _, err := s.save(other); !fault.Is(err, fault.Conflict) {
			s.Errorf("two pages with one slug: %v", err)
		}
		if _, err := s.save(standing.Page{ID: 4711, Language: "fr", Title: "X", Body: "x"}); !fault.Is(err, fault.NotFound) {
			s.Errorf("a page that is not there: %v", err)
		}
		if _, err := s.save(standing.Page{Language: "fr", Title: " ", Body: "x"}); !fault.Is(err, fault.Invalid) {
			s.Errorf("a page without a title: %v", err)
		}
	})
}

func TestUnpublishedIsNotShown(t *testing.T) {
	each(t, func(s shelf) {
		for i, title := range []string{"Charte", "Équipe", "Contact"} {
			s.put(standing.Page{Language: "fr", Title: title, Body: "x", Place: "paper", Position: 3 - i, Published: title != "Équipe"})
		}
		s.put(standing.Page{Language: "en", Title: "Charter", Body: "x", Published: true})
		links, err := standing.Links(s.Context(), s.db, "fr")
		if err != nil {
			s.Fatal(err)
		}
		var got []string
		for _, l := range links {
			got = append(got, l.Title+" "+l.Path+" "+l.Place)
		}
		if want := []string{"Contact /contact/ paper", "Charte /charte/ paper"}; !slices.Equal(got, want) {
			s.Errorf("got %q, want %q", got, want)
		}
		a, err := address.Find(s.Context(), s.db, "/equipe/")
		if err != nil {
			s.Fatal(err)
		}
		if p, err := standing.ByID(s.Context(), s.db, standing.ID(a.Target)); !fault.Is(err, fault.NotFound) {
			s.Errorf("an unpublished page is shown: %+v %v", p, err)
		}
	})
}

// people adds accounts.
func (s shelf) people(names ...string) (list []staff.Actor) {
	s.Helper()
	dbtest.Do(s.T, s.db, func(tx *db.Tx) error {
		list = nil
		for _, name := range names {
			a, err := staff.AddAccount(s.Context(), tx, noon, strings.ToLower(name)+"@example.org", name, staff.EditorInChief)
			if err != nil {
				return err
			}
			list = append(list, staff.Actor{ID: a.ID, Role: a.Role})
		}
		return nil
	})
	return list
}

func (s shelf) edits(by staff.Actor, p standing.Page, base int) (standing.Page, error) {
	edited := p
	err := s.db.Transact(s.Context(), func(tx *db.Tx) error {
		edited = p
		return standing.Edit(s.Context(), tx, noon.Add(time.Hour), by, &edited, base)
	})
	return edited, err
}

func (s shelf) versions(id standing.ID) (told []string) {
	s.Helper()
	list, err := standing.Versions(s.Context(), s.db, id, 0, 50)
	if err != nil {
		s.Fatal(err)
	}
	for _, v := range list {
		told = append(told, fmt.Sprintf("%d %s %s", v.Number, v.Name, v.Title))
	}
	return told
}

// Two people save a page: the second is refused and told, every state is kept, and one that is brought back is a new one.
func TestVersions(t *testing.T) {
	each(t, func(s shelf) {
		who := s.people("Awa", "Binta")
		p := s.put(standing.Page{Language: "fr", Title: "Charte", Body: "<p>Un.</p>", Place: "paper", Position: 4, Published: true, Furnished: true})
		s.put(p)
		if got := s.versions(p.ID); !slices.Equal(got, []string{"1  Charte"}) {
			s.Errorf("saved twice alike, the versions are %q", got)
		}
		mine := p
		mine.Title, mine.Position, mine.Language = "Notre charte", 9, "en"
		awa, err := s.edits(who[0], mine, 1)
		if err != nil || awa.Version != 2 || awa.Position != 4 || awa.Language != "fr" || awa.Path != "/charte/" || awa.Furnished {
			s.Fatalf("%+v %v", awa, err)
		}
		var why staff.Reason
		if _, err := s.edits(who[1], p, 1); !errors.As(err, &why) || why != standing.Outrun || !fault.Is(err, fault.Conflict) {
			s.Errorf("the second was told %v", err)
		}
		binta := awa
		binta.Slug, binta.Body = "Nos règles", "<p>Deux.</p>"
		if binta, err = s.edits(who[1], binta, 2); err != nil || binta.Path != "/nos-regles/" {
			s.Fatalf("%+v %v", binta, err)
		}
		s.stands("/charte/", "→ /nos-regles/")
		dbtest.Do(s.T, s.db, func(tx *db.Tx) error {
			return standing.Restore(s.Context(), tx, noon, who[0], p.ID, 1, 3)
		})
		back, err := standing.Any(s.Context(), s.db, p.ID)
		if err != nil || back.Title != "Charte" || back.Body != "<p>Un.</p>" || back.Path != "/nos-regles/" || back.Version != 4 {
			s.Errorf("brought back as %+v: %v", back, err)
		}
		if got := s.versions(p.ID); !slices.Equal(got, []string{"4 Awa Charte", "3 Binta Notre charte", "2 Awa Notre charte", "1  Charte"}) {
			s.Errorf("the versions are %q", got)
		}
		if v, err := standing.AtVersion(s.Context(), s.db, p.ID, 9); !fault.Is(err, fault.NotFound) {
			s.Errorf("%+v %v", v, err)
		}
		newest, err := standing.Newest(s.Context(), s.db)
		if err != nil || newest[p.ID].Name != "Awa" || newest[p.ID].Number != 4 {
			s.Errorf("the newest are %+v: %v", newest, err)
		}
		if n := dbtest.Count(s.T, s.db, "audit"); n != 3 {
			s.Errorf("%d lines of the audit log", n)
		}
	})
}

func TestAddAndRemove(t *testing.T) {
	each(t, func(s shelf) {
		by := s.people("Awa")[0]
		law := s.put(standing.Page{Language: "fr", Title: "Mentions", Kind: standing.Legal, Body: "", Published: true})
		var why staff.Reason
		for reason, p := range map[staff.Reason]standing.Page{
			standing.SlugTaken: {Language: "fr", Title: "Mentions", Body: "x"},
			standing.WrongKind: {Language: "fr", Title: "Encore", Kind: standing.Legal, Body: "x"},
			standing.NoTitle:   {Language: "fr", Title: " ", Body: "x"},
			standing.NoSlug:    {Language: "fr", Title: "!!!", Body: "x"},
		} {
			if _, err := s.edits(by, p, 0); !errors.As(err, &why) || why != reason {
				s.Errorf("%+v: %v, want %s", p, err, reason)
			}
		}
		if _, err := s.edits(by, standing.Page{Language: "fr", Title: "X", Kind: "king", Body: "x"}, 0); !fault.Is(err, fault.Invalid) {
			s.Errorf("a page of no kind: %v", err)
		}
		if _, err := s.edits(by, standing.Page{Language: "fr", Title: "X", Place: "top", Body: "x"}, 0); !fault.Is(err, fault.Invalid) {
			s.Errorf("a page at no place: %v", err)
		}
		own, err := s.edits(by, standing.Page{Language: "fr", Title: "Nos prix", Body: "<p>x</p>", Published: true}, 0)
		if err != nil || own.Path != "/nos-prix/" || own.Version != 1 {
			s.Fatalf("%+v %v", own, err)
		}
		own.Slug = "prix"
		if own, err = s.edits(by, own, 1); err != nil {
			s.Fatal(err)
		}
		remove := func(id standing.ID) error {
			return s.db.Transact(s.Context(), func(tx *db.Tx) error { return standing.Remove(s.Context(), tx, noon, by, id) })
		}
		if err := remove(law.ID); !errors.As(err, &why) || why != standing.LawsOwn {
			s.Errorf("the law's page was removed: %v", err)
		}
		labels := dbtest.LabelsOf(s.T, s.db, func() {
			if err := remove(own.ID); err != nil {
				s.Error(err)
			}
		})
		if want := []string{"menu", fmt.Sprintf("standing:%d", own.ID)}; !slices.Equal(labels, want) {
			s.Errorf("the labels %v, want %v", labels, want)
		}
		s.stands("/prix/", "gone 0")
		s.stands("/nos-prix/", "gone 0")
		if n := dbtest.Count(s.T, s.db, "standing_version"); n != 1 {
			s.Errorf("%d versions are left", n)
		}
		if err := remove(own.ID); !fault.Is(err, fault.NotFound) {
			s.Errorf("removed twice: %v", err)
		}
	})
}

func TestShiftAndPublish(t *testing.T) {
	each(t, func(s shelf) {
		by := s.people("Awa")[0]
		var ids []standing.ID
		for i, title := range []string{"A", "B", "C"} {
			ids = append(ids, s.put(standing.Page{Language: "fr", Title: title, Body: "x", Place: "paper", Position: i, Published: true, Furnished: true}).ID)
		}
		s.put(standing.Page{Language: "fr", Title: "L", Body: "x", Place: "legal", Published: true})
		s.put(standing.Page{Language: "en", Title: "E", Body: "x", Place: "paper", Published: true})
		order := func() (titles string) {
			list, err := standing.Pages(s.Context(), s.db)
			if err != nil {
				s.Fatal(err)
			}
			for _, p := range list {
				titles += p.Title
			}
			return titles
		}
		for _, test := range []struct {
			page, by int
			want     string
		}{{2, -1, "EACBL"}, {0, 1, "ECABL"}, {0, -99, "EACBL"}, {0, -1, "EACBL"}, {0, 1 << 40, "ECBAL"}} {
			dbtest.Do(s.T, s.db, func(tx *db.Tx) error {
				return standing.Shift(s.Context(), tx, noon, by, ids[test.page], test.by)
			})
			if got := order(); got != test.want {
				s.Errorf("%d moved by %d: %s, want %s", test.page, test.by, got, test.want)
			}
		}
		publish := func(published bool) {
			p, err := standing.Any(s.Context(), s.db, ids[0])
			if err != nil {
				s.Fatal(err)
			}
			dbtest.Do(s.T, s.db, func(tx *db.Tx) error {
				return standing.Publish(s.Context(), tx, noon, by, ids[0], p.Version, published)
			})
		}
		publish(false)
		if _, err := standing.ByID(s.Context(), s.db, ids[0]); !fault.Is(err, fault.NotFound) {
			s.Errorf("readers see what is not published: %v", err)
		}
		publish(true)
		if p, err := standing.ByID(s.Context(), s.db, ids[0]); err != nil || p.Version != 3 || !p.Furnished {
			s.Errorf("published again it is %+v: %v", p, err)
		}
	})
}

func TestImprint(t *testing.T) {
	each(t, func(s shelf) {
		who := s.people("Awa", "Binta")
		legal := s.put(standing.Page{Language: "fr", Title: "Mentions", Kind: standing.Legal, Published: true})
		im, err := standing.LoadImprint(s.Context(), s.db)
		if err != nil || len(im.Missing()) != 9 {
			s.Fatalf("%+v %v", im, err)
		}
		if got := legal.Lacks(im); !slices.Equal(got, []standing.Lack{standing.Identity}) {
			s.Errorf("the page lacks %v", got)
		}
		save := func(by staff.Actor, im standing.Imprint) error {
			return s.db.Transact(s.Context(), func(tx *db.Tx) error {
				again := im
				return standing.SaveImprint(s.Context(), tx, noon, by, &again)
			})
		}
		full := standing.Imprint{Publisher: " Le  Fleuve ", Form: "SARL", Seat: "12, rue du Port\r\n\r\nBP 7\u202e, Niamey", Phone: "+227 20 12 34 56", Email: "a@fleuve.example", Director: "Awa\nDiallo", Host: "H", HostSeat: "x", HostPhone: "20"}
		full.HostPhone = "(0)20 12"
		labels := dbtest.LabelsOf(s.T, s.db, func() {
			if err := save(who[0], full); err != nil {
				s.Error(err)
			}
		})
		if want := []string{fmt.Sprintf("standing:%d", legal.ID)}; !slices.Equal(labels, want) {
			s.Errorf("the labels %v, want %v", labels, want)
		}
		kept, err := standing.LoadImprint(s.Context(), s.db)
		if err != nil || kept.Publisher != "Le Fleuve" || kept.Seat != "12, rue du Port\nBP 7, Niamey" || kept.Director != "Awa Diallo" || kept.Version != 1 || len(kept.Missing()) != 0 {
			s.Errorf("kept as %+v: %v", kept, err)
		}
		if got := legal.Lacks(kept); len(got) != 0 {
			s.Errorf("the page lacks %v", got)
		}
		var why staff.Reason
		for reason, change := range map[staff.Reason]func(im *standing.Imprint){
			standing.ImprintEmail:  func(im *standing.Imprint) { im.Email = "nobody" },
			standing.ImprintPhone:  func(im *standing.Imprint) { im.Phone = "<b>" },
			standing.ImprintLong:   func(im *standing.Imprint) { im.Host = strings.Repeat("x", 501) },
			standing.ImprintOutrun: func(im *standing.Imprint) { im.Version = 0 },
		} {
			wrong := *kept
			change(&wrong)
			if err := save(who[1], wrong); !errors.As(err, &why) || why != reason {
				s.Errorf("%v, want %s", err, reason)
			}
		}
	})
}

func TestLacks(t *testing.T) {
	t.Parallel()
	none := &standing.Imprint{}
	for _, test := range []struct {
		p    standing.Page
		want []standing.Lack
	}{
		{standing.Page{Body: "<p>Bien.</p>"}, nil},
		{standing.Page{Body: "<p> </p>", Published: true}, []standing.Lack{standing.Words}},
		{standing.Page{Kind: standing.Law, Body: "<p>Oui.</p>"}, []standing.Lack{standing.Readers}},
		{standing.Page{Kind: standing.Team, Published: true}, nil},
		{standing.Page{Body: "<p>Siège : à compléter par la rédaction</p>", Furnished: true}, []standing.Lack{standing.Facts, standing.Reading}},
	} {
		if got := test.p.Lacks(none); !slices.Equal(got, test.want) {
			t.Errorf("%+v lacks %v, want %v", test.p, got, test.want)
		}
	}
}
