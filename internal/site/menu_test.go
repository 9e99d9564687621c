package site_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"griot/internal/address"
	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/masthead"
	"griot/internal/standing"
	"griot/internal/taxonomy"
)

// The newspaper's countries, written exactly as on the reference page: the 55 of its menu, then the five further ones.
var (
	continent = []string{"Afrique du Sud", "Algérie", "Angola", "Bénin", "Botswana", "Burkina Faso", "Burundi", "Cameroun", "Cap-Vert", "Centrafrique", "Comores", "Congo", "Côte d’Ivoire",
		"Djibouti", "Égypte", "Érythrée", "Eswatini", "Éthiopie", "Gabon", "Gambie", "Ghana", "Guinée", "Guinée équatoriale", "Guinée-Bissau", "Maurice", "Kenya", "Lesotho", "Liban", "Libéria",
		"Libye", "Madagascar", "Malawi", "Mali", "Maroc", "Mauritanie", "Mozambique", "Namibie", "Niger", "Nigeria", "Ouganda", "RD Congo", "Rwanda", "São Tomé-et-Principe", "Sénégal",
		"Seychelles", "Sierra Leone", "Somalie", "Soudan", "Soudan du Sud", "Tanzanie", "Tchad", "Togo", "Tunisie", "Zambie", "Zimbabwe"}
	world = []string{"Canada", "États-Unis", "France", "Russie", "Ukraine"}
)

// written is every text of a selector as it stands, its spaces untouched.
func written(a *answer, selector string) (list []string) {
	for _, n := range a.all(selector) {
		list = append(list, n.FirstChild.Data)
	}
	return list
}

// TestCountriesAreWrittenAsTheNewspaperWritesThem, in its order, in the menu of every page.
func TestCountriesAreWrittenAsTheNewspaperWritesThem(t *testing.T) {
	t.Parallel()
	n := open(t)
	for _, path := range []string{"/", "/pays/niger/", "/recherche/"} {
		a := n.page(path)
		if got := written(a, "nav#pays ul:first-of-type a"); !slices.Equal(got, continent) {
			t.Errorf("%s: the countries are %q", path, got)
		}
		if got := written(a, "nav#pays ul:nth-of-type(2) a"); !slices.Equal(got, world) {
			t.Errorf("%s: the further countries are %q", path, got)
		}
	}
	for _, href := range n.page("/").attrs("nav#pays li a", "href") {
		if !strings.HasPrefix(href, "/pays/") || !strings.HasSuffix(href, "/") {
			t.Errorf("a country stands at %s", href)
		}
	}
}

// TestCountriesPage lists all sixty under their regions, with the number of articles of each.
func TestCountriesPage(t *testing.T) {
	t.Parallel()
	n := open(t)
	a := n.page("/pays/")
	want := []string{"Afrique du Nord", "Afrique de l’Ouest", "Afrique centrale", "Afrique de l’Est", "Afrique australe", "Océan Indien", "Proche-Orient", "Amérique", "Europe"}
	if got := a.texts("main section h2"); !slices.Equal(got, want) {
		t.Errorf("regions %q", got)
	}
	if got := len(a.all("main section li a")); got != 60 {
		t.Errorf("%d countries, want 60", got)
	}
	if got := a.text(`main a[href="/pays/niger/"] b`); got != itoa(int(n.number("SELECT articles FROM listing_count WHERE list = 'country:' || (SELECT id FROM country WHERE code = 'NE')"))) {
		t.Errorf("Niger has %s articles", got)
	}
	a.none(`main a[href="/pays/zambie/"] b`)
	if got := a.texts(`main section:nth-of-type(7) a`); len(got) != 1 || !strings.HasPrefix(got[0], "Liban") {
		t.Errorf("the Near East holds %q", got)
	}
}

// TestTopLine: Les Pays, the five further countries, then what exists of the rooms to come.
func TestTopLine(t *testing.T) {
	t.Parallel()
	n := open(t)
	a := n.page("/")
	if got := a.attrs("header .top a:not([hreflang])", "href"); !slices.Equal(got, []string{"#pays", "/pays/canada/", "/pays/etats-unis/", "/pays/france/", "/pays/russie/", "/pays/ukraine/"}) {
		t.Errorf("the top line is %q", got)
	}
	if got := a.attrs("header .top a[hreflang]", "hreflang"); !slices.Equal(got, []string{"fr", "en", "pt", "ar", "sw"}) {
		t.Errorf("the languages are %q", got)
	}
}

// TestRubrics: the nine in their order; a submenu stands under Environnement alone, whose caret says so, and begins with the rubric itself.
func TestRubrics(t *testing.T) {
	t.Parallel()
	n := open(t)
	for _, nav := range []string{"header nav.ligne", "nav#menu"} {
		a := n.page("/sante/")
		top := a.all(nav + " ul.rub > li > a")
		var names []string
		for _, link := range top {
			names = append(names, textOf(link))
			if nav == "header nav.ligne" && hasClass(link, "o") != (textOf(link) == "Environnement") {
				t.Errorf("%s: the caret of %s", nav, textOf(link))
			}
		}
		if want := []string{"Monde", "Politique", "Économie", "Environnement", "Santé", "Sport", "People", "Tech", "Emploi et Formation"}; !slices.Equal(names[:min(len(names), len(want))], want) {
			t.Errorf("%s: rubrics %q", nav, names)
		}
		if got := a.attrs(nav+" ul.rub li li a", "href"); !slices.Equal(got, []string{"/environnement/", "/environnement/environnement-et-developpement/"}) {
			t.Errorf("%s: the submenu is %q", nav, got)
		}
		if got := a.attrs(nav+" a[aria-current]", "href"); !slices.Contains(got, "/sante/") {
			t.Errorf("%s: the page's own entry is %q", nav, got)
		}
	}
}

// TestMenuEntriesFollowTheirPages: Vidéos, Podcasts and Débats are in the menus as data and show when something stands at their addresses.
func TestMenuEntriesFollowTheirPages(t *testing.T) {
	t.Parallel()
	n := open(t)
	rooms := map[string]string{"/videos/": "Vidéos", "/podcasts/": "Podcasts", "/debats/": "Débats"}
	for path := range rooms {
		n.page("/").none(`header a[href="` + path + `"], nav a[href="` + path + `"]`)
		n.refuses(path, 404)
	}
	n.do(func(ctx context.Context, tx *db.Tx) error {
		for path := range rooms {
			p := standing.Page{Language: "fr", Slug: strings.Trim(path, "/"), Title: rooms[path], Body: "<p>Bientôt.</p>", Published: true}
			if err := standing.Save(ctx, tx, n.now, &p); err != nil {
				return err
			}
			if _, err := address.Claim(ctx, tx, n.now, path, address.Standing, int64(p.ID)); err != nil {
				return err
			}
		}
		return nil
	})
	for path, name := range rooms {
		n.page(path)
		a := n.page("/")
		if got := a.texts(`header a[href="` + path + `"]`); !slices.Equal(got, []string{name}) {
			t.Errorf("the header names %s %q", path, got)
		}
		a.one(`nav#menu a[href="` + path + `"]`)
	}
	n.do(func(ctx context.Context, tx *db.Tx) error {
		if err := address.Bury(ctx, tx, n.now, "/videos/", 0); err != nil {
			return err
		}
		return masthead.Save(ctx, tx, n.now, n.paper)
	})
	n.page("/").none(`header a[href="/videos/"], nav a[href="/videos/"]`)
}

// TestAMenuOfTheNewsroomsOwn: entries elsewhere, to the pages that the program itself makes, to standing pages, nested.
func TestAMenuOfTheNewsroomsOwn(t *testing.T) {
	t.Parallel()
	n := open(t)
	about := n.number("SELECT id FROM standing WHERE slug = 'a-propos'")
	to := func(kind taxonomy.MenuKind, target int64, label, url string, below ...taxonomy.MenuTree) taxonomy.MenuTree {
		return taxonomy.MenuTree{MenuItem: taxonomy.MenuItem{Kind: kind, Target: target, Label: label, URL: url}, Children: below}
	}
	n.do(func(ctx context.Context, tx *db.Tx) error {
		return taxonomy.SetMenu(ctx, tx, n.now, taxonomy.MainMenu, []taxonomy.MenuTree{
			to(taxonomy.ToURL, 0, "Accueil", "/"), to(taxonomy.ToURL, 0, "Ailleurs", "https://ailleurs.example/"), to(taxonomy.ToURL, 0, "Erreurs", "/corrections/"),
			to(taxonomy.ToStanding, about, "", "", to(taxonomy.ToCountry, 1, "Le Sud", ""), to(taxonomy.ToSection, 99, "Rien", "")),
			to(taxonomy.ToCountries, 0, "", ""), to(taxonomy.ToStanding, 99, "Perdu", ""), to(taxonomy.ToNothing, 0, "Titre", ""), to(taxonomy.ToURL, 0, "Perdu", "/perdu/"),
		})
	})
	a := n.page("/")
	if got := a.texts("header nav.ligne a"); !slices.Equal(got, []string{"Accueil", "Ailleurs", "Erreurs", "À propos", "Le Sud", "Les Pays"}) {
		t.Errorf("the menu shows %q", got)
	}
}

// TestAChangedNameShowsEverywhere: names of rubrics and countries stand on every page, so a change of one drops them all.
func TestAChangedNameShowsEverywhere(t *testing.T) {
	t.Parallel()
	n := open(t)
	paths := []string{"/", "/pays/", "/a-propos/", n.find("asmara-mur-des-chronos").Path}
	for _, path := range paths {
		n.page(path)
	}
	n.do(func(ctx context.Context, tx *db.Tx) error {
		s, err := taxonomy.SectionByPath(ctx, tx, "sport")
		if err != nil {
			return err
		}
		s.Name, s.Slug = "Sports", "sports"
		return taxonomy.SaveSection(ctx, tx, n.now, n.words.For("fr"), s)
	})
	for _, path := range paths {
		if got := n.page(path).texts(`header nav.ligne a[href="/sports/"]`); !slices.Equal(got, []string{"Sports"}) {
			t.Errorf("%s: the rubric is called %q", path, got)
		}
	}
	n.leads("/sport/", "/sports/")
	n.page("/sports/").says("h1", "Sports")
}

// TestOtherLanguages: on a page in another language rubrics, countries and the newspaper's own pages are named in it.
func TestOtherLanguages(t *testing.T) {
	t.Parallel()
	n := open(t)
	for lang, want := range map[string]struct{ rubric, country, footer, skip string }{
		"en": {"Health", "South Africa", "About", "Skip to content"}, "ar": {"الصحة", "جنوب أفريقيا", "", ""}, "pt": {"Saúde", "África do Sul", "", ""}, "sw": {"Afya", "Afrika Kusini", "", ""},
	} {
		a := n.page("/" + lang + "/")
		a.says(`header nav.ligne a[href="/sante/"]`, want.rubric)
		if got := written(a, `nav#pays a[href="/pays/afrique-du-sud/"]`); !slices.Equal(got, []string{want.country}) {
			t.Errorf("%s: South Africa is %q", lang, got)
		}
		if got := a.text("a.skip"); got == "Aller au contenu" || want.skip != "" && got != want.skip {
			t.Errorf("%s: the skip link says %q", lang, got)
		}
		if got := a.text(`footer a[href="/a-propos/"]`); got == "À propos" || want.footer != "" && !strings.HasPrefix(got, want.footer) {
			t.Errorf("%s: the footer names the page about %q", lang, got)
		}
		if got := a.attr("header .wm a", "href"); got != "/"+lang+"/" {
			t.Errorf("%s: the wordmark leads to %s", lang, got)
		}
	}
}

// TestAdvertisements stand in the four named slots; an empty slot leaves no element.
func TestAdvertisements(t *testing.T) {
	t.Parallel()
	n := open(t)
	a := n.page(n.find("fleuve-niger-guetteurs").Path)
	for _, slot := range []string{"haut", "texte", "colonne"} {
		if rel := a.attr(".pub."+slot+" a", "rel"); !strings.Contains(rel, "sponsored") {
			t.Errorf("slot %s: rel %q", slot, rel)
		}
	}
	if got := before(a.one(".article-body .pub.texte"), "p"); got != 3 {
		t.Errorf("%d paragraphs stand before the advertisement in the text, want 3", got)
	}
	a.one(".pub.haut source[width='728'][height='90']")
	a.one(".pub.haut source[width='970'][height='250']")
	a.one(".pub.haut img[width='320'][height='100']")
	list := n.page("/pays/niger/")
	if got := before(list.one("main .pub.liste"), "article"); got != 4 {
		t.Errorf("%d entries stand before the advertisement of the list, want 4", got)
	}
	n.do(func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.Exec(ctx, "UPDATE advert SET ends_at = $1", db.Millis(n.now)); err != nil {
			return err
		}
		return masthead.Save(ctx, tx, n.now, n.paper)
	})
	n.page("/pays/niger/").none(".pub")
	n.page(n.find("fleuve-niger-guetteurs").Path).none(".pub")
}

// before counts the elements of a name that stand before another under the same parent.
func before(n *html.Node, name string) (count int) {
	for p := n.PrevSibling; p != nil; p = p.PrevSibling {
		if p.Type == html.ElementNode && p.Data == name {
			count++
		}
	}
	return count
}

// TestAnAdvertisementEnds at its hour, whether or not anything else changes.
func TestAnAdvertisementEnds(t *testing.T) {
	t.Parallel()
	n := open(t)
	end := n.now.Add(40 * time.Minute)
	n.do(func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.Exec(ctx, "UPDATE advert SET ends_at = $1 WHERE slot = 'haut'", db.Millis(end)); err != nil {
			return err
		}
		return masthead.Save(ctx, tx, n.now, n.paper)
	})
	n.page("/").one(".pub.haut")
	if until := n.make("/", "").Until; !until.Equal(end) {
		t.Errorf("the front page is true until %v, want %v", until, end)
	}
	n.now = end
	n.page("/").none(".pub.haut")
}

// TestStandingPages: the team page names those who agreed; others do not stand there.
func TestStandingPages(t *testing.T) {
	t.Parallel()
	n := open(t)
	names := n.page("/equipe/").texts("main article ul h2")
	if len(names) != int(n.number("SELECT COUNT(*) FROM team WHERE agreed = TRUE")) || slices.Contains(names, "La rédaction") {
		t.Errorf("the team is %q", names)
	}
	if got := n.page("/auteurs/").texts("main article ul h2"); len(got) != int(n.number("SELECT COUNT(*) FROM listing_count WHERE list LIKE 'author:%' AND articles > 0")) {
		t.Errorf("%d authors are listed", len(got))
	}
	n.page("/a-propos/").one("main article time")
	n.do(func(ctx context.Context, tx *db.Tx) error {
		return standing.Save(ctx, tx, n.now, &standing.Page{Language: "fr", Slug: "charte", Title: "Charte neuve", Body: "<p>L'essentiel : <b onclick=x()>tout</b>.</p>", Published: true})
	})
	a := n.page("/charte/")
	a.says("h1", "Charte neuve")
	a.says("main article .article-body", "L’essentiel : tout.")
	holds(t, a)
	n.do(func(ctx context.Context, tx *db.Tx) error {
		return standing.Save(ctx, tx, n.now, &standing.Page{Language: "fr", Slug: "charte", Title: "Charte", Body: "<p>Non.</p>", Published: false})
	})
	n.refuses("/charte/", 404)
	n.page("/").none(`a[href="/charte/"]`)
}

// TestAnAddressIsOneOwners: a standing page that wants what an article has gets another, and both stay reachable.
func TestAnAddressIsOneOwners(t *testing.T) {
	t.Parallel()
	n := open(t)
	a := n.put(&article.Article{Title: "Tenancière", Path: "/notre-avis/", Body: "<p>Ici.</p>"})
	p := standing.Page{Language: "fr", Slug: "notre-avis", Title: "Notre avis", Body: "<p>Là.</p>", Published: true}
	n.do(func(ctx context.Context, tx *db.Tx) error { return standing.Save(ctx, tx, n.now, &p) })
	n.page("/notre-avis/").says("h1", a.Title)
	n.page(p.Path).says("h1", "Notre avis")
	if p.Path != "/notre-avis-2/" {
		t.Errorf("the page got %s", p.Path)
	}
}
