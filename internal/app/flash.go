package app

import (
	"context"
	"net/http"
	"net/netip"

	"griot/internal/server"
	"griot/internal/site"
)

// openStream makes the stream of breaking news to open pages.
func (s *Service) openStream(ctx context.Context) {
	s.stream = s.site.Stream(site.StreamConfig{Closing: ctx.Done(), Address: func(r *http.Request) netip.Addr { return server.Address(r, s.TrustedProxies) }})
}

// withStream gives the stream what is its own, past the edge: it never ends by itself.
func (s *Service) withStream(rest http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == site.StreamPath {
			s.stream.ServeHTTP(w, r)
			return
		}
		rest.ServeHTTP(w, r)
	})
}

// streamSamples are the stream's own numbers.
func (s *Service) streamSamples() []server.Sample {
	open, refused := s.stream.Open()
	return []server.Sample{
		{Name: "streams", Help: "Open pages that breaking news are sent to.", Value: float64(open)},
		{Name: "streams_refused_total", Help: "Pages for which there was no stream left, and which ask now and then instead.", Counter: true, Value: float64(refused)},
	}
}
