package server

import (
	"crypto/tls"
	"maps"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Secure is what a newspaper needs that has its own certificates. All but NoQUIC and Port are required.
type Secure struct {
	Names    []string    // as they stand in requests, without port; the first is the newspaper's own and the others lead to it
	TLS      *tls.Config // gives certificates, and says that it speaks h2 and http/1.1
	HTTPAddr string      // HOST:PORT of plain HTTP: the authority asks there, and readers are led from there to HTTPS
	Port     int         // of HTTPS as readers see it, where a router changes it; zero means the one taken
	NoQUIC   bool        // HTTP/3 is not offered

	Ready  func() bool                                       // whether browsers accept the certificate now; until then pages are given over plain HTTP rather than not at all
	Answer func(w http.ResponseWriter, r *http.Request) bool // answers a question of the certificate authority; false when the request is none
}

// hsts is a year: long enough for the lists of browsers, short enough to be outlived. Names below ours are not ours to decide for.
const hsts = "max-age=31536000"

// altSvcAge is how long a browser remembers, in seconds, that HTTP/3 is offered: a day, after which one that was refused tries again.
const altSvcAge = 86400

// routeSecure is who answers over TLS.
func (s *Server) routeSecure(rec *recorder, r *http.Request) {
	maps.Copy(rec.Header(), s.Fields())
	switch host := hostOf(r); {
	case host == s.cfg.Secure.Names[0] || host == "" || health(r.URL.Path):
		s.route(rec, r)
	case slices.Contains(s.cfg.Secure.Names, host):
		s.lead(rec, r)
	default: // nobody here; whoever watches over machines asks for their health by number
		rec.kind = "refused"
		http.Error(rec, http.StatusText(http.StatusMisdirectedRequest), http.StatusMisdirectedRequest)
	}
}

// hostOf is the name that a request is for, in lower case and without its port or final dot; "" when it names none, as HTTP/1.0 may.
func hostOf(r *http.Request) string {
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.TrimSuffix(host, "."))
}

// routePlain is who answers over plain HTTP beside HTTPS: the authority and whoever watches are answered, readers are led to HTTPS.
func (s *Server) routePlain(rec *recorder, r *http.Request) {
	switch {
	case s.cfg.Secure.Answer(rec, r):
		rec.kind = "certificate"
	case health(r.URL.Path) || !s.cfg.Secure.Ready():
		s.route(rec, r)
	default:
		s.lead(rec, r)
	}
}

func health(path string) bool { return path == "/healthz" || path == "/readyz" }

// lead sends a reader to the same page at the newspaper's own name over HTTPS; nothing of the request decides which host that is. GET and HEAD get
// the status that every browser knows, other methods one that keeps their body.
func (s *Server) lead(rec *recorder, r *http.Request) {
	rec.kind = "moved"
	path, status := r.URL.EscapedPath(), http.StatusPermanentRedirect
	if !strings.HasPrefix(path, "/") {
		path = "/"
	}
	if r.URL.RawQuery != "" {
		path += "?" + r.URL.RawQuery
	}
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		status = http.StatusMovedPermanently
	}
	h := rec.Header()
	h.Set("Location", s.secureOrigin()+path)
	h.Set("Cache-Control", "max-age=86400")
	if r.ProtoMajor == 1 {
		h.Set("Connection", "close") // it goes on elsewhere
	}
	h.Set("Content-Length", "0")
	rec.WriteHeader(status)
}

// secureOrigin is the newspaper's own name over HTTPS as readers see it.
func (s *Server) secureOrigin() string {
	if port := s.securePort(); port != 443 {
		return "https://" + net.JoinHostPort(s.cfg.Secure.Names[0], strconv.Itoa(port))
	}
	return "https://" + s.cfg.Secure.Names[0]
}

func (s *Server) securePort() int {
	if s.cfg.Secure.Port != 0 {
		return s.cfg.Secure.Port
	}
	return s.addr.(*net.TCPAddr).Port
}
