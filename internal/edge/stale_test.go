package edge_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"griot/internal/edge"
	"griot/internal/fault"
	"griot/internal/page"
)

func TestTheDatabaseIsAway(t *testing.T) {
	t.Parallel()
	away := fault.Wrap(fault.Unavailable, errors.New("connection refused"), "the newsroom does not answer")
	labelled := []page.Label{page.Article(1), page.Ticker}
	for _, tt := range []struct {
		name   string
		change func(h *house)
		err    error
		want   int
	}{
		{"the page is out of date", func(h *house) { h.pass(time.Hour) }, away, 200},
		{"the ticker has changed", func(h *house) { h.Drop([]page.Label{page.Ticker}) }, away, 200},
		{"an error of ours", func(h *house) { h.pass(time.Hour) }, errors.New("bug"), 200},
		{"the article has changed", func(h *house) { h.Drop([]page.Label{page.Article(1)}) }, away, 503},
		{"the article is gone", func(h *house) { h.pass(time.Hour) }, fault.New(fault.Gone, "x"), 410},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := open(t, page.Page{Body: []byte(long), Labels: labelled})
			h.page.Until = h.now.Add(time.Minute)
			h.get("/a/")
			tt.change(h)
			h.set(page.Page{}, tt.err)
			res := h.get("/a/")
			wantStatus(t, res, tt.want)
			if cdn := res.Header.Get("CDN-Cache-Control"); cdn != "no-store" {
				t.Errorf("CDNs are told %q", cdn)
			}
		})
	}
}

func TestAStaleCopyRestsAndRecovers(t *testing.T) {
	t.Parallel()
	h := open(t, page.Page{Body: []byte("avant")})
	h.page.Until = h.now.Add(time.Minute)
	h.get("/a/")
	h.pass(time.Hour)
	h.set(page.Page{}, errors.New("away"))
	for range 10 {
		h.get("/a/")
	}
	h.wantMakes(2)
	h.set(page.Page{Body: []byte("après")}, nil)
	h.pass(6 * time.Second)
	if got := body(t, h.get("/a/")); got != "après" {
		t.Errorf("got %q", got)
	}
	h.get("/a/")
	h.wantMakes(3)
	if s := h.Stats(); s.Stale != 10 || s.Entries != 1 {
		t.Errorf("stats %+v", s)
	}
}

func TestAFailureIsLoggedOnceAMinuteAndWithoutTheQuery(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	now := time.Unix(1e9, 0)
	e := edge.New(edge.Config{
		Now: func() time.Time { return now }, Failure: designed, Log: slog.New(slog.NewTextHandler(&log, nil)),
		Table: page.Table{{Name: "search", Pattern: "/*", Query: []string{"q"}, Make: func(context.Context, page.Address) (*page.Page, error) {
			return nil, errors.New("away")
		}}},
	})
	for range 5 {
		e.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/a/?q=secret", nil))
	}
	now = now.Add(time.Minute)
	e.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/a/?q=secret", nil))
	if n := strings.Count(log.String(), "\n"); n != 2 {
		t.Errorf("%d lines:\n%s", n, log.String())
	}
	if !strings.Contains(log.String(), "omitted=4") || strings.Contains(log.String(), "secret") {
		t.Error(log.String())
	}
}
