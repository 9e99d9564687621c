package search

import (
	"context"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	leastSpelt    = 3   // letters of a word that the dictionary knows
	leastCorrect  = 4   // letters of a word that may be a slip
	twoSlips      = 6   // letters from which two slips are looked for
	slipCosts     = 4.0 // what one slip must be outweighed by, in powers of e of documents; two, which are rarer than one and one, cost four times as much
	maxCandidates = 4
)

// correct replaces words that nobody wrote, or hardly anybody, by the likeliest word of the archive that one or two slips make of them.
func (a *answer) correct(ctx context.Context) (corrected bool, err error) {
	for i := len(a.units) - 1; i >= 0; i-- { // from the end, so that the places of the others stay
		u := &a.units[i]
		if u.minus || u.quoted || u.optional || !correctable(u.words[0].folded) {
			continue
		}
		known, err := a.inDictionary(ctx, u.words[0].folded)
		if err != nil {
			return false, err
		}
		if known {
			continue
		}
		better, err := a.likeliest(ctx, u.words[0], a.lists[i].docs)
		if err != nil {
			return false, err
		}
		if better == nil {
			continue
		}
		a.written = a.written[:u.words[0].start] + better.shown + a.written[u.words[0].end:]
		a.units[i], a.lists[i] = better.unit, better.found
		corrected = true
	}
	return corrected, nil
}

// hardlyAny is in how few documents may stand what has the same stem as a word that nobody wrote, for the word to be surely a slip. Past them it may be a form that nobody happened to use;
// then one slip must explain it, and nothing of its own stem be as near: "présidant" has the stem of "présider".
const hardlyAny = 2

// meant leaves of the candidates those that a word may be a slip of that has the stem of so many documents.
func meant(list []*candidate, w word, docs int) (left []*candidate) {
	if docs <= hardlyAny {
		return list
	}
	own := stemsOf(w.folded)
	for _, c := range list {
		if c.slips > 1 {
			continue
		}
		if own.matches(inFrench, c.folded) || own.matches(inEnglish, c.folded) || own.matches(inPortuguese, c.folded) {
			return nil
		}
		if 2*c.docs >= uint64(docs) { //nolint:gosec // a count
			left = append(left, c)
		}
	}
	return left
}

func correctable(folded string) bool {
	return utf8.RuneCountInString(folded) >= leastCorrect && !strings.ContainsFunc(folded, unicode.IsDigit)
}

func (a *answer) inDictionary(ctx context.Context, folded string) (bool, error) {
	entries, err := a.lookup.find(ctx, []span{keySpan(string(byForm) + folded)})
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(entries[0], func(list []entry) bool { return len(list) > 0 }), nil
}

// candidate is a word of the archive that may have been meant.
type candidate struct {
	folded, shown string
	docs          uint64
	slips         int
	unit          unit
	found         found
}

func (c *candidate) worth() float64 {
	return math.Log(1+float64(c.docs)) - slipCosts*float64(c.slips*c.slips)
}

// likeliest is the best candidate that really finds something; nil when there is none. Slips in the first letter are rare, so they are only
// looked for when there is nothing else.
func (a *answer) likeliest(ctx context.Context, w word, docs int) (*candidate, error) {
	_, first := utf8.DecodeRuneInString(w.folded)
	for _, prefix := range []string{w.folded[:first], ""} {
		if prefix == "" && docs > hardlyAny {
			break
		}
		list, err := a.candidates(ctx, w.folded, prefix)
		if err != nil {
			return nil, err
		}
		list = meant(list, w, docs)
		units := make([]unit, len(list))
		for i := range list {
			units[i] = unit{words: []word{{folded: list[i].folded, start: w.start, end: w.end}}}
		}
		lists, err := a.gather(ctx, units)
		if err != nil {
			return nil, err
		}
		for i := range list {
			if lists[i].docs >= max(1, min(docs, hardlyAny)) {
				list[i].unit, list[i].found = units[i], lists[i]
				return list[i], nil
			}
		}
	}
	return nil, nil
}

// candidates gives the few best words with a prefix that one or two slips make of a word.
func (a *answer) candidates(ctx context.Context, folded, prefix string) ([]*candidate, error) {
	most := 1
	if utf8.RuneCountInString(folded) >= twoSlips {
		most = 2
	}
	entries, err := a.lookup.find(ctx, []span{prefixSpan(string(byForm) + prefix)})
	if err != nil {
		return nil, err
	}
	near := map[string]*candidate{}
	d := newSlips(folded)
	for _, list := range entries[0] {
		for _, e := range list {
			if err := consider(near, d, e, most); err != nil {
				return nil, err
			}
		}
	}
	best := make([]*candidate, 0, len(near))
	for _, c := range near {
		best = append(best, c)
	}
	slices.SortFunc(best, func(x, y *candidate) int {
		if x.worth() != y.worth() {
			if x.worth() > y.worth() {
				return -1
			}
			return 1
		}
		return strings.Compare(x.folded, y.folded)
	})
	return best[:min(len(best), maxCandidates)], nil
}

func consider(near map[string]*candidate, d *slips, e entry, most int) error {
	folded := e.key[1:]
	c := near[folded]
	if c == nil {
		slips, ok := d.to(folded, most)
		if !ok {
			return nil
		}
		c = &candidate{folded: folded, slips: slips}
		near[folded] = c
	}
	f, err := unpackForm(e.data)
	if f.docs > c.docs || c.shown == "" {
		c.shown = f.shown
	}
	c.docs += f.docs
	return err
}
