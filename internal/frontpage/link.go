package frontpage

import (
	"context"
	"net/url"
	"strings"

	"griot/internal/address"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/staff"
)

// BreakingNowhere refuses an address of this newspaper at which there is nothing.
const BreakingNowhere staff.Reason = "breaking_nowhere"

// Link reads the address that somebody gave a line to lead to. An article of this newspaper, under any address it ever had, is given by its number, so that the line follows it; another
// page of ours must be there; one elsewhere must be an address. origin is ours, "https://host".
func Link(ctx context.Context, q db.Querier, origin, given string) (article int64, to string, err error) {
	given = strings.TrimSpace(given)
	path, ours := strings.CutPrefix(given, origin)
	if !ours || path != "" && path[0] != '/' {
		path = given
	}
	if path == "" && ours {
		path = "/"
	}
	if !leadsSomewhere(path) {
		return 0, "", fault.Wrap(fault.Invalid, BreakingAddress, "a breaking line leads to https://… or to a path of this newspaper, of at most %d bytes", MaxAddressBytes)
	}
	if !strings.HasPrefix(path, "/") {
		return 0, path, nil
	}
	u, err := url.Parse(path)
	if err != nil {
		return 0, "", fault.Wrap(fault.Invalid, BreakingAddress, "this address cannot be read")
	}
	return ownLink(ctx, q, u.Path, path)
}

// ownLink is what stands at a path of ours; whole is the path with all that followed it.
func ownLink(ctx context.Context, q db.Querier, path, whole string) (article int64, to string, err error) {
	if !strings.HasSuffix(path, "/") && !strings.Contains(path[strings.LastIndexByte(path, '/'):], ".") {
		path += "/"
	}
	for range 2 { // redirects are flat
		a, err := address.Find(ctx, q, path)
		switch {
		case fault.Is(err, fault.NotFound) && address.Reserved(path):
			return 0, whole, nil // the program's own
		case fault.Is(err, fault.NotFound) || err == nil && a.Kind == address.Gone:
			return 0, "", fault.Wrap(fault.Invalid, BreakingNowhere, "there is nothing at %.200s in this newspaper", path)
		case err != nil:
			return 0, "", err
		case a.Kind == address.Article:
			return a.Target, "", nil
		case a.Kind != address.Redirect:
			return 0, whole, nil
		}
		path, whole = a.Location, a.Location
	}
	return 0, whole, nil
}
