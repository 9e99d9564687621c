package site_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"griot/internal/article"
	"griot/internal/article/articletest"
	"griot/internal/db"
	"griot/internal/masthead"
	"griot/internal/page"
	"griot/internal/taxonomy"
)

// stories are the addresses of every story of the composed front page, in order: the lead and its two lines, the seconds, the bands.
func stories(a *answer) (list []string) {
	list = append(list, a.attrs(".lead h2 a", "href")...)
	list = append(list, a.attrs(".lead ul a", "href")...)
	list = append(list, a.attrs(".sec h3 a", "href")...)
	return append(list, a.attrs(".band:not(.plus) h3 a", "href")...)
}

// TestFrontPage is composed by rule: a lead that is pinned, two related lines, four seconds with pictures, a band for each rubric with one picture and three lines.
func TestFrontPage(t *testing.T) {
	t.Parallel()
	n := open(t)
	a := n.page("/")
	a.says(".lead h2", "Techiman fait payer la taxe de marché par téléphone, et les vendeuses gardent le reçu")
	lead := a.one(".lead img")
	if attr(lead, "fetchpriority") != "high" || !strings.HasSuffix(attr(lead, "src"), "-320.jpg") || attr(lead, "alt") == "" {
		t.Errorf("the lead's picture %v", lead.Attr)
	}
	for _, p := range a.all("main img:not(.lead img)") {
		if p != lead && attr(p, "loading") != "lazy" {
			t.Errorf("picture %s does not wait", attr(p, "src"))
		}
	}
	if len(a.all(".lead ul li")) != 2 || len(a.all(".sec article")) != 4 || len(a.all(".sec img")) != 4 {
		t.Errorf("%d related lines, %d seconds with %d pictures; want 2, 4, 4", len(a.all(".lead ul li")), len(a.all(".sec article")), len(a.all(".sec img")))
	}
	want := []string{"/monde/", "/politique/", "/economie/", "/environnement/", "/sante/", "/sport/", "/people/", "/tech/", "/emploi-et-formation/"}
	if got := a.attrs(".band:not(.plus) .bh h2 a", "href"); !slices.Equal(got, want) {
		t.Errorf("bands in the order %q", got)
	}
	for _, band := range a.all(".band:not(.plus)") {
		if stories := within(t, band, "article"); len(stories) != 4 || len(within(t, band, "img")) != 1 || len(within(t, stories[0], "img")) != 1 {
			t.Errorf("band %q: %d stories, %d pictures", textOf(within(t, band, "h2")[0]), len(stories), len(within(t, band, "img")))
		}
	}
	a.one(".plus ol")
	if got := len(a.all(".plus ol li a")); got != 5 {
		t.Errorf("%d lines under the most read, want 5", got)
	}
	things := a.jsonLD()
	if things["NewsMediaOrganization"] == nil || things["WebSite"] == nil {
		t.Errorf("structured data: %v", things)
	}
}

// TestNoStoryTwice holds for the front page of every language, and whatever is published next.
func TestNoStoryTwice(t *testing.T) {
	t.Parallel()
	n := open(t)
	for i := range 4 {
		for _, path := range []string{"/", "/en/", "/pt/", "/ar/", "/sw/"} {
			list := stories(n.page(path))
			seen := map[string]bool{}
			for _, href := range list {
				if seen[href] {
					t.Errorf("%s shows %s twice", path, href)
				}
				seen[href] = true
			}
			if path == "/" && len(list) != 1+2+4+9*4 {
				t.Errorf("the front page shows %d stories", len(list))
			}
		}
		n.now = n.now.Add(time.Hour)
		n.put(&article.Article{Title: "Nouvelle " + strings.Repeat("I", i), Body: "<p>Neuve.</p>", Section: taxonomy.SectionID(i + 1), Pinned: i == 2})
	}
}

// TestALeadAgesOut: a pinned story leads for three days, then the newest with a picture does.
func TestALeadAgesOut(t *testing.T) {
	t.Parallel()
	n := open(t)
	market := n.find("techiman-taxe-marche-mobile")
	if got := stories(n.page("/"))[0]; got != market.Path {
		t.Errorf("the lead is %s", got)
	}
	n.now = market.FirstPublished.Add(72 * time.Hour)
	if got := stories(n.page("/"))[0]; got == market.Path {
		t.Error("a story that was pinned three days ago still leads")
	}
}

// TestPictureless: a story without a picture is shown without one, and a new lead is an event of the front page.
func TestPictureless(t *testing.T) {
	t.Parallel()
	n := open(t)
	n.page("/")
	a := n.put(&article.Article{Title: "Sans image", Body: "<p>Rien à voir.</p>", Pinned: true})
	page := n.page("/")
	if got := page.attr(".lead h2 a", "href"); got != a.Path {
		t.Errorf("the newly pinned story does not lead; %s does", got)
	}
	page.none(".lead img")
	holds(t, page)
}

// TestEmptyNewspaper has a designed front page, and the languages in which nothing exists have none.
func TestEmptyNewspaper(t *testing.T) {
	t.Parallel()
	n := empty(t)
	a := n.page("/")
	holds(t, a)
	a.says("main .rien", "Le premier article paraîtra ici.")
	for _, path := range []string{"/pays/", "/auteurs/", "/corrections/", "/recherche/", "/recherche/?q=rien"} {
		holds(t, n.page(path))
	}
	for _, path := range []string{"/en/", "/ar/", "/a-propos/", "/monde/"} {
		holds(t, n.refuses(path, 404))
	}
	n.leads("/fr/", "/")
}

// TestALanguageOpens with its first article and closes with its last, in the menu of every page too.
func TestALanguageOpens(t *testing.T) {
	t.Parallel()
	n := empty(t)
	n.do(func(ctx context.Context, tx *db.Tx) error {
		n.paper.Languages = []string{"fr", "en"}
		return masthead.Save(ctx, tx, n.now, n.paper)
	})
	n.page("/").none(`a[hreflang]`)
	a := n.put(&article.Article{Title: "First", Language: "en", Body: "<p>One.</p>"})
	if got := n.page("/").attrs(`header a[hreflang]`, "href"); !slices.Equal(got, []string{"/", "/en/"}) {
		t.Errorf("languages in the menu: %q", got)
	}
	n.page("/en/").one(`.lead a[href="` + a.Path + `"]`)
	n.do(func(ctx context.Context, tx *db.Tx) error {
		return articletest.Withdraw(ctx, tx, n.paper, n.now, a.ID, "")
	})
	n.page("/").none(`a[hreflang]`)
	n.refuses("/en/", 404)
}

// TestCountriesStrip counts today's articles of the continent; Liban and the five of the world are not of it.
func TestCountriesStrip(t *testing.T) {
	t.Parallel()
	n := open(t)
	today := midnight(n)
	articles := func(code string) int64 {
		return n.number(`SELECT COUNT(*) FROM article a JOIN article_country c ON c.article_id = a.id JOIN country p ON p.id = c.country_id
WHERE a.language = 'fr' AND a.status = 'published' AND a.first_published_at >= $1 AND p.code = $2`, db.Millis(today), code)
	}
	a := n.page("/")
	continent := 0
	for _, code := range n.column("SELECT code FROM country WHERE continent = TRUE") {
		if articles(code) > 0 {
			continent++
		}
	}
	a.says(".jour h2", "Aujourd’hui dans "+itoa(continent)+" pays")
	if got := len(a.all(`.jour a[href^="/pays/"]`)); got != continent {
		t.Errorf("%d countries stand in the strip, want %d", got, continent)
	}
	if got := a.text(`.jour a[href="/pays/niger/"] b`); got != itoa(int(articles("NE"))) {
		t.Errorf("Niger is counted %s times", got)
	}
	if articles("CA") == 0 {
		t.Fatal("the sample has nothing of Canada today; this test needs it")
	}
	var id taxonomy.CountryID
	for _, code := range []string{"LB", "FR", "US", "RU", "UA"} {
		id = taxonomy.CountryID(n.number("SELECT id FROM country WHERE code = $1", code))
		n.put(&article.Article{Title: "De " + code, Body: "<p>Loin.</p>", Countries: []taxonomy.CountryID{id}})
	}
	a = n.page("/")
	a.says(".jour h2", "Aujourd’hui dans "+itoa(continent)+" pays")
	for _, slug := range []string{"liban", "canada", "etats-unis", "france", "russie", "ukraine"} {
		a.none(`.jour a[href="/pays/` + slug + `/"]`)
	}
}

// TestAQuietDay: with fewer than three countries today the strip counts the week.
func TestAQuietDay(t *testing.T) {
	t.Parallel()
	n := open(t)
	n.page("/")
	n.now = n.now.AddDate(0, 0, 2)
	if got := n.page("/").text(".jour h2"); !strings.HasPrefix(got, "Cette semaine dans ") {
		t.Errorf("two days later the strip says %q", got)
	}
	n.now = n.now.AddDate(0, 0, 200)
	n.page("/").none(".jour")
}

// TestPaidFor is labelled wherever it shows, its links outside say so to machines, and it is never among the breaking news, the most read or the recent.
func TestPaidFor(t *testing.T) {
	t.Parallel()
	n := open(t)
	hero := n.find("asmara-mur-des-chronos").Hero
	paid := n.put(&article.Article{Kind: "publi", Title: "Achetez la pompe Zébulon", Short: "La pompe", Body: `<p>Voyez <a href="https://pompes.example/a?b=1&amp;c=2">la pompe</a> et <a href="/pays/niger/">le Niger</a>.</p>`,
		Section: taxonomy.SectionID(n.number("SELECT id FROM section WHERE slug = 'tech'")), Hero: hero, Bylines: []staffID{1}, Tags: n.find("asmara-mur-des-chronos").Tags[:1]})
	n.do(func(ctx context.Context, tx *db.Tx) error { return addReads(ctx, tx, n.now, paid.ID, 1_000_000) })

	a := n.page(paid.Path)
	a.says("main article > header .k .sp", "Publi-rédactionnel")
	if got := a.attr(`.article-body a[href^="https://pompes.example"]`, "rel"); !slices.Contains(strings.Fields(got), "sponsored") {
		t.Errorf("an outside link of a paid text has rel %q", got)
	}
	if got := a.attr(`.article-body a[href="/pays/niger/"]`, "rel"); got != "" {
		t.Errorf("an inside link of a paid text has rel %q", got)
	}
	if got := a.attr(`.article-body a[href^="https://pompes.example"]`, "href"); got != "https://pompes.example/a?b=1&c=2" {
		t.Errorf("the outside link leads to %q", got)
	}
	tag := n.column("SELECT slug FROM tag WHERE id = $1", paid.Tags[0])[0]
	for _, path := range []string{"/", "/tech/", "/mots-cles/" + tag + "/", "/auteurs/adama-diallo-ba/", "/recherche/?q=zebulon"} {
		a := n.page(path)
		links := a.all(`main h2 a[href="` + paid.Path + `"], main h3 a[href="` + paid.Path + `"]`)
		if len(links) != 1 {
			t.Errorf("%s: %d entries of what is paid for, want 1", path, len(links))
			continue
		}
		entry := ancestor(links[0], "article")
		if got := within(t, entry, ".sp"); len(got) != 1 || textOf(got[0]) != "Publi-rédactionnel" {
			t.Errorf("%s: the entry is not labelled: %q", path, textOf(entry))
		}
		if rel := attr(links[0], "rel"); rel != "sponsored" {
			t.Errorf("%s: the entry's link has rel %q", path, rel)
		}
		a.none(`.flash a[href="` + paid.Path + `"]`)
		a.none(`.plus a[href="` + paid.Path + `"]`)
		a.none(`footer a[href="` + paid.Path + `"]`)
		a.none(`aside a[href="` + paid.Path + `"]`)
		a.none(`.lead a[href="` + paid.Path + `"]`)
	}
	other := n.page(n.find("asmara-mur-des-chronos").Path) // of the same tag
	other.none(`aside a[href="` + paid.Path + `"], footer a[href="` + paid.Path + `"], .rel a[href="` + paid.Path + `"]`)
}

func ancestor(n *html.Node, name string) *html.Node {
	for n.Data != name {
		n = n.Parent
	}
	return n
}

// TestMostRead is of the last seven days, and of the language.
func TestMostRead(t *testing.T) {
	t.Parallel()
	n := open(t)
	old := n.find("koforidua-hopscotch-fractions-en")
	read := n.find("asmara-mur-des-chronos")
	n.do(func(ctx context.Context, tx *db.Tx) error { return addReads(ctx, tx, n.now, old.ID, 90_000) })
	n.do(func(ctx context.Context, tx *db.Tx) error { return addReads(ctx, tx, n.now, read.ID, 80_000) })
	n.now = n.now.Add(2 * time.Minute)
	n.put(&article.Article{Title: "Remue la page", Body: "<p>Oui.</p>"})
	if got := n.page("/").attrs(".plus ol a", "href"); len(got) != 5 || got[0] != read.Path || slices.Contains(got, old.Path) {
		t.Errorf("the most read are %q", got)
	}
	n.now = n.now.AddDate(0, 0, 9)
	if got := n.page("/").attrs(".plus ol a", "href"); slices.Contains(got, read.Path) {
		t.Errorf("nine days later the most read are %q", got)
	}
}

// TestTheFrontPageFollows every story that it shows, wherever it stands.
func TestTheFrontPageFollows(t *testing.T) {
	t.Parallel()
	n := open(t)
	labels := n.make("/", "").Labels
	for _, path := range stories(n.page("/")) {
		if want := page.Article(int64(n.at(path).ID)); !slices.Contains(labels, want) {
			t.Errorf("the front page shows %s without the label %s", path, want)
		}
	}
	for _, img := range n.page("/").all(".sec img, .band img") {
		if attr(img, "alt") != "" {
			t.Errorf("a picture beside a headline says %q again", attr(img, "alt"))
		}
	}
}
