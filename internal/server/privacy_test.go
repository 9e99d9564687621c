package server

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

func TestNetwork(t *testing.T) {
	t.Parallel()
	trusted := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("2001:db8:ffff::/48")}
	for _, tt := range []struct {
		name, peer string
		forwarded  []string
		want       string
	}{
		{"directly", "203.0.113.99:1234", nil, "203.0.113.0/24"},
		{"IPv6", "[2001:db8:1:2::3]:1234", nil, "2001:db8:1::/48"},
		{"IPv4 in IPv6", "[::ffff:203.0.113.99]:1", nil, "203.0.113.0/24"},
		{"with a zone", "[fe80::1%eth0]:1", nil, "fe80::/48"},
		{"a stranger's claim", "203.0.113.99:1", []string{"198.51.100.1"}, "203.0.113.0/24"},
		{"behind a proxy", "10.0.0.1:1", []string{"198.51.100.1"}, "198.51.100.0/24"},
		{"behind two", "10.0.0.1:1", []string{"198.51.100.1, 10.0.0.2"}, "198.51.100.0/24"},
		{"behind two, on two lines", "10.0.0.1:1", []string{"198.51.100.1", "10.0.0.2"}, "198.51.100.0/24"},
		{"a claim further left", "10.0.0.1:1", []string{"192.0.2.1, 198.51.100.1, 10.0.0.2"}, "198.51.100.0/24"},
		{"ports and brackets", "[2001:db8:ffff::1]:1", []string{"[2001:db8:1:2::3]:99, 10.0.0.2:80"}, "2001:db8:1::/48"},
		{"nonsense from the proxy", "10.0.0.1:1", []string{"198.51.100.1, unknown"}, "10.0.0.0/24"},
		{"nothing from the proxy", "10.0.0.1:1", nil, "10.0.0.0/24"},
		{"an endless list", "10.0.0.1:1", []string{strings.Repeat("10.0.0.3,", 5000) + "10.0.0.2"}, "10.0.0.0/24"},
		{"no address", "@", nil, ""},
	} {
		r := &http.Request{RemoteAddr: tt.peer, Header: http.Header{}}
		r.Header["X-Forwarded-For"] = tt.forwarded
		if got := prefixName(network(r, trusted)); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestReferrer(t *testing.T) {
	t.Parallel()
	for from, want := range map[string]string{
		"": "", "https://moteur.example/?q=x": "moteur.example", "https://journal.example/a/": "", "::": "", "android-app://com.x/": "com.x",
	} {
		r := httptest.NewRequest("GET", "http://journal.example/", nil)
		r.Header.Set("Referer", from)
		if got := referrer(r.Referer(), r.Host); got != want {
			t.Errorf("%q: %q, want %q", from, got, want)
		}
	}
}

func TestNetHTTPsOwnWordsNameNobody(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	errorLog(slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))).Printf("http: TLS handshake error from 203.0.113.99:5555: EOF [2001:db8:1:2::3]:443\n")
	if got := out.String(); strings.Contains(got, "113.99") || strings.Contains(got, "::3") || !strings.Contains(got, "handshake error from 203.0.113.0/24 EOF") {
		t.Error(got)
	}
}

func FuzzForwarded(f *testing.F) {
	f.Add("198.51.100.1, [::1]:9, unknown", "10.0.0.1:1")
	f.Fuzz(func(t *testing.T, forwarded, peer string) {
		r := &http.Request{RemoteAddr: peer, Header: http.Header{"X-Forwarded-For": {forwarded}}}
		got := prefixName(network(r, []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0"), netip.MustParsePrefix("::/0")}))
		if got == "" {
			return
		}
		p, err := netip.ParsePrefix(got)
		if err != nil || p.Masked() != p || p.Addr().Is4() && p.Bits() != 24 || p.Addr().Is6() && p.Bits() != 48 {
			t.Errorf("%q is not a network", got)
		}
	})
}
