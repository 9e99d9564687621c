package standing_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"griot/internal/address"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
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
