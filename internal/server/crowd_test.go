package server

import (
	"fmt"
	"net"
	"net/netip"
	"testing"
)

func from(s string) net.Addr { return net.TCPAddrFromAddrPort(netip.MustParseAddrPort(s)) }

// A network fills its share and no more; the rest of the world goes on coming in until there is no room at all.
func TestNobodyTakesAllConnections(t *testing.T) {
	t.Parallel()
	c := newCrowd(100, []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")})
	enter := func(addr string) bool { _, ok := c.enter(from(addr)); return ok }
	for i := range 75 {
		if !enter(fmt.Sprintf("203.0.113.%d:1", i)) {
			t.Fatalf("connection %d of one network is refused", i)
		}
	}
	for addr, want := range map[string]bool{
		"203.0.113.200:1": false, "[::ffff:203.0.113.200]:1": false, // the same network, however it is written
		"203.0.114.1:1": true, "[2001:db8:1:2::3]:1": true,
	} {
		if enter(addr) != want {
			t.Errorf("%s is let in: %v", addr, !want)
		}
	}
	for i := range 23 {
		if !enter(fmt.Sprintf("10.0.0.%d:1", i)) {
			t.Fatalf("connection %d of a trusted proxy is refused", i)
		}
	}
	if enter("192.0.2.1:1") || c.count() != 100 || c.refusals() != 3 {
		t.Errorf("%d are open, %d were refused", c.count(), c.refusals())
	}
}

// Proxies and this machine speak for many and have no share of their own.
func TestWhoHasNoShare(t *testing.T) {
	t.Parallel()
	c := newCrowd(100, []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")})
	for addr, want := range map[string]bool{"127.0.0.1:1": false, "[::1]:1": false, "10.1.2.3:4": false, "11.1.2.3:4": true, "[fe80::1%eth0]:1": true} {
		if _, shares := c.network(from(addr)); shares != want {
			t.Errorf("%s has a share: %v", addr, shares)
		}
	}
	if p, shares := c.network(&net.UnixAddr{Name: "@"}); p.IsValid() || shares {
		t.Errorf("no address is %v", p)
	}
}

// Who leaves makes room, and is forgotten.
func TestLeavingMakesRoom(t *testing.T) {
	t.Parallel()
	c := newCrowd(4, nil)
	var leave func()
	for range 3 {
		leave, _ = c.enter(from("203.0.113.1:1"))
	}
	if _, ok := c.enter(from("203.0.113.2:1")); ok {
		t.Error("a fourth from there is let in")
	}
	leave()
	last, ok := c.enter(from("203.0.113.2:1"))
	if !ok {
		t.Error("nobody is let in after somebody left")
	}
	last()
	leave()
	leave()
	if c.count() != 0 || len(c.by) != 0 {
		t.Errorf("%d are open, %d networks remembered", c.count(), len(c.by))
	}
}

func TestHowMany(t *testing.T) {
	t.Parallel()
	if c := newCrowd(0, nil); c.most < 1 || c.most > defaultMaxConns || c.share > c.most || c.share < c.most/2 {
		t.Errorf("%d in all, %d of one network", c.most, c.share)
	}
	if c := newCrowd(1, nil); c.most != 1 || c.share != 1 {
		t.Errorf("%d in all, %d of one network", c.most, c.share)
	}
}

// A refused connection is reset, and its place in the line goes to the next.
func TestTheListenerRefuses(t *testing.T) {
	t.Parallel()
	port, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = port.Close() }()
	c := newCrowd(1, nil)
	accepted := make(chan net.Conn)
	go func() {
		for l := c.listener(port); ; {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			accepted <- conn
		}
	}()
	dial := func() net.Conn {
		conn, err := net.Dial("tcp", port.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.Close() })
		return conn
	}
	dial()
	first := <-accepted
	if conn, err := net.Dial("tcp", port.Addr().String()); err == nil { // the reset may come before the connection is thought open
		if _, err := conn.Read(make([]byte, 1)); err == nil {
			t.Error("a second connection is read from")
		}
		_ = conn.Close()
	}
	_, _ = first.Close(), first.Close()
	dial()
	<-accepted
	if c.count() != 1 || c.refusals() != 1 {
		t.Errorf("%d open, %d refused", c.count(), c.refusals())
	}
}
