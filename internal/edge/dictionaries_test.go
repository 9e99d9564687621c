package edge_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/klauspost/compress/zstd"

	"griot/internal/blob"
	"griot/internal/edge"
	"griot/internal/edge/dictionary"
	"griot/internal/page"
)

// withDictionary is an edge that has had a dictionary made of its articles, and what a browser says that has it.
func withDictionary(t *testing.T) (h *house, body []byte, field string) {
	t.Helper()
	store, err := blob.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	h = &house{t: t, now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	shelf, err := dictionary.Open(t.Context(), store, h.clock, func(string) string { return "/*/*/*/*/" }, slog.New(slog.DiscardHandler))
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
	for i := range 12 {
		h.get(fmt.Sprintf("/2026/03/01/n%d/", i), "Accept-Encoding", "br")
	}
	time.Sleep(20 * time.Second) // in the bubble: until it is made
	d := shelf.Current("article", "fr")
	if d == nil {
		t.Fatal("no dictionary was made")
	}
	body = []byte(decoded(t, h.get(d.Path())))
	sum := sha256.Sum256(body)
	return h, body, ":" + base64.StdEncoding.EncodeToString(sum[:]) + ":"
}

func TestAPageForABrowserWithADictionary(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h, dict, field := withDictionary(t)
		without := h.get("/2026/03/01/n1/", "Accept-Encoding", "gzip, br, zstd")
		links := without.Header["Link"]
		if len(links) != 2 || !strings.Contains(links[1], `rel="compression-dictionary"`) || without.Header.Get("Vary") != "Accept-Encoding, Available-Dictionary" {
			t.Errorf("a page tells of its dictionary by %v, Vary %q", links, without.Header.Get("Vary"))
		}
		with := h.get("/2026/03/01/n1/", "Accept-Encoding", "gzip, br, zstd, dcb, dcz", "Available-Dictionary", field)
		raw := body(t, with)
		for name, want := range map[string]string{"Content-Encoding": "dcz", "Vary": "Accept-Encoding, Available-Dictionary", "CDN-Cache-Control": "no-store", "Link": "</x>; rel=preload",
			"Content-Length": fmt.Sprint(len(raw))} {
			if got := strings.Join(with.Header[http.CanonicalHeaderKey(name)], "|"); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
		r, err := zstd.NewReader(nil, zstd.WithDecoderDictRaw(0, dict), zstd.WithDecoderConcurrency(1))
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		if got, err := r.DecodeAll([]byte(raw), nil); err != nil || !bytes.Contains(got, []byte("<h1>/2026/03/01/n1/</h1>")) {
			t.Errorf("decodes to %d bytes: %v", len(got), err)
		}
		tag := with.Header.Get("Etag")
		if tag == without.Header.Get("Etag") {
			t.Errorf("two forms have the tag %s", tag)
		}
		for _, known := range []string{tag, "W/" + tag, "*", without.Header.Get("Etag")} {
			res := h.get("/2026/03/01/n1/", "Accept-Encoding", "gzip, br, zstd, dcz", "Available-Dictionary", field, "If-None-Match", known)
			if res.StatusCode != 304 || res.Header.Get("Vary") != "Accept-Encoding, Available-Dictionary" {
				t.Errorf("If-None-Match %s: %d, Vary %q", known, res.StatusCode, res.Header.Get("Vary"))
			}
		}
	})
}

func TestWhoGetsNoDictionary(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h, _, field := withDictionary(t)
		lie := ":" + strings.Repeat("A", 43) + "=:"
		for name, fields := range map[string][]string{
			"does not take dcz":    {"Accept-Encoding", "gzip, br, zstd, dcb", "Available-Dictionary", field},
			"refuses dcz":          {"Accept-Encoding", "br, dcz;q=0", "Available-Dictionary", field},
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
	})
}
