// Package server puts Griot's handlers on the network and takes care of everything that has nothing to do with news: limits,
// patience with slow readers, request ids, the log, the metrics, health, and stopping.
//
// What it promises:
//
//   - No request costs more than its limits: 16 kB of header, MaxBodyBytes of body, ten seconds for the header to arrive. A
//     reader may take as long as they need, provided that each piece of an answer is taken within a minute.
//   - A handler that panics costs its request a designed page and nothing else; the stack is for the log.
//   - The log knows neither who read nor what they searched for: addresses are cut to their network, queries are left
//     out, referrers are hosts, and a User-Agent is one of three words.
//   - When Serve's context ends, requests under way are finished, for Grace at the longest.
//   - Metrics are given to this machine alone.
//   - With certificates it speaks HTTP/1.1, HTTP/2 and HTTP/3, leads plain HTTP to them, and answers to the newspaper's names alone. What arrives before a
//     handshake is complete is answered only if it reads (early.go).
//   - Nobody takes all there is: connections are counted by network, with a share so high that a whole country's mobile gateway fits in it, and so is what
//     costs more than a kept page (crowd.go, gate.go).
package server

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// Config is what a Server is made from. Addr, Public and Now are required.
type Config struct {
	Addr   string                                                  // HOST:PORT; port 0 takes a free one
	Public http.Handler                                            // everything that nothing below takes
	Media  http.Handler                                            // below /media/; nil leaves it to Public
	Ready  func(ctx context.Context) error                         // nil: always ready
	Fail   func(w http.ResponseWriter, r *http.Request, err error) // sends the designed page for an error outside of any page; nil: a plain one

	MetricsAddr string          // loopback only; "" gives none
	Samples     func() []Sample // the newsroom's own numbers, at each scrape; may be nil

	Secure *Secure // nil: plain HTTP at Addr

	// Stand, where there is one, stands between a port and net/http, and may answer connections itself. It gets *tls.Conn where Secure is set, before their
	// handshake, and must hand on as it came whatever it does not answer. Fields are what it has to send with every answer.
	Stand func(net.Listener) net.Listener

	Log            *slog.Logger // nil logs nothing
	AccessLog      bool         // one line a request
	TrustedProxies []netip.Prefix

	MaxConns     int           // open at once; zero means 20,000, or what the system allows if that is less
	MaxBodyBytes int64         // zero means 1 MiB
	Grace        time.Duration // for requests under way when stopping; zero means 8 s, which leaves two of the ten promised to whoever stops next
	Now          func() time.Time
}

const (
	maxHeaderBytes    = 16 << 10
	defaultMaxBody    = 1 << 20
	defaultGrace      = 8 * time.Second
	readHeaderTimeout = 10 * time.Second
	readTimeout       = time.Minute
	idleTimeout       = 2 * time.Minute
	patience          = time.Minute // with a reader, for each piece of an answer
)

// times is how long others may take.
type times struct {
	header time.Duration // for the handshake, and for a request's header
	whole  time.Duration // for a request with its body
	idle   time.Duration // between two requests
	piece  time.Duration // to take one piece of an answer
}

func usual() times {
	return times{header: readHeaderTimeout, whole: readTimeout, idle: idleTimeout, piece: patience}
}

// Server serves one newsroom. Listen, then Serve, once each.
type Server struct {
	cfg      Config
	times    times
	metrics  *metrics
	draining atomic.Bool
	crowd    *crowd
	gate     *gate

	doors             []door
	addr, httpAddr    net.Addr // httpAddr is that of plain HTTP beside HTTPS
	hstsField, altSvc []string // as they stand in a Header; altSvc is nil without HTTP/3

	private   *http.Server // gives metrics; nil when there are none
	metricsAt net.Listener
}

// New prepares a server; it takes no port yet.
func New(cfg Config) *Server {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.MaxBodyBytes <= 0 {
		cfg.MaxBodyBytes = defaultMaxBody
	}
	if cfg.Grace <= 0 {
		cfg.Grace = defaultGrace
	}
	s := &Server{cfg: cfg, times: usual(), crowd: newCrowd(cfg.MaxConns, cfg.TrustedProxies), gate: newGate(cfg.Now), hstsField: []string{hsts}}
	s.metrics = newMetrics(cfg.Samples, s.samples)
	if cfg.MetricsAddr != "" {
		s.private = s.limited(s.metrics.handler())
	}
	return s
}

// limited is a server with every limit set. WriteTimeout is only where the deadline starts; recorder moves it on with each piece.
func (s *Server) limited(h http.Handler) *http.Server {
	return &http.Server{
		Handler:                      h,
		ReadHeaderTimeout:            s.times.header,
		ReadTimeout:                  s.times.whole,
		WriteTimeout:                 s.times.piece,
		IdleTimeout:                  s.times.idle,
		MaxHeaderBytes:               maxHeaderBytes,
		DisableGeneralOptionsHandler: true, // "OPTIONS *" is logged and answered like any other
		ErrorLog:                     errorLog(s.cfg.Log),
		HTTP2: &http.HTTP2Config{
			MaxConcurrentStreams: 100, MaxReceiveBufferPerConnection: 256 << 10, MaxReceiveBufferPerStream: 128 << 10, WriteByteTimeout: s.times.piece,
		},
	}
}

// bounded refuses bodies that are too large.
func (s *Server) bounded(h http.Handler) http.Handler {
	return http.MaxBytesHandler(h, s.cfg.MaxBodyBytes)
}

// Serve answers until ctx ends, then stops gracefully and returns nil. It listens first if that was not done.
func (s *Server) Serve(ctx context.Context) error {
	if s.doors == nil {
		if _, err := s.Listen(); err != nil {
			return err
		}
	}
	group, failed := errgroup.WithContext(context.WithoutCancel(ctx))
	for _, d := range s.doors {
		group.Go(d.serve)
	}
	if s.private != nil {
		group.Go(func() error { return unlessClosed(s.private.Serve(s.metricsAt)) })
	}
	select {
	case <-ctx.Done():
	case <-failed.Done():
	}
	s.stop()
	return group.Wait()
}

func (s *Server) stop() {
	s.draining.Store(true)
	ctx, cancel := context.WithTimeout(context.Background(), s.cfg.Grace)
	defer cancel()
	if !s.stopDoors(ctx) {
		s.cfg.Log.Warn("requests cut off while stopping", "after", s.cfg.Grace)
	}
	s.closeDoors()
	if s.private != nil {
		s.private.Close()
	}
}

func unlessClosed(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
