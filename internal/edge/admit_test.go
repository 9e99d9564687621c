package edge_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"griot/internal/edge"
	"griot/internal/fault"
	"griot/internal/page"
)

// Whoever is not admitted still reads every page that is kept; nothing is made for them, not even an error page with a design.
func TestWhoIsNotAdmitted(t *testing.T) {
	t.Parallel()
	var full atomic.Bool
	var made, designed atomic.Int64
	e := edge.New(edge.Config{
		Now: time.Now,
		Admit: func(context.Context) error {
			if full.Load() {
				return fault.New(fault.TooMany, "wait")
			}
			return nil
		},
		Failure: func(context.Context, page.Address, error) *page.Page {
			designed.Add(1)
			return &page.Page{ContentType: "text/html", Body: []byte("<h1>designed</h1>")}
		},
		Table: page.Table{{Name: "page", Pattern: "/*", Make: func(_ context.Context, at page.Address) (*page.Page, error) {
			made.Add(1)
			if strings.HasPrefix(at.Path, "/nothing") {
				return nil, fault.New(fault.NotFound, "nothing")
			}
			return &page.Page{ContentType: "text/plain", Body: []byte(at.Path)}, nil
		}}},
	})
	ask := func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		e.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, http.NoBody))
		return w
	}
	ask("/kept/")
	full.Store(true)
	for path, want := range map[string]int{"/kept/": 200, "/new/": 429, "/nothing/": 429, "/%2e%2e/": 400} {
		if w := ask(path); w.Code != want || strings.Contains(w.Body.String(), "designed") || want == 429 && w.Header().Get("Retry-After") == "" {
			t.Errorf("%s: %d %v %s", path, w.Code, w.Header(), w.Body)
		}
	}
	if made.Load() != 1 || designed.Load() != 0 {
		t.Errorf("%d pages and %d error pages were made", made.Load(), designed.Load())
	}
	full.Store(false)
	if w := ask("/nothing/"); w.Code != 404 || designed.Load() != 1 {
		t.Errorf("later: %d", w.Code)
	}
}
