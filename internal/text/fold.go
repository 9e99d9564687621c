package text

import (
	"strings"
	"unicode"
)

// Fold is s as it is compared: lower case, accents and Arabic vowel marks off, ligatures spelt out, Arabic letters that
// typists interchange made one (أ إ آ ا; ى ي; ة ه), digits of any script as 0 to 9. Apostrophes and white space of every kind
// become a plain space, so that "Côte d’Ivoire" and "cote d'ivoire" meet.
func Fold(s string) string {
	return strings.TrimSpace(strings.Map(foldRune, bare(repair(s))))
}

func foldRune(r rune) rune {
	switch r {
	case 'أ', 'إ', 'آ', 'ٱ':
		return 'ا'
	case 'ى', 'ی':
		return 'ي'
	case 'ة':
		return 'ه'
	case 'ک':
		return 'ك'
	}
	if unicode.IsSpace(r) || apostrophe(r) {
		return ' '
	}
	if d, ok := digit(r); ok {
		return d
	}
	return unicode.ToLower(r)
}

// digit is the ASCII digit for a decimal digit of any script. Unicode keeps each script's ten digits together, after something
// that is no digit, so that counting down to the zero needs no table.
func digit(r rune) (rune, bool) {
	if r < 0x80 || !unicode.IsDigit(r) {
		return r, false
	}
	d := '0'
	for d < '9' && unicode.IsDigit(r-1) {
		r--
		d++
	}
	return d, true
}

// Tokens are the folded words of s, for an index: runs of letters, marks and digits. "l’eau" gives "l" and "eau".
func Tokens(s string) []string {
	return strings.FieldsFunc(Fold(s), func(r rune) bool { return !word(r) })
}
