package locale

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxCountryBytes bounds what FindCountry looks at: longer than any spelling, short enough that a slug of 100 kB costs nothing.
const maxCountryBytes = 120

// FindCountry recognises a country in the name of a category or a tag: any spelling in our languages, an alias that archives
// are known to hold, or an abbreviation in capitals ("RDC", "U.S.A.", "CI"). Accents, case, hyphens, apostrophes and a
// leading article do not matter; every word does: "Niger" is a country, "Fleuve Niger" and "to go" are not. HTML entities are
// not decoded.
func FindCountry(s string) (Country, bool) {
	if len(s) > maxCountryBytes {
		return Country{}, false
	}
	a := theAtlas()
	abbrev := strings.ReplaceAll(strings.TrimSpace(s), ".", "")
	if i, ok := a.byAbbrev[abbrev]; ok {
		return a.countries[i], true
	}
	for _, key := range []string{fold(s, drop), withoutArticle(fold(s, split))} {
		if i, ok := a.bySpell[key]; ok {
			return a.countries[i], true
		}
	}
	return Country{}, false
}

// index enters every way to write a country: "cote d ivoire", "cote divoire", "cotedivoire" (as in a hashtag).
func (a *atlas) index(c Country, i int) {
	spellings := append([]string{c.Slug}, c.aliases...)
	for _, n := range c.names {
		spellings = append(spellings, n.plain)
	}
	for _, s := range spellings {
		dropped := fold(s, drop)
		for _, key := range []string{dropped, fold(s, split), strings.ReplaceAll(dropped, " ", "")} {
			if key != "" {
				a.bySpell[key] = i
			}
		}
	}
}

// An apostrophe either vanishes or parts two words: people write both "Cote dIvoire" and "Cote d Ivoire".
const (
	drop  = false
	split = true
)

// fold keeps letters and figures, without accents and case, in words parted by single spaces.
func fold(s string, apostrophe bool) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(s, " ")) { // a broken byte would hide the letter after it from NFKD
		r = plain(unicode.ToLower(r))
		switch {
		case isApostrophe(r):
			gap = gap || apostrophe
		case isSilent(r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(r)
		default:
			gap = true
		}
	}
	return b.String()
}

func isApostrophe(r rune) bool { return strings.ContainsRune("'’‘ʼ`′", r) }

// isSilent tells what is written but says nothing here: accents and vowel signs, full stops of abbreviations, joiners and
// marks of direction, and the stroke that lengthens Arabic words.
func isSilent(r rune) bool {
	return r == '.' || r == 'ـ' || unicode.In(r, unicode.Mn, unicode.Cf)
}

// plain evens out the two letters that Arabic typists leave undotted or dotted as they like. Hamzas fall with the accents.
func plain(r rune) rune {
	switch r {
	case 'ة':
		return 'ه'
	case 'ى':
		return 'ي'
	}
	return r
}

// withoutArticle takes a leading article off: "Le Tchad", "l’Égypte", "The Gambia".
func withoutArticle(folded string) string {
	first, rest, _ := strings.Cut(folded, " ")
	switch first {
	case "le", "la", "les", "l", "the":
		return rest
	}
	return folded
}
