package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// MaxSlugBytes bounds an address part. Arabic letters take two bytes each, so an Arabic slug holds about forty.
const MaxSlugBytes = 80

// Slug is the address part made from a title or a name: words in lower case joined by hyphens, Latin letters without accents,
// letters of other scripts as they are; "" when s holds neither letter nor digit. It is cut after a whole word where there is
// one. A slug is its own slug.
//
// gosimple/slug is not used because it transliterates Arabic, which no reader of Arabic would type.
func Slug(s string) string {
	s, _ = first(s, 500) // no need to read a whole book
	// Compatibility forms decompose into punctuation too (½, №): bare before the words are told apart.
	s = bare(repair(s))
	var b strings.Builder
	for _, r := range s {
		if !word(r) || apostrophe(r) {
			r = '-'
		}
		if r == '-' && (b.Len() == 0 || strings.HasSuffix(b.String(), "-")) {
			continue
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return shorten(norm.NFC.String(strings.Trim(b.String(), "-")))
}

// ValidSlug reports whether s is what Slug would make of it, and not empty.
func ValidSlug(s string) bool { return s != "" && len(s) <= MaxSlugBytes && Slug(s) == s }

func shorten(s string) string {
	if len(s) <= MaxSlugBytes {
		return s
	}
	if i := strings.LastIndexByte(s[:MaxSlugBytes+1], '-'); i > 0 {
		return s[:i]
	}
	end := MaxSlugBytes
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}
