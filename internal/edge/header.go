package edge

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"griot/internal/edge/purge"
	"griot/internal/page"
)

// maxTagBytes bounds Cache-Tag. A page with more labels is purged late at a CDN, by cdnAge at the most.
const maxTagBytes = 1024

// How long a CDN may send a page without asking: it purges by Cache-Tag, and these bound what a lost purge costs.
const (
	cdnAge   = 60 * time.Second
	cdnGrace = 30 * time.Second
	cdnKeeps = "max-age=60, stale-while-revalidate=30, stale-if-error=3600"
	cdnNever = "no-store"
)

// cdnControlKey is CDN-Cache-Control (RFC 9213) as it stands in a Header.
const cdnControlKey = "Cdn-Cache-Control"

// strictPolicy is for pages that bring no policy of their own: nothing inline, nothing from elsewhere.
const strictPolicy = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'self'; script-src 'self'; font-src 'self'; " +
	"connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// fieldsOf are the fields of every answer with this page. What the page brings wins, except for the fields that are the edge's.
func fieldsOf(p *page.Page, status int, keeps bool) http.Header {
	h := http.Header{}
	h.Set("Content-Type", contentType(p))
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", cacheControl(status))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	h.Set("Content-Security-Policy", strictPolicy)
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("X-Frame-Options", "DENY")
	setIf(h, "Content-Language", p.Language)
	setIf(h, "Location", location(p.Location))
	if status == http.StatusServiceUnavailable || status == http.StatusTooManyRequests {
		h.Set("Retry-After", "30")
	}
	if keeps {
		setIf(h, "Cache-Tag", cacheTag(p.Labels))
	}
	h.Set(cdnControlKey, cdnControl(keeps))
	for name, value := range p.Header {
		if !ours(name) {
			setIf(h, name, value)
		}
		if strings.EqualFold(name, "Cache-Control") { // a page that knows how long it lasts tells CDNs too
			h.Del(cdnControlKey)
		}
	}
	return h
}

// setIf leaves out what would break the head of the answer.
func setIf(h http.Header, name, value string) {
	if value != "" && !strings.ContainsAny(value, "\r\n\x00") {
		h.Set(name, value)
	}
}

// ours reports the fields that a page does not decide.
func ours(name string) bool {
	switch http.CanonicalHeaderKey(name) {
	case "Content-Length", "Content-Encoding", "Transfer-Encoding", "Connection", "Etag", "Last-Modified", "Vary", "Date",
		"Set-Cookie", "Location", "Content-Type":
		return true
	}
	return false
}

func contentType(p *page.Page) string {
	if p.ContentType == "" && len(p.Body) == 0 {
		return "text/plain; charset=utf-8"
	}
	if p.ContentType == "" {
		return "application/octet-stream"
	}
	return p.ContentType
}

func cacheControl(status int) string {
	if status >= 500 {
		return "no-store"
	}
	return "no-cache"
}

func cdnControl(keeps bool) string {
	if keeps {
		return cdnKeeps
	}
	return cdnNever
}

// cdnUntil shortens what a CDN may do with a page that is about to stop being true.
func cdnUntil(left time.Duration) string {
	return "max-age=" + strconv.Itoa(int(min(max(left, 0), cdnAge)/time.Second))
}

func cacheTag(labels []page.Label) string {
	var b strings.Builder
	for _, l := range labels {
		if b.Len()+1+len(l) > maxTagBytes {
			break
		}
		if b.Len() > 0 {
			b.WriteByte(',')
		}
		b.WriteString(string(l))
	}
	return b.String()
}

// keyed adds the tag that every page has, by which everything is purged, and gives the tags in both words in use.
func keyed(tags []string) (cacheTag, surrogateKey []string) {
	all := strings.Join(append([]string{string(purge.Everything)}, tags...), ",")
	return []string{all}, []string{strings.ReplaceAll(all, ",", " ")}
}

// location is a redirect's target in ASCII. One that begins with two slashes would name another host; pages write other hosts
// in full.
func location(to string) string {
	if strings.HasPrefix(to, "/") {
		to = "/" + strings.TrimLeft(to, `/\`)
	}
	var b strings.Builder
	for i := range len(to) {
		if c := to[i]; c <= ' ' || c >= 0x7f || c == '\\' || c == '"' || c == '<' || c == '>' {
			b.WriteString("%" + strings.ToUpper(strconv.FormatUint(uint64(c)|0x100, 16)[1:]))
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
