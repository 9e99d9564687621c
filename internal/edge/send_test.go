package edge_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"griot/internal/page"
)

func TestConditions(t *testing.T) {
	t.Parallel()
	h := open(t, page.Page{Body: []byte(long)})
	br := h.get("/a/", "Accept-Encoding", "br").Header.Get("Etag")
	plain := h.get("/a/").Header.Get("Etag")
	if br == plain || !strings.HasPrefix(br, `"`) {
		t.Fatalf("tags %s and %s", br, plain)
	}
	for _, tt := range []struct {
		name   string
		fields []string
		want   int
	}{
		{"the tag", []string{"If-None-Match", br}, 304},
		{"the tag, weakened on the way", []string{"If-None-Match", "W/" + br}, 304},
		{"in a list", []string{"If-None-Match", `"x", W/"y,z" ,` + br}, 304},
		{"on two lines", []string{"If-None-Match", `"x"`, "If-None-Match", br}, 304},
		{"anything", []string{"If-None-Match", "*"}, 304},
		{"of another encoding", []string{"If-None-Match", plain}, 200},
		{"another", []string{"If-None-Match", `"x"`}, 200},
		{"unquoted", []string{"If-None-Match", strings.Trim(br, `"`)}, 200},
		{"unclosed", []string{"If-None-Match", br[:len(br)-1]}, 200},
		{"empty", []string{"If-None-Match", ""}, 200},
		{"nonsense before it", []string{"If-None-Match", `what, ` + br}, 200},
		{"If-Match, the tag", []string{"If-Match", br}, 200},
		{"If-Match, weak", []string{"If-Match", "W/" + br}, 412},
		{"If-Match, another", []string{"If-Match", `"x"`}, 412},
		{"If-Match, anything", []string{"If-Match", "*"}, 200},
		{"both", []string{"If-Match", "*", "If-None-Match", br}, 304},
		{"a date long ago", []string{"If-Modified-Since", "Mon, 01 Jan 2001 00:00:00 GMT"}, 200},
		{"a date to come", []string{"If-Modified-Since", "Mon, 01 Jan 2101 00:00:00 GMT"}, 200},
		{"unmodified since", []string{"If-Unmodified-Since", "Mon, 01 Jan 2001 00:00:00 GMT"}, 200},
		{"a range", []string{"Range", "bytes=0-9"}, 200},
		{"a range if", []string{"Range", "bytes=0-9", "If-Range", br}, 200},
	} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			res := h.ask(method, "/a/", append(tt.fields, "Accept-Encoding", "br")...)
			if res.StatusCode != tt.want {
				t.Errorf("%s, %s: %d, want %d", method, tt.name, res.StatusCode, tt.want)
			}
			if raw := body(t, res); tt.want != 200 && raw != "" {
				t.Errorf("%s: a body with %d", tt.name, tt.want)
			}
			if tt.want == 304 && (res.Header.Get("Etag") == "" || res.Header.Get("Vary") == "" || res.Header.Get("Cache-Control") == "") {
				t.Errorf("%s: 304 without what a cache needs: %v", tt.name, res.Header)
			}
		}
	}
}

func TestOtherStatusesHaveNoConditions(t *testing.T) {
	t.Parallel()
	for _, p := range []page.Page{{Status: 301, Location: "/b/"}, {Status: 410, Body: []byte(long)}, {Status: 404, Body: []byte(long)}} {
		h := open(t, p)
		res := h.get("/a/", "If-None-Match", "*", "If-Match", `"x"`)
		wantStatus(t, res, p.Status)
		if tag := res.Header.Get("Etag"); tag != "" {
			t.Errorf("%d has the tag %s", p.Status, tag)
		}
	}
}

func TestTheTagFollowsTheContent(t *testing.T) {
	t.Parallel()
	tags := map[string]bool{}
	for _, p := range []page.Page{
		{Body: []byte(long)}, {Body: []byte(long + "x")}, {Body: []byte(long), Language: "fr"},
		{Body: []byte(long), ContentType: "text/plain"}, {Body: []byte(long), Header: map[string]string{"Link": "</x>; rel=y"}},
	} {
		tags[open(t, p).get("/a/").Header.Get("Etag")] = true
	}
	if len(tags) != 5 {
		t.Errorf("five contents have %d tags", len(tags))
	}
}

func TestFields(t *testing.T) {
	t.Parallel()
	h := open(t, page.Page{
		Body: []byte(long), Language: "fr", Labels: []page.Label{page.Article(812), page.Ticker},
		Header: map[string]string{"Content-Security-Policy": "default-src 'none'; style-src 'sha256-x'", "Link": "</a>; rel=preload",
			"Content-Length": "7", "Set-Cookie": "a=b", "vary": "Cookie", "X-Broken": "a\r\nb"},
	})
	res := h.get("/a/")
	for name, want := range map[string]string{
		"Content-Type": "text/html; charset=utf-8", "Content-Language": "fr", "Cache-Control": "no-cache", "Vary": "Accept-Encoding",
		"CDN-Cache-Control":       "max-age=60, stale-while-revalidate=30, stale-if-error=3600",
		"Cache-Tag":               "article:812,ticker",
		"Content-Security-Policy": "default-src 'none'; style-src 'sha256-x'", "Link": "</a>; rel=preload",
		"X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin", "X-Frame-Options": "DENY",
		"Cross-Origin-Opener-Policy": "same-origin", "Set-Cookie": "", "X-Broken": "", "Last-Modified": "",
	} {
		if got := res.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	bare := open(t, page.Page{Body: []byte(long)}).get("/a/")
	if got := bare.Header.Get("Content-Security-Policy"); !strings.HasPrefix(got, "default-src 'none'") {
		t.Errorf("a page without a policy has %q", got)
	}
}

func TestCacheTagIsBounded(t *testing.T) {
	t.Parallel()
	var labels []page.Label
	for i := range int64(1000) {
		labels = append(labels, page.Article(i))
	}
	got := open(t, page.Page{Body: []byte(long), Labels: labels}).get("/a/").Header.Get("Cache-Tag")
	if len(got) > 1024 || !strings.HasPrefix(got, "article:0,article:1,") || strings.HasSuffix(got, ",") {
		t.Errorf("Cache-Tag is %d bytes: %s", len(got), got)
	}
}

func TestWhatCDNsMayDo(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name string
		page page.Page
		want string
	}{
		{"until long after", page.Page{Until: noon.Add(time.Hour)}, "max-age=60, stale-while-revalidate=30, stale-if-error=3600"},
		{"until just after", page.Page{Until: noon.Add(70 * time.Second)}, "max-age=60"},
		{"until soon", page.Page{Until: noon.Add(20 * time.Second)}, "max-age=20"},
		{"until now", page.Page{Until: noon}, "max-age=0"},
		{"volatile", page.Page{Volatile: true}, "no-store"},
		{"unknown", page.Page{Status: 404}, "no-store"},
		{"a redirect", page.Page{Status: 301, Location: "/b/"}, "max-age=60, stale-while-revalidate=30, stale-if-error=3600"},
		{"its own rule", page.Page{Header: map[string]string{"cache-control": "max-age=31536000, immutable"}}, ""},
	} {
		tt.page.Body = []byte(long)
		res := open(t, tt.page).get("/a/")
		if got := res.Header.Get("CDN-Cache-Control"); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestRedirectsOfPagesStayWhereTheyPoint(t *testing.T) {
	t.Parallel()
	for to, want := range map[string]string{
		"/b/": "/b/", "//evil.example/": "/evil.example/", `/\evil.example/`: "/evil.example/", "https://ailleurs.example/é": "https://ailleurs.example/%C3%A9",
		"/b/\r\nSet-Cookie: x": "/b/%0D%0ASet-Cookie:%20x",
	} {
		if got := open(t, page.Page{Status: 301, Location: to}).get("/a/").Header.Get("Location"); got != want {
			t.Errorf("%q became %q, want %q", to, got, want)
		}
	}
}
