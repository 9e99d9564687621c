package search

import (
	"context"
	"fmt"

	"griot/internal/db"
)

// Expunge removes from the index, down to its list of words, what an article said and says no longer. Tidying alone leaves that in the segments until they are merged, and the words of which suggestions are
// made for good. It writes anew every segment that held the article: seconds for the largest, so it is for what must not be read any more, not for everyday changes.
func Expunge(ctx context.Context, tx *db.Tx, article int64) error {
	gone, err := goneDocs(ctx, tx)
	if err != nil {
		return err
	}
	list, err := segments(ctx, tx)
	if err != nil {
		return err
	}
	for _, l := range list {
		s, err := loadSegment(ctx, tx, l.id)
		if err != nil {
			return fmt.Errorf("expunge article %d: %w", article, err)
		}
		if !s.held(article, gone) {
			continue
		}
		src := &source{segment: s, read: ahead(ctx, tx, l.id)}
		if err := store(ctx, tx, func(write func(int, []byte) error) (*segment, error) { return purify(src, gone, write) }); err != nil {
			return fmt.Errorf("expunge article %d: %w", article, err)
		}
		if err := drop(ctx, tx, s, gone); err != nil {
			return fmt.Errorf("expunge article %d: %w", article, err)
		}
	}
	return nil
}

// held reports whether a segment holds a document of an article that is gone.
func (s *segment) held(article int64, gone map[int64]bool) bool {
	for place, doc := range s.docs {
		if gone[doc] && s.card(place).article == article {
			return true
		}
	}
	return false
}

// purify is merge for one segment, and leaves out the words that stand in no document any more.
func purify(src *source, gone map[int64]bool, write func(number int, entries []byte) error) (*segment, error) {
	kept := &segment{}
	src.places = make([]int, len(src.segment.docs))
	for place, doc := range src.segment.docs {
		src.places[place] = -1
		if !gone[doc] {
			src.places[place] = len(kept.docs)
			c := src.segment.card(place)
			kept.add(doc, &c)
		}
	}
	b := &binder{write: write}
	terms := map[string]bool{} // that some document still has
	for b.err == nil {
		e, err := src.peek()
		if err != nil {
			return nil, err
		}
		if e == nil {
			break
		}
		src.waiting = src.waiting[1:]
		data, err := src.purified(*e, terms)
		if err != nil {
			return nil, err
		}
		if len(data) > 0 {
			b.add(e.key, data)
		}
	}
	b.end()
	kept.firsts = b.firsts
	return kept, b.err
}

// purified is what is left of an entry. Terms come before forms, so that terms knows by then whether a word is left.
func (s *source) purified(e entry, terms map[string]bool) ([]byte, error) {
	out, u := &packer{}, &unpacker{b: e.data}
	switch e.key[0] {
	case byTerm:
		s.mergeTerms(u, out, 0)
		if len(out.b) > 0 {
			terms[e.key[1:]] = true
		}
	case byPosition:
		s.mergePositions(u, out, 0)
	case byForm:
		for _, t := range tongues() {
			if terms[t.key(e.key[1:])] {
				return e.data, nil
			}
		}
	}
	return out.b, u.err
}
