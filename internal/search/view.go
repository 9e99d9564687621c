package search

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"sync"

	"github.com/maypok86/otter/v2"

	"griot/internal/db"
)

// Index answers questions. What it reads of segments it keeps, because they never change; each question first asks the database which segments there are, so that no answer is ever
// stale, whoever wrote. It is safe for concurrent use.
type Index struct {
	mu     sync.Mutex
	last   *view // as the last question found it
	blocks *otter.Cache[int64, []byte]
	scores *weigher
}

// KeepBytes is how much of the index New keeps in memory unless told otherwise. Beside it, every document takes about 50 bytes.
const KeepBytes = 24 << 20

// New makes an index that keeps at most so many bytes of words in memory.
func New(keepBytes int) *Index {
	return &Index{scores: newWeigher(), blocks: otter.Must(&otter.Options[int64, []byte]{
		MaximumWeight: uint64(max(1, keepBytes)),                                     //nolint:gosec // no less than 1
		Weigher:       func(_ int64, b []byte) uint32 { return uint32(len(b) + 64) }, //nolint:gosec // a block
	})}
}

// view is the index as one question sees it.
type view struct {
	state
	segments  []*segment // the recent documents come last
	dead      []deaths   // of each segment
	documents int        // that are not gone
}

// state says of which parts the index is made.
type state struct {
	segments []int64
	gone     int // how many documents are
	recent   []int64
}

func (s *state) equal(o *state) bool {
	return s.gone == o.gone && slices.Equal(s.segments, o.segments) && slices.Equal(s.recent, o.recent)
}

// deaths marks the documents of a segment that are gone; nil when none is.
type deaths []bool

func (d deaths) at(place int) bool { return d != nil && d[place] }

// errMoved says that the index was tidied while it was read: read again.
var errMoved = errors.New("the search index moved")

// maxMoves bounds how often a question begins again because the index was tidied meanwhile.
const maxMoves = 8

// ask gives a view to a function, and another when the index moved under it.
func (x *Index) ask(ctx context.Context, q db.Querier, act func(v *view) error) error {
	for range maxMoves {
		v, err := x.view(ctx, q)
		if err == nil {
			err = act(v)
		}
		if !errors.Is(err, errMoved) {
			return err
		}
	}
	return errDamaged
}

// view is the index as it stands: the last one when nothing has changed.
func (x *Index) view(ctx context.Context, q db.Querier) (*view, error) {
	now, err := readState(ctx, q)
	if err != nil {
		return nil, err
	}
	x.mu.Lock()
	last := x.last
	x.mu.Unlock()
	if last != nil && last.equal(now) {
		return last, nil
	}
	if last == nil {
		last = &view{}
	}
	v, err := last.renew(ctx, q, now)
	if err != nil {
		return nil, err
	}
	x.mu.Lock()
	x.last = v
	x.mu.Unlock()
	return v, nil
}

// readState is one statement, so that both engines answer from one moment.
func readState(ctx context.Context, q db.Querier) (*state, error) {
	const query = "SELECT 1, id FROM search_segment UNION ALL SELECT 2, COUNT(*) FROM search_gone UNION ALL SELECT 3, doc FROM search_recent ORDER BY 1, 2"
	s := &state{}
	_, err := db.All(ctx, q, func(rows *sql.Rows) (struct{}, error) {
		var what int
		var n int64
		err := rows.Scan(&what, &n)
		switch what {
		case 1:
			s.segments = append(s.segments, n)
		case 2:
			s.gone = int(n)
		case 3:
			s.recent = append(s.recent, n)
		}
		return struct{}{}, err
	}, query)
	return s, err
}

// renew is a view of another state, with what is the same as before.
func (v *view) renew(ctx context.Context, q db.Querier, now *state) (*view, error) {
	n := &view{state: *now}
	for _, id := range now.segments {
		s := v.segment(id)
		if s == nil {
			var err error
			if s, err = loadSegment(ctx, q, id); errors.Is(err, sql.ErrNoRows) {
				return nil, errMoved
			} else if err != nil {
				return nil, err
			}
		}
		n.segments = append(n.segments, s)
	}
	if err := n.addRecent(ctx, q, v); err != nil {
		return nil, err
	}
	for _, s := range n.segments {
		n.documents += len(s.docs)
	}
	n.documents -= n.gone
	return n, n.markDead(ctx, q, v)
}

func (v *view) segment(id int64) *segment {
	if i := slices.Index(v.state.segments, id); i >= 0 {
		return v.segments[i]
	}
	return nil
}

// addRecent makes a segment of the documents that no segment holds.
func (v *view) addRecent(ctx context.Context, q db.Querier, last *view) error {
	if len(v.recent) == 0 {
		return nil
	}
	if slices.Equal(v.recent, last.recent) {
		v.segments = append(v.segments, last.segments[len(last.segments)-1])
		return nil
	}
	list, err := db.All(ctx, q, func(rows *sql.Rows) (r recent, err error) { err = rows.Scan(&r.doc, &r.words); return r, err },
		"SELECT doc, words FROM search_recent WHERE doc <= $1 ORDER BY doc", v.recent[len(v.recent)-1])
	if err != nil {
		return err
	}
	if !slices.EqualFunc(list, v.recent, func(r recent, doc int64) bool { return r.doc == doc }) {
		return errMoved
	}
	var blocks [][]byte
	s, err := build(list, func(_ int, entries []byte) error { blocks = append(blocks, entries); return nil })
	if err != nil {
		return err
	}
	s.blocks = blocks
	v.segments = append(v.segments, s)
	return nil
}

// markDead finds the documents that are gone. While the segments are the same, notes are only added, so as many notes are the same notes.
func (v *view) markDead(ctx context.Context, q db.Querier, last *view) error {
	v.dead = make([]deaths, len(v.segments))
	if v.gone == 0 {
		return nil
	}
	if v.gone == last.gone && slices.Equal(v.state.segments, last.state.segments) {
		copy(v.dead, last.dead[:len(v.state.segments)])
		return nil
	}
	gone, err := goneDocs(ctx, q)
	if err != nil {
		return err
	}
	if len(gone) != v.gone {
		return errMoved
	}
	for i, s := range v.segments[:len(v.state.segments)] {
		for place, doc := range s.docs {
			if gone[doc] {
				if v.dead[i] == nil {
					v.dead[i] = make(deaths, len(s.docs))
				}
				v.dead[i][place] = true
			}
		}
	}
	return nil
}
