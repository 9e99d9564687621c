package press

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxRunes bounds what is looked at of a text: more than the smallest size has room for.
const maxRunes = 420

// readable keeps of a text what can be set: no control characters, no overriding of direction, no letter that no face has. broken says that most of its letters went.
func (c *cast) readable(s string) (runes []rune, broken bool) {
	s = norm.NFC.String(strings.ToValidUTF8(firstRunes(s, 4*maxRunes), " "))
	letters, lost := 0, 0
	for _, r := range s {
		letter := unicode.IsLetter(r)
		if letter {
			letters++
		}
		switch {
		case unicode.IsSpace(r) && !holds(r):
			if len(runes) > 0 && runes[len(runes)-1] != ' ' {
				runes = append(runes, ' ')
			}
		case r == '\u200c' || r == '\u200d': // Persian and others join by them
			runes = append(runes, r)
		case unicode.Is(unicode.Cf, r) || unicode.IsControl(r) || !c.has(r):
			if letter {
				lost++
			}
		default:
			runes = append(runes, r)
		}
	}
	for len(runes) > 0 && runes[len(runes)-1] == ' ' {
		runes = runes[:len(runes)-1]
	}
	return runes, 2*lost > letters
}

// firstRunes is the beginning of a text of at most n runes.
func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// holds is a space at which no line breaks.
func holds(r rune) bool { return r == '\u00a0' || r == '\u202f' || r == '\u2007' }

// ends lists the places at which a text may be cut: before each space.
func ends(runes []rune) (list []int) {
	for i, r := range runes {
		if r == ' ' {
			list = append(list, i)
		}
	}
	return list
}

// everywhere lists the places at which a text without spaces is cut.
func everywhere(runes []rune) []int {
	list := make([]int, len(runes))
	for i := range list {
		list[i] = i
	}
	return list
}

// cut is the beginning of a text with the mark that says that more follows. Nothing that opens or joins stands before the mark.
func cut(runes []rune, end int) []rune {
	for end > 0 && hangs(runes[end-1]) {
		end--
	}
	return append(append(make([]rune, 0, end+1), runes[:end]...), '…')
}

func hangs(r rune) bool {
	return unicode.IsSpace(r) || unicode.In(r, unicode.Ps, unicode.Pi, unicode.Pd, unicode.Mn) || strings.ContainsRune(",;:،؛.…", r)
}
