package server

import (
	"errors"
	"net"
	"net/netip"
	"syscall"

	"griot/internal/fault"
)

// Listen takes the ports and gives the address of the public one. Its errors are one line with the remedy.
func (s *Server) Listen() (net.Addr, error) {
	if s.private != nil && !loopback(s.cfg.MetricsAddr) {
		return nil, fault.New(fault.Invalid, "metrics may not listen at %q: they are for this machine alone, write 127.0.0.1:PORT", s.cfg.MetricsAddr)
	}
	public, err := listen(s.cfg.Addr)
	if err != nil {
		return nil, err
	}
	if s.private != nil {
		if s.metricsAt, err = listen(s.cfg.MetricsAddr); err != nil {
			public.Close()
			return nil, err
		}
	}
	s.listener = public
	return public.Addr(), nil
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
	switch {
	case err == nil:
		return l, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fault.New(fault.Conflict, "%s is in use: stop the program that listens there, or choose another port (0 takes a free one)", addr)
	case errors.Is(err, syscall.EACCES):
		return nil, fault.New(fault.Forbidden, "may not listen at %s: choose a port above 1023, or give the program CAP_NET_BIND_SERVICE", addr)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return nil, fault.New(fault.Invalid, "cannot listen at %s: this machine does not have that address", addr)
	}
	return nil, fault.Wrap(fault.Invalid, err, "cannot listen at %q: write HOST:PORT, as in 127.0.0.1:8080", addr)
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
