package site_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"griot/internal/article"
	"griot/internal/audience"
	"griot/internal/db"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// TestArticle reads the sample's main story whole: every part that docs/contract.md promises of an article.
func TestArticle(t *testing.T) {
	t.Parallel()
	n := open(t)
	a := n.page(n.find("fleuve-niger-guetteurs").Path)
	a.one("main article.art") // the article in main and in one article of its own
	if got := a.texts("main > article"); len(got) != 1 {
		t.Errorf("%d articles stand in main, want 1", len(got))
	}
	a.says(`main article header a[rel~="author"]`, "Mariama Djibo")
	if href := a.attr(`main article header a[rel~="author"]`, "href"); href != "/auteurs/mariama-djibo/" {
		t.Errorf("the byline leads to %s", href)
	}
	if tags := a.texts(`main article a[rel~="tag"]`); len(tags) != 6 || tags[0] != "Fleuve Niger" {
		t.Errorf("tags %q", tags)
	}
	for _, href := range a.attrs(`a[rel~="tag"]`, "href") {
		if !strings.HasPrefix(href, "/mots-cles/") {
			t.Errorf("a tag leads to %s", href)
		}
	}
	if links := a.attrs("main article > header .k a", "href"); !slices.Equal(links, []string{"/environnement/", "/pays/niger/", "/pays/mali/"}) {
		t.Errorf("over the headline stand %q", links)
	}
	byline := a.text("main article > header .byline")
	for _, want := range []string{"Par Mariama Djibo, à Tillabéri", "2 mars 2026, 5 h 50", "Mis à jour à 9 h 40", "3 min de lecture", "1 023 lectures"} {
		if !strings.Contains(byline, want) {
			t.Errorf("the quiet line %q does not say %q", byline, want)
		}
	}
	if times := a.attrs("main article > header time", "datetime"); !slices.Equal(times, []string{"2026-03-02T05:50:00+01:00", "2026-03-02T09:40:00+01:00"}) {
		t.Errorf("datetimes %q", times)
	}
	if id := a.attr("[data-reads]", "data-reads"); id != fmt.Sprint(n.find("fleuve-niger-guetteurs").ID) {
		t.Errorf("data-reads is %q", id)
	}
	if next := a.attrs(`aside ol a, aside ul a`, "href"); len(next) < 6 || slices.Contains(next, a.path) {
		t.Errorf("beside the article stand %q", next)
	}
}

// TestHero: the hero is the first picture of the text, at the size of a small phone where srcset is not known, and the only one that does not wait.
func TestHero(t *testing.T) {
	t.Parallel()
	n := open(t)
	a := n.page(n.find("freetown-bandes-sonores-gumbe").Path)
	pictures := a.all("main img")
	if len(pictures) < 3 {
		t.Fatalf("%d pictures, want the hero, one in the text and those of what is related", len(pictures))
	}
	hero := pictures[0]
	if attr(hero, "fetchpriority") != "high" || hasAttr(hero, "loading") || attr(hero, "alt") != "Des cercles concentriques de perles colorées évoquent des ondes sonores" {
		t.Errorf("hero %v", hero.Attr)
	}
	if !strings.HasSuffix(attr(hero, "src"), "-320.jpg") {
		t.Errorf("the hero's plain source is %s", attr(hero, "src"))
	}
	for _, p := range pictures[1:] {
		if attr(p, "loading") != "lazy" {
			t.Errorf("picture %s does not wait", attr(p, "src"))
		}
	}
	if got := widths(hero); !slices.Equal(got, []string{"320w", "640w", "1280w"}) {
		t.Errorf("the hero's widths are %v", got)
	}
	inText := a.one(".article-body figure img")
	if got := widths(inText); !slices.Equal(got, []string{"160w", "320w", "640w", "1280w"}) || !strings.HasSuffix(attr(inText, "src"), "-320.jpg") {
		t.Errorf("the picture in the text: %v, %s", got, attr(inText, "src"))
	}
	if attr(inText, "alt") != "Un poste de radio dont la grille se prolonge en étoffe tissée" || attr(inText, "width") != "1280" || attr(inText, "height") != "853" {
		t.Errorf("the picture in the text: %v", inText.Attr)
	}
	if got := a.texts("main article > figure figcaption"); len(got) != 1 || !strings.Contains(got[0], "Illustration : atelier graphique") {
		t.Errorf("the hero's caption and credit: %q", got)
	}
	a.one(".article-body figure figcaption")
	for _, src := range append(a.attrs("main figure img", "src"), a.attr(`meta[property="og:image"]`, "content")[len(origin):]) {
		if w := n.ask("GET", src); w.Code != 200 || w.Header().Get("Content-Type") != "image/jpeg" {
			t.Errorf("%s: status %d, type %q", src, w.Code, w.Header().Get("Content-Type"))
		}
	}
}

func widths(img *html.Node) (list []string) {
	for part := range strings.SplitSeq(attr(img, "srcset"), ",") {
		_, width, _ := strings.Cut(part, " ")
		list = append(list, width)
	}
	return list
}

// TestArticleForMachines: structured data and previews say what the page says.
func TestArticleForMachines(t *testing.T) {
	t.Parallel()
	n := open(t)
	river := n.find("fleuve-niger-guetteurs")
	a := n.page(river.Path)
	things := a.jsonLD()
	news := things["ReportageNewsArticle"]
	if news == nil {
		t.Fatalf("no ReportageNewsArticle among %d things", len(things))
	}
	for key, want := range map[string]string{"url": origin + river.Path, "headline": a.text("h1"), "inLanguage": "fr", "datePublished": "2026-03-02T05:50:00+01:00",
		"dateModified": "2026-03-02T09:40:00+01:00", "articleSection": "Environnement", "dateline": "Tillabéri"} {
		if news[key] != want {
			t.Errorf("structured data: %s is %v, want %q", key, news[key], want)
		}
	}
	author, _ := news["author"].([]any)
	if len(author) != 1 || author[0].(map[string]any)["name"] != "Mariama Djibo" || author[0].(map[string]any)["@type"] != "Person" {
		t.Errorf("structured data: author %v", news["author"])
	}
	if corrections, _ := news["correction"].([]any); len(corrections) != 2 {
		t.Errorf("structured data: corrections %v", news["correction"])
	}
	if things["BreadcrumbList"] == nil {
		t.Error("structured data: no trail")
	}
	for property, want := range map[string]string{"og:type": "article", "og:site_name": "Africa Presse", "og:locale": "fr_FR", "article:published_time": "2026-03-02T05:50:00+01:00",
		"article:modified_time": "2026-03-02T09:40:00+01:00", "article:section": "Environnement"} {
		if got := a.attr(`meta[property="`+property+`"]`, "content"); got != want {
			t.Errorf("%s is %q, want %q", property, got, want)
		}
	}
	if card := a.attr(`meta[name="twitter:card"]`, "content"); card != "summary_large_image" {
		t.Errorf("twitter:card %q", card)
	}
	collective := n.page(n.find("bascules-reponse-planteurs-lobo").Path).jsonLD()["OpinionNewsArticle"]
	if author, _ := collective["author"].([]any); len(author) != 1 || author[0].(map[string]any)["@type"] != "Organization" {
		t.Errorf("structured data: a collective byline is %v", collective["author"])
	}
}

// TestTypes: each kind of the preset has its type of schema.org and, but for plain news, its label over the headline.
func TestTypes(t *testing.T) {
	t.Parallel()
	n := open(t)
	for code, want := range map[string]struct{ schema, label string }{
		"news": {"NewsArticle", ""}, "analysis": {"AnalysisNewsArticle", "Analyse"}, "reportage": {"ReportageNewsArticle", "Reportage"}, "enquete": {"ReportageNewsArticle", "Enquête"},
		"interview": {"NewsArticle", "Entretien"}, "portrait": {"ReportageNewsArticle", "Portrait"}, "tribune": {"OpinionNewsArticle", "Tribune"}, "brief": {"NewsArticle", "En bref"},
		"communique": {"NewsArticle", "Communiqué"}, "publi": {"AdvertiserContentArticle", "Publi-rédactionnel"}, "droit-de-reponse": {"OpinionNewsArticle", "Droit de réponse"},
	} {
		paths := n.column("SELECT path FROM article WHERE kind = $1 AND language = 'fr' ORDER BY id", code)
		if len(paths) == 0 {
			t.Errorf("the sample has no %s", code)
			continue
		}
		a := n.page(paths[0])
		if a.jsonLD()[want.schema] == nil {
			t.Errorf("%s: structured data is no %s", code, want.schema)
		}
		labels := a.texts("main article > header .k span, main article > header .k b")
		if want.label == "" && len(labels) > 0 || want.label != "" && !slices.Contains(labels, want.label) {
			t.Errorf("%s: labels %q, want %q", code, labels, want.label)
		}
	}
}

// TestNotes: corrections are dated sentences under the article; a right of reply is a text of its own, as prominent, and the two lead to each other.
func TestNotes(t *testing.T) {
	t.Parallel()
	n := open(t)
	a := n.page(n.find("fleuve-niger-guetteurs").Path)
	if got := a.texts("main article .corr dt b"); !slices.Equal(got, []string{"Correction", "Correction"}) {
		t.Errorf("notes %q", got)
	}
	if got := a.texts("main article .corr dd"); len(got) != 2 || got[0] != "Nous avions écrit que le réseau comptait deux cent quatre guetteurs ; il s’agit de deux cent quarante guetteurs." {
		t.Errorf("notes %q", got)
	}
	if got := a.texts("main article .corr dt time"); !slices.Equal(got, []string{"2 mars, 9 h 40", "2 mars, 8 h 55"}) {
		t.Errorf("notes are of %q", got)
	}
	a.none(".corr del, .corr ins")

	answered, reply := n.find("bascules-cacao-haut-sassandra"), n.find("bascules-reponse-planteurs-lobo")
	a = n.page(answered.Path)
	a.says("main article .corr.dr h2 span", "Droit de réponse")
	if got := a.attrs(`main article .corr.dr a[href="`+reply.Path+`"]`, "href"); len(got) != 1 {
		t.Errorf("%d links lead from the article to its reply", len(got))
	}
	if got := n.page(reply.Path).attrs(`main article > header a[href="`+answered.Path+`"]`, "href"); len(got) != 1 {
		t.Errorf("%d links lead from the reply to the article", len(got))
	}
	list := n.page("/corrections/")
	if got := list.attrs(`article a[href="`+reply.Path+`"]`, "href"); len(got) != 1 {
		t.Errorf("%d links lead from the list of corrections to the reply", len(got))
	}
	if got := list.texts("article .ui b"); !slices.Equal(got, []string{"Correction", "Correction", "Mise à jour", "Correction", "Correction", "Précision", "Droit de réponse", "Précision"}) {
		t.Errorf("corrections in the order %q", got)
	}
}

// TestANoteShowsAtOnce: a new note is an event of the article and of the list of corrections.
func TestANoteShowsAtOnce(t *testing.T) {
	t.Parallel()
	n := open(t)
	a := n.find("asmara-mur-des-chronos")
	n.page(a.Path).none(".corr dl")
	n.page("/corrections/").none(`a[href="` + a.Path + `"]`)
	n.do(func(ctx context.Context, tx *db.Tx) error {
		return article.AddNote(ctx, tx, n.now, &article.Note{Article: a.ID, Kind: article.UpdateNote, Text: `Le "mur" a été repeint ; il l'a été hier à 5 < 6.`})
	})
	page := n.page(a.Path)
	page.says(".corr dt b", "Mise à jour")
	page.says(".corr dd", "Le « mur » a été repeint ; il l’a été hier à 5 < 6.")
	page.says(".corr dt time", "2 mars, 10 h 30")
	n.page("/corrections/").one(`article:first-of-type a[href="` + a.Path + `"]`)
}

// TestTranslations lead to each other by name and for machines, both ways, with the newspaper's own language as the default.
func TestTranslations(t *testing.T) {
	t.Parallel()
	n := open(t)
	paths := map[string]string{}
	for lang, slug := range map[string]string{"fr": "fleuve-niger-guetteurs", "en": "niger-river-watchers-en", "pt": "rio-niger-vigias-pt", "ar": "nahr-annijar-rasidun-ar", "sw": "mto-niger-waangalizi-sw"} {
		paths[lang] = n.find(slug).Path
	}
	for lang, path := range paths {
		a := n.page(path)
		for other, to := range paths {
			if got := a.attr(`head link[rel="alternate"][hreflang="`+other+`"]`, "href"); got != origin+to {
				t.Errorf("%s: hreflang %s leads to %q", lang, other, got)
			}
			links := a.all(`main article > header a[hreflang="` + other + `"]`)
			if (len(links) == 1) != (other != lang) {
				t.Errorf("%s: %d links to %s", lang, len(links), other)
			}
			if len(links) == 1 && (attr(links[0], "href") != to || attr(links[0], "lang") != other) {
				t.Errorf("%s: the link to %s is %v", lang, other, links[0].Attr)
			}
		}
		if got := a.attr(`head link[hreflang="x-default"]`, "href"); got != origin+paths["fr"] {
			t.Errorf("%s: x-default leads to %q", lang, got)
		}
	}
	alone := n.page(n.find("asmara-mur-des-chronos").Path)
	alone.none(`head link[hreflang]`)
	alone.none(`main article > header a[hreflang]`)
	front := n.page("/")
	for _, lang := range []string{"fr", "en", "pt", "ar", "sw", "x-default"} {
		front.one(`head link[rel="alternate"][hreflang="` + lang + `"]`)
	}
}

// TestArabic is read from right to left, and its French neighbours on the page say that they are not.
func TestArabic(t *testing.T) {
	t.Parallel()
	n := open(t)
	a := n.page(n.find("nahr-annijar-rasidun-ar").Path)
	if a.attr("html", "dir") != "rtl" || a.attr("html", "lang") != "ar" {
		t.Errorf("lang %q dir %q", a.attr("html", "lang"), a.attr("html", "dir"))
	}
	if got := a.attrs(`header a[hreflang="fr"]`, "lang"); len(got) == 0 || got[0] != "fr" {
		t.Errorf("the language menu names French in %q", got)
	}
	for _, item := range n.page("/mots-cles/fleuve-niger/").all(`article.it[lang="ar"]`) {
		if attr(item, "dir") != "rtl" {
			t.Errorf("an Arabic entry in a French list has dir %q", attr(item, "dir"))
		}
	}
}

// TestUpdated: readers see what the newsroom calls an update, never the row's own time.
func TestUpdated(t *testing.T) {
	t.Parallel()
	n := open(t)
	a := n.find("asmara-mur-des-chronos")
	update := func(updated time.Time) []string {
		n.now = n.now.Add(time.Minute)
		a.Title += "."
		a.Updated = updated
		n.put(a)
		return n.page(a.Path).texts("main article > header time")
	}
	if got := update(time.Time{}); !slices.Equal(got, []string{"27 février 2026, 19 h 30"}) {
		t.Errorf("after a change that is no update the times are %q", got)
	}
	if got := update(a.FirstPublished.Add(2*time.Hour + 5*time.Minute)); !slices.Equal(got, []string{"27 février 2026, 19 h 30", "Mis à jour à 21 h 35"}) {
		t.Errorf("after an update on the same day the times are %q", got)
	}
	if got := update(time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)); !slices.Equal(got, []string{"27 février 2026, 19 h 30", "Mis à jour le 1er mars 2026, 9 h"}) {
		t.Errorf("after an update on a later day the times are %q", got)
	}
}

// TestManyAndFew: an article with everything in plenty and one with nothing but a headline both hold.
func TestManyAndFew(t *testing.T) {
	t.Parallel()
	n := open(t)
	var tags []taxonomy.TagID
	n.do(func(ctx context.Context, tx *db.Tx) error {
		for i := range 60 {
			tag, err := taxonomy.EnsureTag(ctx, tx, n.now, n.words.For("fr"), fmt.Sprintf("Mot %d & Cie", i), "")
			if err != nil {
				return err
			}
			tags = append(tags, tag.ID)
		}
		return nil
	})
	plenty := n.put(&article.Article{Title: strings.Repeat("Un titre <script>alert(1)</script> & \"long\" ", 4), Standfirst: "l'eau : \"claire\"", Tags: tags,
		Countries: []taxonomy.CountryID{1, 2, 3, 4}, Bylines: []staff.BylineID{1, 2, 3}, Agencies: "Avec AFP", Dateline: "Tombouctou", Body: "<p>Texte.</p>"})
	a := n.page(plenty.Path)
	holds(t, a)
	if got := len(a.all(`a[rel="tag"]`)); got != 60 {
		t.Errorf("%d tags, want 60", got)
	}
	if got := a.text(".byline"); !strings.HasPrefix(got, "Par Adama Diallo-Bâ, Mariama Djibo et Kwame Owusu-Bediako, à Tombouctou, Avec AFP") {
		t.Errorf("byline %q", got)
	}
	a.says(".standfirst", "l’eau : « claire »")
	few := n.put(&article.Article{Title: "Seul", Body: "<p>Un mot.</p>"})
	a = n.page(few.Path)
	holds(t, a)
	a.none("main article > figure, .standfirst, a[rel=author], a[rel=tag], main article > header .k")
	if author, _ := a.jsonLD()["NewsArticle"]["author"].([]any); len(author) != 1 || author[0].(map[string]any)["name"] != "Africa Presse" {
		t.Error("an article without a byline is not signed by the newspaper")
	}
}

// TestAnArticleByCountryAlone has its country over the headline and in the trail, and no rubric.
func TestAnArticleByCountryAlone(t *testing.T) {
	t.Parallel()
	n := open(t)
	a := n.put(&article.Article{Title: "Sans rubrique", Countries: []taxonomy.CountryID{taxonomy.CountryID(n.number("SELECT id FROM country WHERE code = 'NE'"))}})
	p := n.page(a.Path)
	if got := p.attrs("main article > header .k a", "href"); !slices.Equal(got, []string{"/pays/niger/"}) {
		t.Errorf("over the headline stand %q", got)
	}
	p.none(`meta[property="article:section"]`)
	n.page("/pays/niger/").one(`main h3 a[href="` + a.Path + `"]`)
}

// TestReads are counted by the edge for readers, and what is shown is the sum that was written.
func TestReads(t *testing.T) {
	t.Parallel()
	n := open(t)
	a := n.find("asmara-mur-des-chronos")
	was := n.page(a.Path).text("[data-reads]")
	n.page(a.Path)
	sums := n.edge.FlushReads()
	if sums[int64(a.ID)] != 2 {
		t.Errorf("two looks were counted as %d", sums[int64(a.ID)])
	}
	n.do(func(ctx context.Context, tx *db.Tx) error {
		return audience.AddReads(ctx, tx, n.now, map[int64]int64{int64(a.ID): 1_000_000})
	})
	if got := n.page(a.Path).text("[data-reads]"); got != was {
		t.Error("a count is no event, yet the kept page changed")
	}
	a.Title += " !"
	n.put(a)
	if got := n.page(a.Path).text("[data-reads]"); !strings.HasPrefix(got, "1 00") || got == was {
		t.Errorf("after the page was made again it says %q", got)
	}
}

// TestPlayersAreAllowedWhereTheyStand: only a page with a player of another site may show that site in a frame, and only once the reader clicks.
func TestPlayersAreAllowedWhereTheyStand(t *testing.T) {
	t.Parallel()
	n := open(t)
	a := n.put(&article.Article{Title: "Film", Body: `<p>Voici.</p><iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ"></iframe><iframe src="https://pistage.example/x"></iframe>`})
	p := n.page(a.Path)
	p.none("iframe")
	p.one(`figure[data-embed^="https://www.youtube-nocookie.com/"] a[href^="https://www.youtube.com/"]`)
	if got := directive(p.header["Content-Security-Policy"], "frame-src"); got != "frame-src https://www.youtube-nocookie.com" {
		t.Errorf("frame-src is %q", got)
	}
	if got := directive(n.page("/").header["Content-Security-Policy"], "frame-src"); got != "" {
		t.Errorf("the front page allows %q", got)
	}
}
