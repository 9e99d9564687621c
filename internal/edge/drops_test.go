package edge_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"griot/internal/edge"
	"griot/internal/page"
)

// shelf has a page for each path, whose labels the test chooses.
func shelf(labels map[string][]page.Label) (*edge.Edge, func(path string) bool) {
	makes := map[string]int{}
	e := edge.New(edge.Config{
		Now: func() time.Time { return time.Unix(1e9, 0) }, Failure: designed,
		Table: page.Table{{Name: "page", Pattern: "/*", Make: func(_ context.Context, at page.Address) (*page.Page, error) {
			makes[at.Path]++
			return &page.Page{ContentType: "text/html", Body: []byte(long), Labels: labels[at.Path]}, nil
		}}},
	})
	return e, func(path string) (made bool) {
		before := makes[path]
		e.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", path, nil))
		return makes[path] > before
	}
}

func TestDropTakesExactlyTheBearers(t *testing.T) {
	t.Parallel()
	labels := map[string][]page.Label{
		"/a/":     {page.Article(1), page.Ticker, page.Menu, page.Theme},
		"/b/":     {page.Article(2), page.Article(1), page.Ticker, page.Menu, page.Theme},
		"/c/":     {page.Article(2), page.Section(1), page.Ticker},
		"/feed.x": {page.Section(1)},
		"/robots": {},
	}
	for _, tt := range []struct {
		drop []page.Label
		gone string
	}{
		{nil, ""},
		{[]page.Label{page.Article(1)}, "/a/ /b/"},
		{[]page.Label{page.Article(2)}, "/b/ /c/"},
		{[]page.Label{page.Article(11)}, ""},
		{[]page.Label{page.Section(1)}, "/c/ /feed.x"},
		{[]page.Label{page.Section(1), page.Article(1)}, "/a/ /b/ /c/ /feed.x"},
		{[]page.Label{page.Ticker}, "/a/ /b/ /c/"},
		{[]page.Label{page.Menu}, "/a/ /b/"},
		{[]page.Label{page.Theme, page.Section(1)}, "/a/ /b/ /c/ /feed.x"},
		{[]page.Label{page.All}, "/a/ /b/ /c/ /feed.x /robots/"},
	} {
		e, ask := shelf(labels)
		paths := []string{"/a/", "/b/", "/c/", "/feed.x", "/robots/"}
		for _, p := range paths {
			ask(p)
		}
		e.Drop(tt.drop)
		gone := ""
		for _, p := range paths {
			if ask(p) {
				gone += " " + p
			}
		}
		if gone != "" {
			gone = gone[1:]
		}
		if gone != tt.gone {
			t.Errorf("%v took %q, want %q", tt.drop, gone, tt.gone)
		}
		for _, p := range paths {
			if ask(p) {
				t.Errorf("%v: %s is not kept again", tt.drop, p)
			}
		}
	}
}

func TestApplyRemembersTheHighestEvent(t *testing.T) {
	t.Parallel()
	h := open(t, page.Page{Body: []byte(long), Labels: []page.Label{page.Article(1)}})
	h.get("/a/")
	h.Apply(7, []page.Label{page.Article(1)})
	h.Apply(5, nil)
	if s := h.Stats(); s.Applied != 7 || s.Dropped != 1 || s.Entries != 0 {
		t.Errorf("stats %+v", s)
	}
}

// A page that was being made when one of its labels changed is sent to whoever waited, and not kept.
func TestMakeAgainstDrop(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		drop []page.Label
		kept bool
	}{
		{"its label", []page.Label{page.Article(1)}, false},
		{"a label of all pages", []page.Label{page.Menu}, false},
		{"everything", []page.Label{page.All}, false},
		{"another label", []page.Label{page.Article(2), page.Ticker}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := open(t, page.Page{Body: []byte(long), Labels: []page.Label{page.Article(1), page.Menu}})
			h.hook = func(context.Context) { h.hook = nil; h.Apply(1, tt.drop) }
			wantStatus(t, h.get("/a/"), 200)
			h.get("/a/")
			if kept := h.makes.Load() == 1; kept != tt.kept {
				t.Errorf("kept: %v, want %v", kept, tt.kept)
			}
		})
	}
}

func TestManyDropsDuringAMakeForgetNothing(t *testing.T) {
	t.Parallel()
	h := open(t, page.Page{Body: []byte(long), Labels: []page.Label{page.Article(1)}})
	h.hook = func(context.Context) {
		h.hook = nil
		h.Drop([]page.Label{page.Article(1)})
		for i := range int64(25_000) {
			h.Drop([]page.Label{page.Article(2 + i)})
		}
	}
	h.get("/a/")
	h.get("/a/")
	h.wantMakes(2)
	h.get("/a/")
	h.wantMakes(2)
}

// Whoever asks after a change does not get the page that was being made before it, even by joining its making.
func TestAReaderAfterTheChangeSeesTheChange(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := open(t, page.Page{Body: []byte("avant"), Labels: []page.Label{page.Article(1)}})
		release := make(chan struct{})
		h.hook = func(context.Context) { <-release }
		var early, late string
		var wg sync.WaitGroup
		wg.Go(func() { early = body(t, h.get("/a/")) })
		synctest.Wait()
		h.mu.Lock()
		h.hook = nil
		h.mu.Unlock()
		h.set(page.Page{Body: []byte("après"), Labels: []page.Label{page.Article(1)}}, nil)
		h.Apply(1, []page.Label{page.Article(1)})
		wg.Go(func() { late = body(t, h.get("/a/")) })
		synctest.Wait()
		close(release)
		wg.Wait()
		if early != "avant" || late != "après" {
			t.Errorf("the early reader got %q, the late one %q", early, late)
		}
		h.wantMakes(2)
	})
}

// Readers, changes and a small memory at once: after the last change, no reader sees anything from before it.
func TestNothingStaleSurvivesARace(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	version := map[string]int{}
	e := edge.New(edge.Config{
		MaxBytes: 40_000, Now: func() time.Time { return time.Unix(1e9, 0) }, Failure: designed,
		Table: page.Table{{Name: "page", Pattern: "/*", Make: func(_ context.Context, at page.Address) (*page.Page, error) {
			mu.Lock()
			defer mu.Unlock()
			text := fmt.Sprintf("%s %d", at.Path, version[at.Path])
			return &page.Page{ContentType: "text/html", Body: []byte(text), Labels: []page.Label{page.Label(at.Path)}}, nil
		}}},
	})
	ask := func(path string) string {
		w := httptest.NewRecorder()
		e.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		return w.Body.String()
	}
	path := func(i int) string { return fmt.Sprintf("/%d/", i%40) }
	var wg sync.WaitGroup
	for n := range 4 {
		wg.Go(func() {
			for i := range 1500 {
				ask(path(i*7 + n))
			}
		})
	}
	wg.Go(func() {
		for i := range 1500 {
			mu.Lock()
			version[path(i)]++
			want := fmt.Sprintf("%s %d", path(i), version[path(i)])
			mu.Unlock()
			e.Apply(int64(i), []page.Label{page.Label(path(i))})
			if got := ask(path(i)); got != want {
				t.Errorf("after the change: %q, want %q", got, want)
			}
		}
	})
	wg.Wait()
	if s := e.Stats(); s.Bytes > 40_000 {
		t.Errorf("keeps %d bytes", s.Bytes)
	}
}
