package site_test

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"

	"griot/internal/article"
)

// found is what a search shows, in its order.
func found(a *answer) []string { return a.attrs("main article h3 a", "href") }

// TestSearch finds words with or without their accents, in the title, the text and the names of places and people.
func TestSearch(t *testing.T) {
	t.Parallel()
	n := open(t)
	asmara := n.find("asmara-mur-des-chronos").Path
	for _, q := range []string{"chronos asmara", "CHRONOS Asmara", "chrônos  asmara", "erythree chronos", "Érythrée chronos", "cyclistes nefasit", "chronos, asmara!"} {
		a := n.page("/recherche/?q=" + url.QueryEscape(q))
		if got := found(a); len(got) == 0 || got[0] != asmara {
			t.Errorf("%q finds %q", q, got)
		}
		if got := a.attr("main input[name=q]", "value"); got != strings.Join(strings.Fields(q), " ") {
			t.Errorf("the form for %q begins with %q", q, got)
		}
		if got := a.text("main h2.day"); got != itoa(len(found(a)))+" résultat"+plural(len(found(a))) {
			t.Errorf("%q: %s for %d entries", q, got, len(found(a)))
		}
		if !strings.Contains(a.text("title"), strings.Fields(q)[0]) {
			t.Errorf("title %q", a.text("title"))
		}
	}
	a := n.page("/recherche/?q=fleuve")
	for _, when := range a.texts("main article .by time") {
		if !strings.HasSuffix(when, " 2026") {
			t.Errorf("a result is of %q", when)
		}
	}
	arabic := n.page("/recherche/?q=" + url.QueryEscape("دمياط"))
	if got := arabic.all(`main article[lang="ar"][dir="rtl"]`); len(got) != 1 {
		t.Errorf("%d Arabic results", len(got))
	}
}

func plural(n int) string {
	if n > 1 {
		return "s"
	}
	return ""
}

// TestNothingFound is a designed page: it says so, and leads on.
func TestNothingFound(t *testing.T) {
	t.Parallel()
	n := open(t)
	for _, q := range []string{"q=ornithorynque", "q=fleuve&pays=zambie", "pays=niger&rubrique=people&auteur=filomena-tavares", "q=fleuve&du=2031-01-01", "q=fleuve&au=1999-12-31"} {
		a := n.page("/recherche/?" + q)
		holds(t, a)
		a.says("main section.rien h2", "Aucun article ne répond à cette recherche.")
		if got := a.all("main section.rien a"); len(got) == 0 {
			t.Errorf("%s leads nowhere", q)
		}
	}
}

// TestFilters narrow; the form shows them again, and they can be taken back.
func TestFilters(t *testing.T) {
	t.Parallel()
	n := open(t)
	inNiger := n.column(`SELECT a.path FROM article a JOIN article_country l ON l.article_id = a.id JOIN country c ON c.id = l.country_id
WHERE c.slug = 'niger' AND a.status = 'published' ORDER BY a.first_published_at DESC, a.id DESC LIMIT 20`)
	if got := found(n.page("/recherche/?pays=niger")); !slices.Equal(got, inNiger) {
		t.Errorf("pays=niger finds %q, there are %q", got, inNiger)
	}
	for query, want := range map[string]string{
		"rubrique=sante":          "section:" + n.column("SELECT CAST(id AS TEXT) FROM section WHERE slug = 'sante'")[0],
		"auteur=filomena-tavares": "author:" + n.column("SELECT CAST(id AS TEXT) FROM byline WHERE slug = 'filomena-tavares'")[0],
		"rubrique=environnement/environnement-et-developpement": "section:" + n.column("SELECT CAST(id AS TEXT) FROM section WHERE slug = 'environnement-et-developpement'")[0],
	} {
		a := n.page("/recherche/?" + query)
		paths := n.column("SELECT a.path FROM listing l JOIN article a ON a.id = l.article_id WHERE l.list = $1 ORDER BY l.at DESC, a.id DESC LIMIT 20", want)
		if got := found(a); !slices.Equal(got, paths) {
			t.Errorf("%s finds %d, the list holds %d", query, len(got), len(paths))
		}
		if len(a.all("main details[open]")) != 1 {
			t.Errorf("%s: the filters are closed", query)
		}
	}
	a := n.page("/recherche/?q=fleuve&pays=niger&rubrique=environnement&auteur=mariama-djibo&du=2026-03-02&au=2026-03-02")
	if got := found(a); len(got) == 0 || !slices.Contains(got, n.find("fleuve-niger-guetteurs").Path) {
		t.Errorf("all filters together find %q", got)
	}
	for name, want := range map[string]string{"pays": "niger", "rubrique": "environnement", "auteur": "mariama-djibo"} {
		if got := a.attr("main select[name="+name+"] option[selected]", "value"); got != want {
			t.Errorf("the form shows %s=%q", name, got)
		}
	}
	if a.attr("main input[name=du]", "value") != "2026-03-02" || a.attr("main input[name=au]", "value") != "2026-03-02" {
		t.Error("the form shows other dates")
	}
	if got := len(n.page("/recherche/").all("main select[name=pays] option")); got != 61 {
		t.Errorf("%d countries to choose from", got)
	}
	for _, path := range found(n.page("/recherche/?du=2026-03-01&au=2026-03-01")) {
		if !strings.HasPrefix(path, "/2026/03/01/") {
			t.Errorf("of 1 March: %s", path)
		}
	}
	if got := len(found(n.page("/recherche/?du=2026-03-01&au=2026-03-01"))); got != int(n.number("SELECT COUNT(*) FROM article WHERE path LIKE '/2026/03/01/%'")) {
		t.Errorf("of 1 March: %d", got)
	}
}

// TestContradictoryFilters: what names nothing, or cannot be, is said and finds nothing.
func TestContradictoryFilters(t *testing.T) {
	t.Parallel()
	n := open(t)
	for _, query := range []string{"q=fleuve&pays=atlantide", "q=fleuve&rubrique=rien", "q=fleuve&auteur=personne", "q=fleuve&du=2026-03-02&au=2026-03-01", "q=fleuve&du=hier", "q=fleuve&du=2026-02-30",
		"q=fleuve&au=0001-01-01", "q=fleuve&du=99999-01-01", "pays=" + strings.Repeat("a", 1500)} {
		a := n.page("/recherche/?" + query)
		holds(t, a)
		a.one(`main [role="alert"]`)
		a.none("main article")
	}
}

// TestStrangeQueries: whatever is asked, the answer is a page, and never an error of ours.
func TestStrangeQueries(t *testing.T) {
	t.Parallel()
	n := open(t)
	for _, q := range []string{`"fleuve`, `fleuve"`, "AND", "fleuve AND", "NOT fleuve", "fleuve OR", "(", "fleuve*", "title:fleuve", "NEAR(a b)", "-fleuve", "fleuve^2", "'; DROP TABLE article; --", "%", "_", "\\", "\x00", "fleuve\x00niger",
		"\xff\xfe", "<script>alert(1)</script>", "…", "   ", "😀", "ﷺ", strings.Repeat("fleuve ", 60), strings.Repeat("é", 500), "\u202efleuve", "1 OR 1=1", "a", "l'eau"} {
		holds(t, n.page("/recherche/?q="+url.QueryEscape(q)))
	}
	long := n.page("/recherche/?q=" + strings.Repeat("fleuve+", 14_000))
	holds(t, long)
	for _, raw := range []string{"q=%", "q=%zz", "q=a&q=b", ";;;", "q[]=1", "&&&&", "q=%C3", strings.Repeat("q=a&", 400), "page=2"} {
		holds(t, n.page("/recherche/?"+raw))
	}
	if got := found(n.page("/recherche/?q=" + url.QueryEscape(`"fleuve" AND title:niger*`))); len(got) != 0 {
		t.Logf("operators are words, and are looked for: %q", got)
	}
	script := n.page("/recherche/?q=" + url.QueryEscape("<script>alert(1)</script>"))
	script.none("main script")
}

// TestSearchPages: a search has pages too, and its own parameters stay in their addresses.
func TestSearchPages(t *testing.T) {
	t.Parallel()
	n := open(t)
	long(n)
	a := n.page("/recherche/?utm_source=x&pays=zambie&q=quatuor")
	if got := a.attr(`main a[rel="next"]`, "href"); got != "/recherche/?q=quatuor&pays=zambie&page=2" {
		t.Errorf("the next page is %s", got)
	}
	last := n.page("/recherche/?q=quatuor&pays=zambie&page=3")
	if got := len(found(last)); got != 5 {
		t.Errorf("%d on the last page", got)
	}
	if got := last.attr(`main a[rel="prev"]`, "href"); got != "/recherche/?q=quatuor&pays=zambie&page=2" {
		t.Errorf("the page before is %s", got)
	}
	n.refuses("/recherche/?q=quatuor&pays=zambie&page=4", 404)
}

// TestSearchIsNotKept: the questions of readers are not kept, and the bare form is.
func TestSearchIsNotKept(t *testing.T) {
	t.Parallel()
	n := open(t)
	if !n.make("/recherche/", "q=fleuve").Volatile || n.make("/recherche/", "").Volatile {
		t.Error("answers are kept, or the form is not")
	}
	n.page("/recherche/?q=ornithorynque").none("main article")
	n.put(&article.Article{Title: "Un ornithorynque", Body: "<p>Vu.</p>"})
	if got := found(n.page("/recherche/?q=ornithorynque")); len(got) != 1 {
		t.Errorf("right after publication search finds %q", got)
	}
}

// TestFacets: every choice says how much it would find, choices that would find nothing are left out, and what is set stays.
func TestFacets(t *testing.T) {
	t.Parallel()
	n := open(t)
	a := n.page("/recherche/?q=fleuve&genre=reportage&tri=date")
	for name, values := range map[string][]string{"pays": a.attrs("main select[name=pays] option", "value"), "rubrique": a.attrs("main select[name=rubrique] option", "value"),
		"genre": a.attrs("main select[name=genre] option", "value"), "langue": a.attrs("main select[name=langue] option", "value"), "auteur": a.attrs("main select[name=auteur] option", "value")} {
		if len(values) < 2 {
			t.Errorf("%s offers %q", name, values)
		}
		for _, v := range values[min(1, len(values)):] {
			others := "/recherche/?q=fleuve"
			if name != "genre" {
				others += "&genre=reportage"
			}
			narrowed := n.page(others + "&" + name + "=" + url.QueryEscape(v))
			text := a.text(`main select[name=` + name + `] option[value="` + v + `"]`)
			if want := "(" + itoa(len(found(narrowed))) + ")"; !strings.HasSuffix(text, want) {
				t.Errorf("%s offers %q, and finds %s", name, text, want)
			}
		}
	}
	if a.attr("main input[name=tri]", "value") != "date" || a.attr("main select[name=genre] option[selected]", "value") != "reportage" {
		t.Error("the form forgets what is set")
	}
	if got := a.attrs("main ul.chips a[aria-current]", "href"); !slices.Contains(got, "/recherche/?q=fleuve&genre=reportage&tri=date") {
		t.Errorf("the order that is set: %q", got)
	}
	year := a.attr(`main details ul.chips a`, "href")
	if got := len(found(n.page(year))); got == 0 {
		t.Errorf("%s finds nothing", year)
	}
}

// TestSlips: a slip is corrected and says so; what was written can be asked for.
func TestSlips(t *testing.T) {
	t.Parallel()
	n := open(t)
	a := n.page("/recherche/?q=guetteur+fluve")
	a.says(`main [role="status"] b`, "Résultats pour « guetteur fleuve »")
	if len(found(a)) == 0 {
		t.Error("the corrected search finds nothing")
	}
	exact := a.attr(`main [role="status"] a`, "href")
	if exact != "/recherche/?q=guetteur+fluve&exact=1" {
		t.Errorf("the search for what was written is %s", exact)
	}
	b := n.page(exact)
	b.none(`main [role="status"]`)
	b.none("main article")
}

// TestPartly: what lacks some of the words follows what has them all, and the page says how many those are.
func TestPartly(t *testing.T) {
	t.Parallel()
	n := open(t)
	n.put(&article.Article{Title: "Le zorglub du barrage", Body: "<p>Un schtroumpf.</p>"})
	n.put(&article.Article{Title: "Un zorglub sans barrage", Body: "<p>Rien.</p>"})
	n.put(&article.Article{Title: "Un schtroumpf tout seul", Body: "<p>Rien.</p>"})
	const note = `main p[role="note"]`
	one := n.page("/recherche/?q=zorglub+schtroumpf")
	if got := found(one); len(got) != 3 || !strings.HasSuffix(got[0], "/le-zorglub-du-barrage/") {
		t.Errorf("both words find %q", got)
	}
	one.says(note, "1 article contient tous ces mots. Les autres n’en contiennent qu’une partie.")
	lacking := n.page("/recherche/?q=zorglub+schtroumpf+barrage+seul")
	if len(found(lacking)) == 0 {
		t.Error("nothing that has most of the words is found")
	}
	lacking.says(note, "Aucun article ne contient tous ces mots. Ceux-ci en contiennent une partie.")
	for _, q := range []string{"q=zorglub", "q=zorglub+schtroumpf&exact=1", "q=ornithorynque", "", "pays=niger"} {
		n.page("/recherche/?" + q).none(note)
	}
}

// TestExcerpts show the words as they stand in the text, marked, and nothing of the text as markup.
func TestExcerpts(t *testing.T) {
	t.Parallel()
	n := open(t)
	n.put(&article.Article{Title: "Essai", Body: "<p>Un zorglub &lt;b&gt;mange&lt;/b&gt; des zorglubs &amp; dort.</p>"})
	a := n.page("/recherche/?q=zorglubs")
	if got := a.texts("main article mark"); !slices.Equal(got, []string{"zorglub", "zorglubs"}) {
		t.Errorf("marked are %q", got)
	}
	a.none("main article .ex b")
	a.says("main article .ex", "Un zorglub <b>mange</b> des zorglubs & dort.")
	for _, m := range n.page("/recherche/?q=fleuve").texts("main article .ex mark") {
		if !strings.HasPrefix(strings.ToLower(m), "fleuve") {
			t.Errorf("%q is marked", m)
		}
	}
}

// TestSuggestions completes what is typed and names articles; whatever is typed, the answer is small and whole.
func TestSuggestions(t *testing.T) {
	t.Parallel()
	n := open(t)
	ask := func(q string) (s struct {
		Words    []string
		Articles []struct{ Title, Href, Lang string }
	}) {
		p := n.make("/recherche/suggestions", "q="+url.QueryEscape(q))
		if !p.Volatile || !strings.HasPrefix(p.ContentType, "application/json") || len(p.Body) > 4<<10 {
			t.Errorf("%.40q: %s, %d bytes", q, p.ContentType, len(p.Body))
		}
		if err := json.Unmarshal(p.Body, &s); err != nil {
			t.Errorf("%.40q: %v", q, err)
		}
		return s
	}
	s := ask("guet")
	if !slices.Contains(s.Words, "guetteurs") || len(s.Articles) == 0 || len(s.Articles) > 5 {
		t.Errorf("guet: %+v", s)
	}
	if s := ask("fleuve Nig"); len(s.Words) == 0 || !strings.EqualFold(s.Words[0], "fleuve niger") || len(s.Articles) == 0 {
		t.Errorf("fleuve Nig: %+v", s)
	}
	for _, q := range []string{"", "g", "zzzzzz", `"guet`, "-guet", "\u202e", "<script>", strings.Repeat("guet ", 500), "'; DROP TABLE article; --"} {
		if s := ask(q); s.Words == nil || s.Articles == nil {
			t.Errorf("%.40q: %+v", q, s)
		}
	}
}
