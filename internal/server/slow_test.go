package server

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/quic-go/quic-go"
	"github.com/quic-go/quic-go/http3"
)

// impatient serves with little time for anybody, over HTTPS where there is a certificate to be lent.
func impatient(t *testing.T, public http.Handler, lend *httptest.Server, change func(*times)) *Server {
	t.Helper()
	cfg := Config{Addr: "127.0.0.1:0", Now: time.Now, Public: public}
	if lend != nil {
		cfg.Secure = &Secure{
			Names: []string{"example.com"}, HTTPAddr: "127.0.0.1:0", Ready: func() bool { return true }, Answer: func(http.ResponseWriter, *http.Request) bool { return false },
			TLS: &tls.Config{Certificates: lend.TLS.Certificates, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}},
		}
	}
	s := New(cfg)
	change(&s.times)
	if _, err := s.Listen(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return s
}

var reads = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	if _, err := io.ReadAll(r.Body); err != nil {
		w.WriteHeader(http.StatusRequestTimeout)
		return
	}
	io.WriteString(w, "bonjour")
})

// drip sends a byte now and then until the other end has had enough, and gives what it answered.
func drip(t *testing.T, addr, first, each string) string {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if _, err := io.WriteString(conn, first); err != nil {
		t.Fatal(err)
	}
	ended := make(chan string, 1)
	go func() {
		answer, _ := io.ReadAll(conn)
		ended <- string(answer)
	}()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for began := time.Now(); time.Since(began) < 10*time.Second; {
		select {
		case answer := <-ended:
			return answer
		case <-tick.C:
			_, _ = io.WriteString(conn, each)
		}
	}
	t.Error("it may go on for ever")
	return ""
}

// Headers and bodies that come a byte at a time are cut, however steadily they come; so are connections on which nothing comes.
func TestSlowSendersAreCut(t *testing.T) {
	t.Parallel()
	short := func(x *times) {
		x.header, x.whole, x.idle = 150*time.Millisecond, 300*time.Millisecond, 150*time.Millisecond
	}
	for name, tt := range map[string]struct{ first, each, status string }{
		"header":       {"GET / HTTP/1.1\r\nHost: a\r\nX: ", "x", ""},
		"headers":      {"GET / HTTP/1.1\r\nHost: a\r\n", "X: y\r\n", ""},
		"line":         {"GET /", "x", ""},
		"body":         {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n", "x", "HTTP/1.1 408"},
		"chunks":       {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n", "HTTP/1.1 408"},
		"nothing":      {"", "", ""},
		"nothing more": {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", "", "HTTP/1.1 200"},
		"newlines":     {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", "\r\n", "HTTP/1.1 200"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := impatient(t, reads, nil, short)
			if got := drip(t, s.Addr().String(), tt.first, tt.each); len(got) < len(tt.status) || got[:len(tt.status)] != tt.status {
				t.Errorf("answered %.60q, want %q", got, tt.status)
			}
			for s.crowd.count() > 0 {
				time.Sleep(time.Millisecond) // the connection is counted until the kernel has closed it
			}
		})
	}
}

// A body that never ends is cut over HTTP/2 and HTTP/3 too, where other requests share its connection.
func TestSlowBodiesAreCutInStreams(t *testing.T) {
	t.Parallel()
	lender := httptest.NewTLSServer(nil)
	defer lender.Close()
	s := impatient(t, reads, lender, func(x *times) { x.whole = 200 * time.Millisecond })
	cfg := &tls.Config{InsecureSkipVerify: true, ServerName: "example.com"} //nolint:gosec // who answers is not what is tested
	h2 := &http.Transport{TLSClientConfig: cfg, ForceAttemptHTTP2: true}
	defer h2.CloseIdleConnections()
	h3 := &http3.Transport{TLSClientConfig: cfg}
	defer func() { _ = h3.Close() }()
	for version, transport := range map[string]http.RoundTripper{"HTTP/2.0": h2, "HTTP/3.0": h3} {
		body, keep := io.Pipe()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://"+s.Addr().String()+"/", body)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = "example.com"
		go func() { _, _ = io.WriteString(keep, "x") }()
		cut := make(chan string, 1)
		go func() {
			res, err := transport.RoundTrip(req)
			if err != nil {
				cut <- err.Error()
				return
			}
			_ = res.Body.Close()
			cut <- res.Proto + " " + res.Status
		}()
		select {
		case how := <-cut:
			if strings.Contains(how, "200") || strings.HasPrefix(how, "HTTP/1") {
				t.Errorf("%s: %s", version, how)
			}
		case <-time.After(10 * time.Second):
			t.Errorf("%s: it may go on for ever", version)
		}
		_ = keep.Close()
	}
}

// A handshake that does not go on is cut.
func TestSlowHandshakesAreCut(t *testing.T) {
	t.Parallel()
	lender := httptest.NewTLSServer(nil)
	defer lender.Close()
	s := impatient(t, reads, lender, func(x *times) { x.header = 150 * time.Millisecond })
	if got := drip(t, s.Addr().String(), "\x16\x03\x01\x02\x00", "\x01"); got != "" {
		t.Errorf("answered %q", got)
	}
}

// Who does not take what they asked for is let go once a piece has waited too long; who takes it slowly gets all of it.
func TestSlowReaders(t *testing.T) {
	t.Parallel()
	body := bytes.Repeat([]byte("0123456789abcdef"), 16<<20/16)
	s := impatient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write(body) }), nil, func(x *times) { x.piece = 300 * time.Millisecond })
	conn := small(t, s.Addr().String())
	began, got := time.Now(), 0
	answer := bufio.NewReaderSize(conn, 64<<10)
	res, err := http.ReadResponse(answer, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	for piece := make([]byte, 128<<10); ; {
		n, err := io.ReadFull(res.Body, piece)
		got += n
		if err != nil {
			break
		}
		time.Sleep(5 * time.Millisecond) // a slow line is what is tested
	}
	if got != len(body) || time.Since(began) < 600*time.Millisecond {
		t.Errorf("%d of %d bytes in %v", got, len(body), time.Since(began))
	}
	dead := small(t, s.Addr().String())
	for s.crowd.count() > 1 {
		time.Sleep(time.Millisecond) // until it was let go: it never reads
	}
	_ = dead
}

// small asks for a page on a line that buffers little.
func small(t *testing.T, addr string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.(*net.TCPConn).SetReadBuffer(64 << 10); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: a\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	return conn
}

// A connection of HTTP/3 on which streams are open and no request ever comes is closed like one on which nothing happens.
func TestSlowHeadersOverHTTP3AreCut(t *testing.T) {
	t.Parallel()
	lender := httptest.NewTLSServer(nil)
	defer lender.Close()
	s := impatient(t, reads, lender, func(x *times) { x.idle = 400 * time.Millisecond })
	cfg := &tls.Config{InsecureSkipVerify: true, ServerName: "example.com", NextProtos: []string{"h3"}} //nolint:gosec // who answers is not what is tested
	conn, err := quic.DialAddr(t.Context(), s.Addr().String(), cfg, &quic.Config{KeepAlivePeriod: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.CloseWithError(0, "") }()
	stream, err := conn.OpenStreamSync(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := stream.Write([]byte{1, 0x40, 0x80}); err != nil { // a HEADERS frame of 128 bytes, of which none comes
		t.Fatal(err)
	}
	select {
	case <-conn.Context().Done():
	case <-time.After(10 * time.Second):
		t.Error("it may stay for ever")
	}
}
