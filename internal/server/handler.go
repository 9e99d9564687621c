package server

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strings"
)

type visitKey struct{}

// visit is what is known of a request besides itself.
type visit struct {
	id   string
	from netip.Prefix // where it came from, as far as that is looked at
}

func visitOf(ctx context.Context) visit {
	v, _ := ctx.Value(visitKey{}).(visit)
	return v
}

// RequestID is the id of the request that ctx belongs to, as in the log and in X-Request-Id; "" outside of a request.
func RequestID(ctx context.Context) string { return visitOf(ctx).id }

// newID is made here for every request: an id from outside could be a lie or a trap for whoever reads the log.
func newID() string {
	var b [8]byte
	rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// table says who answers a request.
type table func(rec *recorder, r *http.Request)

// through is what every request passes, whoever answers it.
func (s *Server) through(route table) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, route) })
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request, route table) {
	if r.ProtoMajor == 1 && len(r.TransferEncoding) > 0 {
		// A length that stood beside it is gone by now, and whoever is in front may have believed the length: no request may follow (RFC 9112 §6.3).
		w.Header().Set("Connection", "close")
	}
	began, id := s.cfg.Now(), newID()
	rec := newRecorder(w, r, s.cfg.Now, s.times.piece)
	w.Header().Set("X-Request-Id", id)
	v := visit{id, network(r, s.cfg.TrustedProxies)}
	r = r.WithContext(context.WithValue(r.Context(), visitKey{}, v))
	broken := !settled(r) || s.guard(rec, r, route)
	rec.finish(broken)
	s.gate.charge(v.from, rec)
	took := s.cfg.Now().Sub(began)
	s.metrics.observe(rec, took)
	s.logRequest(rec, r, id, took)
	if broken {
		panic(http.ErrAbortHandler) // half an answer must not pass for a whole one
	}
}

// guard answers, and turns a panic into a designed page. It reports true when the answer had begun and can only be cut off.
func (s *Server) guard(rec *recorder, r *http.Request, route table) (broken bool) {
	defer func() {
		switch p := recover(); {
		case p == nil:
		case p == http.ErrAbortHandler:
			broken = true
		default:
			s.cfg.Log.LogAttrs(r.Context(), slog.LevelError, "panic", slog.String("id", RequestID(r.Context())),
				slog.String("path", r.URL.Path), slog.String("panic", fmt.Sprint(p)), slog.String("stack", string(debug.Stack())))
			broken = rec.status != 0 || !s.apologise(rec, r)
		}
	}()
	route(rec, r)
	return false
}

// apologise sends the designed page for a panic. It reports false if that failed halfway.
func (s *Server) apologise(rec *recorder, r *http.Request) (sent bool) {
	defer func() {
		if recover() != nil && rec.status == 0 {
			http.Error(rec, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
			sent = true
		}
	}()
	for name := range rec.Header() {
		switch name {
		case "Connection", "X-Request-Id", "Strict-Transport-Security", "Alt-Svc":
		default:
			rec.Header().Del(name)
		}
	}
	s.fail(rec, r, errors.New("panic"))
	return true
}

func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	if s.cfg.Fail == nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	s.cfg.Fail(w, r, err)
}

// route is the whole table: who answers what.
func (s *Server) route(rec *recorder, r *http.Request) {
	switch path := r.URL.Path; {
	case r.Method == http.MethodTrace || r.Method == http.MethodConnect:
		rec.kind = "refused"
		refuse(rec, r)
	case path == "/healthz":
		rec.kind = "health"
		alive(rec, r)
	case path == "/readyz":
		rec.kind = "health"
		s.ready(rec, r)
	case s.cfg.Media != nil && strings.HasPrefix(path, "/media/"):
		rec.kind = "media"
		s.cfg.Media.ServeHTTP(rec, r)
	default:
		rec.kind = "public"
		s.cfg.Public.ServeHTTP(rec, r)
	}
}

func refuse(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Allow", "GET, HEAD, OPTIONS")
	if r.Method == http.MethodOptions {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
}
