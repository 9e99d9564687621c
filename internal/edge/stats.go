package edge

import (
	"sync/atomic"
	"time"

	"griot/internal/page"
)

type counters struct {
	hits, misses, made, stale, former, remade, dropped, outrun, failed, unchanged, strengthened atomic.Int64
	applied                                                                                     atomic.Int64
}

// Stats says what an edge has done since it was made, and what it holds now.
type Stats struct {
	Hits         int64 // answered from what is kept
	Misses       int64 // waited for a page to be made
	Made         int64 // pages made
	Stale        int64 // answered with a copy that is out of date, because making failed
	Former       int64 // answered with the page before, while it was being remade
	Remade       int64 // pages made before anyone asked for them
	Failed       int64 // error pages made
	Unchanged    int64 // answered 304
	Dropped      int64 // entries dropped because of a label
	Outrun       int64 // pages made but not kept: a label changed meanwhile
	Strengthened int64 // forms compressed strongly
	Applied      int64 // number of the last event applied
	Entries      int64 // kept now, about
	Bytes        int64 // kept now, about

	Ailing time.Duration // for how long the newsroom has been away; zero when it answers
}

// Stats may be called at any time.
func (e *Edge) Stats() Stats {
	c := &e.count
	e.store.cache.CleanUp() // the cache weighs what it was given a moment later; wait for that
	return Stats{
		Hits: c.hits.Load(), Misses: c.misses.Load(), Made: c.made.Load(), Stale: c.stale.Load(), Former: c.former.Load(), Remade: c.remade.Load(), Failed: c.failed.Load(),
		Unchanged: c.unchanged.Load(), Dropped: c.dropped.Load(), Outrun: c.outrun.Load(), Strengthened: c.strengthened.Load(),
		Applied: c.applied.Load(), Entries: int64(e.store.cache.EstimatedSize()), Bytes: int64(e.store.cache.WeightedSize()),
		Ailing: e.ailing.lasted(e.cfg.Now()),
	}
}

// Apply is what the follower of events calls for each event, or for several at once with the highest number. When it returns, no reader who
// asks is given a page from before the event, except that one of a hot page may be, for Lingering at the most. Applying an event twice is harmless.
func (e *Edge) Apply(seq int64, labels []page.Label) {
	e.Drop(labels)
	for was := e.count.applied.Load(); seq > was && !e.count.applied.CompareAndSwap(was, seq); was = e.count.applied.Load() {
	}
}

// Drop drops the pages that bear any of the labels, and no others; page.All drops every page. While Run runs, hot ones are remade.
func (e *Edge) Drop(labels []page.Label) {
	if len(labels) == 0 {
		return
	}
	var now time.Time
	if e.remakes.open.Load() {
		now = e.cfg.Now()
	}
	n, hot := e.store.drop(labels, now)
	e.count.dropped.Add(int64(n))
	for _, ent := range e.remakes.add(hot) {
		ent.since.Store(0) // nobody will remake it in time
		if ent.dropped.Load() {
			e.store.remove(ent)
		}
	}
}
