// Package hit answers the plain GET of a page that the edge has at hand without net/http, whose care for everything that HTTP may be costs more than such an
// answer does. It stands between a port and net/http, reads what a connection sends, and recognises requests that are nothing but a GET with fields that
// change nothing. Everything else, and everything after it on that connection, goes to net/http with every byte as it came.
//
// What it promises:
//
//   - Whoever asks cannot tell which of the two has answered (FuzzAlike). What it does not recognise with certainty it does not answer: fields are looked up
//     in a list of harmless ones, and a request with any other is net/http's.
//   - An answer is one write. It takes as long as the reader needs, provided that each piece is taken within Patience.
//   - It makes no page and opens no file: it answers from memory or not at all.
//   - Close lets answers under way end; Wait waits for them.
package hit

import (
	"crypto/tls"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"griot/internal/edge"
)

// Config is what a Listener is made from. All is required but Note.
type Config struct {
	Edge *edge.Edge
	Now  func() time.Time

	// Fields gives the lines that answers for a host carry besides the page's, each ending in CRLF; ok is false where net/http has to say something else
	// to that host.
	Fields func(host string) (lines string, ok bool)

	Note     func(*Answer) // is told of each answer once it was written; it must not keep the Answer
	Detailed bool          // Note is told everything; else Began, Route and From alone

	Idle     time.Duration // how long a connection may be silent between two requests
	First    time.Duration // how long until its first request, and for a handshake
	Patience time.Duration // how long a reader may take for a piece of an answer
}

// Answer is an answer that was given.
type Answer struct {
	ID        string // as in X-Request-Id
	Began     time.Time
	Path      string // decoded
	Route     string
	From      string // as Ready says
	Encoding  string
	Bytes     int64 // of body
	Host      string
	Peer      string // address and port of the other end
	Forwarded string // X-Forwarded-For
	Referrer  string
	Agent     string // User-Agent
}

// Listener hands on the connections that it does not answer to whoever calls Accept: net/http.
type Listener struct {
	net.Listener
	cfg     Config
	date    dateLine
	ins     sync.Pool // of *buffer
	outs    sync.Pool // of *[]byte: answers being sent
	begin   sync.Once
	closed  chan struct{}
	close   sync.Once
	others  chan net.Conn
	errors  chan error
	closing atomic.Bool

	mu    sync.Mutex
	open  map[*conn]struct{}
	group sync.WaitGroup
}

// Listen stands before a listener. Nothing is accepted before Accept is called.
func Listen(l net.Listener, cfg Config) *Listener {
	return &Listener{
		Listener: l, cfg: cfg, closed: make(chan struct{}), others: make(chan net.Conn), errors: make(chan error), open: map[*conn]struct{}{},
		ins:  sync.Pool{New: func() any { return new(buffer) }},
		outs: sync.Pool{New: func() any { out := make([]byte, 0, answerBytes); return &out }},
	}
}

// Accept gives the next connection that is net/http's.
func (l *Listener) Accept() (net.Conn, error) {
	l.begin.Do(func() { go l.acceptAll() })
	select {
	case c := <-l.others:
		return c, nil
	case err := <-l.errors:
		return nil, err
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

// acceptAll takes connections until Close. An error is handed to net/http, which pauses before it asks again; so do we.
func (l *Listener) acceptAll() {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			select {
			case l.errors <- err:
				continue
			case <-l.closed:
				return
			}
		}
		l.attend(c)
	}
}

// Close stops accepting. Silent connections are closed, answers under way end: see Wait.
func (l *Listener) Close() error {
	err := net.ErrClosed
	l.close.Do(func() {
		l.closing.Store(true)
		close(l.closed)
		err = l.Listener.Close()
		l.mu.Lock()
		defer l.mu.Unlock()
		for c := range l.open {
			c.wake()
		}
	})
	return err
}

// Wait waits after Close until the last answer has been given, or until given up, and cuts off what then remains.
func (l *Listener) Wait(giveUp <-chan struct{}) {
	done := make(chan struct{})
	go func() { l.group.Wait(); close(done) }()
	select {
	case <-done:
		return
	case <-giveUp:
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.open {
		_ = c.Close()
	}
}

// attend serves a connection on a goroutine of its own.
func (l *Listener) attend(inner net.Conn) {
	c := &conn{Conn: inner, l: l}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closing.Load() {
		_ = inner.Close()
		return
	}
	l.open[c] = struct{}{}
	l.group.Go(func() {
		theirs := c.serve()
		l.mu.Lock()
		delete(l.open, c)
		l.mu.Unlock()
		l.give(theirs)
	})
}

// give hands a connection on; nil is none.
func (l *Listener) give(c net.Conn) {
	if c == nil {
		return
	}
	select {
	case l.others <- c:
	case <-l.closed:
		_ = c.Close()
	}
}

// handshake completes that of TLS, if there is one, and reports whether what follows is HTTP/1.1. An error is left to net/http, which gets it again and
// knows what to say to whoever speaks plain HTTP here.
func (c *conn) handshake() bool {
	secure, ok := c.Conn.(*tls.Conn)
	if !ok {
		return true
	}
	until := c.l.cfg.Now().Add(c.l.cfg.First)
	_ = c.SetWriteDeadline(until)
	c.awaits(until)
	err := secure.Handshake()
	_ = c.SetDeadline(time.Time{})
	protocol := secure.ConnectionState().NegotiatedProtocol
	return err == nil && (protocol == "" || protocol == "http/1.1")
}
