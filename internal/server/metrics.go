package server

import (
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Sample is one number of the newsroom at the moment of a scrape.
type Sample struct {
	Name    string // without the prefix "griot_", in snake case; counters end in "_total"
	Help    string
	Counter bool // it only ever goes up
	Value   float64
}

// metrics is a registry of its own: nothing that a library registers behind our back is in it.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	hits     sync.Map // of series by route and outcome: few
}

func newMetrics(samples ...func() []Sample) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "griot_http_requests_total", Help: "Requests answered, by route, class of status and where the answer came from.",
		}, []string{"route", "class", "from"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "griot_http_request_seconds", Help: "Time from the request's header to the last byte handed to the system.",
			Buckets: []float64{.0001, .0005, .001, .003, .01, .03, .1, .3, 1, 3, 10},
		}, []string{"route"}),
	}
	m.registry.MustRegister(m.requests, m.seconds, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for _, give := range samples {
		if give != nil {
			m.registry.MustRegister(sampler(give))
		}
	}
	return m
}

func (m *metrics) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	return mux
}

// observeHit is observe for what happens many thousand times a second: its two series are looked up once.
func (m *metrics) observeHit(route, from string, took time.Duration) {
	type name struct{ route, from string }
	known, ok := m.hits.Load(name{route, from})
	if !ok {
		known, _ = m.hits.LoadOrStore(name{route, from}, series{m.requests.WithLabelValues(route, "2xx", from), m.seconds.WithLabelValues(route)})
	}
	known.(series).count.Inc()
	known.(series).seconds.Observe(took.Seconds())
}

type series struct {
	count   prometheus.Counter
	seconds prometheus.Observer
}

func (m *metrics) observe(rec *recorder, took time.Duration) {
	route := rec.metricRoute()
	m.requests.WithLabelValues(route, strconv.Itoa(rec.status/100)+"xx", rec.outcome).Inc()
	m.seconds.WithLabelValues(route).Observe(took.Seconds())
}

// metricRoute is one of a bounded set: a route's name, or who answered where there was no route.
func (r *recorder) metricRoute() string {
	if r.route != "" {
		return r.route
	}
	return r.kind
}

// sampler asks for the numbers at each scrape. It describes none beforehand, which makes them unchecked: the newsroom decides what
// it tells.
type sampler func() []Sample

func (sampler) Describe(chan<- *prometheus.Desc) {}

func (s sampler) Collect(out chan<- prometheus.Metric) {
	for _, sample := range s() {
		kind := prometheus.GaugeValue
		if sample.Counter {
			kind = prometheus.CounterValue
		}
		metric, err := prometheus.NewConstMetric(prometheus.NewDesc("griot_"+sample.Name, sample.Help, nil, nil), kind, sample.Value)
		if err != nil {
			metric = prometheus.NewInvalidMetric(prometheus.NewDesc("griot_"+sample.Name, sample.Help, nil, nil), err)
		}
		out <- metric
	}
}
