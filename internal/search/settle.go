package search

import (
	"context"
	"database/sql"
	"errors"

	"griot/internal/db"
)

// How the index is kept in few segments. Each number is a bargain: more recent documents make writing cheaper and asking dearer, larger segments the other way round. A segment of 65,536
// documents made a search among a million a third quicker, and once in as many publications a wait of two seconds and 50 MB; one of 8,192 is an eighth of both.
const (
	recentDocs = 128   // as many recent documents become a segment
	fanIn      = 8     // as many segments of one size become one of the next
	largest    = 8_192 // a segment of so many documents is merged no more
	maxGone    = 4_096 // when more documents are gone, the segment that lost most is written anew
)

// settle tidies the index whenever so many documents have come or gone. The number of a document decides, not a count: transactions that count what others insert
// could not run at once on PostgreSQL.
func settle(ctx context.Context, tx *db.Tx, doc int64) error {
	if doc%recentDocs != 0 {
		return nil
	}
	if _, err := tx.Exec(ctx, "SAVEPOINT tidy"); err != nil {
		return err
	}
	err := tidy(ctx, tx)
	if errors.Is(err, errDamaged) { // nothing may keep a newspaper from publishing: griot check names it, griot reindex mends it
		_, err = tx.Exec(ctx, "ROLLBACK TO SAVEPOINT tidy")
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "RELEASE SAVEPOINT tidy")
	return err
}

// tidy makes a segment of the recent documents, merges segments of one size, and writes anew the segment that has lost too many documents.
func tidy(ctx context.Context, tx *db.Tx) error {
	if err := foldRecent(ctx, tx); err != nil {
		return err
	}
	for {
		list, err := segments(ctx, tx)
		if err != nil {
			return err
		}
		alike := manyAlike(list)
		if alike == nil {
			return dropGone(ctx, tx, list)
		}
		if err := replace(ctx, tx, alike); err != nil {
			return err
		}
	}
}

// size is a segment as the table lists it.
type size struct {
	id   int64
	docs int
}

func segments(ctx context.Context, q db.Querier) ([]size, error) {
	return db.All(ctx, q, func(rows *sql.Rows) (s size, err error) { err = rows.Scan(&s.id, &s.docs); return s, err },
		"SELECT id, docs FROM search_segment ORDER BY id")
}

// manyAlike gives segments of one size, when there are enough to make one of the next.
func manyAlike(list []size) []int64 {
	levels := map[int][]int64{}
	for _, s := range list {
		level := 0
		for most := recentDocs * fanIn; s.docs >= most && most <= largest; most *= fanIn {
			level++
		}
		if s.docs >= largest {
			continue
		}
		if levels[level] = append(levels[level], s.id); len(levels[level]) == fanIn {
			return levels[level]
		}
	}
	return nil
}

func foldRecent(ctx context.Context, tx *db.Tx) error {
	list, err := db.All(ctx, tx, func(rows *sql.Rows) (r recent, err error) { err = rows.Scan(&r.doc, &r.words); return r, err },
		"SELECT doc, words FROM search_recent ORDER BY doc")
	if err != nil || len(list) == 0 {
		return err
	}
	err = store(ctx, tx, func(write func(int, []byte) error) (*segment, error) { return build(list, write) })
	if err != nil {
		return err
	}
	for _, r := range list {
		if _, err := tx.Exec(ctx, "DELETE FROM search_recent WHERE doc = $1", r.doc); err != nil {
			return err
		}
	}
	return nil
}

// blockID is the number of a block of a segment.
func blockID(segment int64, number int) int64 { return segment<<20 | int64(number) }

// store writes a segment while it is made.
func store(ctx context.Context, tx *db.Tx, make func(write func(number int, entries []byte) error) (*segment, error)) error {
	var id int64
	if err := tx.QueryRow(ctx, "INSERT INTO search_segment (docs, head) VALUES (0, $1) RETURNING id", []byte{}).Scan(&id); err != nil {
		return err
	}
	s, err := make(func(number int, entries []byte) error {
		_, err := tx.Exec(ctx, "INSERT INTO search_block (id, entries) VALUES ($1, $2)", blockID(id, number), entries)
		return err
	})
	if err != nil {
		return err
	}
	if len(s.docs) == 0 {
		_, err = tx.Exec(ctx, "DELETE FROM search_segment WHERE id = $1", id)
		return err
	}
	_, err = tx.Exec(ctx, "UPDATE search_segment SET docs = $2, head = $3 WHERE id = $1", id, len(s.docs), s.packHead())
	return err
}

// replace writes one segment in place of several, without the documents that are gone.
func replace(ctx context.Context, tx *db.Tx, ids []int64) error {
	gone, err := goneDocs(ctx, tx)
	if err != nil {
		return err
	}
	var sources []*source
	for _, id := range ids {
		s, err := loadSegment(ctx, tx, id)
		if err != nil {
			return err
		}
		sources = append(sources, &source{segment: s, read: ahead(ctx, tx, id)})
	}
	if err := store(ctx, tx, func(write func(int, []byte) error) (*segment, error) { return merge(sources, gone, write) }); err != nil {
		return err
	}
	for _, s := range sources {
		if err := drop(ctx, tx, s.segment, gone); err != nil {
			return err
		}
	}
	return nil
}

// drop deletes a segment that another replaces, and the notes about its documents.
func drop(ctx context.Context, tx *db.Tx, s *segment, gone map[int64]bool) error {
	if _, err := tx.Exec(ctx, "DELETE FROM search_block WHERE id >= $1 AND id < $2", blockID(s.id, 0), blockID(s.id+1, 0)); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM search_segment WHERE id = $1", s.id); err != nil {
		return err
	}
	for _, doc := range s.docs {
		if !gone[doc] {
			continue
		}
		if _, err := tx.Exec(ctx, "DELETE FROM search_gone WHERE doc = $1", doc); err != nil {
			return err
		}
	}
	return nil
}

func goneDocs(ctx context.Context, q db.Querier) (map[int64]bool, error) {
	gone := map[int64]bool{}
	_, err := db.All(ctx, q, func(rows *sql.Rows) (struct{}, error) {
		var doc int64
		err := rows.Scan(&doc)
		gone[doc] = true
		return struct{}{}, err
	}, "SELECT doc FROM search_gone")
	return gone, err
}

func loadSegment(ctx context.Context, q db.Querier, id int64) (*segment, error) {
	var head []byte
	if err := q.QueryRow(ctx, "SELECT head FROM search_segment WHERE id = $1", id).Scan(&head); err != nil {
		return nil, err
	}
	return readHead(id, head)
}

// aheadBlocks is how many blocks are read at once where all are read in order.
const aheadBlocks = 8

// ahead reads the blocks of a segment one after the other.
func ahead(ctx context.Context, q db.Querier, id int64) func(int) ([]byte, error) {
	var waiting [][]byte
	return func(number int) ([]byte, error) {
		if len(waiting) == 0 {
			var err error
			waiting, err = db.All(ctx, q, func(rows *sql.Rows) (b []byte, err error) { err = rows.Scan(&b); return b, err },
				"SELECT entries FROM search_block WHERE id >= $1 AND id < $2 ORDER BY id", blockID(id, number), blockID(id, number+aheadBlocks))
			if err != nil {
				return nil, err
			}
			if len(waiting) == 0 {
				return nil, errDamaged
			}
		}
		b := waiting[0]
		waiting = waiting[1:]
		return b, nil
	}
}

// dropGone writes the segment anew that lost most documents, when too many are gone in all.
func dropGone(ctx context.Context, tx *db.Tx, list []size) error {
	gone, err := goneDocs(ctx, tx)
	if err != nil || len(gone) <= maxGone {
		return err
	}
	worst, most := int64(0), 0
	for _, l := range list {
		s, err := loadSegment(ctx, tx, l.id)
		if err != nil {
			return err
		}
		lost := 0
		for _, doc := range s.docs {
			if gone[doc] {
				lost++
			}
		}
		if lost > most {
			worst, most = l.id, lost
		}
	}
	if worst == 0 {
		return nil
	}
	return replace(ctx, tx, []int64{worst})
}
