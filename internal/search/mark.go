package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Marker finds the words of a query in texts, inflected as they are there.
type Marker struct{ words []stems }

func newMarker(units []unit) *Marker {
	m := &Marker{}
	for i := range units {
		if units[i].minus || units[i].optional {
			continue
		}
		for _, w := range units[i].words {
			m.words = append(m.words, stemsOf(w.folded))
		}
	}
	return m
}

// Piece is a part of a text; Marked when it is a word that was looked for.
type Piece struct {
	Text   string
	Marked bool
}

// spot is where a word of the query stands in a text.
type spot struct{ start, end, word int }

func (m *Marker) spots(language, s string) (list []spot) {
	t := tongueOf(language)
	known := map[string]int{}
	for _, w := range (folder{}).words(s) {
		n, seen := known[w.folded]
		if !seen {
			n = m.word(t, w.folded)
			known[w.folded] = n
		}
		if n >= 0 {
			list = append(list, spot{w.start, w.end, n})
		}
	}
	return list
}

// word is which word of the query a folded word of a text in a language is an inflection of, or -1.
func (m *Marker) word(t tongue, folded string) int {
	if !t.prefixes() && !slices.ContainsFunc(m.words, func(s stems) bool { return s.mayBegin(folded) }) {
		return -1 // most words of a text, without the cost of stemming them
	}
	return slices.IndexFunc(m.words, func(s stems) bool { return s.matches(t, folded) })
}

// Mark gives a whole text in pieces.
func (m *Marker) Mark(language, s string) []Piece {
	return pieces(s, m.spots(language, s), 0, len(s))
}

// Excerpt gives, in pieces, the passage of a text that shows most of the words, about so many bytes long, with "…" where the text goes on; nil when the text holds none of them.
func (m *Marker) Excerpt(language, s string, bytes int) []Piece {
	spots := m.spots(language, s)
	if len(spots) == 0 {
		return nil
	}
	from, to := passage(spots, bytes)
	start, end := around(s, from, to, bytes)
	list := pieces(s, spots, start, end)
	if start > 0 {
		list = append([]Piece{{Text: "…"}}, list...)
	}
	if end < len(s) {
		list = append(list, Piece{Text: "…"})
	}
	return list
}

// passage is the stretch of at most so many bytes with the most different words; of equals the first.
func passage(spots []spot, bytes int) (from, to int) {
	most := 0
	for i := range spots {
		seen := map[int]bool{}
		last := i
		for j := i; j < len(spots) && spots[j].end-spots[i].start <= bytes*3/4 && j < i+64; j++ {
			seen[spots[j].word] = true
			last = j
		}
		if len(seen) > most {
			most = len(seen)
			from, to = spots[i].start, max(spots[last].end, spots[i].end)
		}
	}
	return from, to
}

// around widens a stretch to so many bytes, from the beginning of a word or sentence to the end of a word.
func around(s string, from, to, bytes int) (start, end int) {
	room := max(0, bytes-(to-from))
	start = max(0, from-room/3)
	end = min(len(s), start+max(bytes, to-from))
	if stop := strings.LastIndexAny(s[start:from], ".!?"); stop >= 0 && start+stop+1 < from {
		start += stop + 1
	} else if start > 0 {
		if space := strings.IndexByte(s[start:from], ' '); space >= 0 {
			start += space
		} else {
			start = from
		}
	}
	for start < from && unicode.IsSpace(rune(s[start])) {
		start++
	}
	if end < len(s) {
		if space := strings.LastIndexByte(s[to:end], ' '); space >= 0 {
			end = to + space
		} else {
			end = to
		}
	}
	for start < from && !utf8.RuneStart(s[start]) {
		start++
	}
	return start, end
}

func pieces(s string, spots []spot, start, end int) (list []Piece) {
	at := start
	for _, sp := range spots {
		if sp.start < at || sp.end > end {
			continue
		}
		if at < sp.start {
			list = append(list, Piece{Text: s[at:sp.start]})
		}
		list = append(list, Piece{Text: s[sp.start:sp.end], Marked: true})
		at = sp.end
	}
	if at < end {
		list = append(list, Piece{Text: s[at:end]})
	}
	return list
}
