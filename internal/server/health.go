package server

import (
	"context"
	"io"
	"net/http"
	"time"
)

// readyTime is how long the newsroom may take to say that it is ready.
const readyTime = 2 * time.Second

// alive says that the process answers, and no more.
func alive(w http.ResponseWriter, r *http.Request) { report(w, r, http.StatusOK, "ok") }

// ready says whether to send readers here: not while stopping, and not while the newsroom says no. Why not is for the log.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	if s.draining.Load() {
		report(w, r, http.StatusServiceUnavailable, "stopping")
		return
	}
	if s.cfg.Ready != nil {
		ctx, cancel := context.WithTimeout(r.Context(), readyTime)
		defer cancel()
		if err := s.cfg.Ready(ctx); err != nil {
			s.cfg.Log.WarnContext(r.Context(), "not ready", "error", err)
			report(w, r, http.StatusServiceUnavailable, "not ready")
			return
		}
	}
	report(w, r, http.StatusOK, "ok")
}

func report(w http.ResponseWriter, r *http.Request, status int, word string) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		refuse(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	io.WriteString(w, word)
}
