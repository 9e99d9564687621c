package server

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
)

type requestID struct{}

// RequestID is the id of the request that ctx belongs to, as in the log and in X-Request-Id; "" outside of a request.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestID{}).(string)
	return id
}

// newID is made here for every request: an id from outside could be a lie or a trap for whoever reads the log.
func newID() string {
	var b [8]byte
	rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// serve is the one door: what every request passes, whoever answers it.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	began, id := s.cfg.Now(), newID()
	rec := newRecorder(w, r, s.cfg.Now)
	w.Header().Set("X-Request-Id", id)
	r = r.WithContext(context.WithValue(r.Context(), requestID{}, id))
	broken := s.guard(rec, r)
	rec.finish(broken)
	took := s.cfg.Now().Sub(began)
	s.metrics.observe(rec, took)
	s.logRequest(rec, r, id, took)
	if broken {
		panic(http.ErrAbortHandler) // half an answer must not pass for a whole one
	}
}

// guard answers, and turns a panic into a designed page. It reports true when the answer had begun and can only be cut off.
func (s *Server) guard(rec *recorder, r *http.Request) (broken bool) {
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
	s.route(rec, r)
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
		if name != "X-Request-Id" {
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
