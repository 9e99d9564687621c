package edge

import (
	"net/http"
	"sync"

	"griot/internal/agent"
)

// shards spreads the counting over several locks, so that a popular article does not slow the others.
const shards = 16

// tally counts reads by article since the last flush.
type tally [shards]struct {
	mu   sync.Mutex
	sums map[int64]int64
}

func (t *tally) add(article, n int64) {
	s := &t[uint64(article)%shards]
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sums == nil {
		s.sums = map[int64]int64{}
	}
	s.sums[article] += n
}

func (t *tally) flush() map[int64]int64 {
	all := map[int64]int64{}
	for i := range t {
		s := &t[i]
		s.mu.Lock()
		for article, n := range s.sums {
			all[article] += n
		}
		s.sums = nil
		s.mu.Unlock()
	}
	return all
}

// FlushReads gives the reads of each article since it was last called, and forgets them.
func (e *Edge) FlushReads() map[int64]int64 { return e.reads.flush() }

// AddReads gives back sums that could not be stored.
func (e *Edge) AddReads(sums map[int64]int64) {
	for article, n := range sums {
		e.reads.add(article, n)
	}
}

// countRead counts a person who opens an article. Coming back to an unchanged one (304) is reading it again; HEAD, robots
// and browsers that look ahead are nobody reading.
func (e *Edge) countRead(r *http.Request, ent *entry) {
	if ent.reads == 0 || ent.status != http.StatusOK || r.Method != http.MethodGet {
		return
	}
	if agent.Of(r.UserAgent()) == agent.Robot || agent.Speculative(r.Header) {
		return
	}
	e.reads.add(ent.reads, 1)
}
