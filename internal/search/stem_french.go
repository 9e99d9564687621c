package search

import (
	"strings"

	"github.com/blevesearch/snowballstem/french"
)

func frenchEndings() []ending {
	return []ending{
		{"erent", "èrent"}, {"ees", "ées"}, {"ee", "ée"}, {"ites", "ités"}, {"ite", "ité"},
		{"ieres", "ier"}, {"iere", "ier"}, {"cheres", "cher"}, {"chere", "cher"}, {"geres", "ger"}, {"gere", "ger"}, // première, maraîchère, étrangère
	}
}

// stemFrench is Snowball's stem with what it leaves apart joined: pêcheur and pêcheuse, agriculteur and agricultrice, actif and active, lieu and lieux.
func stemFrench(folded string) string {
	s := text7(snowball(accented(folded, frenchEndings()), french.Stem))
	switch {
	case len(s) >= 6 && strings.HasSuffix(s, "tric"):
		return s[:len(s)-3] + "eu"
	case len(s) >= 6 && strings.HasSuffix(s, "eur"), len(s) >= 5 && strings.HasSuffix(s, "eux"):
		return s[:len(s)-1]
	case len(s) >= 4 && strings.HasSuffix(s, "iv"):
		return s[:len(s)-1] + "f"
	case len(s) >= 5 && s[len(s)-1] == 's' && strings.IndexByte("aiou", s[len(s)-2]) >= 0: // bleus: Snowball leaves these
		return s[:len(s)-1]
	}
	return s
}

// text7 takes the accents that the endings brought off again.
func text7(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return unaccented.Replace(s)
		}
	}
	return s
}

var unaccented = strings.NewReplacer("é", "e", "è", "e", "ê", "e", "ë", "e", "ã", "a", "õ", "o", "ç", "c", "á", "a", "í", "i", "â", "a", "î", "i", "ô", "o", "û", "u", "ï", "i", "ù", "u", "à", "a")

func portugueseEndings() []ending {
	return []ending{
		{"coes", "ções"}, {"cao", "ção"}, {"soes", "sões"}, {"sao", "são"}, {"oes", "ões"}, {"avel", "ável"}, {"aveis", "áveis"}, {"ivel", "ível"}, {"iveis", "íveis"},
		{"encias", "ências"}, {"encia", "ência"}, {"ancias", "âncias"}, {"ancia", "ância"}, {"logias", "logías"}, {"logia", "logía"},
	}
}
