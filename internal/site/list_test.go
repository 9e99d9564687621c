package site_test

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"griot/internal/address"
	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/taxonomy"
)

// long gives Zambia, of which the sample says nothing, 45 articles: three pages.
func long(n *newsroom) (paths []string) {
	n.t.Helper()
	zambia := taxonomy.CountryID(n.number("SELECT id FROM country WHERE code = 'ZM'"))
	n.do(func(ctx context.Context, tx *db.Tx) error {
		for i := range 45 {
			a := &article.Article{Status: article.Published, Title: fmt.Sprintf("Lusaka, jour %d", i), Body: "<p>Quatuor numéroté.</p>", Countries: []taxonomy.CountryID{zambia},
				FirstPublished: n.now.Add(-time.Duration(i) * 7 * time.Hour)}
			if err := article.Put(ctx, tx, n.paper, n.now, a); err != nil {
				return err
			}
			paths = append(paths, a.Path)
		}
		return nil
	})
	return paths
}

// TestPaging numbers every list: newest first, twenty to a page, each page with its own address and its neighbours.
func TestPaging(t *testing.T) {
	t.Parallel()
	n := open(t)
	paths := long(n)
	var shown []string
	for i, want := range []struct{ prev, next string }{{"", "/pays/zambie/?page=2"}, {"/pays/zambie/", "/pays/zambie/?page=3"}, {"/pays/zambie/?page=2", ""}} {
		target := "/pays/zambie/"
		if i > 0 {
			target = fmt.Sprintf("/pays/zambie/?page=%d", i+1)
		}
		a := n.page(target)
		holds(t, a)
		shown = append(shown, a.attrs("main article h3 a", "href")...)
		if got := a.attr(`link[rel="canonical"]`, "href"); got != origin+target {
			t.Errorf("%s: canonical %s", target, got)
		}
		if got := strings.Join(a.attrs(`main a[rel="prev"]`, "href"), ""); got != want.prev {
			t.Errorf("%s: the page before is %q", target, got)
		}
		if got := strings.Join(a.attrs(`main a[rel="next"]`, "href"), ""); got != want.next {
			t.Errorf("%s: the page after is %q", target, got)
		}
		a.says(`main nav [aria-current="page"]`, itoa(i+1))
		if i > 0 && !strings.Contains(a.text("title"), fmt.Sprintf("page %d sur 3", i+1)) {
			t.Errorf("%s: title %q", target, a.text("title"))
		}
	}
	if !slices.Equal(shown, paths) {
		t.Errorf("%d entries on three pages, not in the order of their publication", len(shown))
	}
	if got := n.page("/pays/zambie/").text("main header .ui"); !strings.HasPrefix(got, "45 articles depuis 2026") {
		t.Errorf("the list is counted %q", got)
	}
	n.page("/pays/liban/").none(`main nav`)
}

// TestAbsurdPageNumbers: page 1 is the list itself; what no list has is 404, never another page.
func TestAbsurdPageNumbers(t *testing.T) {
	t.Parallel()
	n := open(t)
	long(n)
	for _, list := range []string{"/pays/zambie/", "/sante/", "/mots-cles/fleuve-niger/", "/auteurs/mariama-djibo/", "/corrections/"} {
		n.leads(list+"?page=1", list)
		for _, number := range []string{"0", "-1", "1000000000000000000", "99999999999999999999999", "abc", "2.0", "02", "%2B2", "1e1", "٢", "4"} {
			holds(t, n.refuses(list+"?page="+number, 404))
		}
		n.page(list + "?page=")
		n.page(list + "?p=2&autre=1")
		n.page(list + "?page=%zz")
		n.page(list + "?page=2%00") // no text, and so no number
	}
	for _, number := range []string{"0", "-1", "1000000000000000000", "abc", "501", "3"} {
		n.refuses("/recherche/?q=fleuve&page="+number, 404)
	}
	n.leads(n.find("fleuve-niger-guetteurs").Path+"?page=2", n.find("fleuve-niger-guetteurs").Path)
	n.leads("/a-propos/?page=7", "/a-propos/")
}

// TestDays: entries stand under the day of their publication on the newsroom's clock.
func TestDays(t *testing.T) {
	t.Parallel()
	n := open(t)
	zambia := []taxonomy.CountryID{taxonomy.CountryID(n.number("SELECT id FROM country WHERE code = 'ZM'"))}
	late := n.put(&article.Article{Title: "Le 1er passé minuit", Body: "<p>.</p>", Countries: zambia, FirstPublished: time.Date(2026, 2, 28, 23, 30, 0, 0, time.UTC)})
	n.put(&article.Article{Title: "La veille", Body: "<p>.</p>", Countries: zambia, FirstPublished: time.Date(2026, 2, 28, 22, 30, 0, 0, time.UTC)})
	n.put(&article.Article{Title: "L'an dernier", Body: "<p>.</p>", Countries: zambia, FirstPublished: time.Date(2025, 12, 25, 11, 0, 0, 0, time.UTC)})
	a := n.page("/pays/zambie/")
	if got := a.texts("main h2.day"); !slices.Equal(got, []string{"Dimanche 1er mars", "Samedi 28 février", "Jeudi 25 décembre 2025"}) {
		t.Errorf("days %q", got)
	}
	if !strings.HasPrefix(late.Path, "/2026/03/01/") {
		t.Errorf("the address %s is not of the newsroom's day", late.Path)
	}
	n.page(late.Path).says("main article > header time", "1er mars 2026, 0 h 30")
}

// TestListsSayWhatTheyAre: kind, title, description, feed link, subrubrics, neighbours, what is read most of it.
func TestListsSayWhatTheyAre(t *testing.T) {
	t.Parallel()
	n := open(t)
	a := n.page("/environnement/")
	a.says("main header .k", "Rubrique")
	a.one(`main header a[href="/environnement/feed.xml"]`)
	for _, feed := range []string{"feed.xml", "atom.xml", "feed.json"} {
		a.one(`head link[rel="alternate"][href="/environnement/` + feed + `"]`)
	}
	a.one(`aside a[href="/environnement/environnement-et-developpement/"]`)
	if got := a.text("title"); !strings.HasPrefix(got, "Environnement : ") || !strings.HasSuffix(got, "| Africa Presse") {
		t.Errorf("title %q", got)
	}
	n.page("/politique/").one(`main .un`) // the pinned story says so
	below := n.page("/environnement/environnement-et-developpement/")
	for _, href := range below.attrs("main h3 a", "href") {
		if !slices.Contains(a.attrs("main h3 a", "href"), href) {
			t.Errorf("%s of the subrubric is not in the rubric", href)
		}
	}
	niger := n.page("/pays/niger/")
	niger.says("main header .k", "Afrique de l’Ouest")
	if got := niger.attrs("aside ul.near a", "href"); len(got) != 7 {
		t.Errorf("Niger's neighbours are %q", got)
	}
	niger.says("aside .plus h2", "Les plus lus au Niger")
	if got := niger.attrs(".chips a", "href"); len(got) != 10 || got[1] != "/recherche/?pays=niger&rubrique=monde" {
		t.Errorf("chips %q", got)
	}
	for _, href := range niger.attrs(".chips a", "href")[1:] {
		n.page(href)
	}
	empty := n.page("/pays/zambie/")
	empty.says("main .rien", "Aucun article pour le moment.")
	if robots := empty.attr(`meta[name="robots"]`, "content"); robots != "noindex, follow" {
		t.Errorf("an empty list is indexed: %q", robots)
	}
	if got := n.page("/pays/liban/").texts("main article"); len(got) != 1 {
		t.Errorf("a list of one holds %d", len(got))
	}
}

// TestListsFollow: an article that changes its rubric, country or tag leaves the one list and enters the other at once.
func TestListsFollow(t *testing.T) {
	t.Parallel()
	n := open(t)
	a := n.find("asmara-mur-des-chronos")
	entry := `main h3 a[href="` + a.Path + `"]`
	for _, path := range []string{"/sport/", "/pays/erythree/"} {
		n.page(path).one(entry)
	}
	n.page("/sante/").none(entry)
	n.page("/pays/zambie/").none(entry)
	a.Section = taxonomy.SectionID(n.number("SELECT id FROM section WHERE slug = 'sante'"))
	a.Countries = []taxonomy.CountryID{taxonomy.CountryID(n.number("SELECT id FROM country WHERE code = 'ZM'"))}
	n.put(a)
	for _, path := range []string{"/sport/", "/pays/erythree/"} {
		n.page(path).none(entry)
	}
	n.page("/sante/").one(entry)
	n.page("/pays/zambie/").one(entry)
	a.Title = "Un autre titre"
	n.put(a)
	n.page("/sante/").says(entry, "Un autre titre")
}

// TestOldQueries: what WordPress gave everything before permalinks leads to what was imported.
func TestOldQueries(t *testing.T) {
	t.Parallel()
	n := open(t)
	river := n.find("fleuve-niger-guetteurs")
	n.do(func(ctx context.Context, tx *db.Tx) error {
		for from, to := range map[string]string{"/?p=12": river.Path, "/?page_id=3": "/a-propos/", "/?cat=7": "/sante/", "/?tag=fleuve": "/mots-cles/fleuve-niger/", "/?author=2": "/auteurs/mariama-djibo/"} {
			if _, err := address.Lead(ctx, tx, n.now, from, to); err != nil {
				return err
			}
		}
		return nil
	})
	n.leads("/?p=12", river.Path)
	n.leads("/?p=12&utm_source=x", river.Path)
	n.leads("/?page_id=3", "/a-propos/")
	n.leads("/?cat=7", "/sante/")
	n.leads("/?tag=fleuve", "/mots-cles/fleuve-niger/")
	n.leads("/?author=2", "/auteurs/mariama-djibo/")
	n.leads("/?feed=rss2", "/feed.xml")
	for _, q := range []string{"/?p=13", "/?p=12%20OR%201=1", "/?cat=x", "/?attachment_id=1"} {
		holds(t, n.refuses(q, 404))
	}
	n.page("/?utm_source=lettre").one(".lead") // of no account
	n.page("/?p=").one(".lead")
}

// TestSpellings: an address has one spelling; every other leads to it by one redirect.
func TestSpellings(t *testing.T) {
	t.Parallel()
	n := open(t)
	river := n.find("fleuve-niger-guetteurs").Path
	n.leads(strings.TrimSuffix(river, "/"), river)
	n.leads("/sante", "/sante/")
	n.leads("//sante//", "/sante/")
	n.leads("/pays", "/pays/")
	n.leads("/recherche?q=a", "/recherche/?q=a")
	n.leads("/fr/", "/")
	arabic := n.find("ورش-دمياط-وفرن-الخشب").Path
	for _, spelling := range []string{arabic, (&url.URL{Path: arabic}).EscapedPath(), strings.ToLower((&url.URL{Path: arabic}).EscapedPath())} {
		n.page(spelling).one("main > article")
	}
	for _, path := range []string{"/n-existe-pas/", "/sante/rien/", "/pays/atlantide/", "/mots-cles/rien/", "/auteurs/personne/", "/2026/03/02/rien/", "/de/", "/SANTE/", "/en/rien/", "/" + strings.Repeat("a", 2000) + "/"} {
		holds(t, n.refuses(path, 404))
	}
	for _, path := range []string{"/%00/", "/a%0d%0ab/", "/..%2f..%2fetc/passwd/", "/sante/../desk/", "/%ff%fe/", `/a%5cb/`} {
		holds(t, n.refuses(path, 400))
	}
	n.refuses("/"+strings.Repeat("a", 100_000)+"/", 404)
}
