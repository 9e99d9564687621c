package edge

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Lingering is how long readers may be given the page before while a hot one is being remade. With what a change takes to be
// heard of (event.Follower), nobody sees a page more than a second after it was replaced.
const Lingering = 500 * time.Millisecond

const (
	hot        = 4       // readers since it was made, from which a page is remade unasked
	warmest    = 1 << 10 // where counting readers ends: a popular page's counter is then only read
	remakers   = 2       // pages remade at once; readers' own questions to the database go on beside them
	maxRemakes = 4096    // more at a time would be late
)

// warm counts a reader, roughly: counts may get lost among several at once.
func (e *entry) warm() {
	if n := e.warmth.Load(); n < warmest {
		e.warmth.Store(n + 1)
	}
}

// linger begins an entry's last moments if it is hot and they have not begun. A zero now begins none.
func (e *entry) linger(now time.Time) bool {
	return !now.IsZero() && e.warmth.Load() >= hot && e.since.CompareAndSwap(0, now.UnixNano())
}

// lingers reports whether the page before may still be sent.
func (e *entry) lingers(now time.Time) bool {
	since := e.since.Load()
	return since != 0 && now.UnixNano()-since < int64(Lingering)
}

// standIn lets a page that a change has outrun take the place of the hot one before, while that lingers: it is nearer to the truth. It lingers from when its making began, which
// was before that change, and is remade in its turn. So a page on which something changes all the time stays at hand.
func (e *Edge) standIn(ent, before *entry, began time.Time) {
	if before == nil || !before.lingers(e.cfg.Now()) || !e.remakes.open.Load() {
		return
	}
	ent.since.Store(began.UnixNano())
	ent.dropped.Store(true)
	e.store.replace(before, ent)
	for _, refused := range e.remakes.add([]*entry{ent}) {
		e.store.remove(refused)
	}
}

// remakes are the hot pages that wait to be remade, the hottest of each change first.
type remakes struct {
	open    atomic.Bool // somebody remakes
	mu      sync.Mutex
	waiting []*entry
	wake    chan struct{}
}

// add gives back those for which there is no room.
func (r *remakes) add(hot []*entry) (refused []*entry) {
	if len(hot) == 0 {
		return nil
	}
	slices.SortFunc(hot, func(a, b *entry) int { return cmp.Compare(b.warmth.Load(), a.warmth.Load()) })
	r.mu.Lock()
	defer r.mu.Unlock()
	room := min(len(hot), max(0, maxRemakes-len(r.waiting)))
	r.waiting = append(r.waiting, hot[:room]...)
	select {
	case r.wake <- struct{}{}:
	default:
	}
	return hot[room:]
}

// next gives nil when none waits.
func (r *remakes) next() *entry {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.waiting) == 0 {
		return nil
	}
	first := r.waiting[0]
	r.waiting[0] = nil
	r.waiting = r.waiting[1:]
	return first
}

// Run compresses strongly what was asked for twice and remakes what is hot, until ctx ends. It may be run again afterwards, not twice at once.
func (e *Edge) Run(ctx context.Context) error {
	var group sync.WaitGroup
	defer group.Wait()
	e.remakes.open.Store(true)
	defer e.remakes.open.Store(false)
	for range remakers {
		group.Go(func() { e.remakeAll(ctx) })
	}
	group.Go(func() { e.gatherAll(ctx) })
	e.strengthenAll(ctx)
	return nil
}

func (e *Edge) remakeAll(ctx context.Context) {
	for {
		if ent := e.remakes.next(); ent != nil && ctx.Err() == nil {
			e.remake(ctx, ent)
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-e.remakes.wake:
		}
	}
}

// remake makes a page again unless a reader was quicker. What cannot be made goes as it would have gone without us.
func (e *Edge) remake(ctx context.Context, old *entry) {
	if e.store.peek(old.key) != old {
		return
	}
	if _, how := e.join(ctx, old.key, old.at, nil); how == made {
		e.count.remade.Add(1)
	}
	if old.dropped.Load() {
		e.store.remove(old)
	}
}
