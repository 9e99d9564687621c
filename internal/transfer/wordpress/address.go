package wordpress

import (
	"net/url"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"griot/internal/address"
)

// site is the web site that an export came from.
type site struct {
	title string
	key   string // host without "www." and path: the same for http and https
	host  string // without "www."
	base  string // path of the site on its host, without a slash at its end
}

func newSite(title, base, link string) site {
	s := site{title: title}
	for _, raw := range []string{base, link} {
		if u, err := url.Parse(strings.TrimSpace(raw)); err == nil && u.Host != "" {
			s.host = bareHost(u.Host)
			s.base = strings.TrimRight(u.Path, "/")
			s.key = cut(s.host + s.base)
			return s
		}
	}
	s.key = cut("title:" + title)
	return s
}

func bareHost(host string) string { return strings.TrimPrefix(strings.ToLower(host), "www.") }

// decoded reads the percent signs of a slug or a path. Old databases cut slugs at 200 bytes, in the middle of a letter if need be:
// what is left of it goes.
func decoded(s string) string {
	if strings.Contains(s, "%") {
		for cut := 0; cut < 3 && cut <= len(s); cut++ {
			if plain, err := url.PathUnescape(s[:len(s)-cut]); err == nil {
				s = plain
				break
			}
		}
	}
	for len(s) > 0 {
		r, size := utf8.DecodeLastRuneInString(s)
		if r != utf8.RuneError || size != 1 {
			break
		}
		s = s[:len(s)-1]
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// oldPath is the path of a link of the old site, as it may stand in the address table; "" for what never was an address of its own
// (the front page, /?p=12) or cannot be one.
func oldPath(link string) string {
	u, err := url.Parse(strings.TrimSpace(link))
	if err != nil || u.RawQuery != "" && strings.Trim(u.Path, "/") == "" {
		return ""
	}
	p := strings.ToValidUTF8(u.Path, "")
	if p == "" || strings.ContainsFunc(p, unicode.IsControl) || strings.ContainsAny(p, `\?#`) {
		return ""
	}
	clean := path.Clean("/" + p)
	if clean == "/" || clean != strings.TrimRight("/"+strings.TrimLeft(p, "/"), "/") || len(clean)+1 > address.MaxPathBytes {
		return ""
	}
	if last := path.Base(clean); path.Ext(last) != "" && !strings.HasSuffix(p, "/") && filePage(path.Ext(last)) {
		return clean // permalinks such as /%postname%.html
	}
	return clean + "/"
}

func filePage(ext string) bool {
	switch strings.ToLower(ext) {
	case ".html", ".htm", ".php", ".asp", ".aspx":
		return true
	}
	return false
}

// ours reports whether an address is one of the old site's, and gives its path with its query there. Relative addresses are; those
// of other sites on the same host are not.
func (s site) ours(u *url.URL) bool {
	if u.Host == "" {
		return (u.Scheme == "" || u.Scheme == "http" || u.Scheme == "https") && u.Opaque == ""
	}
	return s.host != "" && bareHost(u.Host) == s.host && (u.Scheme == "" || u.Scheme == "http" || u.Scheme == "https") &&
		(s.base == "" || u.Path == s.base || strings.HasPrefix(u.Path, s.base+"/"))
}
