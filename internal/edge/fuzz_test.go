package edge_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"griot/internal/page"
)

func newRequest(path string) *http.Request { return httptest.NewRequest(http.MethodGet, path, nil) }

// discard is a ResponseWriter that costs nothing.
type discard struct{}

func (discard) Header() http.Header         { return http.Header{} }
func (discard) Write(b []byte) (int, error) { return len(b), nil }
func (discard) WriteHeader(int)             {}

// FuzzRequest: whatever is asked, the answer is one of a few, as long as it says, decodes to what was made, and leads nowhere else.
func FuzzRequest(f *testing.F) {
	f.Add("/a/", "page=2", "br, gzip;q=0.5", `W/"x", *`, "GET")
	f.Add("//evil.example/..", "%zz=%", "*;q=0,identity;q=0", `"`, "HEAD")
	f.Add("/a\x00\\", "\r\n", ";;,=q", `W/`, "OPTIONS")
	f.Add("/oembed", "", "zstd", "", "POST")
	f.Fuzz(func(t *testing.T, path, query, accept, match, method string) {
		h := open(t, page.Page{Body: []byte(long)})
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Method, r.URL = method, &url.URL{Path: path, RawQuery: query}
		r.Header["Accept-Encoding"] = []string{accept}
		if match != "" {
			r.Header["If-None-Match"] = []string{match}
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		res := w.Result()
		raw := w.Body.Len()
		switch res.StatusCode {
		case 200:
			if method == http.MethodGet && decoded(t, res) != long {
				t.Error("the page says something else")
			}
		case 301:
			checkLocation(t, res.Header.Get("Location"))
		case 204, 304, 400, 404, 405:
		default:
			t.Errorf("status %d", res.StatusCode)
		}
		if said := res.Header.Get("Content-Length"); method == http.MethodGet && said != "" && said != strconv.Itoa(raw) {
			t.Errorf("Content-Length %s for %d bytes", said, raw)
		}
		if (method == http.MethodHead || res.StatusCode == 304) && raw > 0 {
			t.Errorf("%d bytes after %s %d", raw, method, res.StatusCode)
		}
	})
}

func checkLocation(t *testing.T, location string) {
	t.Helper()
	u, err := url.Parse(location)
	if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(location, "/") || strings.HasPrefix(location, "//") {
		t.Errorf("leads to %q: %v", location, err)
	}
}

// head is a ResponseWriter whose fields are used again, as a connection's would be.
type head struct {
	discard
	h http.Header
}

func (w head) Header() http.Header { return w.h }

func BenchmarkHit(b *testing.B) {
	for name, target := range map[string]string{"plain": "/a/", "query": "/a/?page=2&utm_source=x"} {
		b.Run(name, func(b *testing.B) {
			h := open(&testing.T{}, page.Page{Body: article(), Labels: []page.Label{page.Article(1), page.Ticker}, Reads: 1})
			r := newRequest(target)
			r.Header.Set("Accept-Encoding", "gzip, deflate, br, zstd")
			r.Header.Set("User-Agent", browser)
			w := head{h: http.Header{}}
			h.ServeHTTP(w, r)
			b.ReportAllocs()
			for b.Loop() {
				h.ServeHTTP(w, r)
			}
		})
	}
}

func BenchmarkHitParallel(b *testing.B) {
	h := open(&testing.T{}, page.Page{Body: article(), Labels: []page.Label{page.Article(1), page.Ticker}, Reads: 1})
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		r := newRequest("/a/")
		r.Header.Set("Accept-Encoding", "br")
		w := head{h: http.Header{}}
		for pb.Next() {
			h.ServeHTTP(w, r)
		}
	})
}
