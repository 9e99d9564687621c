package server_test

import (
	"io"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"griot/internal/server"
)

func TestTheLineOfARequest(t *testing.T) {
	t.Parallel()
	public := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.(interface{ Note(route, outcome string) }).Note("article", "hit")
		w.Header().Set("Content-Encoding", "br")
		w.WriteHeader(http.StatusTeapot)
		io.WriteString(w, "bonjour")
	})
	s := start(t, server.Config{Public: public, TrustedProxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	s.do(t, "GET", "/recherche/?q=maladie", "Referer", "https://user:pass@moteur.example:8443/?q=maladie", "User-Agent", "Mozilla/5.0 (Android 14; Mobile) Firefox/1",
		"X-Forwarded-For", "198.51.100.77, 203.0.113.99")
	s.stop()
	line := s.log.line(t, "request")
	for name, want := range map[string]any{
		"method": "GET", "path": "/recherche/", "status": 418.0, "bytes": 7.0, "route": "article", "from": "hit", "encoding": "br",
		"network": "203.0.113.0/24", "referrer": "moteur.example", "agent": "phone",
	} {
		if line[name] != want {
			t.Errorf("%s is %v, want %v", name, line[name], want)
		}
	}
	if id, _ := line["id"].(string); len(id) != 16 {
		t.Errorf("id %v", line["id"])
	}
	for _, secret := range []string{"maladie", "pass", "8443", "Firefox", "203.0.113.99", "198.51.100", "127.0.0.1"} {
		if strings.Contains(s.log.String(), secret) {
			t.Errorf("the log knows %s:\n%s", secret, s.log)
		}
	}
}

func TestAbsurdValuesAreCut(t *testing.T) {
	t.Parallel()
	s := start(t, server.Config{})
	s.do(t, "GET", "/"+strings.Repeat("é", 2000), "Referer", "https://"+strings.Repeat("x", 3000)+".example/")
	s.stop()
	if line := s.log.line(t, "request"); len(line["path"].(string)) > 300 || len(line["referrer"].(string)) > 300 {
		t.Errorf("logged %v", line)
	}
}
