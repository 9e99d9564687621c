package edge_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"griot/internal/fault"
	"griot/internal/page"
)

// The cases of RFC 9110 (semantics) and RFC 9111 (caching) that concern a server whose pages have strong tags and no dates. TestConditions, TestNegotiation and
// TestFields have more of each.
func TestTheRFCs(t *testing.T) {
	t.Parallel()
	h := open(t, page.Page{Body: []byte(long), Language: "fr", Labels: []page.Label{page.Article(1)}})
	br := h.get("/a/", "Accept-Encoding", "br").Header.Get("Etag")
	gz := h.get("/a/", "Accept-Encoding", "gzip").Header.Get("Etag")
	if br == gz || br == "" {
		t.Fatalf("§8.8.3: tags of two encodings are %s and %s", br, gz)
	}
	const past, future = "Mon, 01 Jan 2001 00:00:00 GMT", "Mon, 01 Jan 2101 00:00:00 GMT"
	for _, tt := range []struct {
		section, name string
		fields        []string
		want          int
	}{
		{"§13.1.1", "If-Match goes before If-Unmodified-Since", []string{"If-Match", br, "If-Unmodified-Since", past}, 200},
		{"§13.1.1", "If-Match, a list", []string{"If-Match", `"x", ` + br}, 200},
		{"§13.1.1", "If-Match of another encoding's tag", []string{"If-Match", gz}, 412},
		{"§13.2.2", "If-Match fails before If-None-Match is looked at", []string{"If-Match", `"x"`, "If-None-Match", br}, 412},
		{"§13.1.2", "If-None-Match goes before If-Modified-Since", []string{"If-None-Match", `"x"`, "If-Modified-Since", future}, 200},
		{"§13.1.2", "If-None-Match matches though it was modified since", []string{"If-None-Match", br, "If-Modified-Since", past}, 304},
		{"§13.1.2", "weak comparison", []string{"If-None-Match", "W/" + br}, 304},
		{"§13.1.2", "the empty tag", []string{"If-None-Match", `""`}, 200},
		{"§13.1.2", "commas without tags", []string{"If-None-Match", ", ,," + br}, 304},
		{"§13.1.2", "w/ in small letters is no weak tag", []string{"If-None-Match", "w/" + br}, 200},
		{"§13.1.3", "no date of modification, so no condition on it", []string{"If-Modified-Since", future}, 200},
		{"§13.1.3", "a date that is none", []string{"If-Modified-Since", "hier"}, 200},
		{"§13.1.4", "nor this one", []string{"If-Unmodified-Since", past}, 200},
		{"§14.2", "ranges may be ignored", []string{"Range", "bytes=0-9"}, 200},
		{"§14.2", "also those that cannot be satisfied", []string{"Range", "bytes=999999-"}, 200},
		{"§14.2", "and those that cannot be read", []string{"Range", "octets=1"}, 200},
		{"§13.1.5", "If-Range without Range", []string{"If-Range", br}, 200},
		{"§10.1.1", "Expect is net/http's", []string{"Expect", "100-continue"}, 200},
		{"§12.5.1", "Accept does not refuse", []string{"Accept", "image/png"}, 200},
		{"§12.5.4", "nor does Accept-Language", []string{"Accept-Language", "de"}, 200},
		{"9111 §5.2.1", "no-cache from a reader changes nothing: pages are never old", []string{"Cache-Control", "no-cache", "Pragma", "no-cache"}, 200},
		{"9111 §5.2.1.7", "only-if-cached is for caches that cannot make pages", []string{"Cache-Control", "only-if-cached"}, 200},
	} {
		get := h.get("/a/", append(tt.fields, "Accept-Encoding", "br")...)
		head := h.ask(http.MethodHead, "/a/", append(tt.fields, "Accept-Encoding", "br")...)
		if get.StatusCode != tt.want || head.StatusCode != tt.want {
			t.Errorf("%s, %s: GET %d, HEAD %d, want %d", tt.section, tt.name, get.StatusCode, head.StatusCode, tt.want)
		}
		checkFields(t, tt.section+", "+tt.name, get)
		if raw := body(t, get); (raw != "") != (tt.want == 200) {
			t.Errorf("%s, %s: %d bytes with %d", tt.section, tt.name, len(raw), tt.want)
		}
	}
	h.wantMakes(1)
}

// checkFields looks at what any answer for a page must and must not say.
func checkFields(t *testing.T, name string, res *http.Response) {
	t.Helper()
	for field, statuses := range map[string]string{"Etag": "200 304", "Vary": "200 304", "Cache-Control": "200 304", "Content-Type": "200", "Content-Encoding": "200"} {
		if has, must := res.Header.Get(field) != "", strings.Contains(statuses, strconv.Itoa(res.StatusCode)); has != must {
			t.Errorf("%s: %s with %d: %v", name, field, res.StatusCode, has)
		}
	}
	// Age is for caches (RFC 9111 §5.1), pages have no dates of their own, and ranges are not offered.
	for _, field := range []string{"Age", "Last-Modified", "Expires", "Accept-Ranges", "Content-Range", "Warning", "Transfer-Encoding", "Set-Cookie"} {
		if got := res.Header.Get(field); got != "" {
			t.Errorf("%s: %s is %q", name, field, got)
		}
	}
}

// RFC 9111 §3: what may be kept by whom.
func TestWhoMayKeepWhat(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name         string
		page         page.Page
		err          error
		control, cdn string
	}{
		{"a page", page.Page{Body: []byte(long)}, nil, "no-cache", cdnKeeps},
		{"a redirect for ever", page.Page{Status: 308, Location: "/b/"}, nil, "no-cache", cdnKeeps},
		{"gone", page.Page{Status: 410, Body: []byte(long)}, nil, "no-cache", cdnKeeps},
		{"a redirect for now", page.Page{Status: 302, Location: "/b/"}, nil, "no-cache", "no-store"},
		{"unknown", page.Page{}, fault.New(fault.NotFound, "x"), "no-cache", "no-store"},
		{"withdrawn, as an error", page.Page{}, fault.New(fault.Gone, "x"), "no-cache", "no-store"},
		{"an error of ours", page.Page{}, fault.New(fault.Internal, "x"), "no-store", "no-store"},
		{"a database that is away", page.Page{}, fault.New(fault.Unavailable, "x"), "no-store", "no-store"},
		{"an answer to a question", page.Page{Body: []byte(long), Volatile: true}, nil, "no-cache", "no-store"},
	} {
		h := open(t, tt.page)
		h.set(tt.page, tt.err)
		res := h.get("/a/", "Accept-Encoding", "br")
		if got := res.Header.Get("Cache-Control"); got != tt.control {
			t.Errorf("%s: Cache-Control is %q", tt.name, got)
		}
		if got := res.Header.Get("CDN-Cache-Control"); got != tt.cdn {
			t.Errorf("%s: CDN-Cache-Control is %q", tt.name, got)
		}
		if got := res.Header.Get("Vary"); got != "Accept-Encoding" {
			t.Errorf("%s: Vary is %q", tt.name, got)
		}
	}
}

const cdnKeeps = "max-age=60, stale-while-revalidate=30, stale-if-error=3600"

// Nothing of a request but its address decides what is kept: ten thousand made-up questions and hosts are one page.
func TestNothingInventedCostsMemory(t *testing.T) {
	t.Parallel()
	h := open(t, page.Page{Body: []byte(long)})
	h.get("/a/")
	before := h.Stats().Bytes
	for i := range 10_000 {
		n := time.Duration(i).String()
		h.get("/a/?"+n+"=1&fbclid="+n, "X-Forwarded-Host", n, "X-Forwarded-Proto", n, "X-Original-Url", "/"+n, "Cookie", n)
	}
	if s := h.Stats(); s.Entries != 1 || s.Bytes != before {
		t.Errorf("%d entries of %d bytes, %d before", s.Entries, s.Bytes, before)
	}
	h.wantMakes(1)
}

// A cache in front that is told by label what to forget needs every page to name its labels, in both words in use.
func TestKeysForACacheInFront(t *testing.T) {
	t.Parallel()
	h := open(t, page.Page{Body: []byte(long), Labels: []page.Label{page.Article(812), page.Ticker}})
	if got := h.get("/a/").Header.Get("Surrogate-Key"); got != "" {
		t.Errorf("without such a cache readers get Surrogate-Key %q", got)
	}
	purged := h.Purged()
	res := purged.get("/a/")
	if got := res.Header.Get("Surrogate-Key"); got != "all article:812 ticker" {
		t.Errorf("Surrogate-Key is %q", got)
	}
	if got := res.Header.Get("Cache-Tag"); got != "all,article:812,ticker" {
		t.Errorf("Cache-Tag is %q", got)
	}
	purged.set(page.Page{Volatile: true}, nil)
	if got := purged.get("/b/").Header; got.Get("Surrogate-Key") != "" || got.Get("Cache-Tag") != "" {
		t.Errorf("a page that is not kept has %v", got)
	}
}
