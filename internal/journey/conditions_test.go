package journey

import (
	"strings"
	"testing"
)

// Each form of a page has a strong tag of its own, and who has it is not sent it again.
func TestNotModified(t *testing.T) {
	t.Parallel()
	p := open(t)
	for _, target := range []string{"/", p.article(t, translated), "/politique/", "/feed.xml", "/sitemap.xml"} {
		tags := map[string]string{}
		for _, coding := range []string{"identity", "gzip", "br", "zstd"} {
			full := p.say(t, "GET", target, "Accept-Encoding: "+coding)
			tag := full.Header.Get("Etag")
			if full.StatusCode != 200 || !strings.HasPrefix(tag, `"`) {
				t.Fatalf("GET %s in %s: %s, ETag %q", target, coding, full.Status, tag)
			}
			if got := full.Header.Get("Content-Encoding"); got != coding && (coding != "identity" || got != "") {
				t.Errorf("GET %s in %s came in %q", target, coding, got)
			}
			if other, taken := tags[tag]; taken {
				t.Errorf("%s: %s and %s share the tag %s", target, coding, other, tag)
			}
			tags[tag] = coding
			for _, known := range []string{tag, "W/" + tag, `"x", ` + tag, tag + `, "x"`, `W/"x",W/` + tag, "*"} {
				checkNotModified(t, p, target, coding, known)
			}
		}
	}
}

func checkNotModified(t *testing.T, p *paper, target, coding, known string) {
	t.Helper()
	for _, method := range []string{"GET", "HEAD"} {
		a := p.say(t, method, target, "Accept-Encoding: "+coding, "If-None-Match: "+known)
		if a.StatusCode != 304 || a.body != "" || a.Header.Get("Etag") == "" || a.Header.Get("Vary") == "" {
			t.Errorf("%s %s in %s with If-None-Match: %s: %s, %d bytes, ETag %q, Vary %q", method, target, coding, known, a.Status, len(a.body), a.Header.Get("Etag"), a.Header.Get("Vary"))
		}
	}
}

// Conditions that do not hold, or that mean nothing here, lead to the whole page or to a clean refusal.
func TestOtherConditions(t *testing.T) {
	t.Parallel()
	p := open(t)
	gzip := p.say(t, "GET", "/", "Accept-Encoding: gzip").Header.Get("Etag")
	plain := p.say(t, "GET", "/", "Accept-Encoding: identity").Header.Get("Etag")
	picture := firstPicture(t, p)
	for _, c := range []struct {
		target, field string
		want          int
	}{
		{"/", `If-None-Match: "old"`, 200},
		{"/", "If-None-Match: " + gzip, 200}, // of another form than the one that is sent
		{"/", "If-None-Match: " + strings.Trim(plain, `"`), 200},
		{"/", `If-None-Match: """W/,,"`, 200},
		{"/", "If-None-Match: " + strings.Repeat(`"x",`, 2000), 200},
		{"/", "If-None-Match:", 200},
		{"/", "If-Match: " + plain, 200},
		{"/", "If-Match: *", 200},
		{"/", `If-Match: "old"`, 412},
		{"/", "If-Match: W/" + plain, 412}, // a weak tag never matches strongly
		{"/", "If-Modified-Since: Sat, 29 Oct 2044 19:43:31 GMT", 200},
		{"/", "If-Modified-Since: yesterday", 200},
		{"/", "If-Unmodified-Since: Sat, 29 Oct 1994 19:43:31 GMT", 200},
		{"/", "Range: bytes=0-9", 200},
		{"/", "Range: bytes=9-0", 200},
		{"/nulle-part/", "If-None-Match: *", 404},
		{"/nulle-part/", `If-Match: "x"`, 404},
		{picture, "Range: bytes=0-9", 206},
		{picture, "Range: bytes=-10", 206},
		{picture, "Range: bytes=99999999-", 416},
		{picture, "Range: bananas", 416},
		{picture, "If-None-Match: *", 304},
		{picture, `If-None-Match: "old"`, 200},
		{picture, `If-Match: "old"`, 412},
	} {
		if a := p.say(t, "GET", c.target, c.field); a.StatusCode != c.want {
			t.Errorf("GET %s with %.60s: %s, want %d", c.target, c.field, a.Status, c.want)
		}
	}
}

// Whatever a reader says of the codings they take, they get one of them.
func TestStrangeEncodings(t *testing.T) {
	t.Parallel()
	p := open(t)
	for accept, want := range map[string]string{
		"": "", "*": "any", "gzip;q=0": "", "br;q=0, *": "any", "identity;q=0": "any", "GZIP": "gzip", "gzip;q=2": "any", ";;,=q": "", "snappy": "", "deflate, compress": "",
	} {
		a := p.say(t, "GET", "/", "Accept-Encoding: "+accept)
		got := a.Header.Get("Content-Encoding")
		if a.StatusCode != 200 || want != "any" && got != want {
			t.Errorf("Accept-Encoding: %s: %s in %q, want %q", accept, a.Status, got, want)
		}
		if !strings.Contains(a.Header.Get("Vary"), "Accept-Encoding") {
			t.Errorf("Accept-Encoding: %s: Vary is %q", accept, a.Header.Get("Vary"))
		}
	}
}
