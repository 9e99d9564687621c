package edge_test

import (
	"context"
	"net/http"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"griot/internal/page"
)

func TestNegotiation(t *testing.T) {
	t.Parallel()
	h := open(t, page.Page{Body: []byte(long)})
	for accept, want := range map[string]string{
		"":                                "",
		"identity":                        "",
		"gzip":                            "gzip",
		"x-gzip":                          "gzip",
		"GZIP":                            "gzip",
		"gzip, deflate, br, zstd":         "br",
		"gzip, deflate, zstd":             "zstd",
		"gzip;q=1.0, br;q=0.5":            "gzip",
		"zstd;q=0.9,br;q=0.8,gzip;q=0.9":  "zstd",
		"gzip;q=0":                        "",
		"br;q=0, gzip;q=0, *":             "zstd",
		"*":                               "br",
		"*;q=0":                           "",
		"*;q=0.1, gzip;q=0.5":             "gzip",
		"identity;q=0":                    "",
		"identity;q=0, gzip;q=0.1":        "gzip",
		"identity;q=1, gzip;q=0.5":        "",
		"br;q=1.5, gzip":                  "gzip",
		"br;q=nonsense":                   "",
		"deflate":                         "",
		",,;;,gzip ;  q = 0.5 ,":          "gzip",
		"br;q=0.001":                      "br",
		"identity;q=0.5, *;q=0":           "",
		"compress, gzip;foo=bar;q=0, br ": "br",
	} {
		res := h.get("/a/", "Accept-Encoding", accept)
		if got := res.Header.Get("Content-Encoding"); got != want {
			t.Errorf("%q gives %q, want %q", accept, got, want)
		}
		length := res.Header.Get("Content-Length")
		raw := body(t, res)
		if length != strconv.Itoa(len(raw)) {
			t.Errorf("%q: Content-Length %s for %d bytes", accept, length, len(raw))
		}
	}
}

func TestNoAcceptEncodingIsIdentity(t *testing.T) {
	t.Parallel()
	h := open(t, page.Page{Body: []byte(long)})
	if got := h.get("/a/").Header.Get("Content-Encoding"); got != "" {
		t.Errorf("got %q", got)
	}
}

func TestWhatIsCompressedAlreadyIsLeftAlone(t *testing.T) {
	t.Parallel()
	for _, p := range []page.Page{{ContentType: "image/webp", Body: []byte(long)}, {Body: []byte("court")}, {ContentType: "text/plain"}} {
		h := open(t, p)
		if got := h.get("/a.x", "Accept-Encoding", "br").Header.Get("Content-Encoding"); got != "" {
			t.Errorf("%q came as %q", p.ContentType, got)
		}
	}
}

// The first reader gets a quick form; when a second asks for it, the strong form is made, and both names are honoured.
func TestStrongCompressionWaitsForTheSecondReader(t *testing.T) {
	t.Parallel()
	for _, enc := range []string{"gzip", "zstd"} {
		t.Run(enc, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { strengthens(t, enc, func(*house) { synctest.Wait() }) })
		})
	}
}

// Brotli's strongest compressor keeps a channel for the next page, which must not be one of a bubble: so this is the real clock.
func TestBrotliIsStrengthenedToo(t *testing.T) {
	t.Parallel()
	asked := 0
	strengthens(t, "br", func(h *house) {
		if asked++; asked > 1 {
			h.awaitStrengthened(1)
		}
	})
}

// awaitStrengthened waits until so many forms have been compressed strongly.
func (h *house) awaitStrengthened(n int64) {
	h.t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(20 * time.Second); h.Stats().Strengthened < n; <-tick.C {
		if time.Now().After(end) {
			h.t.Fatalf("%d forms strengthened, want %d", h.Stats().Strengthened, n)
		}
	}
}

func strengthens(t *testing.T, enc string, settle func(*house)) {
	h := open(t, page.Page{Body: article()})
	ctx, stop := context.WithCancel(t.Context())
	go h.Run(ctx)
	defer stop()

	first := h.get("/a/", "Accept-Encoding", enc)
	settle(h)
	if n := h.Stats().Strengthened; n != 0 {
		t.Fatal("compressed strongly before anybody asked again")
	}
	h.get("/a/", "Accept-Encoding", enc)
	settle(h)
	third := h.get("/a/", "Accept-Encoding", enc)
	if n := h.Stats().Strengthened; n != 1 {
		t.Fatalf("strengthened %d forms", n)
	}
	quick, strong := first.Header.Get("Etag"), third.Header.Get("Etag")
	if quick == strong {
		t.Errorf("two forms are called %s", quick)
	}
	if len(body(t, third)) >= len(body(t, first)) {
		t.Error("the strong form is no smaller")
	}
	if got := decoded(t, h.get("/a/", "Accept-Encoding", enc)); got != string(article()) {
		t.Error("the strong form says something else")
	}
	for _, tag := range []string{quick, strong} {
		res := h.get("/a/", "Accept-Encoding", enc, "If-None-Match", tag)
		wantStatus(t, res, http.StatusNotModified)
		if got := res.Header.Get("Etag"); got != tag {
			t.Errorf("304 names %s, the reader has %s", got, tag)
		}
	}
	h.wantMakes(1)
}

// article varies enough for the levels to differ.
func article() []byte {
	var b []byte
	for i := range 900 {
		b = append(b, "<p class=x>Le fleuve "...)
		b = strconv.AppendInt(b, int64(i*i*7919%10007), 36)
		b = append(b, " monte de "...)
		b = strconv.AppendInt(b, int64(i*31%97), 10)
		b = append(b, " cm à Bamako, selon "...)
		b = strconv.AppendInt(b, int64(i*i*i%8191), 7)
		b = append(b, ".</p>\n"...)
	}
	return b
}

func TestEveryFormSaysTheSame(t *testing.T) {
	t.Parallel()
	for _, volatile := range []bool{false, true} {
		h := open(t, page.Page{Body: article(), Volatile: volatile})
		for _, enc := range []string{"identity", "gzip", "br", "zstd"} {
			if got := decoded(t, h.get("/a/", "Accept-Encoding", enc)); got != string(article()) {
				t.Errorf("%s says something else", enc)
			}
		}
	}
}
