package search

import (
	"context"
	"fmt"

	"griot/internal/db"
)

// Result is what a query found.
type Result struct {
	Articles  []int64 // those asked for, in order
	Total     int
	Whole     int // how many of them have every word; they come first
	Facets    Facets
	Words     string // the query as it was understood; differs from what was written when Corrected
	Corrected bool
	Marker    *Marker // finds the words in a text
}

// Find answers a query.
func (x *Index) Find(ctx context.Context, q db.Querier, query Query) (r *Result, err error) {
	err = x.ask(ctx, q, func(v *view) error {
		a := &answer{lookup: lookup{index: x, view: v, q: q}, query: query, units: parse(query.Words, query.Language), written: query.Words}
		r, err = a.find(ctx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return r, nil
}

// answer is a query while it is answered.
type answer struct {
	lookup
	query   Query
	written string
	units   []unit
	lists   []found
}

// found is where the documents stand that have a unit of the query: postings, by segment.
type found struct {
	bySegment [][]posting
	docs      int
}

func (a *answer) find(ctx context.Context) (*Result, error) {
	var err error
	if a.lists, err = a.gather(ctx, a.units); err != nil {
		return nil, err
	}
	corrected := false
	if !a.query.Exact {
		if corrected, err = a.correct(ctx); err != nil {
			return nil, err
		}
	}
	r := &Result{Words: a.written, Corrected: corrected, Marker: newMarker(a.units)}
	hits := a.weigh(r)
	for _, h := range hits[min(len(hits), max(0, a.query.Offset)):] {
		r.Articles = append(r.Articles, h.article)
	}
	return r, nil
}

// gather finds the documents of each unit.
func (a *answer) gather(ctx context.Context, units []unit) ([]found, error) {
	var spans []span
	var stems []stems
	for i := range units {
		for _, w := range units[i].words {
			st := stemsOf(w.folded)
			stems = append(stems, st)
			kind := byte(byTerm)
			if len(units[i].words) > 1 {
				kind = byPosition
			}
			spans = append(spans, st.spans(kind)...)
		}
	}
	entries, err := a.lookup.find(ctx, spans)
	if err != nil {
		return nil, err
	}
	lists := make([]found, len(units))
	for i := range units {
		lists[i].bySegment = make([][]posting, len(a.view.segments))
		n := len(units[i].words)
		width := 0
		for _, st := range stems[:n] {
			width += len(st.list)
		}
		if err := a.gatherUnit(&lists[i], stems[:n], entries[:width]); err != nil {
			return nil, err
		}
		stems, entries = stems[n:], entries[width:]
	}
	return lists, nil
}

func (a *answer) gatherUnit(f *found, words []stems, entries [][][]entry) error {
	for n, s := range a.view.segments {
		own := make([][]entry, len(words))
		at := 0
		for i := range words {
			for range words[i].list {
				own[i] = append(own[i], words[i].own(entries[at][n])...)
				at++
			}
		}
		var err error
		if len(words) == 1 {
			f.bySegment[n], err = postings(own[0], len(s.docs), a.view.dead[n])
		} else {
			f.bySegment[n], err = phrase(own, len(s.docs), a.view.dead[n])
		}
		if err != nil {
			return err
		}
		f.docs += len(f.bySegment[n])
	}
	return nil
}
