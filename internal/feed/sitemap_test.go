package feed_test

import (
	"context"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/media"
	"griot/internal/page"
	"griot/internal/taxonomy"
)

// sitemap is a sitemap or an index as a search engine reads it: its addresses with their dates, and the pictures.
type sitemap struct {
	dates    map[string]string
	pictures map[string]string
	order    []string
}

func (n *newsroom) sitemap(path string) sitemap {
	n.t.Helper()
	return parse(n.t, n.must(path, "").Body)
}

func parse(t testing.TB, body []byte) sitemap {
	t.Helper()
	var doc struct {
		Maps []struct {
			Loc     string `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 loc"`
			Lastmod string `xml:"lastmod"`
			Image   string `xml:"http://www.google.com/schemas/sitemap-image/1.1 image>loc"`
		} `xml:",any"`
	}
	if err := xml.Unmarshal(body, &doc); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	m := sitemap{dates: map[string]string{}, pictures: map[string]string{}}
	for _, e := range doc.Maps {
		if !strings.HasPrefix(e.Loc, origin+"/") {
			t.Errorf("%q is no address of the site", e.Loc)
		}
		loc := strings.TrimPrefix(e.Loc, origin)
		m.dates[loc], m.order = e.Lastmod, append(m.order, loc)
		if e.Image != "" {
			m.pictures[loc] = e.Image
		}
	}
	return m
}

// far is an article with a high number.
func (n *newsroom) far(id article.ID) {
	n.t.Helper()
	n.do(func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO article (id, uid, language, kind, status, title, created_at, changed_at) VALUES ($1, $2, 'fr', 'news', 'draft', 'Loin', 1, 1)`, id, fmt.Sprint("urn:", id))
		return err
	})
	n.edit(id, func(a *article.Article) { a.Status = article.Published })
}

func (n *newsroom) edit(id article.ID, change func(a *article.Article)) {
	n.t.Helper()
	n.do(func(ctx context.Context, tx *db.Tx) error {
		a, err := article.ByID(ctx, tx, id)
		if err != nil {
			return err
		}
		change(a)
		return article.Put(ctx, tx, n.paper, n.now, a)
	})
}

// An article with a high number stands in a piece of its own, whose date is that of its sitemap's last change; others keep theirs.
func TestPieces(t *testing.T) {
	t.Parallel()
	n := open(t)
	at := func() string { return n.loc.Machine(n.now.In(n.paper.Location())) }
	first := at()
	expect := func(what string, want map[string]string) {
		t.Helper()
		index := n.sitemap("/sitemap.xml").dates
		delete(index, "/sitemap-pages.xml")
		delete(index, "/sitemap-tags-1.xml")
		if fmt.Sprint(index) != fmt.Sprint(want) {
			t.Errorf("%s: the pieces are\n%v, want\n%v", what, index, want)
		}
	}
	expect("at first", map[string]string{"/sitemap-1.xml": first})
	n.now = n.now.Add(time.Hour)
	n.far(10001)
	expect("with one far off", map[string]string{"/sitemap-1.xml": first, "/sitemap-3.xml": at()})
	if piece := n.sitemap("/sitemap-3.xml"); len(piece.order) != 1 || !strings.HasSuffix(piece.order[0], "/loin/") {
		t.Errorf("%v", piece)
	}
	far := at()
	for _, step := range []struct {
		what   string
		change func(a *article.Article)
		piece  bool
	}{
		{"the text of one changed", func(a *article.Article) { a.Body = "<p>Autre</p>" }, false},
		{"the date of one changed", func(a *article.Article) { a.Updated = n.now }, true},
		{"another picture", func(a *article.Article) { a.Hero.Picture = 2 }, true},
		{"one withdrawn", func(a *article.Article) { a.Status = article.Withdrawn }, true},
		{"the withdrawn one's text", func(a *article.Article) { a.Body = "<p>Encore</p>" }, false},
		{"published again", func(a *article.Article) { a.Status = article.Published }, true},
	} {
		n.now = n.now.Add(time.Hour)
		labels := dbtest.LabelsOf(t, n.db, func() { n.edit(1, step.change) })
		if step.piece {
			first = at()
		}
		if slices.Contains(labels, "archive:1") != step.piece || slices.Contains(labels, "archive:3") {
			t.Errorf("%s: the labels %v", step.what, labels)
		}
		expect(step.what, map[string]string{"/sitemap-1.xml": first, "/sitemap-3.xml": far})
	}
	n.edit(10001, func(a *article.Article) { a.Status = article.Withdrawn })
	expect("the far one withdrawn", map[string]string{"/sitemap-1.xml": first})
	if _, err := n.get("/sitemap-3.xml", ""); !fault.Is(err, fault.NotFound) {
		t.Errorf("the empty piece: %v", err)
	}
}

// A piece names the picture of each article that has one; one that is still being made is named when it is ready, and drops the piece then.
func TestPicturesOfPieces(t *testing.T) {
	t.Parallel()
	n := open(t)
	m, err := media.ByID(t.Context(), n.db, media.ID(n.report.Hero.Picture))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{n.report.Path: origin + m.URL(1280, "jpg")}
	if got := n.sitemap("/sitemap-1.xml").pictures; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("the pictures %v, want %v", got, want)
	}
	n.edit(2, func(a *article.Article) { a.Hero.Picture = 3 }) // pending
	p := n.must("/sitemap-1.xml", "")
	if got := parse(t, p.Body).pictures; len(got) != 1 || !slices.Contains(p.Labels, page.Picture(3)) {
		t.Errorf("the pictures %v with the labels %v", got, p.Labels)
	}
}

// Tags are listed in pieces of their numbers; a tag that nobody uses is not listed.
func TestTagPieces(t *testing.T) {
	t.Parallel()
	n := open(t)
	var far taxonomy.Tag
	n.do(func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.Exec(ctx, "INSERT INTO tag (id, slug, name, name_key) VALUES (5001, 'loin', 'Loin', ''), (5002, 'rien', 'Rien', '')"); err != nil {
			return err
		}
		t, err := taxonomy.TagByID(ctx, tx, 5001)
		far = *t
		return err
	})
	if _, err := n.get("/sitemap-tags-2.xml", ""); !fault.Is(err, fault.NotFound) {
		t.Errorf("a piece of no tag that is used: %v", err)
	}
	n.edit(6, func(a *article.Article) { a.Tags = []taxonomy.TagID{far.ID} })
	if got := n.sitemap("/sitemap-tags-2.xml").order; !slices.Equal(got, []string{"/mots-cles/loin/"}) {
		t.Errorf("the second piece lists %v", got)
	}
	if got := n.sitemap("/sitemap.xml").order; !slices.Contains(got, "/sitemap-tags-2.xml") || !slices.Contains(got, "/sitemap-tags-1.xml") {
		t.Errorf("the index lists %v", got)
	}
}

// While articles are withdrawn one by one, every document is whole: it parses, what it names was public before or is after, and what was withdrawn before it was asked for is not in it.
func TestWithdrawnMeanwhile(t *testing.T) {
	t.Parallel()
	n := open(t)
	const many = 60
	paths := make([]string, many)
	for i := range paths {
		n.do(func(ctx context.Context, tx *db.Tx) error {
			a := article.Article{Title: fmt.Sprint("Passage ", i), Status: article.Published, Section: n.climate.ID, Countries: []taxonomy.CountryID{1}}
			err := article.Put(ctx, tx, n.paper, n.now, &a)
			paths[i] = a.Path
			return err
		})
	}
	var mu sync.Mutex
	gone := 0
	var writer sync.WaitGroup
	writer.Go(func() {
		for i := range paths {
			n.edit(article.ID(8+i), func(a *article.Article) { a.Status = article.Withdrawn })
			mu.Lock()
			gone = i + 1
			mu.Unlock()
		}
	})
	documents := []string{"/sitemap-1.xml", "/sitemap.xml", "/sitemap-news.xml", "/sitemap-pages.xml", "/feed.xml", "/pays/niger/atom.xml", "/environnement/climat/feed.json"}
	for done := 0; done < many; {
		mu.Lock()
		done = gone
		mu.Unlock()
		for _, path := range documents {
			body := string(n.must(path, "").Body)
			if strings.HasSuffix(path, ".xml") && xml.Unmarshal([]byte(body), new(struct{ XMLName xml.Name })) != nil {
				t.Errorf("%s does not parse: %s", path, body)
			}
			for _, p := range paths[:done] {
				if strings.Contains(body, p) {
					t.Errorf("%s names %s, which was withdrawn before", path, p)
				}
			}
		}
	}
	writer.Wait()
	if got := n.sitemap("/sitemap-1.xml").order; len(got) != 6 {
		t.Errorf("at the end the piece lists %v", got)
	}
}
