package edge

import (
	"crypto/sha256"
	"encoding/base64"
	"io"
	"maps"
	"net/textproto"
	"slices"
	"strings"

	"griot/internal/page"
)

// contentHash names what a page says: its bytes and the fields that it brings. Twelve bytes of SHA-256 are enough to tell
// the versions of one address apart.
func contentHash(p *page.Page) string {
	h := sha256.New()
	for _, s := range []string{p.ContentType, p.Language} {
		io.WriteString(h, s+"\x00")
	}
	for _, name := range slices.Sorted(maps.Keys(p.Header)) {
		io.WriteString(h, name+"\x00"+p.Header[name]+"\x00")
	}
	h.Write(p.Body)
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:12])
}

// tagOf is the entity tag of a form. It differs between the quick and the strong form of one encoding, because their bytes differ and the tag
// is a strong one.
func tagOf(hash string, enc encoding, s strength) string {
	if enc == identity {
		return `"` + hash + `"`
	}
	return `"` + hash + "-" + enc.token() + [...]string{quick: "-q", strong: ""}[s] + `"`
}

// matching looks through the lines of If-None-Match or If-Match for one of some strong tags, or "*". A weak one
// counts only where weak is true. It gives the tag that matched; "" for "*".
func matching(lines, tags []string, weak bool) (tag string, ok bool) {
	for _, line := range lines {
		for rest := line; ; {
			var isWeak bool
			if tag, isWeak, rest, ok = nextTag(rest); !ok {
				break
			}
			if tag == "*" {
				return "", true
			}
			if (weak || !isWeak) && slices.Contains(tags, tag) {
				return tag, true
			}
		}
	}
	return "", false
}

// nextTag takes one entity tag off a list (RFC 9110 §8.8.3). What cannot be read ends the list.
func nextTag(list string) (tag string, weak bool, rest string, ok bool) {
	list = strings.TrimLeft(list, " \t,")
	if after, star := strings.CutPrefix(list, "*"); star {
		return "*", false, after, true
	}
	list, weak = strings.CutPrefix(list, "W/")
	if !strings.HasPrefix(list, `"`) {
		return "", false, "", false
	}
	end := strings.IndexByte(list[1:], '"')
	if end < 0 {
		return "", false, "", false
	}
	return list[:end+2], weak, textproto.TrimString(list[end+2:]), true
}
