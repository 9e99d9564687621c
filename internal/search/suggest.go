package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"unicode/utf8"

	"griot/internal/db"
)

// Suggestion is what a reader who has begun to type may mean.
type Suggestion struct {
	Words    []string // what the query may become, the likeliest first
	Articles []int64  // what it finds so far, the best first
}

const (
	leastTyped = 2  // letters of a beginning that is completed
	maxEndings = 24 // words of the archive that a beginning is taken for
	shownWords = 4
)

// Suggest completes the last word of what is typed, and looks for it with the words before it.
func (x *Index) Suggest(ctx context.Context, q db.Querier, query Query) (s *Suggestion, err error) {
	err = x.ask(ctx, q, func(v *view) error {
		a := &answer{lookup: lookup{index: x, view: v, q: q}, query: query, units: parse(query.Words, query.Language), written: query.Words}
		s, err = a.suggest(ctx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("suggest: %w", err)
	}
	return s, nil
}

func (a *answer) suggest(ctx context.Context) (*Suggestion, error) {
	s := &Suggestion{}
	n := len(a.units)
	if n == 0 || a.units[n-1].quoted || utf8.RuneCountInString(a.units[n-1].words[0].folded) < leastTyped {
		return s, nil
	}
	typed := a.units[n-1].words[0]
	endings, err := a.endings(ctx, typed.folded)
	if err != nil || len(endings) == 0 {
		return s, err
	}
	a.units[n-1].optional = false
	for _, e := range endings[:min(len(endings), shownWords)] {
		s.Words = append(s.Words, a.written[:typed.start]+e.shown)
	}
	if a.lists, err = a.gather(ctx, a.units[:n-1]); err != nil {
		return nil, err
	}
	any, err := a.anyOf(ctx, endings)
	if err != nil {
		return nil, err
	}
	a.lists = append(a.lists, any)
	a.query.Exact = true
	for _, h := range a.weigh(&Result{}) {
		s.Articles = append(s.Articles, h.article)
	}
	return s, nil
}

// endings are the commonest words of the archive that begin so.
func (a *answer) endings(ctx context.Context, beginning string) ([]*candidate, error) {
	entries, err := a.lookup.find(ctx, []span{prefixSpan(string(byForm) + beginning)})
	if err != nil {
		return nil, err
	}
	known := map[string]*candidate{}
	for _, list := range entries[0] {
		for _, e := range list {
			f, err := unpackForm(e.data)
			if err != nil {
				return nil, err
			}
			c := known[e.key]
			if c == nil {
				c = &candidate{folded: e.key[1:]}
				known[e.key] = c
			}
			if f.docs > c.docs {
				c.shown = f.shown
			}
			c.docs += f.docs
		}
	}
	list := make([]*candidate, 0, len(known))
	for _, c := range known {
		list = append(list, c)
	}
	slices.SortFunc(list, func(x, y *candidate) int { return cmp.Or(cmp.Compare(y.docs, x.docs), cmp.Compare(x.folded, y.folded)) })
	return list[:min(len(list), maxEndings)], nil
}

// anyOf is where any of some words stands: of a document that has several, the weightiest.
func (a *answer) anyOf(ctx context.Context, words []*candidate) (any found, err error) {
	units := make([]unit, len(words))
	for i, c := range words {
		units[i] = unit{words: []word{{folded: c.folded}}}
	}
	lists, err := a.gather(ctx, units)
	if err != nil {
		return any, err
	}
	any.bySegment = make([][]posting, len(a.view.segments))
	for n := range a.view.segments {
		for i := range lists {
			any.bySegment[n] = both(any.bySegment[n], lists[i].bySegment[n])
		}
		any.docs += len(any.bySegment[n])
	}
	return any, nil
}
