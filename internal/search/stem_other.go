package search

import (
	"strings"
	"unicode/utf8"
)

// leastLeft is how many letters must stay when a prefix goes.
const leastLeft = 3

// stemArabic takes off the article with the one-letter words written before it, and the endings of number, gender and possession, until none is left: فيضانات is a plural of فيضان. It is
// the light stemmer of Larkey, Ballesteros and Connell (2002) on folded letters; Snowball's takes a first letter for a word of its own (فيضان gives يضان).
func stemArabic(w string) string {
	for _, prefix := range []string{"وال", "بال", "كال", "فال", "لل", "ال", "و"} {
		if rest, ok := strings.CutPrefix(w, prefix); ok && utf8.RuneCountInString(rest) >= leastLeft {
			w = rest
			break
		}
	}
	for again := true; again; {
		again = false
		for _, suffix := range []string{"ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي"} {
			if rest, ok := strings.CutSuffix(w, suffix); ok && utf8.RuneCountInString(rest) >= leastLeft {
				w, again = rest, true
			}
		}
	}
	return w
}

// stemSwahili is light: it makes the prefixes of plurals those of their singulars (watoto and mtoto, vitabu and kitabu, mashamba and shamba), and takes off
// the subject and tense of verbs (wanapanda, alipanda), the locative (mjini) and the endings by which verbs differ.
func stemSwahili(w string) string {
	if rest, ok := strings.CutSuffix(w, "ni"); ok && len(rest) >= leastLeft+1 {
		w = rest
	}
	if verb := swahiliVerb(w); verb != "" {
		return strings.TrimRight(verb, "aeiou")
	}
	return swahiliNoun(w)
}

// swahiliVerb is what follows the subject and the tense; "" when w is no such verb.
func swahiliVerb(w string) string {
	for _, subject := range []string{"ni", "tu", "wa", "ki", "vi", "zi", "li", "ya", "ku", "u", "a", "m", "i"} {
		rest, ok := strings.CutPrefix(w, subject)
		if !ok {
			continue
		}
		for _, tense := range []string{"na", "li", "ta", "me", "nge"} {
			if verb, ok := strings.CutPrefix(rest, tense); ok && len(verb) >= leastLeft+1 {
				return verb
			}
		}
	}
	return ""
}

func swahiliNoun(w string) string {
	for _, class := range []struct {
		plural, singular string
		left             int
	}{{"mwa", "ma", 3}, {"mwe", "me", 3}, {"waa", "ma", 3}, {"wa", "m", 2}, {"mi", "m", 2}, {"vya", "cha", 2}, {"vyo", "cho", 2}, {"vi", "ki", 2}, {"ma", "", 4}} {
		if rest, ok := strings.CutPrefix(w, class.plural); ok && len(rest) >= class.left {
			return class.singular + rest
		}
	}
	return w
}
