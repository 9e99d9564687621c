package server

import (
	"net"
	"net/netip"
	"sync"
	"syscall"
)

const (
	defaultMaxConns = 20_000

	// A network may hold three quarters of all connections. That is far more than the readers behind one address of a mobile operator, who are thousands,
	// and leaves the rest of the world a quarter whatever one network does.
	shareOfAll, ofAll = 3, 4

	spareFiles = 256 // for the database, the media and the log
)

// crowd counts open connections, in all and by network.
type crowd struct {
	most, share int
	trusted     []netip.Prefix // proxies, whose connections are everybody's

	mu      sync.Mutex
	all     int
	by      map[netip.Prefix]int
	refused int64
}

func newCrowd(most int, trusted []netip.Prefix) *crowd {
	if most <= 0 {
		most = min(defaultMaxConns, allowedFiles()-spareFiles)
	}
	return &crowd{most: max(most, 1), share: max(most*shareOfAll/ofAll, 1), trusted: trusted, by: map[netip.Prefix]int{}}
}

// allowedFiles is how many files the system lets us have open.
func allowedFiles() int {
	var limit syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit) != nil || limit.Cur > 1<<30 {
		return 1 << 30
	}
	return int(limit.Cur) //nolint:gosec // bounded above
}

// enter lets a connection in; leave must be called when it is closed, once. It reports false when there are too many, in all or from there.
func (c *crowd) enter(from net.Addr) (leave func(), ok bool) {
	network, shares := c.network(from)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.all >= c.most || shares && c.by[network] >= c.share {
		c.refused++
		return nil, false
	}
	c.all++
	c.by[network]++
	return func() { c.leave(network) }, true
}

func (c *crowd) leave(network netip.Prefix) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all--
	if c.by[network]--; c.by[network] == 0 {
		delete(c.by, network)
	}
}

// network is where a connection comes from, and whether it has only a share: this machine and proxies speak for many.
func (c *crowd) network(from net.Addr) (p netip.Prefix, shares bool) {
	peer, err := netip.ParseAddrPort(from.String())
	if err != nil {
		return p, false
	}
	ip := peer.Addr().Unmap().WithZone("")
	return truncate(ip), !ip.IsLoopback() && !among(ip, c.trusted)
}

func (c *crowd) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.all
}

func (c *crowd) refusals() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.refused
}

// listener counts the connections of a port.
func (c *crowd) listener(l net.Listener) net.Listener { return &counted{l, c} }

type counted struct {
	net.Listener
	crowd *crowd
}

// Accept gives the next connection that is let in. Others are reset rather than closed, which would leave us to remember them for a minute.
func (l *counted) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if leave, ok := l.crowd.enter(conn.RemoteAddr()); ok {
			return &member{conn.(*net.TCPConn), sync.OnceFunc(leave)}, nil
		}
		_, _ = conn.(*net.TCPConn).SetLinger(0), conn.Close()
	}
}

// member is a connection that was let in. It stays a TCPConn, to which the kernel can send files by itself.
type member struct {
	*net.TCPConn
	leave func()
}

func (m *member) Close() error {
	m.leave()
	return m.TCPConn.Close()
}

func (s *Server) samples() []Sample {
	return []Sample{
		{Name: "connections", Help: "Connections open now.", Value: float64(s.crowd.count())},
		{Name: "connections_refused_total", Help: "Connections turned away because there were too many, in all or from one network.", Counter: true, Value: float64(s.crowd.refusals())},
		{Name: "requests_gated_total", Help: "Requests refused because their network asked for too much that is not kept.", Counter: true, Value: float64(s.gate.refusals())},
	}
}
