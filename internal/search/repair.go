package search

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"griot/internal/db"
)

// Broken names what in the index does not agree with itself, for griot check. What it says of damage is mended by griot reindex.
func Broken(ctx context.Context, q db.Querier) (wrong []string, err error) {
	held, err := held(ctx, q)
	if errors.Is(err, errDamaged) {
		return []string{err.Error()}, nil
	}
	if err != nil {
		return nil, err
	}
	_, err = db.All(ctx, q, func(rows *sql.Rows) (struct{}, error) {
		var article, doc int64
		err := rows.Scan(&article, &doc)
		if !held[doc] {
			wrong = append(wrong, fmt.Sprintf("the words of article %d are not in the search index: run griot reindex", article))
		}
		delete(held, doc)
		return struct{}{}, err
	}, "SELECT article_id, doc FROM search_doc ORDER BY article_id")
	if len(held) > 0 {
		wrong = append(wrong, fmt.Sprintf("the search index holds %d documents that stand for no article: run griot reindex", len(held)))
	}
	return wrong, err
}

// held is every document that a question would find. It reads every block.
func held(ctx context.Context, q db.Querier) (map[int64]bool, error) {
	docs := map[int64]bool{}
	list, err := segments(ctx, q)
	if err != nil {
		return nil, err
	}
	gone, err := goneDocs(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, l := range list {
		s, err := loadSegment(ctx, q, l.id)
		if err != nil {
			return nil, err
		}
		if err := intact(s, ahead(ctx, q, l.id)); err != nil {
			return nil, err
		}
		for _, doc := range s.docs {
			if !gone[doc] {
				docs[doc] = true
			}
		}
	}
	_, err = db.All(ctx, q, func(rows *sql.Rows) (struct{}, error) {
		var doc int64
		err := rows.Scan(&doc)
		docs[doc] = true
		return struct{}{}, err
	}, "SELECT doc FROM search_recent")
	return docs, err
}

// intact reads every entry of a segment.
func intact(s *segment, read func(int) ([]byte, error)) error {
	src := &source{segment: s, read: read}
	for last := ""; ; {
		e, err := src.peek()
		if err != nil || e == nil {
			return err
		}
		if e.key <= last {
			return errDamaged
		}
		switch e.key[0] {
		case byTerm:
			_, err = postings([]entry{*e}, len(s.docs), nil)
		case byPosition:
			_, err = standings([]entry{*e}, len(s.docs), nil)
		case byForm:
			_, err = unpackForm(e.data)
		}
		if err != nil {
			return err
		}
		last = e.key
		src.waiting = src.waiting[1:]
	}
}

// Empty throws the index away, so that it can be made anew.
func Empty(ctx context.Context, tx *db.Tx) error {
	for _, table := range []string{"search_doc", "search_recent", "search_gone", "search_segment", "search_block"} {
		if _, err := tx.Exec(ctx, "DELETE FROM "+table); err != nil {
			return err
		}
	}
	return nil
}
