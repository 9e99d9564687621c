package search

import (
	"slices"

	"griot/internal/db"
)

// filter is what narrows a query, as one segment knows it.
type filter struct {
	cards    *columns
	country  int32
	author   int32
	sections []int32
	kind     int // index; -1: any, -2: none that the segment knows
	language int
	from, to int64
}

const (
	anyName = -1
	noName  = -2
)

func (q *Query) filter(s *segment) *filter {
	f := &filter{cards: &s.cards, country: int32(q.Country), author: int32(q.Author), from: db.Millis(q.From), to: db.Millis(q.To), //nolint:gosec // numbers of rows
		kind: named(s.cards.kinds, q.Kind), language: named(s.cards.languages, q.In)}
	for _, id := range q.Sections {
		f.sections = append(f.sections, int32(id)) //nolint:gosec // a number of a row
	}
	return f
}

func named(table []string, name string) int {
	if name == "" {
		return anyName
	}
	if i := slices.Index(table, name); i >= 0 {
		return i
	}
	return noName
}

// fails gives the filters that a document does not pass.
func (f *filter) fails(place int) (failed dimension) {
	if f.country != 0 && !slices.Contains(f.cards.country.of(place), f.country) {
		failed |= byCountry
	}
	if f.author != 0 && !slices.Contains(f.cards.author.of(place), f.author) {
		failed |= byAuthor
	}
	if len(f.sections) > 0 && !slices.Contains(f.sections, f.cards.section[place]) {
		failed |= bySection
	}
	if f.kind != anyName && f.kind != int(f.cards.kind[place]) {
		failed |= byKind
	}
	if f.language != anyName && f.language != int(f.cards.language[place]) {
		failed |= byLanguage
	}
	if at := f.cards.at[place]; f.from != 0 && at < f.from || f.to != 0 && at >= f.to {
		failed |= byPeriod
	}
	return failed
}
