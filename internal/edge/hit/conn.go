package hit

import (
	"errors"
	"io"
	"net"
	"time"

	"griot/internal/agent"
	"griot/internal/edge"
)

const (
	requestBytes = 4 << 10  // a longer head is net/http's
	answerBytes  = 16 << 10 // what most answers fit in
	piece        = 32 << 10 // of an answer, for which a reader has Patience

	// nextBytes is how much of a second request net/http wants to see before it counts as one: a connection that ends before that has just ended.
	nextBytes = 4

	// rearm is how old a deadline may be before it is set anew: setting one costs as much as recognising a request.
	rearm = 5 * time.Second
)

// errTheirs says that what was read is net/http's.
var errTheirs = errors.New("not a plain GET of a page at hand")

// conn is a connection while it is ours.
type conn struct {
	net.Conn
	l *Listener

	idleSet, writeSet   time.Time // when deadlines were last set
	host, accept, agent string    // of the last request: who asks on one connection asks in the same words
	robot, judged       bool      // what agent is, once that was asked
	answered            bool      // a request
}

// same gives b as a string, which is the last one if it says the same.
func same(last *string, b []byte) string {
	if string(b) != *last {
		*last = string(b)
	}
	return *last
}

// serve answers until something comes that is not ours to answer, and gives the connection for net/http; nil when it is over.
func (c *conn) serve() (theirs net.Conn) {
	if !c.handshake() {
		return c.Conn
	}
	b := c.l.ins.Get().(*buffer)
	defer c.l.ins.Put(b)
	c.awaits(c.l.cfg.Now().Add(c.l.cfg.First))
	for have := 0; ; {
		n, err := c.Read(b.in[have:])
		if err != nil {
			_ = c.Close()
			return nil
		}
		rest, err := c.answerAll(b, b.in[:have+n])
		have = 0
		if errors.Is(err, errTheirs) {
			if c.answered && len(rest) < nextBytes {
				have = copy(b.in[:], rest)
				continue
			}
			_ = c.SetDeadline(time.Time{})
			return handOn(c.Conn, rest)
		}
		if err != nil || c.l.closing.Load() {
			_ = c.Close()
			return nil
		}
	}
}

// answerAll answers each of the requests that were read. What it cannot answer it gives back with errTheirs.
func (c *conn) answerAll(b *buffer, read []byte) (rest []byte, err error) {
	for rest = read; len(rest) > 0; {
		size, ok := parse(rest, &b.request)
		if !ok {
			return rest, errTheirs
		}
		if err := c.answer(b); err != nil {
			return rest, err
		}
		rest = rest[size:]
	}
	return nil, nil
}

// answer sends what the edge has for a request.
func (c *conn) answer(b *buffer) error {
	r, began := &b.request, c.l.cfg.Now()
	path, ok := r.decoded(b.path[:0])
	if !ok {
		return errTheirs
	}
	lines, ok := c.l.cfg.Fields(same(&c.host, r.host))
	if !ok {
		return errTheirs
	}
	ready, ok := c.l.cfg.Edge.Ready(path, string(r.query), c.acceptLines(r))
	if !ok {
		return errTheirs
	}
	id := newID()
	out := c.l.outs.Get().(*[]byte)
	defer c.l.outs.Put(out)
	*out = append((*out)[:0], "HTTP/1.1 200 OK\r\n"...)
	for _, part := range [...]string{lines, "X-Request-Id: ", string(id[:]), "\r\n", c.l.date.at(began)} {
		*out = append(*out, part...)
	}
	*out = append(append(append(*out, ready.Head...), "\r\n"...), ready.Body...)
	if err := c.send(*out, began); err != nil {
		return err
	}
	c.answered = true
	c.count(r, &ready)
	c.note(r, &ready, id[:], path, began)
	return nil
}

// send writes an answer, and moves deadlines on.
func (c *conn) send(out []byte, now time.Time) error {
	if now.Sub(c.idleSet) > rearm {
		c.idleSet = now
		c.awaits(now.Add(c.l.cfg.Idle))
	}
	for len(out) > piece {
		_ = c.SetWriteDeadline(c.l.cfg.Now().Add(c.l.cfg.Patience))
		c.writeSet = time.Time{}
		if _, err := c.Write(out[:piece]); err != nil {
			return err
		}
		out = out[piece:]
	}
	if now.Sub(c.writeSet) > rearm {
		c.writeSet = now
		_ = c.SetWriteDeadline(c.l.cfg.Now().Add(c.l.cfg.Patience + rearm))
	}
	_, err := c.Write(out)
	return err
}

// awaits gives reading until then, or no time at all once the listener closes: Close may have woken us just before.
func (c *conn) awaits(until time.Time) {
	_ = c.SetReadDeadline(until)
	if c.l.closing.Load() {
		c.wake()
	}
}

// wake ends a read under way.
func (c *conn) wake() { _ = c.SetReadDeadline(time.Unix(1, 0)) }

// count counts a reader. Who asks on one connection hardly changes, and telling robots takes longer than the rest.
func (c *conn) count(r *request, ready *edge.Ready) {
	if !ready.Counts() {
		return
	}
	if string(r.agent) != c.agent || !c.judged {
		c.robot, c.judged = agent.Of(same(&c.agent, r.agent)) == agent.Robot, true
	}
	if !c.robot {
		c.l.cfg.Edge.Read(*ready)
	}
}

// acceptLines is Accept-Encoding as net/http has it in its Header.
func (c *conn) acceptLines(r *request) []string {
	if r.seen&accept == 0 {
		return nil
	}
	r.lines[0] = same(&c.accept, r.accept)
	return r.lines[:]
}

func (c *conn) note(r *request, ready *edge.Ready, id []byte, path string, began time.Time) {
	if c.l.cfg.Note == nil {
		return
	}
	a := Answer{Began: began, Route: ready.Route, From: ready.From}
	if c.l.cfg.Detailed {
		a.ID, a.Path, a.Encoding, a.Bytes = string(id), path, ready.Encoding, int64(len(ready.Body))
		a.Host, a.Peer, a.Forwarded, a.Referrer, a.Agent = c.host, c.RemoteAddr().String(), string(r.forwarded), string(r.referrer), string(r.agent)
	}
	c.l.cfg.Note(&a)
}

// buffer is what a connection needs while it is ours, silent or not.
type buffer struct {
	in      [requestBytes]byte
	path    [256]byte
	request request
}

// handed is a connection with what was read of it put back.
type handed struct {
	duplex
	before []byte
}

// duplex is what TCP and TLS connections have in common beyond a net.Conn, and net/http looks for.
type duplex interface {
	net.Conn
	CloseWrite() error
}

// Read gives what was put back first.
func (h *handed) Read(b []byte) (int, error) {
	if len(h.before) == 0 {
		return h.duplex.Read(b)
	}
	n := copy(b, h.before)
	h.before = h.before[n:]
	return n, nil
}

// handedFile is one to which the kernel can send files by itself.
type handedFile struct {
	*handed
	io.ReaderFrom
}

func handOn(c net.Conn, before []byte) net.Conn {
	d, ok := c.(duplex)
	if !ok {
		d = oneWay{c}
	}
	h := &handed{d, append([]byte(nil), before...)}
	if from, ok := c.(io.ReaderFrom); ok {
		return handedFile{h, from}
	}
	return h
}

// oneWay is a connection that can only be closed as a whole.
type oneWay struct{ net.Conn }

// CloseWrite does nothing; Close follows.
func (oneWay) CloseWrite() error { return nil }
