package edge_test

import (
	"testing"

	"griot/internal/page"
)

// A kept page lies there compressed; uncompressed only for those who ask for it so. Whatever is asked in whatever order, the page is the same.
func TestOnlyWhatIsAskedForIsKept(t *testing.T) {
	t.Parallel()
	text := article()
	weigh := func(h *house, accepts ...string) int64 {
		for _, accept := range accepts {
			if got := decoded(t, h.get("/a/", "Accept-Encoding", accept)); got != string(text) {
				t.Fatalf("%v: %s gives something else", accepts, accept)
			}
		}
		return h.Stats().Bytes
	}
	fresh := func() *house { return open(t, page.Page{Body: text}) }
	plain, br := weigh(fresh(), "identity"), weigh(fresh(), "br")
	if br > plain/2 {
		t.Errorf("asked for in brotli it weighs %d, uncompressed %d", br, plain)
	}
	both := weigh(fresh(), "br", "identity")
	if both < plain+br-2000 || both > plain+br {
		t.Errorf("in both it weighs %d, not about %d + %d", both, plain, br)
	}
	for _, accepts := range [][]string{{"gzip", "br", "zstd", "identity"}, {"zstd", "identity", "gzip"}, {"br", "gzip", "identity", "br"}, {"identity", "br", "identity"}} {
		h := fresh()
		weigh(h, accepts...)
		h.wantMakes(1)
	}
}
