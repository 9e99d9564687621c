package text

import (
	"strings"

	"golang.org/x/net/html"
)

// foreign reports whether a start tag says that its content is in a language other than French.
func foreign(raw string) bool {
	lang, found := "", false
	if strings.Contains(raw, "lang") {
		eachAttr(raw, func(name string, start, end int) {
			if strings.EqualFold(name, "lang") {
				lang, found = strings.ToLower(raw[start:end]), true
			}
		})
	}
	return found && lang != "fr" && !strings.HasPrefix(lang, "fr-")
}

// frenchAttrs sets what readers see or hear of a tag's attributes.
func frenchAttrs(raw string) string {
	if !strings.Contains(raw, "alt") && !strings.Contains(raw, "title") {
		return raw
	}
	var b strings.Builder
	done := 0
	eachAttr(raw, func(name string, start, end int) {
		plain := html.UnescapeString(raw[start:end])
		set := plain
		if name == "alt" || name == "title" {
			set = French(plain)
		}
		if set != plain {
			b.WriteString(raw[done:start])
			escape(&b, set, inText+raw[start-1:start])
			done = end
		}
	})
	b.WriteString(raw[done:])
	return b.String()
}

// eachAttr calls f with the name of every attribute whose value stands in quotes, and with where that value is in raw.
func eachAttr(raw string, f func(name string, start, end int)) {
	for at := 0; at < len(raw); {
		quote := strings.IndexAny(raw[at:], `"'`)
		if quote < 0 {
			return
		}
		start := at + quote + 1
		end := strings.IndexByte(raw[start:], raw[start-1])
		if end < 0 {
			return
		}
		f(attrName(raw[at:start-1]), start, start+end)
		at = start + end + 1
	}
}

// attrName is the name that ends in "=" at the end of what stands before a value; "" when there is none.
func attrName(before string) string {
	before, found := strings.CutSuffix(strings.TrimRight(before, " \t\r\n\f"), "=")
	if !found {
		return ""
	}
	before = strings.TrimRight(before, " \t\r\n\f")
	return before[strings.LastIndexAny(before, " \t\r\n\f/")+1:]
}
