package search

import "strings"

// distance counts the slips between a word and others: a letter too many, missing or wrong, or two changed about (optimal string alignment).
type distance struct {
	word          []rune
	other         []rune
	row, one, two []int // of the table: under way, the one before, and before that
}

func newDistance(word string) *distance {
	d := &distance{word: []rune(word)}
	n := len(d.word) + 1
	d.row, d.one, d.two = make([]int, n), make([]int, n), make([]int, n)
	return d
}

// to is the number of slips to another word; false when they are more than most.
func (d *distance) to(other string, most int) (int, bool) {
	d.other = d.other[:0]
	for _, r := range other {
		d.other = append(d.other, r)
		if len(d.other) > len(d.word)+most {
			return 0, false
		}
	}
	if len(d.other) < len(d.word)-most {
		return 0, false
	}
	for i := range d.row {
		d.one[i] = i
	}
	for j := range d.other {
		if d.next(j) > most {
			return 0, false
		}
		d.two, d.one, d.row = d.one, d.row, d.two
	}
	slips := d.one[len(d.word)]
	return slips, slips <= most
}

// next fills the row of a letter of the other word and gives its least number.
func (d *distance) next(j int) int {
	d.row[0] = j + 1
	least := d.row[0]
	for i := range d.word {
		cost := 1
		if d.word[i] == d.other[j] {
			cost = 0
		}
		n := min(d.one[i]+cost, d.one[i+1]+1, d.row[i]+1)
		if i > 0 && j > 0 && d.word[i] == d.other[j-1] && d.word[i-1] == d.other[j] {
			n = min(n, d.two[i-1]+1)
		}
		d.row[i+1] = n
		least = min(least, n)
	}
	return least
}

// slips counts the slips between a word and others as people make them: to write f for ph, which sound alike, is one and not two.
type slips struct {
	letters, sounds *distance
	f               bool // the word has one
}

func newSlips(folded string) *slips {
	return &slips{letters: newDistance(folded), sounds: newDistance(sound(folded)), f: strings.ContainsRune(sound(folded), 'f')}
}

func sound(folded string) string { return strings.ReplaceAll(folded, "ph", "f") }

// to is the number of slips to another word; false when they are more than most.
func (s *slips) to(folded string, most int) (int, bool) {
	n, ok := s.letters.to(folded, most)
	if !s.f || ok && n < 2 || !strings.ContainsAny(folded, "fp") {
		return n, ok
	}
	if heard, near := s.sounds.to(sound(folded), most-1); near && (!ok || heard+1 < n) {
		return heard + 1, true
	}
	return n, ok
}
