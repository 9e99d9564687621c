package search

import (
	"strings"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/portuguese"
)

// tongue is a language as the index tells it apart: the last byte of every stem.
type tongue byte

// The languages that have a stemmer, and all others.
const (
	inFrench     tongue = 'f'
	inEnglish    tongue = 'e'
	inArabic     tongue = 'a'
	inPortuguese tongue = 'p'
	inSwahili    tongue = 's'
	inOther      tongue = 'x'
)

// tongues lists every one: readers' words are looked for in each, because nobody says in which language they ask.
func tongues() []tongue {
	return []tongue{inFrench, inEnglish, inArabic, inPortuguese, inSwahili, inOther}
}

// tongueOf is the one of a language tag such as "pt" or "pt-MZ".
func tongueOf(language string) tongue {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	switch base {
	case "fr":
		return inFrench
	case "en":
		return inEnglish
	case "ar":
		return inArabic
	case "pt":
		return inPortuguese
	case "sw":
		return inSwahili
	}
	return inOther
}

// prefixes reports whether the language inflects at the beginning of words too, so that a stem need not begin as the word does.
func (t tongue) prefixes() bool { return t == inArabic || t == inSwahili }

// stem is what the inflections of a folded word have in common. Words are folded before, so that accents are optional; the endings by which a stemmer
// knows an inflection get their accents back.
func (t tongue) stem(folded string) string {
	if len(folded) < 3 || folded[0] <= '9' && folded[0] >= '0' {
		return folded
	}
	switch t {
	case inFrench:
		return stemFrench(folded)
	case inEnglish:
		return snowball(folded, english.Stem)
	case inArabic:
		return stemArabic(folded)
	case inPortuguese:
		return text7(snowball(accented(folded, portugueseEndings()), portuguese.Stem))
	case inSwahili:
		return stemSwahili(folded)
	case inOther:
	}
	return folded
}

func snowball(w string, stem func(*snowballstem.Env) bool) string {
	env := snowballstem.NewEnv(w)
	stem(env)
	return env.Current()
}

// ending is how folded words end, and how they are written.
type ending struct{ folded, written string }

// accented gives the first ending that fits its accents back.
func accented(w string, endings []ending) string {
	for _, e := range endings {
		if len(w) > len(e.folded)+1 && strings.HasSuffix(w, e.folded) {
			return w[:len(w)-len(e.folded)] + e.written
		}
	}
	return w
}
