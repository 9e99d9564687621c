package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/quic-go/quic-go"
	"github.com/quic-go/quic-go/http3"
)

const (
	quicStreams   = 100       // requests at once on a connection
	quicWindow    = 128 << 10 // of what a reader may send ahead on one stream: bodies are small here
	quicAllWindow = 512 << 10 // and on all streams of a connection
	quicCrowd     = 512       // connections above which who opens one must first show that its address is its own

	// quicFarewell is how long the last packets may take to arrive when the program ends: HTTP/3 does not say when they have.
	quicFarewell = time.Second
)

// quicDoor is HTTP/3. The library has no time limit for a request's header, so a connection on which no whole request has come for a while is
// closed from here.
type quicDoor struct {
	server    *http3.Server
	socket    net.PacketConn
	transport *quic.Transport
	listener  *quic.EarlyListener
	crowd     *crowd
	times     times
	now       func() time.Time
	under     atomic.Int64 // requests under way
	open      sync.Map     // of *quicConn
	done      chan struct{}
}

type quicKey struct{}

type quicConn struct {
	conn  *quic.Conn
	under atomic.Int64 // requests under way
	last  atomic.Int64 // when the last one began or ended, Unix nanoseconds
}

// openQUIC takes the same port of UDP as HTTPS has of TCP.
func (s *Server) openQUIC(at net.Addr) error {
	socket, err := listenPacket(at.String())
	if err != nil {
		return err
	}
	q := &quicDoor{socket: socket, crowd: s.crowd, times: s.times, now: s.cfg.Now, done: make(chan struct{})}
	q.transport = &quic.Transport{Conn: socket, VerifySourceAddress: func(net.Addr) bool { return s.crowd.count() > quicCrowd }}
	q.server = &http3.Server{
		Handler:        s.bounded(q.track(s.through(s.routeSecure))),
		MaxHeaderBytes: maxHeaderBytes,
		IdleTimeout:    s.times.idle,
		ConnContext:    q.admit,
	}
	q.listener, err = q.transport.ListenEarly(http3.ConfigureTLSConfig(s.cfg.Secure.TLS.Clone()), &quic.Config{
		Allow0RTT: true, MaxIdleTimeout: s.times.idle, MaxIncomingStreams: quicStreams, MaxIncomingUniStreams: 8,
		InitialStreamReceiveWindow: quicWindow, MaxStreamReceiveWindow: quicWindow,
		InitialConnectionReceiveWindow: quicAllWindow, MaxConnectionReceiveWindow: quicAllWindow,
	})
	if err != nil {
		return errors.Join(fmt.Errorf("HTTP/3: %w", err), socket.Close())
	}
	s.altSvc = []string{fmt.Sprintf(`h3=":%d"; ma=%d`, s.securePort(), altSvcAge)}
	s.doors = append(s.doors, door{serve: q.serve, shutdown: q.shutdown, close: q.close})
	return nil
}

func (q *quicDoor) serve() error {
	go q.sweep()
	defer close(q.done)
	return unlessClosed(q.server.ServeListener(q.listener))
}

// admit makes a new connection known to its requests, and turns it away where there are too many already.
func (q *quicDoor) admit(ctx context.Context, conn *quic.Conn) context.Context {
	leave, ok := q.crowd.enter(conn.RemoteAddr())
	if !ok {
		_ = conn.CloseWithError(quic.ApplicationErrorCode(http3.ErrCodeExcessiveLoad), "")
		return ctx
	}
	c := &quicConn{conn: conn}
	c.last.Store(q.now().UnixNano())
	q.open.Store(c, true)
	context.AfterFunc(conn.Context(), func() {
		q.open.Delete(c)
		leave()
	})
	return context.WithValue(withHandshake(ctx, conn.HandshakeComplete()), quicKey{}, c)
}

// track keeps account of requests, and gives each body its time.
func (q *quicDoor) track(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q.under.Add(1)
		defer q.under.Add(-1)
		c, known := r.Context().Value(quicKey{}).(*quicConn)
		if !known { // turned away
			return
		}
		c.under.Add(1)
		defer func() {
			c.last.Store(q.now().UnixNano())
			c.under.Add(-1)
		}()
		c.last.Store(q.now().UnixNano())
		_ = http.NewResponseController(w).SetReadDeadline(q.now().Add(q.times.whole))
		h.ServeHTTP(w, r)
	})
}

// sweep closes connections that only pretend to be used.
func (q *quicDoor) sweep() {
	tick := time.NewTicker(q.times.idle / 4)
	defer tick.Stop()
	for {
		select {
		case <-q.done:
			return
		case <-tick.C:
			q.closeIdle(q.now())
		}
	}
}

func (q *quicDoor) closeIdle(now time.Time) {
	q.open.Range(func(key, _ any) bool {
		if c := key.(*quicConn); c.under.Load() == 0 && now.Sub(time.Unix(0, c.last.Load())) > q.times.idle {
			_ = c.conn.CloseWithError(quic.ApplicationErrorCode(http3.ErrCodeNoError), "")
		}
		return true
	})
}

// shutdown takes no new requests, waits for those under way and a moment longer. It does not wait for readers to close their connections, which
// browsers keep for minutes.
func (q *quicDoor) shutdown(ctx context.Context) error {
	last, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		defer cancel()
		q.finish(last)
	}()
	err := q.server.Shutdown(last)
	if ctx.Err() == nil { // all that remained were connections without requests
		err = nil
	}
	q.closeSocket()
	return err
}

// finish returns when no request has been under way for a moment.
func (q *quicDoor) finish(ctx context.Context) {
	const look = quicFarewell / 20
	tick := time.NewTicker(look)
	defer tick.Stop()
	for quiet := time.Duration(0); quiet < quicFarewell; quiet += look {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if q.under.Load() > 0 {
			quiet = 0
		}
	}
}

func (q *quicDoor) close() {
	_ = q.server.Close()
	q.closeSocket()
}

func (q *quicDoor) closeSocket() { _, _, _ = q.listener.Close(), q.transport.Close(), q.socket.Close() }
