package server_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"griot/internal/server"
)

func TestMetricsAreGivenOnTheirOwnAddress(t *testing.T) {
	t.Parallel()
	public := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.(interface{ Note(route, outcome string) }).Note("article", "hit")
	})
	s := start(t, server.Config{Public: public, MetricsAddr: "127.0.0.1:0", Samples: func() []server.Sample {
		return []server.Sample{{Name: "edge_hits_total", Help: "Hits.", Counter: true, Value: 7}, {Name: "edge_bytes", Help: "Bytes.", Value: 1.5}}
	}})
	s.do(t, "GET", "/a/")
	s.do(t, "GET", "/healthz")
	text := scrape(t, "http://"+s.MetricsAddr().String()+"/metrics")
	for _, want := range []string{
		`griot_http_requests_total{class="2xx",from="hit",route="article"} 1`,
		`griot_http_request_seconds_count{route="article"} 1`,
		"griot_edge_hits_total 7", "griot_edge_bytes 1.5", "# TYPE griot_edge_hits_total counter", "go_goroutines",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
	if res, body := s.do(t, "GET", "/metrics"); res.StatusCode != 200 || body != "" {
		t.Errorf("the public address gives metrics: %s", body)
	}
}

func scrape(t *testing.T, url string) string {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestNoMetricsByDefault(t *testing.T) {
	t.Parallel()
	if addr := start(t, server.Config{}).MetricsAddr(); addr != nil {
		t.Errorf("metrics at %s", addr)
	}
}
