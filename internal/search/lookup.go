package search

import (
	"context"
	"database/sql"
	"sort"

	"griot/internal/db"
)

// lookup is a question to the blocks: ranges of keys, asked of all segments at once.
type lookup struct {
	index *Index
	view  *view
	q     db.Querier
}

// find gives, for each range, the entries of each segment.
func (l *lookup) find(ctx context.Context, spans []span) ([][][]entry, error) {
	blocks, err := l.fetch(ctx, spans)
	if err != nil {
		return nil, err
	}
	found := make([][][]entry, len(spans))
	for i, sp := range spans {
		found[i] = make([][]entry, len(l.view.segments))
		for n, s := range l.view.segments {
			first, end := s.blocksOf(sp)
			for number := first; number < end; number++ {
				block := s.block(number, blocks)
				if block == nil {
					return nil, errMoved
				}
				if found[i][n], err = collect(found[i][n], block, sp); err != nil {
					return nil, err
				}
			}
		}
	}
	return found, nil
}

func collect(list []entry, block []byte, sp span) ([]entry, error) {
	err := entries(block, func(e entry) bool {
		if sp.holds(e.key) {
			list = append(list, e)
		}
		return e.key < sp.to
	})
	return list, err
}

// blocksOf are the blocks that may hold keys of a range, end not included.
func (s *segment) blocksOf(sp span) (first, end int) {
	first = sort.Search(len(s.firsts), func(i int) bool { return s.firsts[i] > sp.from })
	end = sort.Search(len(s.firsts), func(i int) bool { return s.firsts[i] >= sp.to })
	return max(0, first-1), end
}

func (s *segment) block(number int, read map[int64][]byte) []byte {
	if s.blocks != nil {
		return s.blocks[number]
	}
	return read[blockID(s.id, number)]
}

// fetch gives every block that the ranges need and that no segment of this view has in memory.
func (l *lookup) fetch(ctx context.Context, spans []span) (map[int64][]byte, error) {
	have := map[int64][]byte{}
	var missing []int64
	for _, s := range l.view.segments {
		if s.blocks != nil {
			continue
		}
		for _, sp := range spans {
			first, end := s.blocksOf(sp)
			for number := first; number < end; number++ {
				id := blockID(s.id, number)
				if _, asked := have[id]; asked {
					continue
				}
				b, kept := l.index.blocks.GetIfPresent(id)
				if have[id] = b; !kept {
					missing = append(missing, id)
				}
			}
		}
	}
	for len(missing) > 0 {
		n := min(len(missing), maxFetch)
		if err := l.read(ctx, missing[:n], have); err != nil {
			return nil, err
		}
		missing = missing[n:]
	}
	return have, nil
}

// maxFetch bounds the parameters of one statement. Their number is a power of two, repeating the last, so that few texts of SQL are ever prepared.
const maxFetch = 128

func (l *lookup) read(ctx context.Context, ids []int64, have map[int64][]byte) error {
	n := 1
	for n < len(ids) {
		n *= 2
	}
	args := make([]any, n)
	for i := range args {
		args[i] = ids[min(i, len(ids)-1)]
	}
	_, err := db.All(ctx, l.q, func(rows *sql.Rows) (struct{}, error) {
		var id int64
		var b []byte
		err := rows.Scan(&id, &b)
		have[id] = b
		l.index.blocks.Set(id, b)
		return struct{}{}, err
	}, "SELECT id, entries FROM search_block WHERE id IN ("+db.Placeholders(1, n)+")", args...)
	return err
}
