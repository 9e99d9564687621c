package edge_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/molecule-man/go-brrr"

	"griot/internal/blob"
	"griot/internal/edge"
	"griot/internal/edge/dictionary"
	"griot/internal/page"
)

// library is an edge that makes dictionaries of its articles.
func library(t *testing.T) (h *house, shelf *dictionary.Shelf) {
	t.Helper()
	store, err := blob.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	h = &house{t: t, now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	shelf, err = dictionary.Open(t.Context(), store, h.clock, func(string) string { return "/*/*/*/*/" }, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	h.Edge = edge.New(edge.Config{
		Now: h.clock, Failure: designed, Dictionaries: shelf, Kind: func(p *page.Page, _ string) string {
			if p.Reads != 0 {
				return "article"
			}
			return ""
		},
		Table: page.Table{shelf.Route(), {Name: "page", Pattern: "/*", Make: func(_ context.Context, at page.Address) (*page.Page, error) {
			p := &page.Page{ContentType: "text/html; charset=utf-8", Language: "fr", Labels: []page.Label{page.Theme}, Header: map[string]string{"Link": "</x>; rel=preload"}}
			p.Body = fmt.Appendf(nil, "%s<h1>%s</h1>", article(), at.Path)
			if strings.HasPrefix(at.Path, "/2026/") {
				p.Reads = 1
			}
			return p, nil
		}}},
	})
	ctx, stop := context.WithCancel(t.Context())
	var group sync.WaitGroup
	group.Go(func() { _ = h.Run(ctx) })
	t.Cleanup(func() { stop(); group.Wait() })
	return h, shelf
}

// An edge that runs makes one of what it keeps.
func TestADictionaryIsMadeOfWhatIsKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h, shelf := library(t)
		for i := range 12 {
			h.get(fmt.Sprintf("/2026/03/01/n%d/", i), "Accept-Encoding", "gzip")
		}
		time.Sleep(20 * time.Second) // in the bubble: until it is made
		if shelf.Current("article", "fr") == nil {
			t.Error("no dictionary was made")
		}
	})
}

// withDictionary is an edge that has a dictionary of its articles, and what a browser says that has it.
func withDictionary(t *testing.T) (h *house, body []byte, field string) {
	t.Helper()
	h, shelf := library(t)
	var pages [][]byte
	for i := range 12 {
		pages = append(pages, []byte(decoded(t, h.get(fmt.Sprintf("/2026/03/01/n%d/", i)))))
	}
	if kept, err := shelf.Offer(t.Context(), "article", "fr", pages); err != nil || !kept {
		t.Fatalf("no dictionary was made: %v", err)
	}
	body = []byte(decoded(t, h.get(shelf.Current("article", "fr").Path())))
	sum := sha256.Sum256(body)
	return h, body, ":" + base64.StdEncoding.EncodeToString(sum[:]) + ":"
}

// undone is what a browser with a dictionary makes of an answer.
func undone(t *testing.T, res *http.Response, dict []byte) string {
	t.Helper()
	raw := body(t, res)
	var r io.Reader
	var err error
	switch coding := res.Header.Get("Content-Encoding"); coding {
	case "dcb":
		r, err = brrr.NewReaderOptions(strings.NewReader(raw[36:]), brrr.ReaderOptions{Dictionaries: [][]byte{dict}})
	case "dcz":
		r, err = zstd.NewReader(strings.NewReader(raw), zstd.WithDecoderDictRaw(0, dict), zstd.WithDecoderConcurrency(1))
	default:
		t.Fatalf("it came as %q", coding)
	}
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAPageForABrowserWithADictionary(t *testing.T) {
	t.Parallel()
	for takes, want := range map[string]string{"gzip, br, zstd, dcb, dcz": "dcb", "gzip, br, zstd, dcb": "dcb", "gzip, br, zstd, dcz": "dcz", "br, dcb;q=0, dcz": "dcz"} {
		t.Run(takes, func(t *testing.T) {
			t.Parallel()
			aPageWithADictionary(t, takes, want)
		})
	}
}

func aPageWithADictionary(t *testing.T, takes, coding string) {
	const story = "/2026/03/01/n1/"
	h, dict, field := withDictionary(t)
	without := h.get(story, "Accept-Encoding", "gzip, br, zstd")
	links := without.Header["Link"]
	if len(links) != 2 || !strings.Contains(links[1], `rel="compression-dictionary"`) || without.Header.Get("Vary") != "Accept-Encoding, Available-Dictionary" {
		t.Errorf("a page tells of its dictionary by %v, Vary %q", links, without.Header.Get("Vary"))
	}
	if without.Header.Get("Cache-Tag") == "" {
		t.Error("what a CDN may keep has no tags to be purged by")
	}
	with := h.get(story, "Accept-Encoding", takes, "Available-Dictionary", field)
	for name, want := range map[string]string{"Content-Encoding": coding, "Vary": "Accept-Encoding, Available-Dictionary", "CDN-Cache-Control": "no-store", "Link": "</x>; rel=preload",
		"Cache-Tag": ""} {
		if got := strings.Join(with.Header[http.CanonicalHeaderKey(name)], "|"); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if got := undone(t, with, dict); !strings.Contains(got, "<h1>"+story+"</h1>") {
		t.Errorf("it says %.200q", got)
	}
	tag := with.Header.Get("Etag")
	if tag == without.Header.Get("Etag") {
		t.Errorf("two forms have the tag %s", tag)
	}
	for _, known := range []string{tag, "W/" + tag, "*", without.Header.Get("Etag")} {
		res := h.get(story, "Accept-Encoding", takes, "Available-Dictionary", field, "If-None-Match", known)
		if res.StatusCode != 304 || res.Header.Get("Vary") != "Accept-Encoding, Available-Dictionary" {
			t.Errorf("If-None-Match %s: %d, Vary %q", known, res.StatusCode, res.Header.Get("Vary"))
		}
	}
}

// Whoever asks for the second time begins strong compression. The tag of the quick form is honoured after that.
func TestAFormWithADictionaryIsStrengthened(t *testing.T) {
	t.Parallel()
	h, dict, field := withDictionary(t)
	ask := func(more ...string) *http.Response {
		return h.get("/2026/03/01/n1/", append([]string{"Accept-Encoding", "dcb", "Available-Dictionary", field}, more...)...)
	}
	quick := ask()
	ask()
	h.awaitStrengthened(1)
	strong := ask()
	if q, s := quick.Header.Get("Etag"), strong.Header.Get("Etag"); q == s || strings.TrimSuffix(q, `-q"`) != strings.TrimSuffix(s, `"`) {
		t.Errorf("the quick form is called %s, the strong %s", q, s)
	}
	if res := ask("If-None-Match", quick.Header.Get("Etag")); res.StatusCode != 304 {
		t.Errorf("whoever has the quick form is answered %d", res.StatusCode)
	}
	long, short := quick.ContentLength, strong.ContentLength
	if a, b := undone(t, quick, dict), undone(t, strong, dict); a != b || short > long {
		t.Errorf("the strong form has %d bytes, the quick one %d", short, long)
	}
}

func TestWhoGetsNoDictionary(t *testing.T) {
	t.Parallel()
	h, _, field := withDictionary(t)
	lie := ":" + strings.Repeat("A", 43) + "=:"
	for name, fields := range map[string][]string{
		"takes neither":        {"Accept-Encoding", "gzip, br, zstd", "Available-Dictionary", field},
		"refuses both":         {"Accept-Encoding", "br, dcz;q=0, dcb;q=0", "Available-Dictionary", field},
		"has none":             {"Accept-Encoding", "br, dcz"},
		"has another":          {"Accept-Encoding", "br, dcz", "Available-Dictionary", lie},
		"says it twice":        {"Accept-Encoding", "br, dcz", "Available-Dictionary", field, "Available-Dictionary", field},
		"says it wrong":        {"Accept-Encoding", "br, dcz", "Available-Dictionary", strings.Trim(field, ":")},
		"says what is no hash": {"Accept-Encoding", "br, dcz", "Available-Dictionary", strings.Repeat(":", 5000)},
	} {
		res := h.get("/2026/03/01/n2/", fields...)
		if got := res.Header.Get("Content-Encoding"); got != "br" {
			t.Errorf("who %s gets %q", name, got)
		}
	}
	if links := h.get("/liste/").Header["Link"]; len(links) != 1 {
		t.Errorf("a page of no kind tells of %v", links)
	}
}
