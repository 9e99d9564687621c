package search

import (
	"sort"
	"time"
)

// Facets counts the answers by what a filter could narrow them to. Each filter is counted as if it were not set, and the others as they are: so a count is what choosing it
// would find.
type Facets struct {
	Countries map[int64]int
	Sections  map[int64]int // by the rubric in which they are filed
	Authors   map[int64]int
	Kinds     map[string]int
	Languages map[string]int
	Years     map[int]int
}

// dimension is a filter, as a bit.
type dimension uint8

const (
	byCountry dimension = 1 << iota
	bySection
	byAuthor
	byKind
	byLanguage
	byPeriod
)

// tally counts facets. Numbers of countries, rubrics and authors are small: counting in slices is ten times as fast as in maps.
type tally struct {
	countries, sections, authors []int32
	kinds, languages             map[string]int
	years                        []int
	starts                       []int64 // the first ms of each year from firstYear on
}

const (
	firstYear = 1900
	lastYear  = 2200
)

func newTally(zone *time.Location) *tally {
	if zone == nil {
		zone = time.UTC
	}
	t := &tally{kinds: map[string]int{}, languages: map[string]int{}, years: make([]int, lastYear-firstYear+2)}
	for year := firstYear; year <= lastYear+1; year++ {
		t.starts = append(t.starts, time.Date(year, 1, 1, 0, 0, 0, 0, zone).UnixMilli())
	}
	return t
}

// part counts the documents of one segment.
type part struct {
	*tally
	cards            *columns
	kinds, languages []int
	year             int // that of the last document, an index in starts
}

func (t *tally) of(s *segment) *part {
	return &part{tally: t, cards: &s.cards, kinds: make([]int, len(s.cards.kinds)), languages: make([]int, len(s.cards.languages))}
}

// count counts a document that fails at most one filter: in every facet, or in that of the filter it fails.
func (p *part) count(place int, failed dimension) {
	if failed == 0 || failed == byCountry {
		p.tally.countries = bump(p.tally.countries, p.cards.country.of(place)...)
	}
	if failed == 0 || failed == bySection {
		p.tally.sections = bump(p.tally.sections, p.cards.section[place])
	}
	if failed == 0 || failed == byAuthor {
		p.tally.authors = bump(p.tally.authors, p.cards.author.of(place)...)
	}
	if failed == 0 || failed == byKind {
		p.kinds[p.cards.kind[place]]++
	}
	if failed == 0 || failed == byLanguage {
		p.languages[p.cards.language[place]]++
	}
	if failed == 0 || failed == byPeriod {
		p.countYear(p.cards.at[place])
	}
}

func (p *part) countYear(at int64) {
	if at < p.starts[p.year] || p.year+1 < len(p.starts) && at >= p.starts[p.year+1] {
		p.year = max(0, sort.Search(len(p.starts), func(i int) bool { return p.starts[i] > at })-1)
	}
	p.years[p.year]++
}

// end adds what was counted by the segment's own tables.
func (p *part) end() {
	for i, n := range p.kinds {
		p.tally.kinds[p.cards.kinds[i]] += n
	}
	for i, n := range p.languages {
		p.tally.languages[p.cards.languages[i]] += n
	}
}

// maxFacet bounds the numbers that are counted in slices; a newsroom has no more countries, rubrics or authors.
const maxFacet = 1 << 20

func bump(counts []int32, ids ...int32) []int32 {
	for _, id := range ids {
		if id < 0 || id >= maxFacet {
			continue
		}
		for int(id) >= len(counts) {
			counts = append(counts, make([]int32, int(id)+64-len(counts))...)
		}
		counts[id]++
	}
	return counts
}

func (t *tally) facets() Facets {
	f := Facets{Countries: sparse(t.countries), Sections: sparse(t.sections), Authors: sparse(t.authors), Kinds: map[string]int{}, Languages: map[string]int{}, Years: map[int]int{}}
	for k, n := range t.kinds {
		if n > 0 {
			f.Kinds[k] = n
		}
	}
	for l, n := range t.languages {
		if n > 0 {
			f.Languages[l] = n
		}
	}
	for i, n := range t.years {
		if n > 0 {
			f.Years[firstYear+i] = n
		}
	}
	return f
}

func sparse(counts []int32) map[int64]int {
	m := map[int64]int{}
	for id, n := range counts {
		if n > 0 && id > 0 {
			m[int64(id)] = int(n)
		}
	}
	return m
}
