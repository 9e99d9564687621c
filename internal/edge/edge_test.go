package edge_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"griot/internal/edge"
	"griot/internal/fault"
	"griot/internal/page"
)

const browser = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"

var long = strings.Repeat("<p>Le fleuve monte, les pêcheurs attendent.</p>\n", 60)

// house is a newsroom of one maker, whose pages and faults a test sets.
type house struct {
	*edge.Edge
	t     *testing.T
	mu    sync.Mutex
	now   time.Time
	page  page.Page
	err   error
	hook  func(ctx context.Context) // runs while a page is being made
	makes atomic.Int64
}

func open(t *testing.T, p page.Page) *house {
	t.Helper()
	if p.ContentType == "" {
		p.ContentType = "text/html; charset=utf-8"
	}
	h := &house{t: t, page: p, now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	h.Edge = h.edge(false)
	return h
}

// Purged is the same house behind a cache that is purged by label.
func (h *house) Purged() *house {
	behind := &house{t: h.t, page: h.page, now: h.now}
	behind.Edge = behind.edge(true)
	return behind
}

func (h *house) edge(purged bool) *edge.Edge {
	return edge.New(edge.Config{
		Now:     h.clock,
		Failure: designed,
		Purged:  purged,
		Table: page.Table{
			{Name: "oembed", Pattern: "/oembed", Make: h.make},
			{Name: "search", Pattern: "/recherche/", Query: []string{"q", "page"}, Make: h.make},
			{Name: "page", Pattern: "/*", Query: []string{"page"}, Make: h.make},
		},
	})
}

func (h *house) clock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *house) pass(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

func (h *house) set(p page.Page, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if p.ContentType == "" {
		p.ContentType = "text/html; charset=utf-8"
	}
	h.page, h.err = p, err
}

func (h *house) make(ctx context.Context, _ page.Address) (*page.Page, error) {
	h.makes.Add(1)
	h.mu.Lock()
	p, err, hook := h.page, h.err, h.hook
	h.mu.Unlock()
	if hook != nil {
		hook(ctx)
	}
	return &p, err
}

func designed(_ context.Context, _ page.Address, err error) *page.Page {
	return &page.Page{ContentType: "text/html; charset=utf-8", Body: []byte("<h1>" + fault.Of(err).String() + "</h1>")}
}

// ask sends a request with pairs of field and value.
func (h *house) ask(method, target string, fields ...string) *http.Response {
	h.t.Helper()
	r := httptest.NewRequest(method, target, nil)
	r.Header.Set("User-Agent", browser)
	for i := 0; i < len(fields); i += 2 {
		r.Header.Add(fields[i], fields[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func (h *house) get(target string, fields ...string) *http.Response {
	h.t.Helper()
	return h.ask(http.MethodGet, target, fields...)
}

func (h *house) wantMakes(n int64) {
	h.t.Helper()
	if got := h.makes.Load(); got != n {
		h.t.Errorf("made %d times, want %d", got, n)
	}
}

func body(t *testing.T, res *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// decoded is the body as a reader sees it.
func decoded(t *testing.T, res *http.Response) string {
	t.Helper()
	raw := body(t, res)
	var r io.Reader = strings.NewReader(raw)
	var err error
	switch enc := res.Header.Get("Content-Encoding"); enc {
	case "":
	case "br":
		r = brotli.NewReader(r)
	case "gzip":
		r, err = gzip.NewReader(r)
	case "zstd":
		r, err = zstd.NewReader(r)
	default:
		t.Fatalf("unknown encoding %q", enc)
	}
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := io.Copy(&out, r); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func wantStatus(t *testing.T, res *http.Response, want int) {
	t.Helper()
	if res.StatusCode != want {
		t.Errorf("status %d, want %d", res.StatusCode, want)
	}
}

func TestAPageIsMadeOnceAndSentFromMemory(t *testing.T) {
	t.Parallel()
	h := open(t, page.Page{Body: []byte(long)})
	for range 3 {
		if got := decoded(t, h.get("/a/", "Accept-Encoding", "br")); got != long {
			t.Fatalf("body is %q", got)
		}
	}
	h.get("/a/?utm_source=x")
	h.wantMakes(1)
	h.get("/a/?page=2")
	h.wantMakes(2)
	if s := h.Stats(); s.Hits != 3 || s.Made != 2 || s.Entries != 2 || s.Bytes == 0 {
		t.Errorf("stats %+v", s)
	}
}

func TestAnEncodedQuestionMarkIsAnotherAddress(t *testing.T) {
	t.Parallel()
	h := open(t, page.Page{Body: []byte(long)})
	h.get("/a.x?page=2")
	h.get("/a.x%3Fpage=2")
	h.get("/a.x%253Fpage=2")
	h.wantMakes(3)
}

func TestMethods(t *testing.T) {
	t.Parallel()
	h := open(t, page.Page{Body: []byte(long)})
	for method, want := range map[string]int{"OPTIONS": 204, "POST": 405, "PUT": 405, "DELETE": 405, "PATCH": 405, "BREW": 405} {
		res := h.ask(method, "/a/")
		wantStatus(t, res, want)
		if got := res.Header.Get("Allow"); got != "GET, HEAD, OPTIONS" {
			t.Errorf("%s: Allow is %q", method, got)
		}
	}
	h.wantMakes(0)
}

func TestHeadHasTheHeadOfGet(t *testing.T) {
	t.Parallel()
	h := open(t, page.Page{Body: []byte(long), Labels: []page.Label{page.Article(1)}})
	for _, accept := range []string{"", "br", "gzip", "zstd"} {
		get, head := h.get("/a/", "Accept-Encoding", accept), h.ask(http.MethodHead, "/a/", "Accept-Encoding", accept)
		if body(t, head) != "" {
			t.Errorf("%s: HEAD has a body", accept)
		}
		for name := range get.Header {
			if get.Header.Get(name) != head.Header.Get(name) {
				t.Errorf("%s: %s is %q for GET, %q for HEAD", accept, name, get.Header.Get(name), head.Header.Get(name))
			}
		}
	}
}
