package certificate

import (
	"net/netip"
	"strings"

	"golang.org/x/net/idna"

	"griot/internal/fault"
)

// Name is a name as certificates and browsers write it, in lower-case ASCII; fault.Invalid for what no authority certifies.
func Name(s string) (string, error) {
	ascii, err := idna.Lookup.ToASCII(strings.TrimSpace(s))
	_, number := netip.ParseAddr(ascii)
	if err != nil || number == nil || ascii == "" || len(ascii) > 253 || strings.Trim(ascii, ".") != ascii || strings.Contains(ascii, "..") || strings.Trim(ascii, "abcdefghijklmnopqrstuvwxyz0123456789.-") != "" {
		return "", fault.New(fault.Invalid, "no certificate can be had for %q: write a name alone, such as journal.example", s)
	}
	return ascii, nil
}
