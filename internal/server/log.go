package server

import (
	"bytes"
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

// entry is what is known of a request when it is logged; the log says less.
type entry struct {
	id, method, path      string
	status                int
	bytes                 int64
	took                  time.Duration
	route, from, encoding string
	network               netip.Prefix
	referrer              string // its host
	agent                 string // User-Agent
}

// logRequest writes the one line of a request.
func (s *Server) logRequest(rec *recorder, r *http.Request, id string, took time.Duration) {
	if !s.cfg.AccessLog {
		return
	}
	s.log(r.Context(), &entry{
		id: id, method: r.Method, path: r.URL.Path, status: rec.status, bytes: rec.bytes, took: took, route: rec.metricRoute(), from: rec.outcome,
		encoding: rec.Header().Get("Content-Encoding"), network: visitOf(r.Context()).from, referrer: referrer(r.Referer(), r.Host), agent: r.UserAgent(),
	})
}

// log writes a line. The promise of the package comment is kept here.
func (s *Server) log(ctx context.Context, l *entry) {
	s.cfg.Log.LogAttrs(ctx, slog.LevelInfo, "request",
		slog.String("id", l.id),
		slog.String("method", clip(l.method, 16)),
		slog.String("path", clip(l.path, maxLogged)),
		slog.Int("status", l.status),
		slog.Int64("bytes", l.bytes),
		slog.Float64("ms", float64(l.took.Microseconds())/1000),
		slog.String("route", l.route),
		slog.String("from", l.from),
		slog.String("encoding", l.encoding),
		slog.String("network", prefixName(l.network)),
		slog.String("referrer", l.referrer),
		slog.String("agent", string(agent.Of(l.agent))),
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
			words[i] = prefixName(truncate(peer.Addr().Unmap().WithZone("")))
		}
	}
	level := slog.LevelWarn
	if bytes.Contains(line, []byte("TLS handshake error")) { // all day long, on any machine on the Internet: programs that try every address
		level = slog.LevelDebug
	}
	h.to.LogAttrs(context.Background(), level, "http", slog.String("says", clip(strings.Join(words, " "), 2*maxLogged)))
	return len(line), nil
}
