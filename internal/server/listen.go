package server

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"syscall"

	"griot/internal/fault"
)

// Listen takes the ports and gives the address of the public one. Its errors are one line with the remedy.
func (s *Server) Listen() (net.Addr, error) {
	if s.private != nil && !loopback(s.cfg.MetricsAddr) {
		return nil, fault.New(fault.Invalid, "metrics may not listen at %q: they are for this machine alone, write 127.0.0.1:PORT", s.cfg.MetricsAddr)
	}
	if err := s.openDoors(); err != nil {
		return nil, err
	}
	if s.private != nil {
		var err error
		if s.metricsAt, err = listen(s.cfg.MetricsAddr); err != nil {
			s.closeDoors()
			s.doors = nil
			return nil, err
		}
	}
	return s.addr, nil
}

// Addr is where readers are answered, once Listen has succeeded.
func (s *Server) Addr() net.Addr { return s.addr }

// HTTPAddr is where plain HTTP is answered beside HTTPS, once Listen has succeeded; nil when there is none.
func (s *Server) HTTPAddr() net.Addr { return s.httpAddr }

// Fields are those that every answer over HTTPS bears, once Listen has succeeded; none without Secure.
func (s *Server) Fields() http.Header {
	h := http.Header{}
	if s.cfg.Secure != nil {
		h["Strict-Transport-Security"] = s.hstsField
	}
	if s.altSvc != nil {
		h["Alt-Svc"] = s.altSvc
	}
	return h
}

// MetricsAddr is where metrics are given, once Listen has succeeded; nil when they are not.
func (s *Server) MetricsAddr() net.Addr {
	if s.metricsAt == nil {
		return nil
	}
	return s.metricsAt.Addr()
}

func listen(addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	return l, refused(err, addr)
}

// listenPacket takes a port of UDP.
func listenPacket(addr string) (net.PacketConn, error) {
	c, err := net.ListenPacket("udp", addr)
	return c, refused(err, "udp "+addr)
}

// refused says what to do about a port that cannot be had.
func refused(err error, addr string) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.EADDRINUSE):
		return fault.New(fault.Conflict, "%s is in use: stop the program that listens there, or choose another port (0 takes a free one)", addr)
	case errors.Is(err, syscall.EACCES):
		return fault.New(fault.Forbidden, "may not listen at %s: choose a port above 1023, or give the program CAP_NET_BIND_SERVICE", addr)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return fault.New(fault.Invalid, "cannot listen at %s: this machine does not have that address", addr)
	}
	return fault.Wrap(fault.Invalid, err, "cannot listen at %q: write HOST:PORT, as in 127.0.0.1:8080", addr)
}

// loopback takes no names, not even localhost: a name may come to mean another address.
func loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}
