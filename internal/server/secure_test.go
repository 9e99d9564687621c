package server_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/quic-go/quic-go"
	"github.com/quic-go/quic-go/http3"

	"griot/internal/server"
)

// secured is a server with certificates, and how to reach it by name.
type secured struct {
	*running
	roots     *x509.CertPool
	plainAddr string
}

// secure serves example.com, for which the standard library has a certificate for tests.
func secure(t *testing.T, cfg server.Config, change func(*server.Secure)) *secured {
	t.Helper()
	lender := httptest.NewTLSServer(nil)
	t.Cleanup(lender.Close)
	cfg.Secure = &server.Secure{
		Names: []string{"example.com", "www.example.com"}, HTTPAddr: "127.0.0.1:0", Ready: func() bool { return true },
		TLS:    &tls.Config{Certificates: lender.TLS.Certificates, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}},
		Answer: func(http.ResponseWriter, *http.Request) bool { return false },
	}
	if change != nil {
		change(cfg.Secure)
	}
	s := &secured{running: start(t, cfg), roots: x509.NewCertPool()}
	s.roots.AddCert(lender.Certificate())
	s.plainAddr = s.HTTPAddr().String()
	return s
}

func (s *secured) tls() *tls.Config {
	return &tls.Config{RootCAs: s.roots, ServerName: "example.com", MinVersion: tls.VersionTLS12}
}

// client speaks one version of HTTP, and goes to the server whatever the name.
func (s *secured) client(t *testing.T, version int) *http.Client {
	t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if version == 3 {
		h3 := &http3.Transport{TLSClientConfig: s.tls(), Dial: s.dialQUIC(nil)}
		t.Cleanup(func() { _ = h3.Close() })
		client.Transport = h3
		return client
	}
	h1or2 := &http.Transport{TLSClientConfig: s.tls(), ForceAttemptHTTP2: version == 2, DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
		to := s.addr
		if strings.HasSuffix(addr, ":80") {
			to = s.plainAddr
		}
		return (&net.Dialer{}).DialContext(ctx, network, to)
	}}
	t.Cleanup(h1or2.CloseIdleConnections)
	client.Transport = h1or2
	return client
}

// dialQUIC dials the server and hands every connection to seen.
func (s *secured) dialQUIC(seen func(*quic.Conn)) func(context.Context, string, *tls.Config, *quic.Config) (*quic.Conn, error) {
	return func(ctx context.Context, _ string, tlsCfg *tls.Config, cfg *quic.Config) (*quic.Conn, error) {
		conn, err := quic.DialAddrEarly(ctx, s.addr, tlsCfg, cfg)
		if err == nil && seen != nil {
			seen(conn)
		}
		return conn, err
	}
}

func fetch(t *testing.T, client *http.Client, method, url string, change func(*http.Request)) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(req)
	}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(body)
}

// The same page over the three versions, each saying what the others are.
func TestThreeVersions(t *testing.T) {
	t.Parallel()
	s := secure(t, server.Config{Public: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.Proto) })}, nil)
	_, port, _ := net.SplitHostPort(s.addr)
	for version, want := range map[int]string{1: "HTTP/1.1", 2: "HTTP/2.0", 3: "HTTP/3.0"} {
		res, body := fetch(t, s.client(t, version), "GET", "https://example.com/", nil)
		if res.StatusCode != 200 || body != want || res.Header.Get("Strict-Transport-Security") != "max-age=31536000" || len(res.Header.Get("X-Request-Id")) != 16 {
			t.Errorf("%s: %d %q %v", want, res.StatusCode, body, res.Header)
		}
		if got := res.Header.Get("Alt-Svc"); got != `h3=":`+port+`"; ma=86400` {
			t.Errorf("%s: Alt-Svc %q", want, got)
		}
	}
	s.stop()
	if n := strings.Count(s.log.String(), `"msg":"request"`); n != 3 {
		t.Errorf("%d lines for 3 requests:\n%s", n, s.log)
	}
}

// Without HTTP/3 nothing offers it.
func TestHTTP3CanBeSwitchedOff(t *testing.T) {
	t.Parallel()
	s := secure(t, server.Config{}, func(c *server.Secure) { c.NoQUIC = true })
	res, body := fetch(t, s.client(t, 2), "GET", "https://example.com/", nil)
	if body != "bonjour" || res.Header["Alt-Svc"] != nil {
		t.Errorf("%q %v", body, res.Header)
	}
}

// The newspaper answers to its own name; its others lead there, and nothing that a request says decides where a redirect goes.
func TestNames(t *testing.T) {
	t.Parallel()
	s := secure(t, server.Config{}, func(c *server.Secure) { c.Port = 443 })
	for _, tt := range []struct {
		method, url, host string
		status            int
		location          string
	}{
		{"GET", "https://example.com/a/?b=c", "", 200, ""},
		{"GET", "https://example.com/", "EXAMPLE.com:443", 200, ""},
		{"GET", "https://example.com/", "example.com.", 200, ""},
		{"GET", "https://example.com/a/?b=c", "www.example.com", 301, "https://example.com/a/?b=c"},
		{"POST", "https://example.com/a/", "www.example.com", 308, "https://example.com/a/"},
		{"GET", "https://example.com/", "intrus.example", 421, ""},
		{"GET", "https://example.com/healthz", "127.0.0.1:443", 200, ""},
		{"GET", "http://example.com/", "", 301, "https://example.com/"},
		{"HEAD", "http://example.com/caf%C3%A9/?x=%0d%0aSet-Cookie:a", "", 301, "https://example.com/caf%C3%A9/?x=%0d%0aSet-Cookie:a"},
		{"GET", "http://example.com/a/", "intrus.example", 301, "https://example.com/a/"},
		{"GET", "http://example.com//intrus.example/", "", 301, "https://example.com//intrus.example/"},
		{"PUT", "http://example.com/a/", "", 308, "https://example.com/a/"},
		{"GET", "http://example.com/readyz", "", 200, ""},
	} {
		for version := 1; version <= 3; version++ {
			if version > 1 && strings.HasPrefix(tt.url, "http:") {
				continue
			}
			res, _ := fetch(t, s.client(t, version), tt.method, tt.url, func(r *http.Request) {
				r.Host = tt.host
				r.Header.Set("X-Forwarded-Host", "intrus.example")
				r.Header.Set("X-Forwarded-Proto", "http")
				r.Header.Set("Forwarded", "host=intrus.example;proto=http")
			})
			if res.StatusCode != tt.status || res.Header.Get("Location") != tt.location {
				t.Errorf("HTTP/%d %s %s for %q: %d %q", version, tt.method, tt.url, tt.host, res.StatusCode, res.Header.Get("Location"))
			}
			if strings.HasPrefix(tt.url, "http:") && res.Header["Strict-Transport-Security"] != nil {
				t.Errorf("%s says Strict-Transport-Security, which RFC 6797 §7.2 forbids over plain HTTP", tt.url)
			}
		}
	}
}

// Until there is a certificate, pages are given over plain HTTP, and the authority gets its answers.
func TestBeforeThereIsACertificate(t *testing.T) {
	t.Parallel()
	s := secure(t, server.Config{}, func(c *server.Secure) {
		c.Ready = func() bool { return false }
		c.Answer = func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path != "/.well-known/acme-challenge/x" {
				return false
			}
			io.WriteString(w, "x.y")
			return true
		}
	})
	for path, want := range map[string]string{"/a/": "bonjour", "/.well-known/acme-challenge/x": "x.y"} {
		if res, body := fetch(t, s.client(t, 1), "GET", "http://example.com"+path, nil); res.StatusCode != 200 || body != want {
			t.Errorf("%s: %d %q", path, res.StatusCode, body)
		}
	}
}

// A port that is taken is said, and those taken before it are given back.
func TestSecurePortsThatCannotBeTaken(t *testing.T) {
	t.Parallel()
	busy := start(t, server.Config{}).addr
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := free.Addr().String()
	_ = free.Close()
	s := server.New(server.Config{Addr: addr, Now: time.Now, Secure: &server.Secure{Names: []string{"example.com"}, HTTPAddr: busy, TLS: &tls.Config{MinVersion: tls.VersionTLS12}}})
	if _, err := s.Listen(); err == nil || !strings.Contains(fmt.Sprint(err), busy+" is in use") {
		t.Errorf("%v", err)
	}
	again, err := net.Listen("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	_ = again.Close()
	packets, err := net.ListenPacket("udp", addr)
	if err != nil {
		t.Fatal(err)
	}
	_ = packets.Close()
}

// A page is read before the handshake is complete; that it was, both ends know.
func TestReadingEarly(t *testing.T) {
	t.Parallel()
	s := secure(t, server.Config{}, nil)
	cfg := s.tls()
	cfg.ClientSessionCache = tls.NewLRUClientSessionCache(1)
	visit := func() (early bool) {
		var conn *quic.Conn
		h3 := &http3.Transport{TLSClientConfig: cfg, Dial: s.dialQUIC(func(c *quic.Conn) { conn = c })}
		defer func() { _ = h3.Close() }()
		if _, body := fetch(t, &http.Client{Transport: h3}, http3.MethodGet0RTT, "https://example.com/", nil); body != "bonjour" {
			t.Errorf("body %q", body)
		}
		<-conn.HandshakeComplete()
		return conn.ConnectionState().Used0RTT
	}
	if visit() {
		t.Error("a first visit is early")
	}
	if !visit() {
		t.Error("a second visit is not early")
	}
}
