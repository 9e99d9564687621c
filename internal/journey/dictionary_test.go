package journey

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// meter is the newspaper behind a proxy that notes how each path came.
type meter struct {
	*httptest.Server

	mu     sync.Mutex
	coding map[string]string
	size   map[string]string
}

func newMeter(t *testing.T, origin string) *meter {
	t.Helper()
	to, err := url.Parse(origin)
	if err != nil {
		t.Fatal(err)
	}
	m := &meter{coding: map[string]string{}, size: map[string]string{}}
	m.Server = httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(to) },
		ModifyResponse: func(res *http.Response) error {
			m.mu.Lock()
			defer m.mu.Unlock()
			m.coding[res.Request.URL.Path], m.size[res.Request.URL.Path] = res.Header.Get("Content-Encoding"), res.Header.Get("Content-Length")
			return nil
		},
	})
	t.Cleanup(m.Close)
	return m
}

// came is in which coding a path came, and in how many bytes.
func (m *meter) came(path string) (coding, size string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.coding[path], m.size[path]
}

// Once enough articles are kept, a page tells the browser of a dictionary; the browser fetches it when it has nothing else to do, and the next article comes without what both have
// in common.
func TestTheSecondArticleComesByDictionary(t *testing.T) {
	t.Parallel()
	paper := open(t)
	first, second := paper.article(t, translated), paper.article(t, untranslated)
	awaitDictionary(t, paper, first)
	m := newMeter(t, paper.origin)
	p := read(t, m.URL)
	p.visit(first)
	link := ask[string](p, `fetch(location.pathname).then(r=>r.headers.get('Link').match(/<([^>]*)>; rel="compression-dictionary"/)[1])`)
	p.awaits("it is fetched", "performance.getEntriesByType('resource').some(e=>e.name.endsWith("+quote(link)+"))")
	awaitStored(t, p, m, paper, first, second)
	p.visit(second)
	if coding, size := m.came(second); coding != "dcb" || len(size) > 4 {
		t.Errorf("the second article came in %q, %s bytes", coding, size)
	}
	p.holds("it says what it says", "document.querySelector('article h1').innerText.length>10")
}

// awaitStored reads other articles until one comes by the dictionary: a browser tells nobody when it has put away what it fetched.
func awaitStored(t *testing.T, p *tab, m *meter, paper *paper, not ...string) {
	t.Helper()
	for _, found := range stories(t, paper)[:20] {
		if slices.Contains(not, found) {
			continue
		}
		p.visit(found)
		if coding, _ := m.came(found); coding == "dcb" {
			return
		}
	}
	t.Fatal("the dictionary is not used")
}

// stories are the paths of articles.
func stories(t *testing.T, paper *paper) (paths []string) {
	t.Helper()
	for _, m := range regexp.MustCompile(`<loc>`+regexp.QuoteMeta(paper.origin)+`(/\d{4}/[^<]*)</loc>`).FindAllStringSubmatch(paper.page(t, "/sitemap-1.xml"), 40) {
		paths = append(paths, m[1])
	}
	return paths
}

// awaitDictionary reads articles until one of them tells of a dictionary. Where pictures are still being made, pages come and go.
func awaitDictionary(t *testing.T, paper *paper, story string) {
	t.Helper()
	all := stories(t, paper)
	for range 300 {
		for _, path := range all {
			paper.page(t, path)
		}
		if strings.Contains(paper.say(t, "GET", story).Header.Get("Link"), `rel="compression-dictionary"`) {
			return
		}
		time.Sleep(200 * time.Millisecond) // the program looks for what pages have in common every 15 seconds
	}
	t.Fatal("no dictionary is offered")
}
