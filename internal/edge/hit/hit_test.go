package hit_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"griot/internal/edge"
	"griot/internal/edge/hit"
	"griot/internal/page"
)

// counter stands before a net/http server and counts the answers of each.
type counter struct {
	front       *hit.Listener
	hits, other atomic.Int64
}

func before(t *testing.T, secure bool, change func(*hit.Config)) *counter {
	t.Helper()
	e := edge.New(edge.Config{Now: noon, Failure: failure, Table: page.Table{{Name: "page", Pattern: "/*", Make: makePage}}})
	c := &counter{}
	cfg := hit.Config{Edge: e, Now: time.Now, Fields: func(host string) (string, bool) { return "X-Field: 1\r\n", host != "autre.example" },
		Note: func(*hit.Answer) { c.hits.Add(1) }, Idle: time.Minute, First: time.Minute, Patience: time.Minute}
	if change != nil {
		change(&cfg)
	}
	behind := &http.Server{ReadHeaderTimeout: time.Minute, ErrorLog: log.New(io.Discard, "", 0), Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.other.Add(1)
		e.ServeHTTP(w, r)
	})}
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if secure {
		certified := httptest.NewTLSServer(nil)
		behind.TLSConfig = &tls.Config{Certificates: certified.TLS.Certificates, NextProtos: []string{"h2", "http/1.1"}}
		certified.Close()
		inner = tls.NewListener(inner, behind.TLSConfig)
	}
	c.front = hit.Listen(inner, cfg)
	served := make(chan error, 1)
	go func() { served <- behind.Serve(c.front) }()
	t.Cleanup(func() { _ = behind.Close(); <-served })
	return c
}

// say sends text on one connection and reads n answers.
func say(t *testing.T, conn net.Conn, text string, n int) (list []*http.Response) {
	t.Helper()
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
	in := bufio.NewReader(conn)
	for range n {
		res, err := http.ReadResponse(in, nil)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		if err != nil || res.StatusCode == 200 && len(body) == 0 {
			t.Fatalf("%d bytes: %v", len(body), err)
		}
		list = append(list, res)
	}
	return list
}

func dial(t *testing.T, c *counter) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", c.front.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func (c *counter) want(t *testing.T, hits, other int64) {
	t.Helper()
	if c.hits.Load() != hits || c.other.Load() != other {
		t.Errorf("%d answers from here and %d from net/http, want %d and %d", c.hits.Load(), c.other.Load(), hits, other)
	}
}

func TestAHitAndWhatFollows(t *testing.T) {
	t.Parallel()
	c := before(t, false, nil)
	say(t, dial(t, c), get("/a/", ""), 1) // makes it
	c.want(t, 0, 1)
	conn := dial(t, c)
	for _, res := range say(t, conn, strings.Repeat(get("/a/", firefox), 5), 5) {
		if res.Header.Get("X-Field") != "1" {
			t.Errorf("fields %v", res.Header)
		}
	}
	say(t, conn, get("/b/", ""), 1)
	say(t, conn, get("/a/", ""), 1) // net/http's for good
	c.want(t, 5, 3)
	say(t, dial(t, c), "GET /a/ HTTP/1.1\r\nHost: autre.example\r\n\r\n", 1)
	c.want(t, 5, 4)
}

// Over TLS HTTP/1.1 is ours; HTTP/2, and whoever speaks no TLS, are net/http's.
func TestOverTLS(t *testing.T) {
	t.Parallel()
	c := before(t, true, nil)
	over := func(protocol string) *tls.Conn {
		conn := tls.Client(dial(t, c), &tls.Config{InsecureSkipVerify: true, NextProtos: []string{protocol}}) //nolint:gosec // the test's own certificate
		if err := conn.Handshake(); err != nil {
			t.Fatal(err)
		}
		return conn
	}
	say(t, over("http/1.1"), get("/a/", ""), 1)
	say(t, over("http/1.1"), get("/a/", firefox)+get("/grand/", ""), 2)
	c.want(t, 1, 2)
	if got := over("h2").ConnectionState().NegotiatedProtocol; got != "h2" {
		t.Errorf("negotiated %q", got)
	}
	if res := say(t, dial(t, c), "GET /a/ HTTP/1.1\r\nHost: a\r\n\r\n", 1)[0]; res.StatusCode != 400 {
		t.Errorf("plain HTTP gets %d", res.StatusCode)
	}
}

func TestClosing(t *testing.T) {
	t.Parallel()
	c := before(t, false, nil)
	say(t, dial(t, c), get("/a/", ""), 1)
	silent, used := dial(t, c), dial(t, c)
	say(t, used, get("/a/", ""), 1)
	for range 200 { // some of which are only just being attended to
		dial(t, c)
	}
	if err := c.front.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	c.front.Wait(ctx.Done())
	if ctx.Err() != nil {
		t.Error("silent connections keep it from ending")
	}
	for _, conn := range []net.Conn{silent, used} {
		if n, err := conn.Read(make([]byte, 1)); n != 0 || err == nil {
			t.Errorf("still open: %d, %v", n, err)
		}
	}
}

// A reader who takes nothing is let go, and does not keep the program from ending.
func TestAReaderWhoTakesNothing(t *testing.T) {
	t.Parallel()
	c := before(t, false, func(cfg *hit.Config) { cfg.Patience = 200 * time.Millisecond })
	say(t, dial(t, c), get("/grand/", ""), 1)
	conn := dial(t, c)
	_ = conn.(*net.TCPConn).SetReadBuffer(4 << 10)
	_, _ = io.WriteString(conn, strings.Repeat(get("/grand/", ""), 60))
	giveUp := make(chan struct{})
	if err := c.front.Close(); err != nil {
		t.Fatal(err)
	}
	close(giveUp)
	c.front.Wait(giveUp)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if c.front.Wait(ctx.Done()); ctx.Err() != nil {
		t.Error("it was not cut off")
	}
}
