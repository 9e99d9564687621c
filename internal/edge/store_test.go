package edge

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"griot/internal/page"
)

func keepPage(s *store, key string, labels ...page.Label) *entry {
	p := &page.Page{ContentType: "text/html", Body: []byte(strings.Repeat("x", 2000)), Labels: labels}
	e := newEntry(key, "", p, s.stamp())
	s.keep(e)
	return e
}

// What gives way to the bound leaves nothing behind in the index.
func TestMemoryIsBoundedAndTheIndexFollows(t *testing.T) {
	t.Parallel()
	const bound = 100_000
	s := newStore(bound)
	for i := range 2000 {
		keepPage(s, fmt.Sprint("/", i, "/"), page.Article(int64(i)), page.Section(1))
	}
	s.cache.CleanUp()
	kept := s.cache.EstimatedSize()
	if size := s.cache.WeightedSize(); size == 0 || size > bound {
		t.Errorf("keeps %d bytes", size)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(s.index[page.All]); n != kept || len(s.index[page.Section(1)]) != kept || len(s.index) != kept+2 {
		t.Errorf("%d entries are kept, %d indexed, under %d labels", kept, n, len(s.index))
	}
}

func TestAnEntryReplacedLeavesTheIndex(t *testing.T) {
	t.Parallel()
	s := newStore(1 << 20)
	keepPage(s, "/a/", page.Article(1))
	second := keepPage(s, "/a/", page.Article(2))
	s.drop([]page.Label{page.Article(1)}, time.Time{})
	if got, ok := s.get("/a/"); !ok || got != second {
		t.Error("a label of the former page dropped its successor")
	}
	if s.drop([]page.Label{page.All}, time.Time{}); len(s.index) != 0 {
		t.Errorf("the index still holds %v", s.index)
	}
}

// A drop may fall between the index and the cache: whichever is first, the entry does not stay.
func TestADropBetweenIndexAndCache(t *testing.T) {
	t.Parallel()
	s := newStore(1 << 20)
	e := newEntry("/a/", "", &page.Page{Labels: []page.Label{page.Article(1)}}, s.stamp())
	s.register(e)
	s.drop([]page.Label{page.Article(1)}, time.Time{})
	s.cache.Set(e.key, e)
	if _, ok := s.get("/a/"); ok || s.current(e, time.Time{}) {
		t.Error("a dropped entry is given out")
	}
	if s.reweigh(e); !e.dropped.Load() {
		t.Error("weighing an entry again revived it")
	}
}

func TestAnEntryThatGrowsWeighsMore(t *testing.T) {
	t.Parallel()
	s := newStore(1 << 20)
	e := keepPage(s, "/a/")
	s.cache.CleanUp()
	before := s.cache.WeightedSize()
	e.forms[brotlied].form.Store(newForm(make([]byte, 500), e.hash, brotlied, quick))
	s.reweigh(e)
	s.cache.CleanUp()
	if grown := s.cache.WeightedSize() - before; grown != 500 {
		t.Errorf("grew by %d", grown)
	}
}

func TestDropsForgetSafely(t *testing.T) {
	t.Parallel()
	d := newDrops()
	d.record([]page.Label{"x"})
	for i := range maxDrops {
		d.record([]page.Label{page.Article(int64(i))})
	}
	if len(d.ring) != maxDrops || len(d.last) != maxDrops {
		t.Errorf("remembers %d and %d", len(d.ring), len(d.last))
	}
	for tick, want := range map[uint64]bool{0: true, d.now(): false} {
		if got := d.since(tick, []page.Label{"y"}); got != want {
			t.Errorf("since %d: %v", tick, got)
		}
	}
	if !d.since(5, []page.Label{page.Article(9000)}) {
		t.Error("forgot a recent drop")
	}
}

// A reader may look, find nothing, and ask for a making just after another has ended.
func TestALateFlightMakesNothing(t *testing.T) {
	t.Parallel()
	e := New(Config{Now: time.Now})
	kept := keepPage(e.store, "/a/")
	route := page.Route{Make: func(context.Context, page.Address) (*page.Page, error) {
		t.Error("made again")
		return &page.Page{}, nil
	}}
	if got := e.fly(t.Context(), "/a/", page.Address{Route: &route, Path: "/a/"}); got.entry != kept || got.how != hit {
		t.Errorf("got %+v", got)
	}
}
