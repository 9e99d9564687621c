package app

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/preview/press"
)

// asked is a request over the service's own port, with one header field; what comes back is as it was sent.
func (r *running) asked(path, field, value string) (*http.Response, int) {
	r.t.Helper()
	req, err := http.NewRequest(http.MethodGet, r.Origin()+path, http.NoBody)
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("Accept-Encoding", "identity")
	req.Header.Set(field, value)
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var size int
	for b := make([]byte, 32<<10); ; {
		n, err := resp.Body.Read(b)
		size += n
		if err != nil {
			return resp, size
		}
	}
}

// TestFeedsAreFollowed: who asks again gets nothing new until there is something new, and a setting shows at once.
func TestFeedsAreFollowed(t *testing.T) {
	t.Parallel()
	n := opened(t, settings(demo(t)))
	r := run(t, n)
	for _, path := range []string{"/feed.xml", "/environnement/atom.xml", "/pays/niger/feed.json", "/en/feed.xml"} {
		first, size := r.asked(path, "Accept", "*/*")
		etag := first.Header.Get("ETag")
		if first.StatusCode != 200 || etag == "" || size == 0 {
			t.Fatalf("%s answers %d, ETag %q", path, first.StatusCode, etag)
		}
		if again, size := r.asked(path, "If-None-Match", etag); again.StatusCode != http.StatusNotModified || size != 0 {
			t.Errorf("%s answers %d with %d bytes to who has it", path, again.StatusCode, size)
		}
	}
	etag := func() string {
		resp, _ := r.asked("/feed.xml", "Accept", "*/*")
		return resp.Header.Get("ETag")
	}
	before := etag()
	publish(t, n, &article.Article{Title: "La crue arrive", Body: "<p>Demain.</p>", Status: article.Published})
	eventually(t, "the feed has changed", func() bool { return etag() != before })
	if err := n.Set(t.Context(), "hub", "https://hub.example/"); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the feed names its hub", func() bool {
		resp, _ := r.asked("/feed.xml", "Accept", "*/*")
		return strings.Contains(strings.Join(resp.Header.Values("Link"), ", "), `<https://hub.example/>; rel="hub"`)
	})
	if err := n.Set(t.Context(), "robots_txt", "User-agent: GPTBot\nDisallow: /"); err != nil {
		t.Fatal(err)
	}
	eventually(t, "robots.txt has changed", func() bool {
		_, body := r.get("/robots.txt")
		return strings.Contains(body, "User-agent: GPTBot\nDisallow: /\n\nSitemap:")
	})
}

// TestNewsHasItsPicture before anybody asks for it.
func TestNewsHasItsPicture(t *testing.T) {
	t.Parallel()
	s, h := settings(demo(t)), clock()
	s.Now = h.now
	n := opened(t, s)
	r := run(t, n)
	a := &article.Article{Title: "La crue arrive", Body: "<p>Demain.</p>", Section: 6, Status: article.Published}
	publish(t, n, a)
	kept := func() int { return number(t, n, "SELECT COUNT(*) FROM preview") }
	before := kept()
	h.move(5 * time.Second)
	eventually(t, "its picture is drawn", func() bool {
		return kept() > before && number(t, n, "SELECT COUNT(*) FROM job WHERE kind = $1 AND payload = $2", article.PreviewJob, strconv.Itoa(int(a.ID))) == 0
	})
	_, body := r.get(a.Path)
	_, rest, _ := strings.Cut(body, `property="og:image" content="`+r.Origin())
	src, _, _ := strings.Cut(rest, `"`)
	drawn := kept()
	if resp, size := r.asked(src, "Accept", "image/*"); resp.StatusCode != 200 || size == 0 || size > press.MaxBytes {
		t.Errorf("%s answers %d, %d bytes", src, resp.StatusCode, size)
	}
	if kept() != drawn {
		t.Error("the picture that the page names is another than what was drawn")
	}
}
