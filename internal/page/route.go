package page

import (
	"net/url"
	"strings"
	"unicode/utf8"
)

// Audience says who may call a route.
type Audience int

// Everyone is anybody at all, unnamed and unknown; the other audiences are staff and come with the desk.
const Everyone Audience = iota

// String is the audience as it stands in the route table of docs/contract.md.
func (a Audience) String() string { return "everyone" }

// Route is one line of a surface's table: an address, who may call it, which parameters belong to it, and what makes it.
type Route struct {
	Name    string
	Pattern string // a path; one "*" in it stands for anything, slashes included
	Who     Audience
	Query   []string // parameters that are part of the address, in canonical order; all others are ignored
	Make    Maker
}

// Address is a canonical public address: the key under which a page is kept.
type Address struct {
	Route *Route
	Path  string // decoded, begins with "/"
	Query url.Values
	Any   string // what "*" stood for
}

// Key is the address as one string, the same for every spelling of it.
func (a Address) Key() string {
	if len(a.Query) == 0 {
		return a.Path
	}
	var b strings.Builder
	b.WriteString(a.Path)
	sep := byte('?')
	for _, name := range a.Route.Query {
		for _, v := range a.Query[name] {
			b.WriteByte(sep)
			b.WriteString(name)
			b.WriteByte('=')
			b.WriteString(url.QueryEscape(v))
			sep = '&'
		}
	}
	return b.String()
}

// Table is the ordered list of every public route; the first that matches wins.
type Table []Route

// MaxQueryBytes bounds the query that is looked at; a longer one is treated as absent.
const MaxQueryBytes = 2048

// Find gives the canonical address for a decoded path and a raw query; ok is false when no route takes the path. Only parameters that
// the route names survive, each at most once, empty ones and those that are no text (NUL, broken UTF-8) not at all.
func (t Table) Find(path, rawQuery string) (at Address, ok bool) {
	for i := range t {
		any, ok := match(t[i].Pattern, path)
		if !ok {
			continue
		}
		at = Address{Route: &t[i], Path: path, Any: any}
		if len(t[i].Query) > 0 && rawQuery != "" && len(rawQuery) <= MaxQueryBytes {
			at.Query = known(rawQuery, t[i].Query)
		}
		return at, true
	}
	return Address{}, false
}

func known(raw string, names []string) url.Values {
	all, _ := url.ParseQuery(raw) // what could be read of a broken query is used
	kept := url.Values{}
	for _, n := range names {
		if v := all.Get(n); v != "" && utf8.ValidString(v) && !strings.ContainsRune(v, 0) {
			kept.Set(n, v)
		}
	}
	return kept
}

func match(pattern, path string) (any string, ok bool) {
	before, after, starred := strings.Cut(pattern, "*")
	if !starred {
		return "", pattern == path
	}
	if len(path) < len(before)+len(after) || !strings.HasPrefix(path, before) || !strings.HasSuffix(path, after) {
		return "", false
	}
	return path[len(before) : len(path)-len(after)], true
}
