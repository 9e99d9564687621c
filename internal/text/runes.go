package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// repair takes out of text what no reader should meet: controls, bidirectional overrides (they make a name read as another),
// byte order marks and noncharacters. Bytes that are not UTF-8 are read as Windows-1252, which is what old archives hold.
func repair(s string) string {
	if !utf8.ValidString(s) {
		s = windows1252(s)
	}
	return strings.Map(repairRune, s)
}

func repairRune(r rune) rune {
	switch {
	case r == '\t' || r == '\n':
		return r
	case r == '\r' || r == '\f' || r == '\v' || r == 0x85 || r == 0x2028 || r == 0x2029:
		return ' '
	case r < ' ' || r >= 0x7f && r < 0xa0:
		return -1
	case r < 0x200b:
		return r
	case invisible(r):
		return -1
	}
	return r
}

// invisible keeps the joiners (Persian and emoji need them) and the plain direction marks.
func invisible(r rune) bool {
	switch {
	case r == 0x200b, r == 0xfeff, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
		return true
	case r >= 0xfff9 && r <= 0xfffb, r >= 0xfdd0 && r <= 0xfdef, r&0xfffe == 0xfffe:
		return true
	}
	return false
}

func windows1252(s string) string {
	var b strings.Builder
	b.Grow(len(s) + len(s)/8)
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			r = charmap.Windows1252.DecodeByte(s[i])
		}
		b.WriteRune(r)
		i += n
	}
	return b.String()
}

// fold makes one space of each run of white space and none at the ends. A lone no-break space stays: French needs it.
func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	var gap rune
	for _, r := range s {
		if unicode.IsSpace(r) {
			gap = widest(gap, r)
			continue
		}
		if gap != 0 && b.Len() > 0 {
			b.WriteRune(gap)
		}
		gap = 0
		b.WriteRune(r)
	}
	return b.String()
}

func widest(gap, r rune) rune {
	if gap == 0 && (r == nbsp || r == nnbsp) {
		return r
	}
	return ' '
}

// blank reports whether nothing in s would leave a mark on paper.
func blank(s string) bool {
	for _, r := range s {
		if !unicode.IsSpace(r) && r != 0x200c && r != 0x200d && r != 0x2060 {
			return false
		}
	}
	return true
}

// first is the start of s, at most n runes of it; whole is false when something was cut.
func first(s string, n int) (start string, whole bool) {
	if n <= 0 {
		return "", s == ""
	}
	for i := range s {
		if n == 0 {
			return s[:i], false
		}
		n--
	}
	return s, true
}
