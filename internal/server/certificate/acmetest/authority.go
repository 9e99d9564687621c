// Package acmetest starts a certificate authority on this machine, for tests. Every name leads here as far as it knows, and it signs with a root that nobody
// trusts.
package acmetest

import (
	"io"
	"log"
	"net"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/letsencrypt/pebble/v2/ca"
	"github.com/letsencrypt/pebble/v2/db"
	"github.com/letsencrypt/pebble/v2/va"
	"github.com/letsencrypt/pebble/v2/wfe"
	"github.com/miekg/dns"
)

// Authority is a certificate authority. Its server's certificate is its own affair and has nothing to do with those that it signs.
type Authority struct {
	*httptest.Server
	HTTP, TLS net.Listener // where it asks; free for whoever answers
}

// Start starts an authority whose certificates last so long, until the test ends. Tests that use it cannot be parallel.
func Start(t *testing.T, lasting time.Duration) *Authority {
	t.Helper()
	t.Setenv("PEBBLE_VA_NOSLEEP", "1")
	t.Setenv("PEBBLE_WFE_NONCEREJECT", "0")
	quiet := log.New(io.Discard, "", 0)
	a := &Authority{HTTP: listen(t), TLS: listen(t)}
	store := db.NewMemoryStore()
	signs := ca.New(quiet, store, "", "ecdsa", 0, 1, map[string]ca.Profile{"default": {ValidityPeriod: uint64(lasting / time.Second)}}) //nolint:gosec // never negative
	asks := va.New(quiet, Port(a.HTTP), Port(a.TLS), false, names(t), store)
	front := wfe.New(quiet, store, asks, signs, []string{"authority.example"}, false, false, 0, 0)
	a.Server = httptest.NewTLSServer(front.Handler())
	t.Cleanup(a.Close)
	return a
}

// Directory is where the authority says what it can do.
func (a *Authority) Directory() string { return a.URL + "/dir" }

// Port is the number of a listener's port.
func Port(l net.Listener) int { return l.Addr().(*net.TCPAddr).Port }

func listen(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

// names is a name server that knows one address for all of them.
func names(t *testing.T) string {
	t.Helper()
	l := listen(t)
	server := &dns.Server{Listener: l, Handler: dns.HandlerFunc(func(w dns.ResponseWriter, r *dns.Msg) {
		m := new(dns.Msg).SetReply(r)
		if q := r.Question[0]; q.Qtype == dns.TypeA {
			m.Answer = []dns.RR{&dns.A{Hdr: dns.RR_Header{Name: q.Name, Rrtype: dns.TypeA, Class: dns.ClassINET}, A: net.IPv4(127, 0, 0, 1)}}
		}
		_ = w.WriteMsg(m)
	})}
	go func() { _ = server.ActivateAndServe() }()
	t.Cleanup(func() { _ = server.Shutdown() })
	return l.Addr().String()
}
