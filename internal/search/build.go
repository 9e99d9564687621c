package search

import (
	"maps"
	"slices"
)

// recent is a document that no segment holds, as its row has it.
type recent struct {
	doc   int64
	words []byte
}

// build makes a segment of recent documents; write gets its blocks.
func build(list []recent, write func(number int, entries []byte) error) (*segment, error) {
	s := &segment{}
	g := gathered{terms: map[string]*packer{}, positions: map[string]*packer{}, last: map[string]int{}, forms: map[string]*form{}}
	for place, r := range list {
		u := &unpacker{b: r.words}
		var c card
		c.unpackCard(u)
		s.add(r.doc, &c)
		g.gather(u, place)
		if u.err != nil {
			return nil, u.err
		}
	}
	b := &binder{write: write}
	g.bind(b)
	s.firsts = b.firsts
	return s, b.err
}

// gathered is the words of several documents, by key.
type gathered struct {
	terms, positions map[string]*packer
	last             map[string]int // the place that was written last under a key
	forms            map[string]*form
}

// form is how a folded word is written, and in how many documents it stands.
type form struct {
	docs  uint64
	shown string
}

func (g *gathered) gather(u *unpacker, place int) {
	for range u.count() {
		key := u.text()
		w := u.byte()
		terms, positions := g.packers(key)
		delta := uint64(place - g.last[key]) //nolint:gosec // places grow
		g.last[key] = place
		terms.number(delta)
		terms.b = append(terms.b, w)
		positions.number(delta)
		n := u.count()
		positions.number(uint64(n)) //nolint:gosec // a count
		for range n {
			positions.number(u.number())
		}
	}
	for range u.count() {
		folded, shown := u.text(), u.text()
		f := g.forms[folded]
		if f == nil {
			f = &form{}
			g.forms[folded] = f
		}
		f.add(1, shown)
	}
}

// packers gives those of a key; a term's key begins with its kind.
func (g *gathered) packers(key string) (terms, positions *packer) {
	if terms = g.terms[key]; terms == nil {
		terms = &packer{}
		g.terms[key], g.positions[key] = terms, &packer{}
	}
	return terms, g.positions[key]
}

// add counts more documents; of two ways of writing that of the most documents stays, and of as many the one without a capital, which may be a name's.
func (f *form) add(docs uint64, shown string) {
	if docs > f.docs || docs == f.docs && shown > f.shown {
		f.shown = shown
	}
	f.docs += docs
}

func (f *form) pack() []byte {
	p := &packer{}
	p.number(f.docs)
	p.text(f.shown)
	return p.b
}

func unpackForm(data []byte) (form, error) {
	u := unpacker{b: data}
	f := form{docs: u.number(), shown: u.text()}
	return f, u.err
}

// bind hands every entry on in the order of the keys: positions, terms, forms.
func (g *gathered) bind(b *binder) {
	keys := slices.Sorted(maps.Keys(g.terms))
	for _, key := range keys {
		b.add(string(byPosition)+key[1:], g.positions[key].b)
	}
	for _, key := range keys {
		b.add(key, g.terms[key].b)
	}
	for _, folded := range slices.Sorted(maps.Keys(g.forms)) {
		b.add(string(byForm)+folded, g.forms[folded].pack())
	}
	b.end()
}
