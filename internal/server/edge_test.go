package server_test

import (
	"context"
	"testing"
	"time"

	"griot/internal/edge"
	"griot/internal/fault"
	"griot/internal/page"
	"griot/internal/server"
)

// The two halves of delivery together: the edge tells the log line where the answer came from, and makes the server's error page.
func TestTheEdgeBehindTheServer(t *testing.T) {
	t.Parallel()
	e := edge.New(edge.Config{
		Now: time.Now,
		Failure: func(_ context.Context, _ page.Address, err error) *page.Page {
			return &page.Page{ContentType: "text/html", Body: []byte("<h1>" + fault.Of(err).String() + "</h1>")}
		},
		Table: page.Table{{Name: "article", Pattern: "/*", Make: func(context.Context, page.Address) (*page.Page, error) {
			return &page.Page{ContentType: "text/html", Body: []byte("<h1>Le fleuve</h1>")}, nil
		}}},
	})
	s := start(t, server.Config{Public: e, Fail: e.Fail})
	s.do(t, "GET", "/a/")
	if _, body := s.do(t, "GET", "/a/"); body != "<h1>Le fleuve</h1>" {
		t.Errorf("body %q", body)
	}
	if res, _ := s.do(t, "OPTIONS", "/a/"); res.StatusCode != 204 {
		t.Errorf("OPTIONS gets %d", res.StatusCode)
	}
	if res, body := s.do(t, "GET", "/%2e%2e/"); res.StatusCode != 400 || body != "<h1>invalid</h1>" {
		t.Errorf("%d %q", res.StatusCode, body)
	}
	s.do(t, "GET", "/a/")
	s.stop()
	if line := s.log.line(t, "request"); line["from"] != "hit" || line["route"] != "article" {
		t.Errorf("logged %v", line)
	}
}
