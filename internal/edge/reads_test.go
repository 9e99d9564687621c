package edge_test

import (
	"maps"
	"net/http"
	"sync"
	"testing"

	"griot/internal/page"
)

func TestReads(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		method string
		fields []string
		reads  int64
	}{
		{"a reader", http.MethodGet, nil, 1},
		{"a reader who comes back", http.MethodGet, []string{"If-None-Match", "*"}, 1},
		{"HEAD", http.MethodHead, nil, 0},
		{"a browser that looks ahead", http.MethodGet, []string{"Sec-Purpose", "prefetch"}, 0},
	} {
		h := open(t, page.Page{Body: []byte(long), Reads: 812})
		h.get("/a/")
		h.FlushReads()
		h.ask(tt.method, "/a/", tt.fields...)
		if got := h.FlushReads()[812]; got != tt.reads {
			t.Errorf("%s: %d reads", tt.name, got)
		}
	}
}

func TestRobotsDoNotRead(t *testing.T) {
	t.Parallel()
	h := open(t, page.Page{Body: []byte(long), Reads: 812})
	for _, ua := range []string{"", "Googlebot/2.1"} {
		r := newRequest("/a/")
		r.Header.Set("User-Agent", ua)
		h.ServeHTTP(discard{}, r)
	}
	if got := h.FlushReads(); len(got) != 0 {
		t.Errorf("reads %v", got)
	}
}

func TestReadsAreCountedOnce(t *testing.T) {
	t.Parallel()
	h := open(t, page.Page{Body: []byte(long), Reads: 812})
	total := map[int64]int64{}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				h.get("/a/")
			}
		})
	}
	for range 20 {
		total[812] += h.FlushReads()[812]
	}
	wg.Wait()
	total[812] += h.FlushReads()[812]
	if total[812] != 400 {
		t.Errorf("400 reads counted as %d", total[812])
	}
}

func TestReadsCanBeGivenBack(t *testing.T) {
	t.Parallel()
	h := open(t, page.Page{})
	sums := map[int64]int64{1: 3, 2: 4}
	h.AddReads(sums)
	if got := h.FlushReads(); !maps.Equal(got, sums) {
		t.Errorf("got %v", got)
	}
}
