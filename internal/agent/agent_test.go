package agent_test

import (
	"net/http"
	"testing"

	"griot/internal/agent"
)

func TestOf(t *testing.T) {
	t.Parallel()
	for ua, want := range map[string]agent.Class{
		"":    agent.Robot,
		"   ": agent.Robot,
		"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)": agent.Robot,
		"facebookexternalhit/1.1": agent.Robot,
		"curl/8.5.0":              agent.Robot,
		"Go-http-client/1.1":      agent.Robot,
		"Mozilla/5.0 (Linux; Android 12; CUBOT NOTE 20) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36": agent.Phone,
		"Opera/9.80 (J2ME/MIDP; Opera Mini/9.5) Presto/2.12":                                                  agent.Phone,
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604.1":                                 agent.Phone,
		"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0":                              agent.Desktop,
	} {
		if got := agent.Of(ua); got != want {
			t.Errorf("Of(%q) = %s, want %s", ua, got, want)
		}
	}
}

func TestSpeculative(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, value string
		want        bool
	}{
		{"Sec-Purpose", "prefetch", true},
		{"Sec-Purpose", "prefetch;prerender", true},
		{"Purpose", "prefetch", true},
		{"X-Moz", "prefetch", true},
		{"Accept", "text/html", false},
	} {
		h := http.Header{}
		h.Set(tt.name, tt.value)
		if got := agent.Speculative(h); got != tt.want {
			t.Errorf("Speculative(%s: %s) = %v", tt.name, tt.value, got)
		}
	}
}
