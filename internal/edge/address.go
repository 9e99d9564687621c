package edge

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"griot/internal/fault"
	"griot/internal/page"
)

// MaxPathBytes bounds the decoded path of a public address. The longest slug in Arabic script takes a quarter of it.
const MaxPathBytes = 2048

// readable gives the decoded path, or the reason why it is none of ours: Invalid when nothing could ever be there, NotFound when it is
// merely too long.
func readable(path string) (string, error) {
	switch {
	case path == "": // GET http://host HTTP/1.1
		return "/", nil
	case len(path) > MaxPathBytes:
		return "", fault.New(fault.NotFound, "this address is too long")
	case path[0] != '/' || !utf8.ValidString(path) || strings.ContainsFunc(path, forbidden) || climbs(path):
		return "", fault.New(fault.Invalid, "this address cannot be read")
	}
	return path, nil
}

func forbidden(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' }

// climbs reports a path with a "." or ".." segment, however it was spelled: browsers resolve these, so only a probe sends them.
func climbs(path string) bool {
	if !strings.Contains(path, "/.") {
		return false
	}
	for segment := range strings.SplitSeq(path, "/") {
		if segment == "." || segment == ".." {
			return true
		}
	}
	return false
}

// tidy is the one spelling of a path: single slashes, and one at the end unless the last segment is a file's name or a route
// is known by exactly this path. The result never begins with two slashes, so a redirect to it stays on this site.
func (e *Edge) tidy(path string) string {
	if strings.Contains(path, "//") {
		path = singleSlashes(path)
	}
	last := path[strings.LastIndexByte(path, '/')+1:]
	if last == "" || strings.Contains(last, ".") || e.bare[path] {
		return path
	}
	return path + "/"
}

func singleSlashes(path string) string {
	var b strings.Builder
	for i := range len(path) {
		if path[i] != '/' || i == 0 || path[i-1] != '/' {
			b.WriteByte(path[i])
		}
	}
	return b.String()
}

func bareRoutes(table page.Table) map[string]bool {
	bare := map[string]bool{}
	for _, route := range table {
		if !strings.HasSuffix(route.Pattern, "/") && !strings.Contains(route.Pattern, "*") {
			bare[route.Pattern] = true
		}
	}
	return bare
}

// movedTo redirects to another spelling of the same address, query included.
func movedTo(path, rawQuery string) *entry {
	to := url.URL{Path: path}
	if len(rawQuery) <= page.MaxQueryBytes {
		to.RawQuery = strings.ReplaceAll(rawQuery, "#", "%23") // a client that sends one raw would else be led to a fragment
	}
	return newEntry("", "", &page.Page{Status: 301, Location: to.String()}, stamp{})
}

// keyOf is page.Address.Key with "?" and "%" in the path kept apart from those that Key writes: the decoded paths of "/a%3Fb=1" and "/a?b=1" are
// two addresses.
func keyOf(at page.Address) string {
	if strings.ContainsAny(at.Path, "?%") {
		at.Path = strings.NewReplacer("%", "%25", "?", "%3F").Replace(at.Path)
	}
	return at.Key()
}
