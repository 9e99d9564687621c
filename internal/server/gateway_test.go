package server_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"griot/internal/edge"
	"griot/internal/fault"
	"griot/internal/page"
	"griot/internal/server"
)

// Somebody behind a mobile operator's address asks for thousands of pages that are none. Everybody else behind it goes on reading what is kept, and
// other networks notice nothing.
func TestAGatewayWithAnAttackerBehindIt(t *testing.T) {
	t.Parallel()
	var s *running
	now := time.Now() // the gate's clock stands still: it forgives nothing meanwhile
	e := edge.New(edge.Config{
		Now:     func() time.Time { return now },
		Admit:   func(ctx context.Context) error { return s.Admit(ctx) },
		Failure: func(context.Context, page.Address, error) *page.Page { return &page.Page{ContentType: "text/plain"} },
		Table: page.Table{{Name: "page", Pattern: "/*", Make: func(_ context.Context, at page.Address) (*page.Page, error) {
			if strings.HasPrefix(at.Path, "/nothing") {
				return nil, fault.New(fault.NotFound, "nothing")
			}
			return &page.Page{ContentType: "text/plain", Body: []byte(at.Path)}, nil
		}}},
	})
	s = startAt(t, server.Config{Public: e, Fail: e.Fail, TrustedProxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}, func() time.Time { return now })
	conn, err := net.Dial("tcp", s.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	answers := bufio.NewReader(conn)
	ask := func(from, path string) int {
		fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: %s\r\n\r\n", path, from)
		res, err := http.ReadResponse(answers, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = res.Body.Close() }()
		_, _ = io.Copy(io.Discard, res.Body)
		return res.StatusCode
	}
	const gateway, elsewhere = "203.0.113.7", "198.51.100.7"
	for i := range 3000 {
		if got := ask(gateway, fmt.Sprintf("/page%d/", i)); got != 200 {
			t.Fatalf("page %d, which will be kept, is answered %d", i, got)
		}
	}
	refused := 0
	for i := range 3000 {
		if got := ask(gateway, fmt.Sprintf("/nothing%d/", i)); got == 429 {
			refused++
		} else if got != 404 {
			t.Fatalf("nothing is answered %d", got)
		}
	}
	if refused != 2000 {
		t.Errorf("%d of 3000 are refused, want 2000", refused)
	}
	for i := range 3000 {
		if got := ask(gateway, fmt.Sprintf("/page%d/", i)); got != 200 {
			t.Fatalf("page %d, which is kept, is answered %d", i, got)
		}
	}
	if a, b, c := ask("203.0.113.250", "/new/"), ask(elsewhere, "/new/"), ask(elsewhere, "/nothing/"); a != 429 || b != 200 || c != 404 {
		t.Errorf("a new page: %d from there, %d from elsewhere; nothing: %d from elsewhere", a, b, c)
	}
}
