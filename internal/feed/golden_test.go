package feed_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"griot/internal/page"
)

var update = flag.Bool("update", false, "write the golden files anew")

// documents are all that is compared byte by byte.
var documents = []struct{ golden, path, query, contentType string }{
	{"front.rss.xml", "/feed.xml", "", "application/rss+xml; charset=utf-8"},
	{"front.atom.xml", "/atom.xml", "", "application/atom+xml; charset=utf-8"},
	{"front.json", "/feed.json", "", "application/feed+json"},
	{"section.rss.xml", "/environnement/climat/feed.xml", "", "application/rss+xml; charset=utf-8"},
	{"country.json", "/pays/niger/feed.json", "", "application/feed+json"},
	{"author.atom.xml", "/auteurs/mariama-djibo/atom.xml", "", "application/atom+xml; charset=utf-8"},
	{"tag.rss.xml", "/mots-cles/النهر/feed.xml", "", "application/rss+xml; charset=utf-8"},
	{"english.atom.xml", "/en/atom.xml", "", "application/atom+xml; charset=utf-8"},
	{"arabic.rss.xml", "/ar/feed.xml", "", "application/rss+xml; charset=utf-8"},
	{"empty.atom.xml", "/sport/atom.xml", "", "application/atom+xml; charset=utf-8"},
	{"feeds.opml", "/feeds.opml", "", "text/x-opml; charset=utf-8"},
	{"sitemap.xml", "/sitemap.xml", "", "application/xml; charset=utf-8"},
	{"sitemap-pages.xml", "/sitemap-pages.xml", "", "application/xml; charset=utf-8"},
	{"sitemap-tags-1.xml", "/sitemap-tags-1.xml", "", "application/xml; charset=utf-8"},
	{"sitemap-1.xml", "/sitemap-1.xml", "", "application/xml; charset=utf-8"},
	{"sitemap-news.xml", "/sitemap-news.xml", "", "application/xml; charset=utf-8"},
	{"robots.txt", "/robots.txt", "", "text/plain; charset=utf-8"},
	{"ads.txt", "/ads.txt", "", "text/plain; charset=utf-8"},
	{"security.txt", "/.well-known/security.txt", "", "text/plain; charset=utf-8"},
	{"manifest.webmanifest", "/manifest.webmanifest", "", "application/manifest+json"},
	{"opensearch.xml", "/opensearch.xml", "", "application/opensearchdescription+xml; charset=utf-8"},
	{"icon.svg", "/icon.svg", "", "image/svg+xml"},
	{"oembed.json", "/oembed", "url=https://presse.example/2026/11/22/a-niamey-qui-garde-le-fleuve/%3Futm_source=x", "application/json"},
	{"oembed.xml", "/oembed", "url=https://presse.example/2026/11/22/a-niamey-qui-garde-le-fleuve/&format=xml", "text/xml; charset=utf-8"},
}

func TestGolden(t *testing.T) {
	t.Parallel()
	n := open(t)
	for _, d := range documents {
		p := n.must(d.path, d.query)
		if p.ContentType != d.contentType || p.Status != 0 {
			t.Errorf("%s: status %d, content type %q, want %q", d.path, p.Status, p.ContentType, d.contentType)
		}
		compare(t, d.golden, p.Body)
		if err := parses(p); err != nil {
			t.Errorf("%s: %v", d.path, err)
		}
		if strings.Contains(string(p.Body), secret) || strings.Contains(string(p.Body), "Vrai Nom") || strings.Contains(string(p.Body), "Brouillon") {
			t.Errorf("%s shows what nobody may see", d.path)
		}
	}
}

func compare(t *testing.T, golden string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", golden)
	if *update {
		if err := os.WriteFile(file, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; go test -update writes it anew\n%s", golden, got)
	}
}

// parses reads a document as its readers do.
func parses(p *page.Page) error {
	switch kind, _, _ := strings.Cut(p.ContentType, ";"); {
	case strings.HasSuffix(kind, "xml"), strings.HasSuffix(kind, "opml"):
		for d := xml.NewDecoder(bytes.NewReader(p.Body)); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				return nil
			} else if err != nil {
				return err
			}
		}
	case strings.HasSuffix(kind, "json"):
		return json.Unmarshal(p.Body, new(any))
	}
	return nil
}

type readItem struct {
	Title     string `xml:"title"`
	GUID      string `xml:"guid"`
	Published string `xml:"pubDate"`
	Content   string `xml:"http://purl.org/rss/1.0/modules/content/ encoded"`
	Picture   struct {
		URL string `xml:"url,attr"`
	} `xml:"http://search.yahoo.com/mrss/ content"`
	Creators   []string `xml:"http://purl.org/dc/elements/1.1/ creator"`
	Categories []string `xml:"category"`
}

// read parses RSS by its namespaces, as a reader of feeds does.
func read(t *testing.T, body []byte) []readItem {
	t.Helper()
	var doc struct {
		Items []readItem `xml:"channel>item"`
	}
	if err := xml.Unmarshal(body, &doc); err != nil {
		t.Fatal(err)
	}
	return doc.Items
}

// addresses are those of links and pictures in HTML.
func addresses(content string) (list []string) {
	z := html.NewTokenizer(strings.NewReader(content))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		for _, a := range z.Token().Attr {
			if a.Key == "href" || a.Key == "src" {
				list = append(list, a.Val)
			}
		}
	}
	return list
}
