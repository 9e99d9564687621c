package feed

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"
)

// outside is a client for addresses that somebody else wrote: it follows no redirect and no proxy, and reaches no machine but public ones, whatever a name resolves to at that moment. private lifts the last.
func outside(private bool) *http.Client {
	dialer := &net.Dialer{Timeout: hubPatience}
	if !private {
		dialer.Control = func(_, address string, _ syscall.RawConn) error { return publicOnly(address) }
	}
	return &http.Client{
		Timeout:       hubPatience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{DialContext: dialer.DialContext, TLSHandshakeTimeout: hubPatience, ResponseHeaderTimeout: hubPatience, MaxResponseHeaderBytes: 16 << 10,
			MaxIdleConns: 2, IdleConnTimeout: 30 * time.Second},
	}
}

// Outside is a client for addresses that somebody else wrote, as the hub's is.
func Outside(private bool) *http.Client { return outside(private) }

// publicOnly refuses an address, as it is about to be dialled, that is not on the public internet.
func publicOnly(address string) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	if !public(at.Addr().Unmap()) {
		return fmt.Errorf("%s is no public address", at.Addr())
	}
	return nil
}

// Ranges that net/netip counts among global addresses and that are not (RFC 6890), or that carry an address of the other family inside them.
var special = []string{"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
	"64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fec0::/10", "::/96"}

func public(ip netip.Addr) bool {
	if !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return false
	}
	for _, s := range special {
		if netip.MustParsePrefix(s).Contains(ip) {
			return false
		}
	}
	return true
}
