package taxonomy_test

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
	"griot/internal/locale"
	"griot/internal/taxonomy"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// desk is a database with the French order of names.
type desk struct {
	*testing.T
	db   *db.DB
	sort taxonomy.Sorter
}

func each(t *testing.T, test func(k desk)) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		all, err := locale.Load()
		if err != nil {
			t.Fatal(err)
		}
		test(desk{t, d, all.For("fr")})
	})
}

func (k desk) section(s taxonomy.Section) taxonomy.Section {
	k.Helper()
	saved := s
	dbtest.Do(k.T, k.db, func(tx *db.Tx) error {
		saved = s
		return taxonomy.SaveSection(k.Context(), tx, noon, k.sort, &saved)
	})
	return saved
}

func (k desk) country(c taxonomy.Country) taxonomy.Country {
	k.Helper()
	saved := c
	dbtest.Do(k.T, k.db, func(tx *db.Tx) error {
		saved = c
		return taxonomy.SaveCountry(k.Context(), tx, noon, k.sort, &saved)
	})
	return saved
}

func (k desk) tag(name, slug string) (t *taxonomy.Tag, err error) {
	k.Helper()
	err = k.db.Transact(k.Context(), func(tx *db.Tx) (err error) {
		t, err = taxonomy.EnsureTag(k.Context(), tx, noon, k.sort, name, slug)
		return err
	})
	return t, err
}

// stands describes what a path is.
func (k desk) stands(path, want string) {
	k.Helper()
	a, err := address.Find(k.Context(), k.db, path)
	got := "nothing"
	if err == nil {
		got = fmt.Sprintf("%s %d", a.Kind, a.Target)
		if a.Kind == address.Redirect {
			got = "→ " + a.Location
		}
	}
	if got != want {
		k.Errorf("%s is %s, want %s (%v)", path, got, want, err)
	}
}

func TestSections(t *testing.T) {
	each(t, func(k desk) {
		env := k.section(taxonomy.Section{Name: "Environnement", Hue: "vert", Description: "La terre", Position: 2, Names: map[string]string{"en": "Environment"}})
		k.section(taxonomy.Section{Name: "Économie", Position: 2})
		k.section(taxonomy.Section{Name: "Zone libre", Position: 1})
		climat := k.section(taxonomy.Section{Name: "Climat", Parent: env.ID, Position: 1})
		k.section(taxonomy.Section{Name: "Édition", Position: 2})
		list, err := taxonomy.Sections(k.Context(), k.db)
		if err != nil {
			k.Fatal(err)
		}
		var got []string
		for _, s := range list {
			got = append(got, s.Name+" "+s.Path)
		}
		want := []string{"Zone libre /zone-libre/", "Économie /economie/", "Édition /edition/", "Environnement /environnement/", "Climat /environnement/climat/"}
		if !slices.Equal(got, want) {
			k.Errorf("got  %q\nwant %q", got, want)
		}
		kept := list[3]
		if kept.Hue != "vert" || kept.Description != "La terre" || kept.NameIn("en") != "Environment" || kept.NameIn("sw") != "Environnement" {
			k.Errorf("kept as %+v", kept)
		}
		if list[4].Parent != env.ID {
			k.Errorf("Climat stands under %d", list[4].Parent)
		}
		above, err := taxonomy.Ancestors(k.Context(), k.db, climat.ID)
		if err != nil || !slices.Equal(above, []taxonomy.SectionID{climat.ID, env.ID}) {
			k.Errorf("above Climat: %v %v", above, err)
		}
		if above, err := taxonomy.Ancestors(k.Context(), k.db, 0); len(above) != 0 || err != nil {
			k.Errorf("above none: %v %v", above, err)
		}
		for _, path := range []string{"/environnement/climat/", "environnement/climat"} {
			if s, err := taxonomy.SectionByPath(k.Context(), k.db, path); err != nil || s.ID != climat.ID {
				k.Errorf("%s: %+v %v", path, s, err)
			}
		}
		if _, err := taxonomy.SectionByPath(k.Context(), k.db, "climat"); !fault.Is(err, fault.NotFound) {
			k.Errorf("got %v", err)
		}
	})
}

func TestSectionAddresses(t *testing.T) {
	each(t, func(k desk) {
		pays := k.section(taxonomy.Section{Name: "Pays"})
		if pays.Path != "/pays-2/" {
			k.Errorf("a rubric took a reserved address: %s", pays.Path)
		}
		monde := k.section(taxonomy.Section{Name: "Monde"})
		if other := k.section(taxonomy.Section{Name: "Le monde", Slug: "monde"}); other.Path != "/monde-2/" {
			k.Errorf("two rubrics at one address: %s", other.Path)
		}
		under := k.section(taxonomy.Section{Name: "Pays", Parent: monde.ID})
		if under.Path != "/monde/pays/" {
			k.Errorf("below another rubric no word is reserved: %s", under.Path)
		}

		renamed := monde
		renamed.Name, renamed.Slug = "Planète", "planete"
		renamed.Path = "" // whoever saves need not know where it stood
		renamed = k.section(renamed)
		if renamed.Path != "/planete/" || renamed.ID != monde.ID {
			k.Errorf("renamed to %+v", renamed)
		}
		k.stands("/planete/", fmt.Sprintf("section %d", monde.ID))
		k.stands("/monde/", "→ /planete/")

		moved := pays
		moved.Parent, moved.Slug = monde.ID, "etats"
		moved = k.section(moved)
		k.stands("/planete/etats/", fmt.Sprintf("section %d", pays.ID))
		k.stands("/pays-2/", "→ /planete/etats/")
		if same := k.section(moved); same.Path != moved.Path {
			k.Errorf("saved again it stands at %s", same.Path)
		}

		back := renamed
		back.Slug = "monde"
		if back = k.section(back); back.Path != "/monde/" {
			k.Errorf("back it stands at %s", back.Path)
		}
		k.stands("/planete/", "→ /monde/")
	})
}

func TestSectionsRefused(t *testing.T) {
	each(t, func(k desk) {
		a := k.section(taxonomy.Section{Name: "A"})
		b := k.section(taxonomy.Section{Name: "B", Parent: a.ID})
		c := k.section(taxonomy.Section{Name: "C", Parent: b.ID})
		below := func(s taxonomy.Section, parent taxonomy.SectionID) taxonomy.Section { s.Parent = parent; return s }
		for name, test := range map[string]struct {
			section taxonomy.Section
			kind    fault.Kind
		}{
			"without a name":    {taxonomy.Section{Slug: "x"}, fault.Invalid},
			"without a letter":  {taxonomy.Section{Name: "!!!"}, fault.Invalid},
			"with a slash":      {taxonomy.Section{Name: "X", Slug: "a/b"}, fault.Invalid},
			"with dots":         {taxonomy.Section{Name: "X", Slug: ".."}, fault.Invalid},
			"below nobody":      {taxonomy.Section{Name: "X", Parent: 4711}, fault.NotFound},
			"that is not there": {taxonomy.Section{ID: 4711, Name: "X"}, fault.NotFound},
			"below itself":      {below(a, a.ID), fault.Invalid},
			"below its child":   {below(a, b.ID), fault.Invalid},
			"below its second":  {below(a, c.ID), fault.Invalid},
		} {
			s := test.section
			labels := dbtest.LabelsOf(k.T, k.db, func() {
				err := k.db.Transact(k.Context(), func(tx *db.Tx) error { return taxonomy.SaveSection(k.Context(), tx, noon, k.sort, &s) })
				if !fault.Is(err, test.kind) {
					k.Errorf("a rubric %s: %v", name, err)
				}
			})
			if len(labels) > 0 {
				k.Errorf("a rubric %s: the labels %v", name, labels)
			}
		}
		if n := dbtest.Count(k.T, k.db, "section"); n != 3 {
			k.Errorf("there are %d rubrics", n)
		}
	})
}

func TestLabels(t *testing.T) {
	each(t, func(k desk) {
		s := taxonomy.Section{Name: "Monde"}
		c := taxonomy.Country{Code: "NE", Slug: "niger", Name: "Niger", Region: "west", Continent: true}
		for name, test := range map[string]struct {
			act  func(tx *db.Tx) error
			want []string
		}{
			"a rubric":  {func(tx *db.Tx) error { n := s; return taxonomy.SaveSection(k.Context(), tx, noon, k.sort, &n) }, []string{"menu", "section:1"}},
			"a country": {func(tx *db.Tx) error { n := c; return taxonomy.SaveCountry(k.Context(), tx, noon, k.sort, &n) }, []string{"country:1", "menu"}},
			"a menu":    {func(tx *db.Tx) error { return taxonomy.SetMenu(k.Context(), tx, noon, taxonomy.MainMenu, nil) }, []string{"menu"}},
		} {
			if got := dbtest.Labels(k.T, k.db, test.act); !slices.Equal(got, test.want) {
				k.Errorf("%s: the labels %v, want %v", name, got, test.want)
			}
		}
	})
}

func TestCountries(t *testing.T) {
	each(t, func(k desk) {
		for _, c := range []taxonomy.Country{
			{Code: "ZM", Slug: "zambie", Name: "Zambie", Region: "south", Continent: true},
			{Code: "EG", Slug: "egypte", Name: "Égypte", Region: "north", Continent: true},
			{Code: "ET", Slug: "ethiopie", Name: "Éthiopie", Region: "east", Continent: true},
			{Code: "DZ", Slug: "algerie", Name: "Algérie", Region: "north", Continent: true},
			{Code: "LB", Slug: "liban", Name: "Liban", Region: "elsewhere", Position: -1},
		} {
			k.country(c)
		}
		list, err := taxonomy.Countries(k.Context(), k.db)
		if err != nil {
			k.Fatal(err)
		}
		var got []string
		for _, c := range list {
			got = append(got, c.Name)
		}
		if want := []string{"Liban", "Algérie", "Égypte", "Éthiopie", "Zambie"}; !slices.Equal(got, want) {
			k.Errorf("got %v, want %v", got, want)
		}
		liban, err := taxonomy.CountryBySlug(k.Context(), k.db, "liban")
		if err != nil || liban.Continent || liban.Region != "elsewhere" || *liban != list[0] {
			k.Errorf("kept as %+v: %v", liban, err)
		}
		if again, err := taxonomy.CountryByID(k.Context(), k.db, liban.ID); err != nil || *again != *liban {
			k.Errorf("by number %+v: %v", again, err)
		}
		if _, err := taxonomy.CountryBySlug(k.Context(), k.db, "atlantide"); !fault.Is(err, fault.NotFound) {
			k.Errorf("got %v", err)
		}
	})
}

func TestCountryMoves(t *testing.T) {
	each(t, func(k desk) {
		swazi := k.country(taxonomy.Country{Code: "SZ", Slug: "swaziland", Name: "Swaziland", Region: "south", Continent: true})
		esw := k.country(taxonomy.Country{Code: "SZ", Slug: "eswatini", Name: "Eswatini", Region: "south", Continent: true}) // as a newer preset knows it
		if esw.ID != swazi.ID {
			k.Errorf("one code, two countries: %d and %d", swazi.ID, esw.ID)
		}
		k.stands("/pays/eswatini/", fmt.Sprintf("country %d", esw.ID))
		k.stands("/pays/swaziland/", "→ /pays/eswatini/")
		esw.Name = "Royaume d’Eswatini"
		k.country(esw)
		if kept, err := taxonomy.CountryByID(k.Context(), k.db, esw.ID); err != nil || kept.Name != "Royaume d’Eswatini" {
			k.Errorf("kept as %+v: %v", kept, err)
		}
		for name, c := range map[string]taxonomy.Country{
			"without an address": {Code: "XX", Name: "X"}, "with a slash": {Code: "XX", Slug: "a/b", Name: "X"}, "without a name": {Code: "XX", Slug: "x"}, "without a code": {Slug: "x", Name: "X"},
		} {
			err := k.db.Transact(k.Context(), func(tx *db.Tx) error { return taxonomy.SaveCountry(k.Context(), tx, noon, k.sort, &c) })
			if !fault.Is(err, fault.Invalid) {
				k.Errorf("a country %s: %v", name, err)
			}
		}
	})
}

func TestEnsureTag(t *testing.T) {
	each(t, func(k desk) {
		eau, err := k.tag("L’eau", "")
		if err != nil || eau.Slug != "l-eau" && eau.Slug != "leau" || eau.Path() != "/mots-cles/"+eau.Slug+"/" {
			k.Fatalf("%+v: %v", eau, err)
		}
		k.stands(eau.Path(), fmt.Sprintf("tag %d", eau.ID))
		for _, spelling := range []string{"L’eau", "l'eau", "L’EAU", "  L’eau "} {
			if again, err := k.tag(spelling, ""); err != nil || again.ID != eau.ID {
				k.Errorf("%q is another tag: %+v %v", spelling, again, err)
			}
		}
		ecole, err := k.tag("École", "ecole")
		if err != nil {
			k.Fatal(err)
		}
		if again, err := k.tag("ecole", ""); err != nil || again.ID != ecole.ID {
			k.Errorf("accents made another tag: %+v %v", again, err)
		}
		// Two names, one slug.
		c, err1 := k.tag("C++", "")
		d, err2 := k.tag("C#", "")
		e, err3 := k.tag("C++", "")
		if errors.Join(err1, err2, err3) != nil || c.ID == d.ID || c.Slug == d.Slug || e.ID != c.ID {
			k.Errorf("%+v, %+v, %+v: %v %v %v", c, d, e, err1, err2, err3)
		}
		if again, err := k.tag("C#", ""); err != nil || again.ID != d.ID {
			k.Errorf("the second of one slug is made again: %+v %v", again, err)
		}
		for _, name := range []string{"", "   ", "!!!", "\x00", "<b></b>"} {
			if made, err := k.tag(name, ""); !fault.Is(err, fault.Invalid) {
				k.Errorf("%q made %+v: %v", name, made, err)
			}
		}
		if _, err := k.tag("", "slug"); !fault.Is(err, fault.Invalid) {
			k.Errorf("a tag without a name: %v", err)
		}
	})
}

func TestTagThatRepeatsACountry(t *testing.T) {
	each(t, func(k desk) {
		niger := k.country(taxonomy.Country{Code: "NE", Slug: "niger", Name: "Niger", Region: "west"})
		tag, err := k.tag("Niger", "")
		if err != nil || tag.RepeatsCountry != 0 {
			k.Fatalf("%+v: %v", tag, err)
		}
		dbtest.Do(k.T, k.db, func(tx *db.Tx) error { return taxonomy.MarkRepeatsCountry(k.Context(), tx, tag.ID, niger.ID) })
		for name, find := range map[string]func() (*taxonomy.Tag, error){
			"number": func() (*taxonomy.Tag, error) { return taxonomy.TagByID(k.Context(), k.db, tag.ID) },
			"slug":   func() (*taxonomy.Tag, error) { return taxonomy.TagBySlug(k.Context(), k.db, tag.Slug) },
		} {
			if kept, err := find(); err != nil || kept.RepeatsCountry != niger.ID || kept.Name != "Niger" {
				k.Errorf("by %s %+v: %v", name, kept, err)
			}
		}
		if _, err := taxonomy.TagBySlug(k.Context(), k.db, "absent"); !fault.Is(err, fault.NotFound) {
			k.Errorf("got %v", err)
		}
	})
}

func TestMenus(t *testing.T) {
	each(t, func(k desk) {
		item := func(label string, children ...taxonomy.MenuTree) taxonomy.MenuTree {
			return taxonomy.MenuTree{MenuItem: taxonomy.MenuItem{Label: label, Kind: taxonomy.ToURL, URL: "/" + label + "/", Target: 3}, Children: children}
		}
		set := func(menu string, trees ...taxonomy.MenuTree) {
			k.Helper()
			dbtest.Do(k.T, k.db, func(tx *db.Tx) error { return taxonomy.SetMenu(k.Context(), tx, noon, menu, trees) })
		}
		expect := func(menu, want string) {
			k.Helper()
			trees, err := taxonomy.Menu(k.Context(), k.db, menu)
			if got := outline(trees); got != want || err != nil {
				k.Errorf("%s is %s, want %s: %v", menu, got, want, err)
			}
		}
		expect(taxonomy.MainMenu, "")
		set(taxonomy.MainMenu, item("z", item("b", item("deep")), item("a")), item("y"))
		set(taxonomy.TopMenu, item("top"))
		expect(taxonomy.MainMenu, "z(b(deep)a)y")
		expect(taxonomy.TopMenu, "top")
		set(taxonomy.MainMenu, item("new", item("child")))
		expect(taxonomy.MainMenu, "new(child)")
		expect(taxonomy.TopMenu, "top")
		trees, _ := taxonomy.Menu(k.Context(), k.db, taxonomy.MainMenu)
		if m := trees[0].MenuItem; m.Kind != taxonomy.ToURL || m.URL != "/new/" || m.Target != 3 || trees[0].Children[0].Parent != m.ID {
			k.Errorf("kept as %+v", m)
		}
		set(taxonomy.MainMenu)
		expect(taxonomy.MainMenu, "")
		if n := dbtest.Count(k.T, k.db, "menu_item"); n != 1 {
			k.Errorf("%d entries are left", n)
		}
	})
}

func outline(trees []taxonomy.MenuTree) string {
	var b strings.Builder
	for _, m := range trees {
		b.WriteString(m.Label)
		if len(m.Children) > 0 {
			b.WriteString("(" + outline(m.Children) + ")")
		}
	}
	return b.String()
}

// A loop that only a hand could write into the database ends.
func TestLoopsEnd(t *testing.T) {
	each(t, func(k desk) {
		a := k.section(taxonomy.Section{Name: "A"})
		b := k.section(taxonomy.Section{Name: "B", Parent: a.ID})
		dbtest.Do(k.T, k.db, func(tx *db.Tx) error {
			_, err := tx.Exec(k.Context(), "UPDATE section SET parent_id = $1 WHERE id = $2", b.ID, a.ID)
			return err
		})
		if above, err := taxonomy.Ancestors(k.Context(), k.db, a.ID); err != nil || len(above) > 10 {
			k.Errorf("%v %v", above, err)
		}
	})
}
