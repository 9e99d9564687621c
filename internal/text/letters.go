package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// bare takes accents off Latin letters and vowel marks off Arabic ones, spells ligatures out and leaves other scripts whole: the
// marks of Devanagari or N’Ko are letters to those who read them. Compatibility forms (ﬁ, ², full width) become plain.
func bare(s string) string {
	if ascii(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	keepMarks := false
	// What is taken out between two marks lets them change places: decompose again.
	for _, r := range norm.NFD.String(strings.Map(dropUnseen, norm.NFKD.String(s))) {
		switch {
		case unicode.Is(unicode.M, r):
			if keepMarks && !arabicMark(r) {
				b.WriteRune(r)
			}
		default:
			keepMarks = unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) && !apostrophe(r)
			writeBare(&b, r)
		}
	}
	return norm.NFC.String(b.String())
}

// dropUnseen takes out the tatweel, which only stretches a word, and the joiners and hyphens that nobody sees.
func dropUnseen(r rune) rune {
	if r == 0x640 || r >= 0xad && unicode.Is(unicode.Cf, r) {
		return -1
	}
	return r
}

func writeBare(b *strings.Builder, r rune) {
	if r < 0x80 {
		b.WriteRune(r)
	} else if p := plainLatin(r); p != "" {
		b.WriteString(p)
	} else {
		b.WriteRune(r)
	}
}

// plainLatin spells the Latin letters that no decomposition takes apart: ligatures, strokes, and the hooked and open letters of
// Hausa, Fulfulde, Bambara, Ewe, Akan and Lingala.
func plainLatin(r rune) string {
	switch r {
	case 'œ', 'Œ':
		return "oe"
	case 'æ', 'Æ':
		return "ae"
	case 'ß', 'ẞ':
		return "ss"
	case 'þ', 'Þ':
		return "th"
	case 'ø', 'Ø', 'ɔ', 'Ɔ', 'ɵ', 'Ɵ':
		return "o"
	case 'đ', 'Đ', 'ð', 'Ð', 'ɗ', 'Ɗ', 'ɖ', 'Ɖ':
		return "d"
	case 'ɛ', 'Ɛ', 'ǝ', 'Ǝ', 'ə', 'Ə':
		return "e"
	case 'ŋ', 'Ŋ', 'ɲ', 'Ɲ':
		return "n"
	case 'ɓ', 'Ɓ':
		return "b"
	case 'ł', 'Ł':
		return "l"
	case 'ƙ', 'Ƙ':
		return "k"
	case 'ƒ', 'Ƒ':
		return "f"
	case 'ɣ', 'Ɣ':
		return "g"
	case 'ɩ', 'Ɩ', 'ı':
		return "i"
	case 'ʋ', 'Ʋ':
		return "v"
	case 'ƴ', 'Ƴ':
		return "y"
	}
	return ""
}

// arabicMark tells vowel signs and Koranic signs; not the hamza and madda above and below, which make other letters.
func arabicMark(r rune) bool {
	switch {
	case r < 0x610:
		return false
	case r <= 0x61a, r >= 0x64b && r <= 0x652, r >= 0x656 && r <= 0x65f, r == 0x670:
		return true
	case r >= 0x6d6 && r <= 0x6ed, r >= 0x8d3 && r <= 0x8ff:
		return unicode.Is(unicode.Mn, r)
	}
	return false
}

func apostrophe(r rune) bool {
	return r == '\'' || r == '’' || r == '‘' || r == 'ʼ' || r == '`' || r == '´' || r == '′'
}

func word(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
