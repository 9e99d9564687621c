package preset

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/locale"
	"griot/internal/masthead"
	"griot/internal/standing"
	"griot/internal/taxonomy"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func words(t testing.TB) *locale.Catalogues {
	t.Helper()
	w, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func furnish(t testing.TB, d *db.DB, name string, paper masthead.Newspaper) error {
	t.Helper()
	return d.Transact(context.Background(), func(tx *db.Tx) error {
		return Furnish(context.Background(), tx, noon, words(t), name, paper)
	})
}

func must(t testing.TB, d *db.DB, name string, paper masthead.Newspaper) {
	t.Helper()
	if err := furnish(t, d, name, paper); err != nil {
		t.Fatal(err)
	}
}

// TestAfricaPresse furnishes the newspaper whole, on both engines.
func TestAfricaPresse(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		must(t, d, AfricaPresse, masthead.Newspaper{})
		ctx := context.Background()
		paper, err := masthead.Load(ctx, d)
		if err != nil || paper.Title != "Africa Presse" || paper.Language != "fr" || !slices.Equal(paper.Languages, []string{"fr", "en", "pt", "ar", "sw"}) || paper.Location().String() != "Africa/Niamey" ||
			paper.Tagline == "" || paper.About == "" || paper.Copyright == "" {
			t.Errorf("the masthead is %+v (%v)", paper, err)
		}
		sections(t, d)
		countries(t, d)
		menus(t, d)
		kinds(t, d)
		pages(t, d)
	})
}

func sections(t *testing.T, d *db.DB) {
	t.Helper()
	list, err := taxonomy.Sections(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	var names, hues []string
	for _, s := range list {
		if s.Parent == 0 {
			names, hues = append(names, s.Name), append(hues, s.Hue)
		} else if s.Path != "/environnement/environnement-et-developpement/" {
			t.Errorf("a subrubric at %s", s.Path)
		}
		if s.Description == "" || strings.ContainsAny(s.Description, `'"`) {
			t.Errorf("%s is described %q", s.Name, s.Description)
		}
		for _, lang := range []string{"en", "ar", "pt", "sw"} {
			if s.Names[lang] == "" {
				t.Errorf("%s has no name in %s", s.Name, lang)
			}
		}
	}
	if want := []string{"Monde", "Politique", "Économie", "Environnement", "Santé", "Sport", "People", "Tech", "Emploi et Formation"}; !slices.Equal(names, want) {
		t.Errorf("rubrics %q", names)
	}
	if want := []string{"indigo", "kola", "ocre", "canopee", "lagune", "laterite", "bissap", "jacaranda", "argile"}; !slices.Equal(hues, want) {
		t.Errorf("hues %q", hues)
	}
}

func countries(t *testing.T, d *db.DB) {
	t.Helper()
	list, err := taxonomy.Countries(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	continent, beyond := 0, []string(nil)
	for _, c := range list {
		if c.Region == "" {
			t.Errorf("%s has no region", c.Name)
		}
		if c.Continent {
			continent++
		} else {
			beyond = append(beyond, c.Name)
		}
	}
	if want := []string{"Liban", "Canada", "États-Unis", "France", "Russie", "Ukraine"}; len(list) != 60 || continent != 54 || !slices.Equal(beyond, want) {
		t.Errorf("%d countries, %d of the continent, and %q", len(list), continent, beyond)
	}
}

func menus(t *testing.T, d *db.DB) {
	t.Helper()
	var text string
	for _, name := range []string{taxonomy.TopMenu, taxonomy.MainMenu} {
		trees, err := taxonomy.Menu(context.Background(), d, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, tree := range trees {
			text += " " + string(tree.Kind) + tree.URL
			for _, below := range tree.Children {
				text += "(" + string(below.Kind) + ")"
			}
		}
	}
	const want = " countries country country country country country url/videos/ url/podcasts/" +
		" section section section section(section)(section) section section section section section url/debats/"
	if text != want {
		t.Errorf("menus:%s\nwant:%s", text, want)
	}
}

func kinds(t *testing.T, d *db.DB) {
	t.Helper()
	list, err := article.Kinds(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"analysis", "brief", "communique", "droit-de-reponse", "enquete", "interview", "news", "portrait", "publi", "reportage", "tribune"}
	if got := slices.Sorted(maps.Keys(list)); !slices.Equal(got, want) {
		t.Errorf("kinds %q", got)
	}
	positions := map[int]bool{}
	for code, k := range list {
		for _, lang := range locale.Languages() {
			if k.Labels[lang] == "" {
				t.Errorf("%s has no label in %s", code, lang)
			}
		}
		if k.Sponsored != (code == "publi") || !strings.HasSuffix(k.SchemaType, "Article") || positions[k.Position] {
			t.Errorf("kind %+v", k)
		}
		positions[k.Position] = true
	}
}

func pages(t *testing.T, d *db.DB) {
	t.Helper()
	links, err := standing.Links(context.Background(), d, "fr")
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, l := range links {
		paths = append(paths, l.Path)
		p, err := standing.ByID(context.Background(), d, l.ID)
		if err != nil || len(p.Body) < 200 || p.Description == "" || l.Place != "paper" && l.Place != "legal" {
			t.Errorf("%s: %d bytes, described %q, placed %q (%v)", l.Path, len(p.Body), p.Description, l.Place, err)
		}
	}
	want := []string{"/a-propos/", "/equipe/", "/contact/", "/publicite/", "/charte/", "/mentions-legales/", "/confidentialite/", "/cookies/", "/droit-de-reponse/", "/accessibilite/", "/conditions/"}
	if !slices.Equal(paths, want) {
		t.Errorf("standing pages %q", paths)
	}
}

// TestPlain gives kinds of article and nothing else, on both engines.
func TestPlain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		must(t, d, Plain, masthead.Newspaper{Title: "Le Neuf", Language: "pt"})
		paper, err := masthead.Load(context.Background(), d)
		if err != nil || paper.Title != "Le Neuf" || paper.Copyright != "Le Neuf" || paper.Language != "pt" || len(paper.Languages) == 0 || paper.Languages[0] != "pt" {
			t.Errorf("the masthead is %+v (%v)", paper, err)
		}
		for _, table := range []string{"section", "country", "menu_item", "standing", "address", "article", "byline", "account"} {
			if rows := dbtest.Count(t, d, table); rows != 0 {
				t.Errorf("%d rows in %s", rows, table)
			}
		}
		if dbtest.Count(t, d, "article_kind") != 11 {
			t.Errorf("%d kinds", dbtest.Count(t, d, "article_kind"))
		}
	})
}

// TestOnlyOnce: a newsroom that is furnished is refused, whichever presets are asked for, and stays as it was.
func TestOnlyOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		must(t, d, Plain, masthead.Newspaper{Title: "Le premier", Language: "fr"})
		for _, name := range Names() {
			if err := furnish(t, d, name, masthead.Newspaper{Title: "Le second"}); !fault.Is(err, fault.Conflict) {
				t.Errorf("furnished with %s again: %v", name, err)
			}
		}
		if paper, err := masthead.Load(context.Background(), d); err != nil || paper.Title != "Le premier" {
			t.Errorf("the newspaper is now %+v (%v)", paper, err)
		}
		if rows := dbtest.Count(t, d, "section"); rows != 0 {
			t.Errorf("%d rubrics came", rows)
		}
	})
}

// TestUnknown: a preset that is none is refused with those that are, and nothing is written.
func TestUnknown(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	err := furnish(t, d, "lemonde", masthead.Newspaper{Title: "T"})
	if !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Message(err), "africapresse") || !strings.Contains(fault.Message(err), "plain") {
		t.Errorf("an unknown preset: %v", err)
	}
	if rows := dbtest.Count(t, d, "setting"); rows != 0 {
		t.Errorf("%d settings were written", rows)
	}
}

// TestInAnotherLanguage: countries are named in the newspaper's own language.
func TestInAnotherLanguage(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	must(t, d, AfricaPresse, masthead.Newspaper{Title: "Africa Press", Language: "en"})
	names, err := db.All(context.Background(), d, func(rows *sql.Rows) (s string, err error) { err = rows.Scan(&s); return s, err }, "SELECT name FROM country WHERE code IN ('ZA', 'EG') ORDER BY name")
	if err != nil || !slices.Equal(names, []string{"Egypt", "South Africa"}) {
		t.Errorf("countries are called %q (%v)", names, err)
	}
	paper, err := masthead.Load(context.Background(), d)
	if err != nil || !slices.Equal(paper.Languages, []string{"en", "fr", "pt", "ar", "sw"}) {
		t.Errorf("languages %q (%v)", paper.Languages, err)
	}
}
