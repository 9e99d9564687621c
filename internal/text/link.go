package text

import (
	"net/url"
	"path"
	"strings"
)

// maxURLBytes bounds an address; the longest that browsers and search engines agree on.
const maxURLBytes = 2048

// link repairs the address of a link: http, https, mailto, tel, or a place on this site.
func link(raw string) (string, bool) {
	u := readURL(raw)
	if u == nil {
		return "", false
	}
	s := u.String()
	if s == "" || len(s) > maxURLBytes { // escapes make it longer
		return "", false
	}
	switch u.Scheme {
	case "http", "https":
		return s, u.Host != ""
	case "mailto", "tel":
		return s, u.Opaque != "" || u.RawQuery != ""
	}
	return s, u.Scheme == ""
}

// webURL is the address of something on the web; nil when raw is none.
func webURL(raw string) *url.URL {
	s, ok := link(raw)
	if !ok || !strings.HasPrefix(s, "https://") && !strings.HasPrefix(s, "http://") {
		return nil
	}
	u, _ := url.Parse(s)
	return u
}

// picture repairs the address of a picture: ours under /media/, or anybody's.
func picture(raw string) (string, bool) {
	s, ok := link(raw)
	return s, ok && (ours(s) || strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://"))
}

// recording repairs the address of sound or film: ours, or anybody's over https.
func recording(raw string) (string, bool) {
	s, ok := link(raw)
	return s, ok && (ours(s) || strings.HasPrefix(s, "https://"))
}

func ours(s string) bool {
	p, _, _ := strings.Cut(s, "?")
	return strings.HasPrefix(p, "/media/") && path.Clean(p) == p
}

// readURL reads an address as browsers do: white space around and inside, backslashes for slashes and a missing scheme are
// forgiven, what may not stand in an address is escaped. It is nil when no browser would make sense of it.
func readURL(raw string) *url.URL {
	s := strings.Map(withoutBreaks, strings.TrimSpace(raw))
	if len(s) > maxURLBytes {
		return nil
	}
	if strings.HasPrefix(s, "//") || strings.HasPrefix(s, `\\`) || strings.HasPrefix(s, `/\`) || strings.HasPrefix(s, `\/`) {
		s = "https://" + s[2:]
	}
	u, err := url.Parse(escapeURL(s))
	if err != nil {
		return nil
	}
	u.User = nil
	if u.Scheme == "tel" {
		u.Opaque = strings.ReplaceAll(u.Opaque, "%20", "")
	}
	return u
}

func withoutBreaks(r rune) rune {
	if r == '\n' || r == '\t' {
		return -1
	}
	return r
}

// escapeURL escapes every byte that the URL Standard would not have in an address, and a "%" that escapes nothing.
func escapeURL(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	b.Grow(len(s) + 16)
	host := hostOf(s)
	fragment := false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && !strings.ContainsAny(s[:i], "?#"):
			b.WriteByte('/')
		case i < host || legal(s, i) && !(c == '#' && fragment):
			b.WriteByte(c)
			fragment = fragment || c == '#'
		default:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}

// hostOf is where the host of s ends; its letters may be of any script.
func hostOf(s string) int {
	_, rest, found := strings.Cut(s, "://")
	if !found {
		return 0
	}
	if end := strings.IndexAny(rest, `/?#\`); end >= 0 {
		return len(s) - len(rest) + end
	}
	return len(s)
}

func legal(s string, i int) bool {
	c := s[i]
	if c == '%' {
		return i+2 < len(s) && ishex(s[i+1]) && ishex(s[i+2])
	}
	return c > ' ' && c < 0x7f && !strings.ContainsRune("\"<>[\\]^`{|}", rune(c))
}

func ishex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}
