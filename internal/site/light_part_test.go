package site_test

import (
	"bytes"
	"compress/gzip"
	"slices"
	"strings"
	"testing"

	"griot/internal/article"
)

// maxComplete is what a light page may weigh, compressed by gzip, which every browser reads.
const maxComplete = 14_000

// TestLightPartsOfALongText: a text too long for one light page stands on several, each under the weight, in order and whole; the full page has it at once.
func TestLightPartsOfALongText(t *testing.T) {
	t.Parallel()
	n := open(t)
	a := n.find("fleuve-niger-guetteurs")
	a.Body = strings.Join(n.column("SELECT body FROM article WHERE language = 'fr' ORDER BY id"), "\n")
	n.put(a)
	var said []string
	pages := 0
	for path := "/leger" + a.Path; path != ""; pages++ {
		p := n.page(path)
		if w := gzipped(t, p.body); w > maxComplete {
			t.Errorf("%s weighs %d bytes, %d are allowed", path, w, maxComplete)
		}
		if got := p.attr(`link[rel="canonical"]`, "href"); !strings.HasSuffix(got, a.Path) {
			t.Errorf("%s names %s as the page that counts, want %s", path, got, a.Path)
		}
		p.says("h1", a.Title)
		if (pages == 0) != (len(p.all(".standfirst")) == 1) {
			t.Errorf("%s: the standfirst belongs to the first part", path)
		}
		said = append(said, p.texts(".article-body>p")...)
		next := p.attrs(`main a[rel="next"]`, "href")
		if (len(next) == 0) != (len(p.all("a.tag")) > 0) {
			t.Errorf("%s: the tags belong to the last part", path)
		}
		if path = ""; len(next) == 1 {
			path = next[0]
		}
	}
	if full := n.page(a.Path).texts(".article-body>p"); pages < 3 || !slices.Equal(said, full) {
		t.Errorf("%d paragraphs on %d light pages, want the %d of the full one", len(said), pages, len(full))
	}
	if reads := n.edge.FlushReads()[int64(a.ID)]; reads != 2 {
		t.Errorf("%d reads were counted: turning a page is none", reads)
	}
	n.leads("/leger"+a.Path+"?page=1", "/leger"+a.Path)
	n.leads("/leger"+a.Path+"?page=999", "/leger"+a.Path)
	n.leads(a.Path+"?page=2", a.Path)
}

// TestLightPartOfOneBlock: what has no place to be cut stays whole, and an empty text is one part.
func TestLightPartOfOneBlock(t *testing.T) {
	t.Parallel()
	n := open(t)
	for _, body := range []string{"<p>" + strings.Repeat("Un paragraphe sans fin. ", 4_000) + "</p>", "<ul>" + strings.Repeat("<li>Un point.</li>", 3_000) + "</ul>"} {
		a := n.put(&article.Article{Title: "Tout d’un bloc", Kind: article.News, Language: "fr", Status: article.Published, FirstPublished: n.now, Body: body})
		n.page("/leger" + a.Path).none(`main a[rel="next"]`)
	}
}

func gzipped(t *testing.T, body string) int {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(body)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}
