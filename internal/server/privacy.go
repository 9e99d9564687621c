package server

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// maxHops bounds how much of X-Forwarded-For is believed.
const maxHops = 16

// network is where a request came from, as far as the log may know: the /24 or /48 of whoever asked, and the last hop that
// is not a trusted proxy. The zero Prefix when it cannot be told.
func network(r *http.Request, trusted []netip.Prefix) netip.Prefix {
	return truncate(Address(r, trusted))
}

// Address is who asked, whole: for the doors of the newsroom, whose staff are told where somebody came in from. Nothing that readers do is kept with it. The zero Addr when it
// cannot be told.
func Address(r *http.Request, trusted []netip.Prefix) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return behind(peer.Addr(), r.Header["X-Forwarded-For"], trusted)
}

// behind follows X-Forwarded-For from right to left as long as it was written by a proxy that is trusted. What stands further left is
// whatever the sender liked to claim.
func behind(peer netip.Addr, lines []string, trusted []netip.Prefix) netip.Addr {
	client := peer.Unmap().WithZone("")
	hops := strings.Split(strings.Join(lines, ","), ",")
	for i := 0; i < min(len(hops), maxHops) && among(client, trusted); i++ {
		hop, ok := parseHop(hops[len(hops)-1-i])
		if !ok {
			break
		}
		client = hop
	}
	return client
}

// parseHop takes an address with or without port and brackets: proxies write all of these.
func parseHop(s string) (netip.Addr, bool) {
	s = strings.TrimSpace(s)
	if with, err := netip.ParseAddrPort(s); err == nil {
		return with.Addr().Unmap().WithZone(""), true
	}
	ip, err := netip.ParseAddr(strings.Trim(s, "[]"))
	return ip.Unmap().WithZone(""), err == nil
}

func among(ip netip.Addr, prefixes []netip.Prefix) bool {
	for _, p := range prefixes {
		if p.Contains(ip) {
			return true
		}
	}
	return false
}

// truncate is as much of an address as is ever kept, in a log or in memory: /24, /48.
func truncate(ip netip.Addr) netip.Prefix {
	bits := 48
	if ip.Is4() {
		bits = 24
	}
	p, _ := ip.Prefix(bits) // of no address, no prefix
	return p
}

func prefixName(p netip.Prefix) string {
	if !p.IsValid() {
		return ""
	}
	return p.String()
}

// referrer is the host that a reader came from; "" for none, for our own, and for what cannot be read.
func referrer(from, own string) string {
	u, err := url.Parse(from)
	if err != nil || u.Host == own {
		return ""
	}
	return clip(u.Hostname(), maxLogged)
}
