package site_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"griot/internal/article"
	"griot/internal/db"
)

// lightPages is one of every kind of page that has a light version.
func lightPages(n *newsroom) []string {
	return []string{"/", "/en/", n.find("fleuve-niger-guetteurs").Path, n.find("nahr-annijar-rasidun-ar").Path, "/sante/", "/pays/", "/pays/niger/", "/mots-cles/fleuve-niger/", "/auteurs/", "/auteurs/mariama-djibo/",
		"/recherche/", "/recherche/?q=fleuve", "/corrections/", "/a-propos/", "/equipe/"}
}

// TestLightVersions: every page has a light version at an address of its own, which names the page as the one that counts and leads back; the page names its light version.
func TestLightVersions(t *testing.T) {
	t.Parallel()
	n := open(t)
	for _, path := range lightPages(n) {
		light, full := n.page("/leger"+path), n.page(path)
		if got := full.attr(`a[rel="alternate"]`, "href"); got != "/leger"+path {
			t.Errorf("%s names %s as its light version", path, got)
		}
		if got, want := light.attr(`link[rel="canonical"]`, "href"), full.attr(`link[rel="canonical"]`, "href"); got != want {
			t.Errorf("/leger%s names %s as the page that counts, want %s", path, got, want)
		}
		if got := light.attr(`a[rel="canonical"]`, "href"); got != path { // what was searched for goes along
			t.Errorf("/leger%s leads back to %s", path, got)
		}
		light.one("h1")
		light.one("main")
		light.none("img,script,link[rel=manifest],form input[type=hidden]")
		if got := attr(light.all("html")[0], "lang"); got != attr(full.all("html")[0], "lang") {
			t.Errorf("/leger%s is in %s", path, got)
		}
	}
}

// TestLightArticle has everything that its page says, and its pictures on request.
func TestLightArticle(t *testing.T) {
	t.Parallel()
	n := open(t)
	path := n.find("fleuve-niger-guetteurs").Path
	light, full := n.page("/leger"+path), n.page(path)
	for _, what := range []string{"h1", ".standfirst"} {
		light.says(what, full.text(what))
	}
	if got, want := len(light.all(".article-body>p")), len(full.all(".article-body>p")); got < want {
		t.Errorf("%d paragraphs of %d", got, want)
	}
	for _, what := range []string{"time", `a[rel="author"]`, `a[rel="tag"]`} {
		if got, want := len(light.all("article "+what)), len(full.all("article header "+what))+len(full.all(".tags "+what)); got < want {
			t.Errorf("%d elements %s of %d", got, what, want)
		}
	}
	if got, want := attr(light.all("a.im")[0], "href"), attr(full.all(".art>figure img")[0], "src"); got != want {
		t.Errorf("the picture on request is %s, want the small one, %s", got, want)
	}
	n.ask("GET", "/leger"+path)
	if reads := n.edge.FlushReads()[int64(n.find("fleuve-niger-guetteurs").ID)]; reads != 3 {
		t.Errorf("%d reads were counted, want two of the light version and one of the full", reads)
	}
}

// TestLightFollowsTheNews: a light page changes with what it shows, moves where its page moves, and goes with it.
func TestLightFollowsTheNews(t *testing.T) {
	t.Parallel()
	n := open(t)
	a := n.find("techiman-taxe-marche-mobile")
	n.page("/leger" + a.Path)
	a.Title = "Un autre titre"
	n.do(func(ctx context.Context, tx *db.Tx) error { return article.Put(ctx, tx, n.paper, n.now, a) })
	n.page("/leger"+a.Path).says("h1", "Un autre titre")
	n.leads("/leger/fr/", "/leger/")
	n.leads("/leger/sante", "/leger/sante/")
	n.leads("/leger"+a.Path+"?page=2", "/leger"+a.Path)
	a.Status, a.Withdrawn, a.Reason = article.Withdrawn, n.now, "Retiré."
	n.do(func(ctx context.Context, tx *db.Tx) error { return article.Put(ctx, tx, n.paper, n.now, a) })
	n.refuses("/leger"+a.Path, http.StatusGone).none("img,script")
}

// TestLightRefuses what has no light version, in its light dress, and keeps one page for all spellings of an address.
func TestLightRefuses(t *testing.T) {
	t.Parallel()
	n := open(t)
	for _, path := range []string{"/leger/rien-de-tel/", "/leger/leger/", "/leger/leger/sante/", "/leger/hors-ligne/", "/leger/poids/", "/leger/media/x/", "/poids/rien-de-tel/", "/poids/leger/", "/leger/sante/?page=999", "/leger/feed.xml"} {
		a := n.refuses(path, http.StatusNotFound)
		if strings.HasSuffix(path, "/") {
			a.none("img")
		}
	}
	before := n.edge.Stats().Entries
	for i := range 50 {
		n.page(fmt.Sprintf("/leger/?p=%d&cat=%d&utm=%d", i, i, i))
		n.page(fmt.Sprintf("/leger/pays/?q=%d", i))
	}
	if got := n.edge.Stats().Entries; got > before+2 {
		t.Errorf("a hundred invented queries cost %d entries", got-before)
	}
}

// TestLightPolicy: a light page may load its own sheet and nothing else by itself.
func TestLightPolicy(t *testing.T) {
	t.Parallel()
	n := open(t)
	for _, path := range []string{"/leger/", "/poids/"} {
		a := n.page(path)
		want := []string{"default-src 'none'", "style-src " + sha256Source(textIn(a, "style")), "img-src data:", "media-src 'self' https:", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"}
		if got := strings.Split(a.header["Content-Security-Policy"], "; "); !slices.Equal(got, want) {
			t.Errorf("%s allows %q, want %q", path, got, want)
		}
	}
}

func textIn(a *answer, selector string) string {
	a.t.Helper()
	return a.one(selector).FirstChild.Data
}
