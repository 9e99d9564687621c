package feed_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"griot/internal/address"
	"griot/internal/article"
	"griot/internal/article/articletest"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/masthead"
	"griot/internal/page"
	"griot/internal/taxonomy"
)

// What is read elsewhere must work elsewhere.
func TestContentLeavesTheSite(t *testing.T) {
	t.Parallel()
	n := open(t)
	for _, it := range read(t, n.must("/feed.xml", "").Body) {
		for _, a := range append(addresses(it.Content), it.Picture.URL) {
			if u, err := url.Parse(a); a != "" && (err != nil || u.Host == "") {
				t.Errorf("%s: the address %q is not absolute", it.Title, a)
			}
		}
		if strings.Contains(it.Content, "data-") {
			t.Errorf("%s: %s", it.Title, it.Content)
		}
	}
}

func TestPaidSaysSo(t *testing.T) {
	t.Parallel()
	n := open(t)
	items := read(t, n.must("/pays/niger/feed.xml", "").Body)
	i := slices.IndexFunc(items, func(it readItem) bool { return strings.Contains(it.Title, "Des pompes") })
	if i < 0 {
		t.Fatal("the paid article is missing")
	}
	if it := items[i]; !strings.HasPrefix(it.Title, "[Publi-rédactionnel] ") || it.Categories[0] != "Publi-rédactionnel" || !strings.Contains(it.Content, `rel="sponsored"`) {
		t.Errorf("%+v", it)
	}
	if news := n.must("/sitemap-news.xml", "").Body; bytes.Contains(news, []byte("pompes")) {
		t.Error("the news sitemap lists what is paid for")
	}
}

// A right of reply and what it answers lead to each other, and a note makes the entry new.
func TestNotes(t *testing.T) {
	t.Parallel()
	n := open(t)
	items := read(t, n.must("/feed.xml", "").Body)
	for title, want := range map[string][]string{
		"À Niamey":         {"<strong>Correction</strong>", "ils sont douze.", "<em>Mariama Djibo</em>", "/droit-de-reponse-douze-et-un-treizieme/"},
		"Droit de réponse": {"En réponse à <a href=", "/a-niamey-qui-garde-le-fleuve/"},
	} {
		i := slices.IndexFunc(items, func(it readItem) bool { return strings.HasPrefix(it.Title, title) })
		for _, w := range want {
			if !strings.Contains(items[i].Content, w) {
				t.Errorf("%s: no %s in %s", title, w, items[i].Content)
			}
		}
	}
	n.do(func(ctx context.Context, tx *db.Tx) error {
		return articletest.Withdraw(ctx, tx, n.paper, n.now, 2, "à sa demande")
	})
	for _, it := range read(t, n.must("/feed.xml", "").Body) {
		if strings.Contains(it.Content, "treizieme") {
			t.Errorf("%s still leads to the withdrawn reply", it.Title)
		}
	}
}

func TestMovedListTakesItsFeedsAlong(t *testing.T) {
	t.Parallel()
	n := open(t)
	n.do(func(ctx context.Context, tx *db.Tx) error {
		for from, to := range map[string]string{"/category/climat/": "/environnement/climat/", "/category/english/": "/en/", "/tout/": "/", "/vieux/": "/2026/11/20/vieille-breve/"} {
			if _, err := address.Lead(ctx, tx, n.now, from, to); err != nil {
				return err
			}
		}
		return nil
	})
	for from, want := range map[string]string{
		"/category/climat/feed.xml":   "/environnement/climat/feed.xml",
		"/category/english/feed.json": "/en/feed.json",
		"/tout/atom.xml":              "/atom.xml",
		"/fr/feed.xml":                "/feed.xml",
	} {
		if p := n.must(from, ""); p.Status != 301 || p.Location != want || len(p.Labels) == 0 {
			t.Errorf("%s: %d to %q, want %q", from, p.Status, p.Location, want)
		}
	}
	for _, path := range []string{"/vieux/feed.xml", "/nulle-part/feed.xml", "/contact/atom.xml", "/2026/11/20/vieille-breve/feed.xml", "/environnement//feed.xml",
		"/xx/feed.json", "/\x00/feed.xml", "/\xff/feed.xml", "/" + strings.Repeat("a", 5000) + "/feed.xml",
		"/sitemap-0.xml", "/sitemap-2.xml", "/sitemap-01.xml", "/sitemap-+1.xml", "/sitemap--1.xml", "/sitemap-.xml", "/sitemap-99999999999999999999.xml",
		"/sitemap-tags-0.xml", "/sitemap-tags-2.xml", "/sitemap-tags-.xml", "/sitemap-tags-x.xml", "/sitemap-tags-99999999999999999999.xml"} {
		if _, err := n.get(path, ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("%q: %v, want not found", path, err)
		}
	}
}

// The ids of a feed and of its entries outlive addresses.
func TestIDsStay(t *testing.T) {
	t.Parallel()
	n := open(t)
	ids := func(path string) (found []string) {
		for line := range strings.Lines(string(n.must(path, "").Body)) {
			if line = strings.TrimSpace(line); strings.HasPrefix(line, "<id>") {
				found = append(found, line)
			}
		}
		return found
	}
	before := ids("/environnement/climat/atom.xml")
	n.do(func(ctx context.Context, tx *db.Tx) error {
		n.climate.Slug, n.report.Slug = "temps", "autre-mot"
		if err := taxonomy.SaveSection(ctx, tx, n.now, n.loc, &n.climate); err != nil {
			return err
		}
		return article.Put(ctx, tx, n.paper, n.now, &n.report)
	})
	if after := ids("/environnement/temps/atom.xml"); !slices.Equal(before, after) || len(after) < 3 {
		t.Errorf("before %v, after %v", before, after)
	}
}

func TestLabels(t *testing.T) {
	t.Parallel()
	n := open(t)
	for path, want := range map[string][]page.Label{
		"/feed.xml":                        {page.Language("fr"), page.Article(1), page.Article(2), page.Picture(3), page.Menu},
		"/environnement/feed.json":         {page.Section(1), page.Article(2)},
		"/mots-cles/fleuve-niger/atom.xml": {page.Tag(1), page.Article(4)},
		"/auteurs/la-redaction/feed.xml":   {page.Author(2), page.Article(2)}, // the reply that its article names
		"/feeds.opml":                      {page.Menu},
		"/sitemap.xml":                     {page.Archive, page.Menu},
		"/sitemap-1.xml":                   {page.Piece(1), page.Menu},
		"/sitemap-tags-1.xml":              {page.Archive},
		"/sitemap-news.xml":                {page.Language("en"), page.Article(4)},
		"/sitemap-pages.xml":               {page.Archive, page.Menu},
		"/robots.txt":                      {page.Menu},
	} {
		if got := n.must(path, "").Labels; !holds(got, want) {
			t.Errorf("%s bears %v, want %v among them", path, got[:min(len(got), 20)], want)
		}
	}
}

func holds(all, some []page.Label) bool {
	return !slices.ContainsFunc(some, func(l page.Label) bool { return !slices.Contains(all, l) })
}

func TestUntil(t *testing.T) {
	t.Parallel()
	n := open(t)
	for path, want := range map[string]time.Time{
		"/feed.xml":                 {},
		"/robots.txt":               {},
		"/sitemap-1.xml":            {},
		"/sitemap.xml":              {},
		"/sitemap-pages.xml":        {},
		"/sitemap-news.xml":         n.now.Add(45 * time.Hour), // the oldest of its articles is three hours old
		"/.well-known/security.txt": time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC),
	} {
		if got := n.must(path, "").Until; !got.Equal(want) {
			t.Errorf("%s until %v, want %v", path, got, want)
		}
	}
	n.now = n.now.Add(45*time.Hour + time.Second)
	if news := n.must("/sitemap-news.xml", "").Body; bytes.Contains(news, []byte("qui-garde")) || !bytes.Contains(news, []byte("treizieme")) {
		t.Errorf("45 hours later: %s", news)
	}
}

func TestPlainFilesSayWhatTheMastheadSays(t *testing.T) {
	t.Parallel()
	n := open(t)
	n.paper.Email, n.paper.AdsTxt = "", "greenadexchange.com, 12345, DIRECT\r\nownerdomain=presse.example\r\n"
	n.do(func(ctx context.Context, tx *db.Tx) error { return masthead.Save(ctx, tx, n.now, n.paper) })
	if got := string(n.must("/ads.txt", "").Body); got != "greenadexchange.com, 12345, DIRECT\nownerdomain=presse.example\n" {
		t.Errorf("ads.txt: %q", got)
	}
	if got := string(n.must("/.well-known/security.txt", "").Body); !strings.HasPrefix(got, "Contact: "+origin+"/contact/\n") {
		t.Errorf("security.txt: %q", got)
	}
}

func TestOEmbed(t *testing.T) {
	t.Parallel()
	n := open(t)
	is := func(kind fault.Kind) func(*page.Page, error) bool {
		return func(_ *page.Page, err error) bool { return fault.Is(err, kind) }
	}
	holds := func(s string) func(*page.Page, error) bool {
		return func(p *page.Page, err error) bool {
			return err == nil && p.Status == 0 && strings.Contains(string(p.Body), s)
		}
	}
	const report = "https%3A%2F%2Fpresse.example%2F2026%2F11%2F22%2Fa-niamey-qui-garde-le-fleuve"
	for query, right := range map[string]func(*page.Page, error) bool{
		"url=" + report: holds(`"rich"`),
		"url=" + report + "&format=json&maxwidth=300":                holds(`"width": 300`),
		"url=" + report + "&maxwidth=x":                              holds(`"width": 600`),
		"url=http://PRESSE.example/2026/11/22/des-pompes-pour-tous/": holds("[Publi-rédactionnel]"),
		"url=" + report + "&format=yaml":                             func(p *page.Page, err error) bool { return err == nil && p.Status == 501 && p.Volatile },
		"url=" + report + "&format=xml":                              holds("<type>rich</type>"),
		"url=" + report + "&maxwidth=1200&maxheight=630":             holds(`"thumbnail_width": 1200`),
		"url=" + report + "&maxwidth=1199":                           holds(`"thumbnail_width": 320`),
		"url=" + report + "&maxheight=200":                           holds(`"thumbnail_height": 180`),
		"":                                                           is(fault.NotFound),
		"url=%00":                                                    is(fault.NotFound),
		"url=https://presse.example/":                                is(fault.NotFound),
		"url=https://presse.example/pays/niger/":                     is(fault.NotFound),
		"url=https://autre.example/2026/11/20/vieille-breve/":        is(fault.NotFound),
		"url=ftp://presse.example/2026/11/20/vieille-breve/":         is(fault.NotFound),
		"url=/2026/11/20/vieille-breve/":                             is(fault.NotFound),
	} {
		if p, err := n.get("/oembed", query); !right(p, err) {
			t.Errorf("%q: %+v, %v", query, p, err)
		}
	}
	for _, limit := range []string{"&maxwidth=300", "&maxheight=100"} {
		if p := n.must("/oembed", "url="+report+limit); strings.Contains(string(p.Body), "thumbnail") {
			t.Errorf("a thumbnail larger than %s", limit)
		}
	}
}

func TestIcons(t *testing.T) {
	t.Parallel()
	n := open(t)
	for path, size := range map[string]int{"/apple-touch-icon.png": 180, "/icon-192.png": 192, "/icon-512.png": 512, "/favicon.ico": 32} {
		p := n.must(path, "")
		body := p.Body
		if path == "/favicon.ico" {
			if !bytes.HasPrefix(body, []byte{0, 0, 1, 0, 1, 0, 32, 32}) || int(body[14])|int(body[15])<<8 != len(body)-22 || body[18] != 22 {
				t.Errorf("the container says % x", body[:22])
			}
			body = body[22:]
		}
		img, err := png.Decode(bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if img.Bounds() != image.Rect(0, 0, size, size) {
			t.Errorf("%s is %v", path, img.Bounds())
		}
		if r, g, b, a := img.At(0, 0).RGBA(); r>>8 != 0xff || g>>8 != 0xfd || b>>8 != 0xf9 || a>>8 != 0xff {
			t.Errorf("%s does not lie on paper", path)
		}
		if colours(img) < 3 {
			t.Errorf("%s shows no mark", path)
		}
	}
}

func colours(img image.Image) int {
	seen := map[[3]uint32]bool{}
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			r, g, b, _ := img.At(x, y).RGBA()
			seen[[3]uint32{r, g, b}] = true
		}
	}
	return len(seen)
}

// A database without a newsroom is no reason to fall over.
func TestNoNewsroom(t *testing.T) {
	t.Parallel()
	n := open(t)
	n.do(func(ctx context.Context, tx *db.Tx) error { _, err := tx.Exec(ctx, "DELETE FROM setting"); return err })
	for _, d := range documents {
		if _, err := n.get(d.path, d.query); err != nil && !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", d.path, err)
		}
	}
}

func FuzzAddress(f *testing.F) {
	for _, d := range documents {
		f.Add(d.path, d.query)
	}
	f.Add("/pays//feed.xml", "url=%zz")
	f.Add("/\x00/feed.json", "maxwidth=-1&url=https://presse.example/%2f%2f")
	n := open(f)
	f.Fuzz(func(t *testing.T, path, query string) {
		at, ok := n.routes.Find(path, query)
		if !ok {
			t.Skip()
		}
		p, err := at.Route.Make(context.Background(), at)
		switch {
		case err != nil && fault.Of(err) == fault.Internal:
			t.Fatalf("%q?%q: %v", path, query, err)
		case err == nil && p.Status == 301 && (!strings.HasPrefix(p.Location, "/") || strings.HasPrefix(p.Location, "//")):
			t.Fatalf("%q leads to %q", path, p.Location)
		case err == nil && p.Status == 0 && parses(p) != nil:
			t.Fatalf("%q?%q: %v", path, query, parses(p))
		}
	})
}
