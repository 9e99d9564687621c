package search

import (
	"slices"
	"sort"
)

// segment is a part of the index that never changes: documents, and the blocks of their words. Inside it a document is known by its place, from 0.
type segment struct {
	id     int64
	docs   []int64  // numbers of the documents
	cards  columns  // what they are
	firsts []string // the first key of each block
	blocks [][]byte // of the segment of recent documents, which is made in memory; nil when they lie in the database
}

// columns are cards, field by field: filters and facets go through one field of many documents.
type columns struct {
	article, at []int64
	length      []uint8 // number of words, as lengthClass has it
	language    []uint8 // index in languages
	kind        []uint8 // index in kinds
	section     []int32
	country     lists
	author      lists
	languages   []string
	kinds       []string
}

// lists are the short lists of many documents, one after the other.
type lists struct {
	ends   []uint32
	values []int32
}

// of gives the list at a place.
func (l *lists) of(place int) []int32 {
	from := uint32(0)
	if place > 0 {
		from = l.ends[place-1]
	}
	return l.values[from:l.ends[place]]
}

func (l *lists) add(values []int64) {
	for _, v := range values {
		l.values = append(l.values, int32(v)) //nolint:gosec // numbers of countries and authors
	}
	l.ends = append(l.ends, uint32(len(l.values))) //nolint:gosec // bounded by the documents of a segment
}

// add puts a document at the next place.
func (s *segment) add(doc int64, c *card) {
	s.docs = append(s.docs, doc)
	s.cards.article, s.cards.at = append(s.cards.article, c.article), append(s.cards.at, c.at)
	s.cards.length = append(s.cards.length, lengthClass(c.words))
	s.cards.language = append(s.cards.language, index(&s.cards.languages, c.language))
	s.cards.kind = append(s.cards.kind, index(&s.cards.kinds, c.kind))
	s.cards.section = append(s.cards.section, int32(c.section)) //nolint:gosec // a number of a rubric
	s.cards.country.add(c.countries)
	s.cards.author.add(c.authors)
}

// card is the document at a place as it came.
func (s *segment) card(place int) card {
	c := &s.cards
	return card{article: c.article[place], at: c.at[place], words: classLength(c.length[place]), language: c.languages[c.language[place]], kind: c.kinds[c.kind[place]],
		section: int64(c.section[place]), countries: widen(c.country.of(place)), authors: widen(c.author.of(place))}
}

func widen(list []int32) []int64 {
	wide := make([]int64, len(list))
	for i, v := range list {
		wide[i] = int64(v)
	}
	return wide
}

// index is the place of a name in a short table, where it is put if it is new. Past 255 the names of a segment are no longer told apart.
func index(table *[]string, name string) uint8 {
	at := slices.Index(*table, name)
	if at < 0 && len(*table) > 255 {
		return 255
	}
	if at < 0 {
		at = len(*table)
		*table = append(*table, name)
	}
	return uint8(at) //nolint:gosec // at most 255
}

// packHead writes the documents and the first keys down.
func (s *segment) packHead() []byte {
	p := &packer{}
	p.number(uint64(len(s.docs)))
	last := int64(0)
	for i := range s.docs {
		p.signed(s.docs[i] - last)
		last = s.docs[i]
		c := s.card(i)
		c.packCard(p)
	}
	p.number(uint64(len(s.firsts)))
	for _, key := range s.firsts {
		p.text(key)
	}
	return p.b
}

func readHead(id int64, head []byte) (*segment, error) {
	s := &segment{id: id}
	u := &unpacker{b: head}
	n := u.count()
	last := int64(0)
	for range n {
		last += u.signed()
		var c card
		c.unpackCard(u)
		s.add(last, &c)
	}
	s.firsts = make([]string, u.count())
	for i := range s.firsts {
		s.firsts[i] = u.text()
	}
	return s, u.err
}

// lengthClass keeps the length of a text in a byte, within 3 %: exact below 32 words.
func lengthClass(words int) uint8 {
	return uint8(sort.Search(255, func(class int) bool { return classLength(uint8(class)) >= words })) //nolint:gosec // at most 255
}

func classLength(class uint8) int {
	if class < 32 {
		return int(class)
	}
	return (32 + int(class)%32) << (int(class)/32 - 1)
}
