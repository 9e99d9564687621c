package edge_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"griot/internal/edge"
	"griot/internal/fault"
	"griot/internal/page"
)

func TestManyAskAtOnceOneMakes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := open(t, page.Page{Body: []byte(long)})
		release := make(chan struct{})
		h.hook = func(context.Context) { <-release }
		var wg sync.WaitGroup
		for range 100 {
			wg.Go(func() {
				if got := decoded(t, h.get("/a/", "Accept-Encoding", "br")); got != long {
					t.Error("somebody got something else")
				}
			})
		}
		synctest.Wait()
		close(release)
		wg.Wait()
		h.wantMakes(1)
	})
}

// The first of many who ask may leave; the page is made for the others.
func TestTheFirstReaderMayLeave(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := open(t, page.Page{Body: []byte(long)})
		release := make(chan struct{})
		h.hook = func(ctx context.Context) {
			select {
			case <-release:
			case <-ctx.Done():
				t.Error("the making was cancelled")
			}
		}
		ctx, leave := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() { h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/a/", nil).WithContext(ctx)) })
		synctest.Wait()
		wg.Go(func() { wantStatus(t, h.get("/a/"), 200) })
		synctest.Wait()
		leave()
		synctest.Wait()
		close(release)
		wg.Wait()
		h.wantMakes(1)
	})
}

func TestMakingIsBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := open(t, page.Page{Body: []byte(long)})
		h.hook = func(ctx context.Context) { <-ctx.Done() }
		h.set(page.Page{}, context.DeadlineExceeded)
		began := time.Now()
		res := h.get("/a/")
		wantStatus(t, res, 503)
		if res.Header.Get("Retry-After") == "" || res.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("fields %v", res.Header)
		}
		if took := time.Since(began); took != 10*time.Second {
			t.Errorf("took %s", took)
		}
	})
}

func TestUntil(t *testing.T) {
	t.Parallel()
	h := open(t, page.Page{Body: []byte(long)})
	h.page.Until = h.now.Add(time.Minute)
	h.get("/a/")
	h.pass(time.Minute - 1)
	h.get("/a/")
	h.wantMakes(1)
	h.pass(1)
	h.get("/a/")
	h.wantMakes(2)
}

func TestWhatIsKept(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		page page.Page
		kept bool
	}{
		{page.Page{}, true},
		{page.Page{Volatile: true}, false},
		{page.Page{Status: 301, Location: "/b/"}, true},
		{page.Page{Status: 308, Location: "/b/"}, true},
		{page.Page{Status: 302, Location: "/b/"}, false},
		{page.Page{Status: 410}, true},
		{page.Page{Status: 410, Volatile: true}, false},
		{page.Page{Status: 404}, false},
		{page.Page{Status: 503}, false},
	} {
		tt.page.Body = []byte(long)
		h := open(t, tt.page)
		h.get("/a/")
		h.get("/a/")
		if kept := h.makes.Load() == 1; kept != tt.kept {
			t.Errorf("status %d, volatile %v: kept is %v", tt.page.Status, tt.page.Volatile, kept)
		}
	}
}

func TestErrorsBecomeDesignedPages(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		err    error
		status int
		says   string
	}{
		{fault.New(fault.NotFound, "x"), 404, "<h1>not found</h1>"},
		{fault.New(fault.Gone, "x"), 410, "<h1>gone</h1>"},
		{fault.New(fault.Invalid, "x"), 400, "<h1>invalid</h1>"},
		{fault.New(fault.TooMany, "x"), 429, "<h1>too many</h1>"},
		{fault.New(fault.Unavailable, "x"), 503, "<h1>unavailable</h1>"},
		{errors.New("password=secret"), 500, "<h1>internal</h1>"},
	} {
		h := open(t, page.Page{})
		h.set(page.Page{}, tt.err)
		for range 2 {
			res := h.get("/a/")
			wantStatus(t, res, tt.status)
			if got := body(t, res); got != tt.says {
				t.Errorf("%d says %q", tt.status, got)
			}
		}
		h.wantMakes(2)
	}
}

func TestPanicsAndNothings(t *testing.T) {
	t.Parallel()
	mistakes := map[string]page.Maker{
		"panic":   func(context.Context, page.Address) (*page.Page, error) { panic("boom") },
		"nothing": func(context.Context, page.Address) (*page.Page, error) { return nil, nil },
	}
	designs := map[string]func(context.Context, page.Address, error) *page.Page{
		"designed": designed,
		"nothing":  func(context.Context, page.Address, error) *page.Page { return nil },
		"panic":    func(context.Context, page.Address, error) *page.Page { panic("boom again") },
		"claims all is well": func(context.Context, page.Address, error) *page.Page {
			return &page.Page{Status: 200, Body: []byte("bien")}
		},
	}
	for maker, mistake := range mistakes {
		for design, failure := range designs {
			e := edge.New(edge.Config{Now: time.Now, Failure: failure, Table: page.Table{{Pattern: "/*", Make: mistake}}})
			w := httptest.NewRecorder()
			e.ServeHTTP(w, httptest.NewRequest("GET", "/a/", nil))
			if w.Code != 500 || w.Body.Len() == 0 {
				t.Errorf("%s, %s: %d %q", maker, design, w.Code, w.Body)
			}
		}
	}
}

func TestUnknownAddress(t *testing.T) {
	t.Parallel()
	e := edge.New(edge.Config{Now: time.Now, Failure: designed})
	w := httptest.NewRecorder()
	e.ServeHTTP(w, httptest.NewRequest("GET", "/a/", nil))
	if w.Code != 404 || w.Body.String() != "<h1>not found</h1>" {
		t.Errorf("%d %q", w.Code, w.Body)
	}
}
