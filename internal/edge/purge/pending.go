package purge

import (
	"slices"
	"sync"
	"time"

	"griot/internal/page"
)

// maxPending is how many labels may wait before purging everything is less work.
const maxPending = 1000

// waiting is a label and since when it waits.
type waiting struct {
	label page.Label
	since time.Time
}

// pending is the labels that wait, each once, the oldest first.
type pending struct {
	mu         sync.Mutex
	list       []waiting
	told, lost int64
	wake       chan struct{}
}

func newPending() pending { return pending{wake: make(chan struct{}, 1)} }

func (p *pending) add(labels []page.Label, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, l := range labels {
		if l == page.All {
			l = Everything
		}
		p.insert(waiting{l, now})
	}
	p.rouse()
}

// insert leaves out what is covered already. It needs the lock.
func (p *pending) insert(w waiting) {
	switch {
	case p.has(w.label) || p.has(Everything):
	case w.label == Everything || len(p.list) == maxPending:
		p.list = append(p.list[:0], waiting{Everything, w.since})
	default:
		p.list = append(p.list, w)
	}
}

func (p *pending) has(l page.Label) bool {
	return slices.ContainsFunc(p.list, func(w waiting) bool { return w.label == l })
}

// rouse needs the lock.
func (p *pending) rouse() {
	if len(p.list) == 0 {
		return
	}
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

func (p *pending) take() []waiting {
	p.mu.Lock()
	defer p.mu.Unlock()
	batch := p.list
	p.list = nil
	return batch
}

// putBack queues again what failed, except for what has waited since before oldest, and gives the number of those.
func (p *pending) putBack(failed []waiting, oldest time.Time) (lost int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	later := p.list
	p.list = nil
	for _, w := range failed {
		if w.since.Before(oldest) {
			lost++
		} else {
			p.insert(w)
		}
	}
	for _, w := range later {
		p.insert(w)
	}
	p.rouse()
	return lost
}

func (p *pending) done(told, lost int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.told += int64(told)
	p.lost += int64(lost)
}

func (p *pending) stats() Stats {
	p.mu.Lock()
	defer p.mu.Unlock()
	return Stats{Told: p.told, Lost: p.lost, Waiting: int64(len(p.list))}
}
