package server

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"sync"
)

// door is a way in: a port and what answers there.
type door struct {
	serve    func() error
	shutdown func(ctx context.Context) error // lets requests under way end
	close    func()                          // and cuts them off
}

// openDoors takes the ports. What was taken is given back when one of them cannot be had.
func (s *Server) openDoors() (err error) {
	defer func() {
		if err != nil {
			s.closeDoors()
			s.doors = nil
		}
	}()
	if s.cfg.Secure == nil {
		return s.openPlain()
	}
	return s.openSecure()
}

func (s *Server) closeDoors() {
	for _, d := range s.doors {
		d.close()
	}
}

// openPlain is the one door of a newsroom without certificates.
func (s *Server) openPlain() error {
	l, err := listen(s.cfg.Addr)
	if err != nil {
		return err
	}
	s.addr = l.Addr()
	s.openTCP(s.limited(s.bounded(s.through(s.route))), s.stand(s.crowd.listener(l)), l)
	return nil
}

// stand lets whatever was configured stand between a port and net/http.
func (s *Server) stand(l net.Listener) net.Listener {
	if s.cfg.Stand == nil {
		return l
	}
	return s.cfg.Stand(l)
}

// openTCP adds a door of net/http; at is the port itself, which is closed even if nobody was ever served.
func (s *Server) openTCP(h *http.Server, l net.Listener, at net.Listener) {
	s.doors = append(s.doors, door{
		serve:    func() error { return unlessClosed(h.Serve(l)) },
		shutdown: h.Shutdown,
		close:    func() { _, _ = h.Close(), at.Close() },
	})
}

// openSecure opens HTTPS over TCP and over QUIC, and plain HTTP beside them.
func (s *Server) openSecure() error {
	l, err := listen(s.cfg.Addr)
	if err != nil {
		return err
	}
	s.addr = l.Addr()
	secure := s.limited(s.bounded(s.through(s.routeSecure)))
	secure.TLSConfig = s.cfg.Secure.TLS.Clone()
	s.openTCP(secure, s.stand(tls.NewListener(s.crowd.listener(l), secure.TLSConfig)), l)
	if !s.cfg.Secure.NoQUIC {
		if err := s.openQUIC(l.Addr()); err != nil {
			return err
		}
	}
	if l, err = listen(s.cfg.Secure.HTTPAddr); err != nil {
		return err
	}
	s.httpAddr = l.Addr()
	s.openTCP(s.limited(s.bounded(s.through(s.routePlain))), s.crowd.listener(l), l)
	return nil
}

// stopDoors lets requests under way end, at every door at once, and reports whether all did before ctx ended.
func (s *Server) stopDoors(ctx context.Context) bool {
	var group sync.WaitGroup
	errs := make([]error, len(s.doors))
	for i, d := range s.doors {
		group.Go(func() { errs[i] = d.shutdown(ctx) })
	}
	group.Wait()
	return errors.Join(errs...) == nil
}
