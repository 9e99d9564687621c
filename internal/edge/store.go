package edge

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"

	"griot/internal/page"
)

// store keeps entries by key, within a bound of bytes, and knows which of them bear a label.
//
// Lock order: the cache may call back into the index (forget) while it holds a lock of its own, so mu is never held across a
// call of the cache.
type store struct {
	cache       *otter.Cache[string, *entry]
	generations [everywhere]atomic.Uint64

	mu    sync.Mutex
	drops drops
	index map[page.Label]map[*entry]struct{}
}

// stamp is what was noted before a page was made.
type stamp struct {
	tick        uint64
	generations generations
}

func newStore(maxBytes int64) *store {
	s := &store{drops: newDrops(), index: map[page.Label]map[*entry]struct{}{}}
	s.cache = otter.Must(&otter.Options[string, *entry]{
		MaximumWeight: uint64(maxBytes),
		Weigher:       func(_ string, e *entry) uint32 { return e.weight() },
		OnAtomicDeletion: func(d otter.DeletionEvent[string, *entry]) {
			if d.Cause != otter.CauseReplacement { // keep sees to what it replaces; reweigh replaces an entry by itself
				s.forget(d.Value)
			}
		},
	})
	return s
}

func (s *store) stamp() stamp {
	noted := stamp{tick: s.drops.now()}
	for i := range s.generations {
		noted.generations[i] = s.generations[i].Load()
	}
	return noted
}

// peek gives what lies under a key, dropped or out of date as it may be; nil when there is nothing.
func (s *store) peek(key string) *entry {
	e, _ := s.cache.GetIfPresent(key)
	return e
}

// get gives what is kept and was not dropped; it may be out of date.
func (s *store) get(key string) (*entry, bool) {
	e := s.peek(key)
	if e == nil || e.dropped.Load() {
		return nil, false
	}
	return e, true
}

// current reports whether an entry still is what would be made now.
func (s *store) current(e *entry, now time.Time) bool {
	if e.dropped.Load() || !e.until.IsZero() && !now.Before(e.until) {
		return false
	}
	for i := range s.generations {
		if e.bears[i] && e.made.generations[i] != s.generations[i].Load() {
			return false
		}
	}
	return true
}

// outrun reports whether an entry that was just made shows what was true before a change.
func (s *store) outrun(e *entry) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.drops.since(e.made.tick, e.indexed)
}

// keep takes an entry in, unless one of its labels changed while it was being made.
func (s *store) keep(e *entry) bool {
	if !s.register(e) {
		return false
	}
	if before, fresh := s.cache.Set(e.key, e); !fresh && before != e {
		s.forget(before)
	}
	if e.dropped.Load() { // dropped after register and perhaps before Set
		s.remove(e)
	}
	return true
}

func (s *store) register(e *entry) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.drops.since(e.made.tick, e.indexed) {
		return false
	}
	e.kept = true
	for _, l := range e.indexed {
		if s.index[l] == nil {
			s.index[l] = map[*entry]struct{}{}
		}
		s.index[l][e] = struct{}{}
	}
	return true
}

// forget takes an entry that is no longer in the cache out of the index. Doing so twice is harmless.
func (s *store) forget(e *entry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unindex(e)
}

func (s *store) unindex(e *entry) {
	for _, l := range e.indexed {
		bearers := s.index[l]
		delete(bearers, e)
		if len(bearers) == 0 {
			delete(s.index, l)
		}
	}
}

// drop gives the number of entries that went, and those that are hot, which stay in the cache until they are remade. A zero now
// remakes none.
func (s *store) drop(labels []page.Label, now time.Time) (n int, hot []*entry) {
	gone, hot := s.condemn(labels, now)
	for _, e := range gone {
		if e.since.Load() == 0 {
			s.remove(e)
		}
	}
	return len(gone), hot
}

// condemn marks the bearers of labels as dropped; from here on no reader sees them, but for hot ones while they linger.
func (s *store) condemn(labels []page.Label, now time.Time) (gone, hot []*entry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range labels {
		if n := generationOf(l); n >= 0 {
			hot = append(hot, s.outdate(n, now)...)
		}
		for e := range s.index[l] {
			if e.linger(now) {
				hot = append(hot, e)
			}
			e.dropped.Store(true)
			gone = append(gone, e)
			s.unindex(e)
		}
	}
	s.drops.record(labels)
	return gone, hot
}

// outdate begins a generation and gives the hot entries that bear its label.
func (s *store) outdate(n int, now time.Time) (hot []*entry) {
	if !now.IsZero() {
		for e := range s.index[page.All] {
			if e.bears[n] && e.linger(now) {
				hot = append(hot, e)
			}
		}
	}
	s.generations[n].Add(1)
	return hot
}

// remove takes out this entry and not one that has taken its place.
func (s *store) remove(e *entry) {
	s.cache.ComputeIfPresent(e.key, func(kept *entry) (*entry, otter.ComputeOp) {
		if kept == e {
			return nil, otter.InvalidateOp
		}
		return kept, otter.CancelOp
	})
}

// replace puts a dropped entry, which bears its labels no longer, in the place of another, if that is still there.
func (s *store) replace(before, e *entry) {
	e.kept = true
	s.cache.ComputeIfPresent(before.key, func(kept *entry) (*entry, otter.ComputeOp) {
		if kept == before {
			return e, otter.WriteOp
		}
		return kept, otter.CancelOp
	})
	s.forget(before)
}

// reweigh tells the cache that an entry has grown by a form.
func (s *store) reweigh(e *entry) {
	s.cache.ComputeIfPresent(e.key, func(kept *entry) (*entry, otter.ComputeOp) {
		if kept == e {
			return e, otter.WriteOp
		}
		return kept, otter.CancelOp
	})
}
