package server

import (
	"context"
	"net/http"
	"net/netip"
	"time"
)

// What a listener before net/http has to keep to, because net/http does.
const (
	IdleTimeout  = idleTimeout       // of silence between two requests
	FirstTimeout = readHeaderTimeout // until the first request has come, and for a handshake
	Patience     = patience          // with a reader, for each piece of an answer
)

// Hit is an answer that Stand gave by itself, always 200 to a GET of a public page.
type Hit struct {
	ID        string // as in X-Request-Id
	Began     time.Time
	Path      string // decoded
	Route     string
	From      string // where the answer came from
	Encoding  string
	Bytes     int64 // of body
	Host      string
	Peer      string // address and port of the other end
	Forwarded string // X-Forwarded-For
	Referrer  string
	Agent     string // User-Agent
}

// Note does for a hit what is done for every other answer: it is counted, timed and logged. Without AccessLog it looks at Began, Route and From alone.
func (s *Server) Note(h *Hit) {
	took := s.cfg.Now().Sub(h.Began)
	s.metrics.observeHit(h.Route, h.From, took)
	if !s.cfg.AccessLog {
		return
	}
	l := entry{
		id: h.ID, method: http.MethodGet, path: h.Path, status: http.StatusOK, bytes: h.Bytes, took: took, route: h.Route, from: h.From,
		encoding: h.Encoding, referrer: referrer(h.Referrer, h.Host), agent: h.Agent,
	}
	if peer, err := netip.ParseAddrPort(h.Peer); err == nil {
		l.network = truncate(behind(peer.Addr(), []string{h.Forwarded}, s.cfg.TrustedProxies))
	}
	s.log(context.Background(), &l)
}
