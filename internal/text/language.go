package text

import (
	"strings"
	"unicode"
)

// sampleBytes is as much of a text as Language reads; a few paragraphs decide.
const sampleBytes = 8 << 10

// Language guesses in which of the newspaper's languages s is written: fr, en, ar, pt or sw, by script and by the commonest
// words; "" when it cannot tell. It is meant for plain text of a sentence or more.
func Language(s string) string {
	if len(s) > sampleBytes {
		s = strings.ToValidUTF8(s[:sampleBytes], "")
	}
	if mostlyArabic(s) {
		return "ar"
	}
	var hits [languages]int
	for _, w := range Tokens(s) {
		for l, is := range commonIn(w) {
			if is {
				hits[l]++
			}
		}
	}
	return clearWinner(hits)
}

func mostlyArabic(s string) bool {
	arabic, other := 0, 0
	for _, r := range s {
		if unicode.Is(unicode.Arabic, r) {
			arabic++
		} else if unicode.IsLetter(r) {
			other++
		}
	}
	return arabic > other
}

// clearWinner wants two common words at least, and a third more than the next language has.
func clearWinner(hits [languages]int) string {
	best, second := 0, -1
	for l := 1; l < languages; l++ {
		if hits[l] > hits[best] {
			best, second = l, best
		} else if second < 0 || hits[l] > hits[second] {
			second = l
		}
	}
	if hits[best] < 2 || 3*hits[best] < 4*hits[second] {
		return ""
	}
	return [...]string{"fr", "en", "pt", "sw"}[best]
}

// Direction is the writing direction of a language tag such as "ar" or "ar-MA": "rtl" or "ltr".
func Direction(lang string) string {
	base, _, _ := strings.Cut(strings.ReplaceAll(lang, "_", "-"), "-")
	switch strings.ToLower(base) {
	case "ar", "fa", "he", "ur":
		return "rtl"
	}
	return "ltr"
}
