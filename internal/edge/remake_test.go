package edge_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"griot/internal/edge"
	"griot/internal/fault"
	"griot/internal/page"
)

// running opens a house whose edge runs until the test's bubble ends.
func running(t *testing.T, p page.Page) *house {
	t.Helper()
	h := open(t, p)
	ctx, stop := context.WithCancel(t.Context())
	var group sync.WaitGroup
	group.Go(func() { _ = h.Run(ctx) })
	t.Cleanup(func() { stop(); group.Wait() })
	synctest.Wait()
	return h
}

func (h *house) heat(path string) {
	for range 6 {
		h.get(path)
	}
}

func TestAHotPageIsRemadeBeforeAnyoneAsks(t *testing.T) {
	t.Parallel()
	for _, label := range []page.Label{page.Article(1), page.Ticker, page.All} {
		synctest.Test(t, func(t *testing.T) {
			h := running(t, page.Page{Body: []byte("avant"), Labels: []page.Label{page.Article(1), page.Ticker}})
			h.heat("/chaude/")
			h.get("/froide/")
			h.set(page.Page{Body: []byte("après"), Labels: []page.Label{page.Article(1), page.Ticker}}, nil)
			h.Apply(1, []page.Label{label})
			synctest.Wait()
			h.wantMakes(3) // the cold one waits for a reader
			if got := body(t, h.get("/chaude/")); got != "après" {
				t.Errorf("%s: got %q", label, got)
			}
			h.wantMakes(3)
			if s := h.Stats(); s.Remade != 1 || s.Former != 0 {
				t.Errorf("%s: stats %+v", label, s)
			}
		})
	}
}

func TestReadersGetThePageBeforeWhileItIsRemade(t *testing.T) {
	t.Parallel()
	for _, label := range []page.Label{page.Article(1), page.Ticker} {
		synctest.Test(t, func(t *testing.T) {
			h := running(t, page.Page{Body: []byte("avant"), Labels: []page.Label{page.Article(1), page.Ticker}})
			h.heat("/a/")
			release := make(chan struct{})
			h.hook = func(context.Context) { <-release }
			h.set(page.Page{Body: []byte("après"), Labels: []page.Label{page.Article(1), page.Ticker}}, nil)
			h.Apply(1, []page.Label{label})
			h.pass(edge.Lingering - 1)
			res := h.get("/a/")
			if got := body(t, res); got != "avant" || res.Header.Get("CDN-Cache-Control") != "no-store" {
				t.Errorf("%s: got %q, CDNs %q", label, got, res.Header.Get("CDN-Cache-Control"))
			}
			h.pass(1)
			var late string
			var reader sync.WaitGroup
			reader.Go(func() { late = body(t, h.get("/a/")) })
			synctest.Wait()
			close(release)
			reader.Wait()
			if late != "après" {
				t.Errorf("%s: after Lingering a reader got %q", label, late)
			}
			h.wantMakes(2)
		})
	}
}

// A second change while the first is being answered starts no new moment of grace.
func TestChangesInARowDoNotAddUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := running(t, page.Page{Body: []byte("avant"), Labels: []page.Label{page.Ticker}})
		h.heat("/a/")
		release := make(chan struct{})
		h.hook = func(context.Context) { <-release }
		for range 5 {
			h.Drop([]page.Label{page.Ticker})
			h.pass(edge.Lingering / 4)
		}
		h.set(page.Page{Body: []byte("après"), Labels: []page.Label{page.Ticker}}, nil)
		var got string
		var reader sync.WaitGroup
		reader.Go(func() { got = body(t, h.get("/a/")) })
		synctest.Wait()
		close(release)
		reader.Wait()
		if got != "après" {
			t.Errorf("got %q", got)
		}
	})
}

// On a page that changes while it is being remade, readers get what was made, and it is made once more; after Lingering they wait for that.
func TestAnOutrunPageStandsIn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := running(t, page.Page{Body: []byte("avant"), Labels: []page.Label{page.Front}})
		h.heat("/a/")
		release := make(chan struct{})
		h.hook = func(context.Context) { <-release }
		text := func(s string) { h.set(page.Page{Body: []byte(s), Labels: []page.Label{page.Front}}, nil) }
		text("un")
		h.Drop([]page.Label{page.Front})
		synctest.Wait() // the first is being made
		h.pass(edge.Lingering / 2)
		text("deux")
		h.Drop([]page.Label{page.Front})
		release <- struct{}{}
		synctest.Wait() // the second is being made
		if got := body(t, h.get("/a/")); got != "un" {
			t.Errorf("while the second change is being made a reader got %q", got)
		}
		h.pass(edge.Lingering / 2) // since the first was begun
		var late string
		var reader sync.WaitGroup
		reader.Go(func() { late = body(t, h.get("/a/")) })
		synctest.Wait()
		release <- struct{}{}
		reader.Wait()
		if late != "deux" {
			t.Errorf("after Lingering a reader got %q", late)
		}
		h.wantMakes(3)
	})
}

func TestAPageThatNobodyReadsAnyMoreCools(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := running(t, page.Page{Body: []byte(long), Labels: []page.Label{page.Front}})
		for range 40 {
			h.get("/a/")
		}
		for i := range int64(30) {
			h.Apply(i, []page.Label{page.Front})
			synctest.Wait()
		}
		if made := h.makes.Load(); made < 3 || made > 6 {
			t.Errorf("made %d times", made)
		}
		if s := h.Stats(); s.Entries != 0 {
			t.Errorf("%d entries stay", s.Entries)
		}
	})
}

// What was withdrawn is not found when it is remade: nothing of it stays.
func TestAWithdrawnPageGoes(t *testing.T) {
	t.Parallel()
	for _, fate := range []error{fault.New(fault.Gone, "x"), errors.New("away")} {
		synctest.Test(t, func(t *testing.T) {
			h := running(t, page.Page{Body: []byte(long), Labels: []page.Label{page.Article(1)}})
			h.heat("/a/")
			h.set(page.Page{}, fate)
			h.Apply(1, []page.Label{page.Article(1)})
			synctest.Wait()
			if res := h.get("/a/"); res.StatusCode == 200 {
				t.Errorf("%v: still there", fate)
			}
			if s := h.Stats(); s.Entries != 0 {
				t.Errorf("%v: %d entries stay", fate, s.Entries)
			}
		})
	}
}

func TestMoreHotPagesThanCanBeRemade(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := running(t, page.Page{Body: []byte("avant"), Labels: []page.Label{page.Menu}})
		const pages = 5000
		for i := range pages {
			h.heat(fmt.Sprint("/", i, "/"))
		}
		release := make(chan struct{})
		h.hook = func(context.Context) { <-release }
		h.Drop([]page.Label{page.Menu})
		close(release)
		synctest.Wait()
		if s := h.Stats(); s.Remade < 4000 || s.Remade > 4200 {
			t.Errorf("remade %d", s.Remade)
		}
	})
}

// A newsroom that hangs is waited for no longer than a second where there is a copy; operators are told.
func TestANewsroomThatHangs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := open(t, page.Page{Body: []byte("avant"), Labels: []page.Label{page.Ticker}})
		h.get("/a/")
		h.hook = func(ctx context.Context) { <-ctx.Done() }
		h.Drop([]page.Label{page.Ticker})
		h.set(page.Page{}, context.DeadlineExceeded)
		began := time.Now()
		res := h.get("/a/")
		if took := time.Since(began); took != time.Second || body(t, res) != "avant" {
			t.Errorf("status %d after %s", res.StatusCode, took)
		}
		if got := res.Header.Get("Cache-Status"); got != "griot; hit; detail=stale" {
			t.Errorf("Cache-Status is %q", got)
		}
		h.pass(time.Minute)
		if got := h.Stats().Ailing; got != time.Minute {
			t.Errorf("ailing for %s", got)
		}
		time.Sleep(10 * time.Second) // in the bubble: until the making was given up
		h.pass(time.Minute)
		h.hook = nil
		h.set(page.Page{Body: []byte("après")}, nil)
		if got := body(t, h.get("/a/")); got != "après" || h.Stats().Ailing != 0 {
			t.Errorf("got %q, ailing for %s", got, h.Stats().Ailing)
		}
	})
}
