package server

import (
	"context"
	"log"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"
	"unicode/utf8"

	"griot/internal/agent"
)

// maxLogged bounds what a stranger can put into a log line, in bytes for each value.
const maxLogged = 256

// logRequest writes the one line of a request. The promise of the package comment is kept here.
func (s *Server) logRequest(rec *recorder, r *http.Request, id string, took time.Duration) {
	if !s.cfg.AccessLog {
		return
	}
	s.cfg.Log.LogAttrs(r.Context(), slog.LevelInfo, "request",
		slog.String("id", id),
		slog.String("method", clip(r.Method, 16)),
		slog.String("path", clip(r.URL.Path, maxLogged)),
		slog.Int("status", rec.status),
		slog.Int64("bytes", rec.bytes),
		slog.Float64("ms", float64(took.Microseconds())/1000),
		slog.String("route", rec.metricRoute()),
		slog.String("from", rec.outcome),
		slog.String("encoding", rec.Header().Get("Content-Encoding")),
		slog.String("network", network(r, s.cfg.TrustedProxies)),
		slog.String("referrer", referrer(r)),
		slog.String("agent", string(agent.Of(r.UserAgent()))),
	)
}

// clip cuts a value at a whole letter.
func clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most] + "…"
}

// errorLog takes what net/http itself has to say, such as a broken handshake, without the addresses that it likes to name.
func errorLog(to *slog.Logger) *log.Logger { return log.New(hushed{to}, "", 0) }

type hushed struct{ to *slog.Logger }

func (h hushed) Write(line []byte) (int, error) {
	words := strings.Fields(string(line))
	for i, w := range words {
		if peer, err := netip.ParseAddrPort(strings.TrimRight(w, ":;,")); err == nil {
			words[i] = truncate(peer.Addr().Unmap().WithZone(""))
		}
	}
	h.to.LogAttrs(context.Background(), slog.LevelWarn, "http", slog.String("says", clip(strings.Join(words, " "), 2*maxLogged)))
	return len(line), nil
}
