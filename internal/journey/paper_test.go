package journey

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// paper is the sample newspaper, open.
type paper struct {
	dir                                string // its folder
	origin                             string // "http://127.0.0.1:NNNNN"
	Site, Desk, Email, Password, Token string
}

func openPaper() (*paper, error) {
	binary, err := world.griot()
	if err != nil {
		return nil, err
	}
	p := &paper{dir: filepath.Join(world.dir, "paper")}
	run, err := start(binary, "demo", "--dir", p.dir, "--addr", "127.0.0.1:0", "--json")
	if err != nil {
		return nil, err
	}
	atEnd(func() { _, _ = run.stop() })
	if err := json.Unmarshal([]byte(run.first), p); err != nil {
		return nil, fmt.Errorf("griot demo --json said %q: %w", run.first, err)
	}
	p.origin = strings.TrimSuffix(p.Site, "/")
	return p, nil
}

// open is the newspaper that all journeys read.
func open(t *testing.T) *paper {
	t.Helper()
	p, err := world.paper()
	return must(t, p, err)
}

func (p *paper) host(t *testing.T) string {
	t.Helper()
	u, err := url.Parse(p.origin)
	return must(t, u, err).Host
}

// page is the text of a page that must be there.
func (p *paper) page(t *testing.T, path string) string {
	t.Helper()
	res, err := http.Get(p.origin + path)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %v", path, res.Status, err)
	}
	return string(body)
}

// Articles of the sample by the end of their address; what comes before it is the day of the demo.
const (
	translated   = "fleuve-niger-guetteurs" // with a picture, corrections, and translations
	untranslated = "techiman-taxe-marche-mobile"
	arabic       = "nahr-annijar-rasidun-ar"
)

// article is the address of an article of the sample.
func (p *paper) article(t *testing.T, slug string) string {
	t.Helper()
	m := regexp.MustCompile(`<loc>` + regexp.QuoteMeta(p.origin) + `(/[^<]*/` + slug + `/)</loc>`).FindStringSubmatch(p.page(t, "/sitemap-1.xml"))
	if m == nil {
		t.Fatalf("the sitemap has no article %s", slug)
	}
	return m[1]
}

// samples is one page of every kind, by name.
func (p *paper) samples(t *testing.T) map[string]string {
	t.Helper()
	return map[string]string{
		"front":          "/",
		"menu":           "/#menu",
		"countries":      "/#pays",
		"all countries":  "/pays/",
		"article":        p.article(t, translated),
		"plain article":  p.article(t, untranslated),
		"arabic article": p.article(t, arabic),
		"rubric":         "/environnement/",
		"country":        "/pays/niger/",
		"search":         "/recherche/?q=fleuve",
		"search none":    "/recherche/?q=zzzzzz",
		"corrections":    "/corrections/",
		"standing":       "/a-propos/",
		"missing":        "/rien-de-tel/",
		"light front":    "/leger/",
		"light article":  "/leger" + p.article(t, translated),
		"light arabic":   "/leger" + p.article(t, arabic),
		"light rubric":   "/leger/environnement/",
		"light search":   "/leger/recherche/?q=fleuve",
		"light pages":    "/leger/pays/",
		"weighed":        "/poids/",
		"kept":           "/hors-ligne/",
	}
}
