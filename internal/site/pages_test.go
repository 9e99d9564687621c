package site_test

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"griot/internal/page"
)

// addresses is every kind of public page of docs/contract.md, with what its labels must hold beside those that every page bears.
func addresses(n *newsroom) []stop {
	river, reply := n.find("fleuve-niger-guetteurs"), n.find("bascules-reponse-planteurs-lobo")
	arabic := n.find("nahr-annijar-rasidun-ar")
	id := func(table, slug string) string {
		ids := n.column("SELECT CAST(id AS TEXT) FROM "+table+" WHERE slug = $1", slug)
		if len(ids) == 0 {
			n.t.Fatalf("no %s %q", table, slug)
		}
		return ids[0]
	}
	label := func(kind, table, slug string) page.Label { return page.Label(kind + ":" + id(table, slug)) }
	return []stop{
		{path: "/", lang: "fr", h1: "Africa Presse", labels: []page.Label{"front", "language:fr", label("section", "section", "sante"), page.Article(int64(river.ID))}},
		{path: "/en/", lang: "en", h1: "Africa Presse", labels: []page.Label{"front", "language:en"}},
		{path: "/pt/", lang: "pt", h1: "Africa Presse", labels: []page.Label{"front", "language:pt"}},
		{path: "/sw/", lang: "sw", h1: "Africa Presse", labels: []page.Label{"front", "language:sw"}},
		{path: "/ar/", lang: "ar", h1: "Africa Presse", labels: []page.Label{"front", "language:ar", page.Article(int64(arabic.ID))}},
		{path: river.Path, lang: "fr", h1: "Le fleuve Niger monte, et les riverains le savent désormais dix jours à l’avance",
			labels: []page.Label{page.Article(int64(river.ID)), label("author", "byline", "mariama-djibo")}},
		{path: reply.Path, lang: "fr", h1: "Droit de réponse : à Zoukougbeu, notre bascule était réparée avant votre publication",
			labels: []page.Label{page.Article(int64(reply.ID)), page.Article(int64(reply.ReplyTo))}},
		{path: arabic.Path, lang: "ar", h1: arabic.Title, labels: []page.Label{page.Article(int64(arabic.ID))}},
		{path: "/environnement/", lang: "fr", h1: "Environnement", labels: []page.Label{label("section", "section", "environnement"), page.Article(int64(river.ID))}},
		{path: "/environnement/environnement-et-developpement/", lang: "fr", h1: "Environnement et développement",
			labels: []page.Label{label("section", "section", "environnement-et-developpement")}},
		{path: "/pays/", lang: "fr", h1: "Les Pays", labels: []page.Label{"language:fr"}},
		{path: "/pays/niger/", lang: "fr", h1: "Niger", labels: []page.Label{label("country", "country", "niger"), page.Article(int64(river.ID))}},
		{path: "/pays/liban/", lang: "fr", h1: "Liban", labels: []page.Label{label("country", "country", "liban")}},
		{path: "/mots-cles/fleuve-niger/", lang: "fr", h1: "Fleuve Niger", labels: []page.Label{label("tag", "tag", "fleuve-niger"), page.Article(int64(river.ID))}},
		{path: "/auteurs/", lang: "fr", h1: "Auteurs", labels: []page.Label{"language:fr", label("author", "byline", "mariama-djibo")}},
		{path: "/auteurs/mariama-djibo/", lang: "fr", h1: "Mariama Djibo", labels: []page.Label{label("author", "byline", "mariama-djibo"), page.Article(int64(river.ID))}},
		{path: "/corrections/", lang: "fr", h1: "Corrections", labels: []page.Label{"corrections", page.Article(int64(river.ID))}},
		{path: "/recherche/", lang: "fr", h1: "Rechercher dans les archives"},
		{path: "/recherche/?q=fleuve", canonical: "/recherche/", lang: "fr", h1: "Rechercher dans les archives"},
		{path: "/a-propos/", lang: "fr", h1: "À propos", labels: []page.Label{label("standing", "standing", "a-propos")}},
		{path: "/equipe/", lang: "fr", h1: "Équipe", labels: []page.Label{label("standing", "standing", "equipe"), label("author", "byline", "mariama-djibo")}},
		{path: "/mentions-legales/", lang: "fr", h1: "Mentions légales"}, {path: "/publicite/", lang: "fr", h1: "Publicité"}, {path: "/contact/", lang: "fr", h1: "Contact"},
		{path: "/confidentialite/", lang: "fr", h1: "Confidentialité"}, {path: "/cookies/", lang: "fr", h1: "Cookies"}, {path: "/droit-de-reponse/", lang: "fr", h1: "Droit de réponse"},
		{path: "/charte/", lang: "fr"}, {path: "/accessibilite/", lang: "fr"}, {path: "/conditions/", lang: "fr"},
	}
}

type stop struct {
	path, canonical, lang, h1 string
	labels                    []page.Label
}

// TestEveryAddress holds what docs/contract.md promises of every page.
func TestEveryAddress(t *testing.T) {
	t.Parallel()
	n := open(t)
	for _, at := range addresses(n) {
		a := n.page(at.path)
		if at.h1 != "" {
			a.says("h1", at.h1)
		}
		canonical := at.path
		if at.canonical != "" {
			canonical = at.canonical
		}
		if got := a.attr(`head link[rel="canonical"]`, "href"); got != origin+canonical {
			t.Errorf("%s: canonical is %q", at.path, got)
		}
		if len([]rune(a.attr(`meta[name="description"]`, "content"))) < 5 {
			t.Errorf("%s: description %q", at.path, a.attr(`meta[name="description"]`, "content"))
		}
		if got := a.attr(`meta[property="og:url"]`, "content"); got != origin+canonical {
			t.Errorf("%s: og:url is %q", at.path, got)
		}
		dir := "ltr"
		if at.lang == "ar" {
			dir = "rtl"
		}
		if lang := a.attr("html", "lang"); lang != at.lang || a.attr("html", "dir") != dir || a.header["Content-Language"] != at.lang {
			t.Errorf("%s: lang %q, dir %q, Content-Language %q", at.path, lang, a.attr("html", "dir"), a.header["Content-Language"])
		}
		if !strings.Contains(a.attr(`meta[name="robots"]`, "content"), "noindex") != !strings.HasPrefix(at.path, "/recherche/") {
			t.Errorf("%s: robots %q: search results are not indexed, all else is", at.path, a.attr(`meta[name="robots"]`, "content"))
		}
		holds(t, a)
		path, query, _ := strings.Cut(at.path, "?")
		labels := n.make(path, query).Labels
		for _, l := range append(at.labels, page.Ticker, page.Menu, page.Theme) {
			if !slices.Contains(labels, l) {
				t.Errorf("%s: label %s is missing among %v", at.path, l, labels)
			}
		}
	}
}

// holds checks what is true of every page whatever it shows: that its parts are where readers of screens and machines look for them, that nothing in it
// breaks its own policy, and that it names no host but the newspaper's.
func holds(t *testing.T, a *answer) {
	t.Helper()
	a.one("h1")
	a.one("main#contenu")
	a.one("title")
	a.one("body > footer")
	a.one("body > header")
	a.none("[style]")
	a.none("font, center, marquee, iframe, object, embed, base")
	if strings.Contains(a.body, host) {
		t.Errorf("%s: the page names the Host that the request sent", a.path)
	}
	if a.text("title") == "" {
		t.Errorf("%s: no title", a.path)
	}
	skipLink(t, a)
	landmarks(t, a)
	ids(t, a)
	for n := range a.root.Descendants() {
		if n.Type == html.ElementNode {
			element(t, a, n)
		}
	}
	if len(a.all(`script[type="application/ld+json"]`)) > 0 {
		a.jsonLD()
	}
	for _, text := range a.texts("main p, main h1, main h2, main h3, header, footer, .flash") {
		if strings.Contains(text, "{{") || strings.Contains(text, "%!") || catalogueKey.MatchString(text) {
			t.Errorf("%s: a word was not filled in: %q", a.path, text)
		}
	}
}

// catalogueKey is what a word looks like that the catalogue does not have.
var catalogueKey = regexp.MustCompile(`\b(frame|front|article|list|search|note|error|footer|standing|breaking|share)\.[a-z_]+\b`)

// skipLink is the first thing that the keyboard meets.
func skipLink(t *testing.T, a *answer) {
	t.Helper()
	first := a.all("body a, body button, body input, body select, body [tabindex]")[0]
	if attr(first, "href") != "#contenu" || textOf(first) == "" {
		t.Errorf("%s: the first that can be reached is %q, not the way to the text", a.path, textOf(first))
	}
}

// landmarks have names where there may be several of them.
func landmarks(t *testing.T, a *answer) {
	t.Helper()
	for _, n := range a.all("nav, aside, [role=search], [role=region]") {
		name := attr(n, "aria-label")
		for _, id := range strings.Fields(attr(n, "aria-labelledby")) {
			name += textOf(a.one("#" + id))
		}
		if name == "" && attr(n, "role") != "search" {
			t.Errorf("%s: a landmark %s without a name: %.60q", a.path, n.Data, textOf(n))
		}
	}
}

// ids stand once, and what refers to one finds it.
func ids(t *testing.T, a *answer) {
	t.Helper()
	seen := map[string]bool{}
	for _, id := range a.attrs("[id]", "id") {
		if seen[id] {
			t.Errorf("%s: id %q stands twice", a.path, id)
		}
		seen[id] = true
	}
	for _, href := range a.attrs(`a[href^="#"]`, "href") {
		if !seen[href[1:]] {
			t.Errorf("%s: a link leads to %s, which is not there", a.path, href)
		}
	}
	for _, n := range a.all("[aria-labelledby], [for]") {
		for _, id := range strings.Fields(attr(n, "aria-labelledby") + " " + attr(n, "for")) {
			if !seen[id] {
				t.Errorf("%s: %s refers to id %q, which is not there", a.path, n.Data, id)
			}
		}
	}
}

func element(t *testing.T, a *answer, n *html.Node) {
	t.Helper()
	for _, at := range n.Attr {
		if strings.HasPrefix(at.Key, "on") {
			t.Errorf("%s: %s bears %s", a.path, n.Data, at.Key)
		}
		if (at.Key == "href" || at.Key == "src" || at.Key == "action") && strings.HasPrefix(strings.TrimSpace(strings.ToLower(at.Val)), "javascript:") {
			t.Errorf("%s: %s", a.path, at.Val)
		}
	}
	switch n.Data {
	case "time":
		if !isMoment(attr(n, "datetime")) || textOf(n) == "" {
			t.Errorf("%s: time %q with datetime %q", a.path, textOf(n), attr(n, "datetime"))
		}
	case "img":
		if !hasAttr(n, "alt") || attr(n, "width") == "" || attr(n, "height") == "" || !strings.HasPrefix(attr(n, "src"), "/media/") {
			t.Errorf("%s: picture %s without alt, size or a source of our own", a.path, attr(n, "src"))
		}
		if hasAttr(n, "loading") == hasAttr(n, "fetchpriority") {
			t.Errorf("%s: picture %s is both lazy and first, or neither", a.path, attr(n, "src"))
		}
	case "source":
		if !strings.HasPrefix(attr(n, "srcset"), "/media/") {
			t.Errorf("%s: source %s", a.path, attr(n, "srcset"))
		}
	case "script":
		if hasAttr(n, "src") {
			t.Errorf("%s: a script is loaded from %s", a.path, attr(n, "src"))
		}
	case "link":
		if rel := attr(n, "rel"); rel == "stylesheet" || rel == "preload" || rel == "preconnect" || rel == "dns-prefetch" {
			t.Errorf("%s: link %s to %s", a.path, rel, attr(n, "href"))
		}
	case "a":
		if attr(n, "href") == "" || textOf(n) == "" && attr(n, "aria-label") == "" && len(within(t, n, "img[alt]:not([alt=''])")) == 0 {
			t.Errorf("%s: link %q without an address or without words", a.path, attr(n, "href"))
		}
	}
}

func isMoment(s string) bool {
	for _, layout := range []string{time.RFC3339, "2006-01-02"} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

// TestPolicyFitsThePage: a policy of hashes forbids the sheet and the script unless they are the very ones it names.
func TestPolicyFitsThePage(t *testing.T) {
	t.Parallel()
	n := open(t)
	for _, path := range []string{"/", "/pays/niger/", n.find("fleuve-niger-guetteurs").Path, "/n-existe-pas/"} {
		a := n.get(path)
		policy := a.header["Content-Security-Policy"]
		for _, part := range []struct{ selector, directive string }{{"style", "style-src"}, {"script:not([type])", "script-src"}} {
			for _, e := range a.all(part.selector) {
				if !strings.Contains(directive(policy, part.directive), sha256Source(e.FirstChild.Data)) {
					t.Errorf("%s: %s of the policy does not hold the hash of the page's %s", path, part.directive, e.Data)
				}
			}
		}
		for _, want := range []string{"default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: policy without %s: %s", path, want, policy)
			}
		}
		if strings.Contains(policy, "unsafe") {
			t.Errorf("%s: policy %s", path, policy)
		}
	}
}

func directive(policy, name string) string {
	for d := range strings.SplitSeq(policy, ";") {
		if d = strings.TrimSpace(d); strings.HasPrefix(d, name+" ") {
			return d
		}
	}
	return ""
}

// TestLinksLeadSomewhere: every link of the main pages to this site is answered, by the page itself or by one redirect.
func TestLinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	n := open(t)
	seen := map[string]bool{}
	for _, at := range addresses(n) {
		for _, href := range n.page(at.path).attrs("a[href], form[action]", "href") {
			u, err := url.Parse(href)
			if err != nil || u.Host != "" || u.Scheme != "" || u.Path == "" || forMachines(u.Path) || seen[u.RequestURI()] {
				continue
			}
			seen[u.RequestURI()] = true
			if w := n.ask("HEAD", u.RequestURI()); w.Code != 200 {
				t.Errorf("%s: a link leads to %s, which answers %d", at.path, href, w.Code)
			}
		}
	}
	if len(seen) < 150 {
		t.Errorf("only %d links were found", len(seen))
	}
}

// forMachines reports the addresses that package feed answers, which is not wired here.
func forMachines(path string) bool {
	last := path[strings.LastIndexByte(path, '/')+1:]
	return strings.HasSuffix(last, ".xml") || strings.HasSuffix(last, ".json") || strings.HasSuffix(last, ".webmanifest")
}
