package page_test

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"griot/internal/page"
)

var table = page.Table{
	{Name: "front", Pattern: "/", Query: []string{"p", "cat"}},
	{Name: "search", Pattern: "/recherche/", Query: []string{"q", "pays", "page"}},
	{Name: "feed", Pattern: "/feed.xml"},
	{Name: "feeds", Pattern: "/*/feed.xml"},
	{Name: "country", Pattern: "/pays/*/", Query: []string{"page"}},
	{Name: "rest", Pattern: "/*/", Query: []string{"page"}},
}

func TestFind(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		path, query     string
		route, any, key string
	}{
		{"/", "", "front", "", "/"},
		{"/", "utm_source=x", "front", "", "/"},
		{"/", "p=12", "front", "", "/?p=12"},
		{"/", "cat=3&p=12", "front", "", "/?p=12&cat=3"},
		{"/", "p=12&p=13", "front", "", "/?p=12"},
		{"/feed.xml", "page=2", "feed", "", "/feed.xml"},
		{"/pays/niger/feed.xml", "", "feeds", "pays/niger", "/pays/niger/feed.xml"},
		{"/pays/niger/", "page=2&utm=1", "country", "niger", "/pays/niger/?page=2"},
		{"/pays/a/b/", "", "country", "a/b", "/pays/a/b/"},
		{"/pays/", "", "rest", "pays", "/pays/"}, // "/pays/*/" needs something in the middle
		{"/2026/03/01/slug/", "", "rest", "2026/03/01/slug", "/2026/03/01/slug/"},
		{"/recherche/", "page=2&q=fleuve+Niger&q=x&pays=", "search", "", "/recherche/?q=fleuve+Niger&page=2"},
		{"/recherche/", "q=%C3%A9t%C3%A9", "search", "", "/recherche/?q=%C3%A9t%C3%A9"},
		{"/recherche/", "q=a&%zz&page=3", "search", "", "/recherche/?q=a&page=3"}, // what can be read of a broken query
		{"/recherche/", "q=%zz&page=3", "search", "", "/recherche/?page=3"},
		{"/recherche/", "q=a;b&page=3", "search", "", "/recherche/?page=3"},
		{"/recherche/", "q=a%00b", "search", "", "/recherche/"}, // no text holds NUL
		{"/recherche/", "q=%ff&page=1", "search", "", "/recherche/?page=1"},
		{"/recherche/", "q=" + strings.Repeat("x", 3000), "search", "", "/recherche/"},
		{"/recherche/", "Q=a", "search", "", "/recherche/"},
	} {
		at, ok := table.Find(test.path, test.query)
		if !ok || at.Route.Name != test.route || at.Any != test.any || at.Key() != test.key || at.Path != test.path {
			t.Errorf("Find(%q, %.40q) is %+v, key %q, %v; want route %s, any %q, key %q", test.path, test.query, at, at.Key(), ok, test.route, test.any, test.key)
		}
	}
}

func TestFindNothing(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"", "x", "/x", "/feed.xml/x", "/pays/niger", "feed.xml"} {
		if at, ok := table.Find(path, ""); ok {
			t.Errorf("%q is %s", path, at.Route.Name)
		}
	}
	if _, ok := (page.Table{}).Find("/", ""); ok {
		t.Error("an empty table found a route")
	}
}

// FuzzFind: a key is the same for every spelling of an address, finds itself again, and holds nothing but what the route names.
func FuzzFind(f *testing.F) {
	for _, seed := range [][2]string{{"/", "p=1"}, {"/recherche/", "q=a+b&q=c&page=2"}, {"/pays/niger/", "page=%32"}, {"/recherche/", "page=2&q=%26%3D%23;"}, {"/a/", "%"}} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, path, query string) {
		at, ok := table.Find(path, query)
		if !ok {
			return
		}
		for name, values := range at.Query {
			if len(values) != 1 || values[0] == "" || !utf8.ValidString(values[0]) || strings.ContainsRune(values[0], 0) {
				t.Fatalf("%s is %q", name, values)
			}
		}
		key := at.Key()
		_, kept, _ := strings.Cut(strings.TrimPrefix(key, path), "?")
		if len(kept) > page.MaxQueryBytes {
			return // escaped, it may be longer than what is looked at
		}
		again, ok := table.Find(path, kept)
		if !ok || again.Key() != key || again.Route != at.Route {
			t.Fatalf("%q has the key %q, which has the key %q", query, key, again.Key())
		}
		if len(at.Query) > 0 {
			parsed, err := url.ParseQuery(kept)
			if err != nil || len(parsed) != len(at.Query) {
				t.Fatalf("the key %q reads as %v: %v", key, parsed, err)
			}
		}
	})
}

func TestLabels(t *testing.T) {
	t.Parallel()
	seen := map[page.Label]bool{}
	for _, l := range []page.Label{
		page.Ticker, page.Menu, page.Theme, page.Front, page.Corrections, page.Archive, page.Piece(1), page.All, page.Article(12), page.Article(1), page.Section(1), page.Country(1),
		page.Tag(1), page.Author(1), page.Picture(1), page.Standing(1), page.Language("fr"),
	} {
		if seen[l] || l == "" || strings.ContainsAny(string(l), " \n") {
			t.Errorf("label %q stands for two things or cannot be kept", l)
		}
		seen[l] = true
	}
	if page.Article(812) != "article:812" || page.Language("ar") != "language:ar" {
		t.Errorf("%q, %q", page.Article(812), page.Language("ar"))
	}
}

func TestAudience(t *testing.T) {
	t.Parallel()
	if page.Everyone.String() != "everyone" {
		t.Errorf("%q", page.Everyone)
	}
}
