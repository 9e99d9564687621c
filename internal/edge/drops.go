package edge

import (
	"sync/atomic"

	"griot/internal/page"
)

// maxDrops is how many dropped labels are remembered: more than change while one page is being made.
const maxDrops = 10_000

// drops remembers which labels changed lately, so that a page made from what was true before a change is not kept after it.
//
// Its clock counts changes as this edge is told of them, one tick for each Drop or Apply. That is the event number as seen
// from here: a change is committed before it is told, so a making that began at a tick sees every change told until then. The
// numbers of the events themselves would say no more, and changes without an event (Drop) have none.
//
// All but now need the store's lock.
type drops struct {
	clock atomic.Uint64
	floor uint64                // drops until this tick may be forgotten
	last  map[page.Label]uint64 // when a label was last dropped
	ring  []dropped             // the same in order; once full, next is the oldest
	next  int
}

type dropped struct {
	label page.Label
	at    uint64
}

func newDrops() drops { return drops{last: map[page.Label]uint64{}} }

func (d *drops) now() uint64 { return d.clock.Load() }

// record moves the clock last, so that whoever reads the new time began after the change.
func (d *drops) record(labels []page.Label) {
	at := d.clock.Load() + 1
	for _, l := range labels {
		d.remember(dropped{label: l, at: at})
	}
	d.clock.Store(at)
}

func (d *drops) remember(this dropped) {
	d.last[this.label] = this.at
	if len(d.ring) < maxDrops {
		d.ring = append(d.ring, this)
		return
	}
	oldest := d.ring[d.next]
	if d.last[oldest.label] == oldest.at && oldest != this {
		delete(d.last, oldest.label)
	}
	d.floor = oldest.at
	d.ring[d.next] = this
	d.next = (d.next + 1) % maxDrops
}

// since reports whether any of the labels was dropped after a tick, or may have been.
func (d *drops) since(tick uint64, labels []page.Label) bool {
	if tick < d.floor {
		return true
	}
	for _, l := range labels {
		if d.last[l] > tick {
			return true
		}
	}
	return false
}
