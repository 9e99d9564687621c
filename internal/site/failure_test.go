package site_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/fault"
	"griot/internal/page"
	"griot/internal/site/theme"
)

// failed is the page that the site makes of an error.
func failed(n *newsroom, path string, err error) *answer {
	n.t.Helper()
	p := n.site.Failure(context.Background(), page.Address{Path: path}, err)
	root, parseErr := html.Parse(strings.NewReader(string(p.Body)))
	if parseErr != nil {
		n.t.Fatal(parseErr)
	}
	if !p.Volatile {
		n.t.Errorf("%s: an error page would be kept", path)
	}
	return &answer{t: n.t, path: path, status: p.Status, body: string(p.Body), root: root}
}

// TestFailures: each kind of error has its status and a designed page that says what to do, and says nothing of what went wrong inside.
func TestFailures(t *testing.T) {
	t.Parallel()
	n := open(t)
	inside := errors.New("pq: secret table /var/lib/secret")
	for kind, status := range map[fault.Kind]int{fault.NotFound: 404, fault.Gone: 410, fault.Invalid: 400, fault.Conflict: 409, fault.Forbidden: 403, fault.TooMany: 429, fault.TooLarge: 413, fault.Unavailable: 503, fault.Internal: 500} {
		err := fault.Wrap(kind, inside, "message")
		if kind == fault.Internal {
			err = inside
		}
		a := failed(n, "/quelque-part/", err)
		if a.status != status {
			t.Errorf("%s: status %d, want %d", kind, a.status, status)
		}
		holds(t, a)
		a.says("main header .k", itoa(status))
		a.none(`link[rel="canonical"]`)
		a.one("main form[role=search] input[name=q]")
		if strings.Contains(a.body, "secret") {
			t.Errorf("%s: the page tells what happened inside", kind)
		}
		if robots := a.attr(`meta[name="robots"]`, "content"); !strings.Contains(robots, "noindex") {
			t.Errorf("%s: robots %q", kind, robots)
		}
	}
}

// TestNotFound helps on: the form begins with the words of the address, in the language of the address, and nothing in them is markup.
func TestNotFound(t *testing.T) {
	t.Parallel()
	n := open(t)
	for path, want := range map[string]string{"/2019/04/12/la-pluie-de-mangue/": "la pluie de mangue", "/pluie.html": "pluie", "/a/%22%3E%3Cscript%3E/": `"><script>`, "/" + strings.Repeat("mot-", 100) + "/": ""} {
		a := n.refuses(path, 404)
		if got := a.attr("main input[name=q]", "value"); got != want {
			t.Errorf("%s: the form begins with %q, want %q", path, got, want)
		}
		a.none("main script")
		if got := a.all("main article h3 a"); len(got) == 0 {
			t.Errorf("%s leads nowhere", path)
		}
	}
	a := n.refuses("/en/nothing/", 404)
	if a.attr("html", "lang") != "en" || a.text("h1") == "Page introuvable" {
		t.Errorf("lang %q, %q", a.attr("html", "lang"), a.text("h1"))
	}
	n.refuses("/ar/nothing/", 404).one(`html[dir="rtl"]`)
}

// TestWithoutDatabase: when the newsroom cannot be read, readers get a designed page all the same.
func TestWithoutDatabase(t *testing.T) {
	t.Parallel()
	n := open(t)
	kept := n.page("/a-propos/")
	if err := n.db.Close(); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/", "/pays/niger/", "/recherche/?q=eau", "/n-existe-pas/", "/en/"} {
		a := n.get(path)
		if a.status != 500 && a.status != 503 {
			t.Errorf("%s: status %d", path, a.status)
		}
		a.one("h1")
		a.one("main#contenu")
		a.one("style")
		a.one("title")
		skipLink(t, a)
		if strings.Contains(a.body, "sql:") || strings.Contains(a.body, "goroutine") {
			t.Errorf("%s: the page tells what happened inside", path)
		}
		if cache := a.header["Cache-Control"]; cache != "no-store" {
			t.Errorf("%s: Cache-Control %q", path, cache)
		}
	}
	if a := n.page("/a-propos/"); a.body != kept.body {
		t.Error("a kept page is not sent while the database is away")
	}
	if w := n.ask("GET", "/n-existe-pas/", "Accept-Encoding", "gzip, br"); w.Code < 500 {
		t.Errorf("status %d", w.Code)
	}
}

// TestMethods: pages are read, and asked what may be done; nothing else.
func TestMethods(t *testing.T) {
	t.Parallel()
	n := open(t)
	for _, path := range []string{"/", "/pays/niger/", "/recherche/?q=eau"} {
		get := n.ask("GET", path)
		head := n.ask("HEAD", path)
		if head.Code != 200 || head.Body.Len() != 0 || head.Header().Get("Content-Length") != get.Header().Get("Content-Length") {
			t.Errorf("HEAD %s: %d, %d bytes, Content-Length %s", path, head.Code, head.Body.Len(), head.Header().Get("Content-Length"))
		}
		if w := n.ask("OPTIONS", path); w.Code != 204 || w.Header().Get("Allow") == "" {
			t.Errorf("OPTIONS %s: %d", path, w.Code)
		}
		for _, method := range []string{"POST", "PUT", "PATCH", "DELETE"} {
			if w := n.ask(method, path); w.Code != 405 {
				t.Errorf("%s %s: %d", method, path, w.Code)
			}
		}
	}
	tag := n.ask("GET", "/pays/niger/").Header().Get("ETag")
	if w := n.ask("GET", "/pays/niger/", "If-None-Match", tag); w.Code != 304 || w.Body.Len() != 0 {
		t.Errorf("If-None-Match: %d", w.Code)
	}
}

// TestThemeChange: a new theme is seen from the next page on, once the caller has said so by its event.
func TestThemeChange(t *testing.T) {
	t.Parallel()
	n := open(t)
	before := n.page("/pays/niger/")
	dir := t.TempDir()
	write(t, filepath.Join(dir, "templates", "standing.html"), `{{define "standing"}}{{template "top" .Frame "article"}}<main id="contenu" class="w neuf"><h1>{{.Heading}}</h1></main>{{template "bottom" .Base}}{{end}}`)
	write(t, filepath.Join(dir, "extra.css"), ".neuf{color:#123456}")
	look, err := theme.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	n.site.SetTheme(look)
	n.do(func(ctx context.Context, tx *db.Tx) error { return event.Append(ctx, tx, n.now, page.Theme) })
	a := n.page("/a-propos/")
	a.one("main.neuf h1")
	if !strings.Contains(a.one("style").FirstChild.Data, "#123456") {
		t.Error("the sheet lacks what the theme adds")
	}
	after := n.page("/pays/niger/")
	if after.body == before.body || after.header["Etag"] == before.header["Etag"] || after.header["Content-Security-Policy"] == before.header["Content-Security-Policy"] {
		t.Error("a kept page went on in the old theme")
	}
	if !strings.Contains(directive(after.header["Content-Security-Policy"], "style-src"), sha256Source(after.one("style").FirstChild.Data)) {
		t.Error("the policy forbids the new sheet")
	}
}

func write(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestRoutes: every line of the table has a name of its own, an audience and a maker, and no line hides another.
func TestRoutes(t *testing.T) {
	t.Parallel()
	n := open(t)
	var names, patterns []string
	for _, r := range n.site.Routes() {
		if r.Name == "" || r.Make == nil || r.Who.String() == "" || slices.Contains(names, r.Name) || slices.Contains(patterns, r.Pattern) {
			t.Errorf("route %q %s", r.Name, r.Pattern)
		}
		if at, ok := n.site.Routes().Find(strings.Replace(r.Pattern, "*", "x/", 1), ""); !ok || at.Route.Name != r.Name {
			t.Errorf("%s is hidden behind %q", r.Pattern, at.Route.Name)
		}
		names, patterns = append(names, r.Name), append(patterns, r.Pattern)
	}
}
