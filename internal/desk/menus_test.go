package desk_test

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/locale"
	"griot/internal/settle"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

const mainMenu = "/desk/menus/main/"

// formOf is what a browser would send of the menu on a page.
func formOf(a *answer) (pairs []string) {
	for _, n := range a.all("#menu input[name=seen], .entries input") {
		pairs = append(pairs, attribute(n, "name"), attribute(n, "value"))
	}
	return pairs
}

// drawn writes the menu of a form in a line: each entry's text, with a stroke before those of the second level.
func drawn(a *answer) string {
	var list []string
	for _, n := range a.all(".entries > li") {
		key := attribute(n, "data-key")
		label := a.all("#label-" + key)[0]
		text := attribute(label, "value")
		if text == "" {
			text = attribute(label, "placeholder")
		}
		if attribute(n, "class") == "level-2" {
			text = "-" + text
		}
		list = append(list, text)
	}
	return strings.Join(list, " ")
}

// written is the menu as it is kept, drawn likewise.
func (r *room) written(menu string) string {
	r.Helper()
	trees, err := taxonomy.Menu(r.Context(), r.db, menu)
	if err != nil {
		r.Fatal(err)
	}
	var list []string
	for i := range trees {
		list = append(list, trees[i].Label)
		for j := range trees[i].Children {
			list = append(list, "-"+trees[i].Children[j].Label)
		}
	}
	return strings.Join(list, " ")
}

// menuOf makes a menu of addresses: "A B" stand at the top, "-C" below the one before.
func (r *room) menuOf(menu string, texts ...string) {
	r.Helper()
	var trees []taxonomy.MenuTree
	for _, text := range texts {
		label, below := strings.CutPrefix(text, "-")
		entry := taxonomy.MenuTree{MenuItem: taxonomy.MenuItem{Label: label, Kind: taxonomy.ToURL, URL: "/" + strings.ToLower(label) + "/"}}
		if below {
			trees[len(trees)-1].Children = append(trees[len(trees)-1].Children, entry)
		} else {
			trees = append(trees, entry)
		}
	}
	dbtest.Do(r.T, r.db, func(tx *db.Tx) error {
		return settle.Menu(r.Context(), tx, noon, staff.Actor{}, menu, "", trees)
	})
}

// Entries are moved by buttons and by the grip, and one save keeps what was done.
func TestMenuIsArranged(t *testing.T) {
	each(t, func(r *room) {
		r.account("binta", staff.Editor)
		b := r.in("binta")
		r.menuOf(taxonomy.MainMenu, "A", "-B", "C", "D")
		b.get("/desk/menus/").is(http.StatusOK).says("main", "Ce qui figure en tête")
		page := b.get(mainMenu).is(http.StatusOK)
		if got := drawn(page); got != "A -B C D" {
			r.Fatalf("the form shows %s", got)
		}
		for _, step := range []struct{ do, want string }{
			{"up k4", "A -B D C"}, {"in k4", "A -B -D C"}, {"up k4", "A -D -B C"}, {"out k4", "A -B D C"}, {"down k1", "D A -B C"}, {"up k4", "D A -B C"},
			{"in k1", "D A -B C"}, // A would take B too deep
			{"in k4", "D A -B C"}, // there is none before it
			{"place k3 - 1", "C D A -B"}, {"place k2 k3 2", "C -B D A"}, {"place k3 k4 1", "D C -B A"}, {"place k3 k2 2", "D C -B A"}, {"place k4 k2 2", "C -B -D A"},
			{"remove k3", "A"}, {"down k1", "A"},
		} {
			page = b.post(mainMenu, append(formOf(page), "do", step.do)...)
			if got := drawn(page); got != step.want {
				r.Fatalf("%s makes it %s, want %s", step.do, got, step.want)
			}
		}
		if got := r.written(taxonomy.MainMenu); got != "A -B C D" {
			t.Errorf("kept before it was saved: %s", got)
		}
		page = b.post(mainMenu, append(formOf(page), "do", "add", "add_address", "https://fleuve.example/e/", "add_label", "E")...).is(http.StatusOK).says("[role=status]", "pas encore enregistré")
		b.post(mainMenu, append(formOf(page), "do", "save")...).leads(mainMenu)
		if got := r.written(taxonomy.MainMenu); got != "A E" {
			t.Errorf("kept %s", got)
		}
		trees, err := taxonomy.Menu(t.Context(), r.db, taxonomy.MainMenu)
		if err != nil || len(trees) != 2 || trees[1].URL != "/e/" {
			t.Errorf("an address of this site is kept as %+v: %v", trees, err)
		}
		r.account("awa", staff.EditorInChief)
		r.in("awa").get("/desk/audit/").says("main", "a changé un menu")
	})
}

func TestMenuLeadsToTerms(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.account("binta", staff.Editor)
	b := r.in("binta")
	r.desk.Stands = func(_ context.Context, address string) (bool, error) { return address == "/podcasts/", nil }
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	var monde taxonomy.Section
	dbtest.Do(t, r.db, func(tx *db.Tx) error {
		monde = taxonomy.Section{Name: "Monde", Slug: "monde"}
		if err := settle.Menu(t.Context(), tx, noon, staff.Actor{}, taxonomy.MainMenu, "", nil); err != nil {
			return err
		}
		return taxonomy.SaveSection(t.Context(), tx, noon, words.For("fr"), &monde)
	})
	page := b.get(mainMenu).says("main", "Ce menu est vide")
	for _, pairs := range [][]string{
		{"add", "section:" + strconv.FormatInt(int64(monde.ID), 10)}, {"add", "section:999"}, {"add", "countries"},
		{"add_address", "/podcasts/?page=2", "add_label", "Podcasts"}, {"add_address", "/debats/", "add_label", "Débats"},
	} {
		page = b.post(mainMenu, append(append(formOf(page), "do", "add"), pairs...)...).is(http.StatusOK)
	}
	if got := page.text(".menu-seen"); got != "Monde La liste des pays Podcasts" {
		t.Errorf("readers would see %q", got)
	}
	if got := len(page.all(".badge.withdrawn")); got != 2 {
		t.Errorf("%d entries are said to lead nowhere", got)
	}
	b.post(mainMenu, append(formOf(page), "do", "save")...).leads(mainMenu) // they are kept: their pages may come
	if trees, err := taxonomy.Menu(t.Context(), r.db, taxonomy.MainMenu); err != nil || len(trees) != 5 || trees[0].Target != int64(monde.ID) || trees[2].Kind != taxonomy.ToCountries {
		t.Errorf("kept %+v: %v", trees, err)
	}
	b.get("/desk/menus/nowhere/").is(http.StatusNotFound)
	b.post("/desk/menus/nowhere/", "do", "save").is(http.StatusNotFound)
}

func TestMenuRefused(t *testing.T) {
	t.Parallel()
	r := newRoom(t, dbtest.SQLite(t), nil)
	r.account("binta", staff.Editor)
	b := r.in("binta")
	r.menuOf(taxonomy.MainMenu, "A")
	line := func(key, above, label, to string) []string {
		return []string{"key", key, "above", above, "label", label, "to", to}
	}
	many := []string{}
	for i := range 150 {
		many = append(many, line("k"+strconv.Itoa(i), "", "X", "/x/")...)
	}
	join := func(lists ...[]string) (all []string) {
		for _, l := range lists {
			all = append(all, l...)
		}
		return all
	}
	for name, c := range map[string]struct {
		form []string
		says string
	}{
		"that contains itself":    {line("a", "a", "A", "/a/"), "sous elle-même"},
		"that contains another":   {join(line("a", "b", "A", "/a/"), line("b", "a", "B", "/b/")), "sous elle-même"},
		"below nothing":           {line("a", "zz", "A", "/a/"), "pas dans le menu"},
		"with a key twice":        {join(line("a", "", "A", "/a/"), line("a", "", "B", "/b/")), "pas dans le menu"},
		"too deep":                {join(line("a", "", "A", "/a/"), line("b", "a", "B", "/b/"), line("c", "b", "C", "/c/")), "si bas"},
		"too long":                {many, "100 entrées"},
		"with a script":           {line("a", "", "A", "javascript:alert(1)"), "commence par /"},
		"with a hidden script":    {line("a", "", "A", " JaVaScRiPt:alert(1)"), "commence par /"},
		"with data":               {line("a", "", "A", "data:text/html,x"), "commence par /"},
		"to another host":         {line("a", "", "A", "//evil.example/"), "commence par /"},
		"to another host, masked": {line("a", "", "A", `/\evil.example/`), "commence par /"},
		"with a password":         {line("a", "", "A", "https://u:p@x.example/"), "commence par /"},
		"without a text":          {line("a", "", "", "/a/"), "besoin d’un texte"},
		"with a long text":        {line("a", "", strings.Repeat("é", 81), "/a/"), "80 signes"},
		"with a bell":             {line("a", "", "A\x07", "/a/"), "80 signes"},
		"to no rubric":            {line("a", "", "A", "section:-3"), "ne mène à rien"},
		"to no number":            {line("a", "", "A", "section:x"), "commence par /"},
	} {
		b.post(mainMenu, append(c.form, "do", "save")...).is(http.StatusUnprocessableEntity).says("#problem", c.says)
		if got := r.written(taxonomy.MainMenu); got != "A" {
			t.Errorf("a menu %s is kept: %s", name, got)
		}
	}
	page := b.get(mainMenu)
	for _, do := range []string{"up zz", "dance k1", "up", "in k1 k2", "place k1"} {
		if got := drawn(b.post(mainMenu, append(formOf(page), "do", do)...)); got != "A" {
			t.Errorf("%s makes it %s", do, got)
		}
	}
	b.post(mainMenu, append(formOf(page), "do", "add", "add_address", "javascript:alert(1)", "add_label", "X")...).is(http.StatusUnprocessableEntity)
}

// Two people change a menu at once: the second is told what it has become, keeps their own, and may put it in its place.
func TestTwoChangeAMenu(t *testing.T) {
	each(t, func(r *room) {
		r.account("awa", staff.EditorInChief)
		r.account("binta", staff.Editor)
		awa, binta := r.in("awa"), r.in("binta")
		r.menuOf(taxonomy.MainMenu, "A", "B")
		mine, theirs := awa.get(mainMenu), binta.get(mainMenu)
		theirs = binta.post(mainMenu, append(formOf(theirs), "do", "up k2")...)
		binta.post(mainMenu, append(formOf(theirs), "do", "save")...).leads(mainMenu)
		mine = awa.post(mainMenu, append(formOf(mine), "do", "remove k2")...)
		told := awa.post(mainMenu, append(formOf(mine), "do", "save")...).is(http.StatusConflict).says("#problem", "une autre personne").says("[aria-labelledby=theirs] .menu-seen", "B A")
		if got := r.written(taxonomy.MainMenu); got != "B A" || drawn(told) != "A" {
			t.Errorf("kept %s, in the form %s", got, drawn(told))
		}
		awa.post(mainMenu, append(formOf(told), "do", "save")...).leads(mainMenu)
		if got := r.written(taxonomy.MainMenu); got != "A" {
			t.Errorf("kept %s", got)
		}
	})
}
