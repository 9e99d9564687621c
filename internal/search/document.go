package search

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Document is what the index knows of an article.
type Document struct {
	Article    int64
	At         time.Time // of its first publication
	Language   string    // by which its words are understood
	Kind       string
	Section    int64 // 0: none
	Countries  []int64
	Authors    []int64
	Title      string
	Short      string // the short title
	Standfirst string
	Names      []string // of people and places, and tags
	Body       string   // plain text, captions included
	Text       *Text    // the texts as Read has read them; nil, or that of other texts: they are read again
}

// maxBodyBytes bounds what of a text is indexed.
const maxBodyBytes = 400_000

// card is what of a document is known without its words: what filters, facets and orders need.
type card struct {
	article   int64
	at        int64 // ms
	words     int
	language  string
	kind      string
	section   int64
	countries []int64
	authors   []int64
}

// analysed is a document as it is kept until it is part of a segment.
type analysed struct {
	card
	terms map[string]*term
	keys  []string          // of the terms, as they were met
	forms map[string]string // how a folded word is written
	spelt []string          // the words that have a form, as they were met
}

// term is a stem in a document.
type term struct {
	weight    weight
	positions []uint32 // ascending
}

// weight says where in a document a stem stands: three bits for the places that count most, five for how often the body has it.
type weight byte

const (
	inTitle      weight = 1 << 7
	inStandfirst weight = 1 << 6
	inNames      weight = 1 << 5
	timesInBody  weight = 1<<5 - 1
)

// gap parts the fields of a document, so that no phrase reaches from one into the next.
const gap = 16

// maxCardTerms bounds the countries and authors of a document that filters know.
const maxCardTerms = 200

// Text is the words of a document's own texts. Finding them is most of the work of indexing and asks no database, so that whoever writes many articles does it ahead, on
// another processor (Read). It never changes.
type Text struct {
	of    Document
	words int
	end   uint32 // the position after the last
	terms map[string]*term
	keys  []string
	forms map[string]string
	spelt []string
}

// Read finds the words of a document's texts; its names and numbers may still be unknown.
func Read(d Document) *Text {
	a := &analysed{terms: make(map[string]*term, len(d.Body)/12), forms: make(map[string]string, len(d.Body)/12)}
	r := reader{analysed: a, fold: folder{}, tongue: tongueOf(d.Language), known: make(map[string]*term, len(d.Body)/12)}
	r.read(d.Title, inTitle)
	r.read(d.Short, inTitle)
	r.read(d.Standfirst, inStandfirst)
	body := d.Body
	if len(body) > maxBodyBytes {
		body = strings.ToValidUTF8(body[:maxBodyBytes], "")
	}
	r.read(body, 0)
	return &Text{of: d, words: a.words, end: r.at, terms: a.terms, keys: a.keys, forms: a.forms, spelt: a.spelt}
}

// is reports whether a text is that of a document.
func (t *Text) is(d Document) bool {
	return t != nil && t.of.Language == d.Language && t.of.Title == d.Title && t.of.Short == d.Short && t.of.Standfirst == d.Standfirst && t.of.Body == d.Body
}

// analyse finds the stems of a document: those of its texts, unless they were read ahead, and of its names.
func analyse(d Document) *analysed {
	t := d.Text
	if !t.is(d) {
		t = Read(d)
	}
	a := &analysed{
		card: card{article: d.Article, at: d.At.UnixMilli(), words: t.words, language: cut(d.Language), kind: cut(d.Kind), section: d.Section,
			countries: d.Countries[:min(len(d.Countries), maxCardTerms)], authors: d.Authors[:min(len(d.Authors), maxCardTerms)]},
		terms: maps.Clone(t.terms), keys: slices.Clone(t.keys), forms: maps.Clone(t.forms), spelt: slices.Clone(t.spelt),
	}
	r := reader{analysed: a, fold: folder{}, tongue: tongueOf(d.Language), known: map[string]*term{}, at: t.end, shared: true}
	for _, n := range d.Names {
		r.read(n, inNames)
	}
	return a
}

// reader goes through the fields of a document.
type reader struct {
	*analysed
	fold   folder
	tongue tongue
	known  map[string]*term // by folded word
	at     uint32
	shared bool // the terms that are there belong to a Text and are copied before they change
}

// read notes the words of a field. The body's place is 0.
func (r *reader) read(s string, place weight) {
	sentence := true
	last := 0
	for _, w := range r.fold.words(s) {
		sentence = sentence || strings.ContainsAny(s[last:max(last, w.start)], ".!?:«\"“")
		last = w.end
		t := r.term(w.folded)
		t.positions = append(t.positions, r.at)
		r.at++
		if place != 0 {
			t.weight |= place
		} else if t.weight&timesInBody < timesInBody {
			t.weight++
		}
		r.note(w.folded, s[w.start:w.end], sentence)
		sentence = false
		r.words++
	}
	r.at += gap
}

func (r *reader) term(folded string) *term {
	if t := r.known[folded]; t != nil {
		return t
	}
	key := string(byTerm) + r.tongue.key(folded)
	t := r.terms[key]
	switch {
	case t == nil:
		t = &term{}
		r.terms[key] = t
		r.keys = append(r.keys, key)
	case r.shared:
		t = &term{weight: t.weight, positions: slices.Clone(t.positions)}
		r.terms[key] = t
	}
	r.known[folded] = t
	return t
}

// key is the stem of a folded word as the index keeps it. NUL sorts before every letter, so that the languages of one stem are neighbours.
func (t tongue) key(folded string) string { return t.stem(folded) + "\x00" + string(t) }

// note remembers how a word is written. A capital at the beginning of a sentence says nothing.
func (r *reader) note(folded, raw string, sentence bool) {
	if first := folded[0]; len(folded) < leastSpelt || first >= '0' && first <= '9' {
		return
	}
	old, known := r.forms[folded]
	if known && !capital(old) {
		return
	}
	if sentence && !known || !sentence && !capital(raw) {
		raw = strings.ToLower(raw)
	} else if known {
		return
	}
	if len(raw) > maxWordBytes {
		return
	}
	if !known {
		r.spelt = append(r.spelt, folded)
	}
	r.forms[folded] = raw
}

func capital(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(first)
}

// pack writes a document down.
func (a *analysed) pack() []byte {
	p := &packer{b: make([]byte, 0, 16*len(a.terms)+64)}
	a.packCard(p)
	p.number(uint64(len(a.terms)))
	for _, key := range a.keys {
		t := a.terms[key]
		p.text(key)
		p.b = append(p.b, byte(t.weight))
		packPositions(p, t.positions)
	}
	p.number(uint64(len(a.forms)))
	for _, folded := range a.spelt {
		p.text(folded)
		p.text(a.forms[folded])
	}
	return p.b
}

func (c *card) packCard(p *packer) {
	p.signed(c.article)
	p.signed(c.at)
	p.number(uint64(c.words)) //nolint:gosec // a count
	p.text(c.language)
	p.text(c.kind)
	p.signed(c.section)
	p.numbers(c.countries)
	p.numbers(c.authors)
}

func (c *card) unpackCard(u *unpacker) {
	c.article, c.at, c.words = u.signed(), u.signed(), int(u.number()) //nolint:gosec // a count
	c.language, c.kind, c.section = u.text(), u.text(), u.signed()
	c.countries, c.authors = u.numbers(), u.numbers()
}

func packPositions(p *packer, positions []uint32) {
	p.number(uint64(len(positions)))
	last := uint32(0)
	for _, at := range positions {
		p.number(uint64(at - last))
		last = at
	}
}
