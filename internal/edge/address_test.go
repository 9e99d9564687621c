package edge_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"griot/internal/fault"
	"griot/internal/page"
)

func TestAddresses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, path, query string
		status            int
		location          string
	}{
		{name: "as it should be", path: "/politique/", status: 200},
		{name: "front page", path: "/", status: 200},
		{name: "none at all", path: "", status: 200},
		{name: "a file", path: "/feed.xml", status: 200},
		{name: "a route without slash", path: "/oembed", status: 200},
		{name: "accents", path: "/société/école/", status: 200},
		{name: "no slash", path: "/politique", status: 301, location: "/politique/"},
		{name: "no slash, query", path: "/politique", query: "page=2&x=é y", status: 301, location: "/politique/?page=2&x=%C3%A9%20y"},
		{name: "no slash, Arabic", path: "/خبر", status: 301, location: "/%D8%AE%D8%A8%D8%B1/"},
		{name: "two slashes", path: "/a//b///", status: 301, location: "/a/b/"},
		{name: "another host", path: "//evil.example", status: 301, location: "/evil.example"},
		{name: "another host, deeper", path: "///evil.example/x", status: 301, location: "/evil.example/x/"},
		{name: "a line break in the query", path: "/a", query: "x=\r\nSet-Cookie: a=b", status: 301, location: "/a/?x=%0D%0ASet-Cookie:%20a=b"},
		{name: "an absurd query", path: "/a", query: strings.Repeat("x", 5000), status: 301, location: "/a/"},
		{name: "backslash", path: `/\evil.example/`, status: 400},
		{name: "NUL", path: "/a\x00/", status: 400},
		{name: "line break", path: "/a\r\nb/", status: 400},
		{name: "not UTF-8", path: "/caf\xe9/", status: 400},
		{name: "climbing", path: "/../etc/passwd", status: 400},
		{name: "standing", path: "/a/./b/", status: 400},
		{name: "hidden files are not climbing", path: "/.well-known/security.txt", status: 200},
		{name: "asterisk", path: "*", status: 400},
		{name: "too long", path: "/" + strings.Repeat("é", 1200) + "/", status: 404},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := open(t, page.Page{Body: []byte(long)})
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.URL = &url.URL{Path: tt.path, RawQuery: tt.query}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			wantStatus(t, w.Result(), tt.status)
			if got := w.Header().Get("Location"); got != tt.location {
				t.Errorf("Location is %q, want %q", got, tt.location)
			}
		})
	}
}

// Whoever asks for another spelling of an address that leads on, or that is none, is told so in one step.
func TestAnotherSpellingTakesOneStep(t *testing.T) {
	t.Parallel()
	h := open(t, page.Page{Status: 301, Location: "/new/"})
	res := h.get("/old")
	wantStatus(t, res, 301)
	if got := res.Header.Get("Location"); got != "/new/" {
		t.Errorf("/old leads to %q", got)
	}
	h.get("//old//")
	h.get("/old/")
	h.wantMakes(1)
	h.set(page.Page{}, fault.New(fault.NotFound, "nothing"))
	wantStatus(t, h.get("/none"), 404)
}

func TestEncodedTraversalIsRefused(t *testing.T) {
	t.Parallel()
	h := open(t, page.Page{Body: []byte(long)})
	for _, target := range []string{"/%2e%2e/etc/passwd", "/a/..%2f..%2fb/", "/%5c..%5c/", "/a%00.html"} {
		wantStatus(t, h.get(target), 400)
	}
	h.wantMakes(0)
}
