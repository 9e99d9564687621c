package search

import (
	"slices"
	"strings"
)

// stems are what the inflections of a word have in common, in each language: those of one text are neighbours in the index.
type stems struct {
	list []string        // different ones
	keys map[string]bool // with their language, as entries have them behind their kind
}

func stemsOf(folded string) stems {
	s := stems{keys: map[string]bool{}}
	for _, t := range tongues() {
		stem := t.stem(folded)
		s.keys[stem+"\x00"+string(t)] = true
		if !slices.Contains(s.list, stem) {
			s.list = append(s.list, stem)
		}
	}
	return s
}

func (s *stems) spans(kind byte) []span {
	list := make([]span, len(s.list))
	for i, stem := range s.list {
		list[i] = stemSpan(kind, stem)
	}
	return list
}

// own leaves of the entries those in whose language the word has that stem.
func (s *stems) own(list []entry) (own []entry) {
	for _, e := range list {
		if s.keys[e.key[1:]] {
			own = append(own, e)
		}
	}
	return own
}

// matches reports whether a folded word of a text in a language is an inflection of the word.
func (s *stems) matches(t tongue, folded string) bool { return s.keys[strings.Clone(t.key(folded))] }

// mayBegin reports whether a stem begins as a folded word does.
func (s *stems) mayBegin(folded string) bool {
	return slices.ContainsFunc(s.list, func(stem string) bool { return stem != "" && folded != "" && stem[0] == folded[0] })
}
