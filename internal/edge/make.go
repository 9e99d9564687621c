package edge

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"griot/internal/fault"
	"griot/internal/page"
)

// maxJoined bounds the flights that one reader joins before taking what comes.
const maxJoined = 3

// outcome says where an answer came from; the server's log line shows it.
type outcome string

const (
	hit      outcome = "hit"
	made     outcome = "made"
	stale    outcome = "stale"  // out of date, because it could not be made
	former   outcome = "former" // out of date for a moment, while it is being remade
	failed   outcome = "failed"
	moved    outcome = "moved"
	volatile outcome = "volatile"
)

type landed struct {
	entry *entry
	how   outcome
}

// find gives the page at an address, kept or made; nil when ctx ends first.
func (e *Edge) find(ctx context.Context, at page.Address) (*entry, outcome) {
	key := keyOf(at)
	kept, how := e.kept(key)
	if how != "" {
		e.count.kept(how)
		return kept, how
	}
	e.count.misses.Add(1)
	if err := e.admit(ctx); err != nil {
		return e.failure(ctx, at, err), failed
	}
	return e.join(ctx, key, at, kept)
}

// kept gives what is at hand: a page to send when how says so; else "", and a copy that is out of date and may be sent in need, or nil.
func (e *Edge) kept(key string) (ent *entry, how outcome) {
	ent, now := e.store.peek(key), e.cfg.Now()
	switch {
	case ent == nil:
		return nil, ""
	case e.store.current(ent, now):
		ent.warm()
		return ent, hit
	case ent.lingers(now):
		ent.warm()
		return ent, former
	case ent.dropped.Load():
		return nil, ""
	case ent.resting(now):
		return ent, stale
	}
	return ent, ""
}

// join waits for the one making of a page. A reader who asked after a change is not given a page whose making began before it:
// whoever publishes and then looks sees what was published. Where there is an old copy (else nil), a newsroom that does not answer is waited for no longer than
// patience.
func (e *Edge) join(ctx context.Context, key string, at page.Address, old *entry) (*entry, outcome) {
	asked := e.store.drops.now()
	var late <-chan time.Time
	if old != nil {
		timer := time.NewTimer(patience)
		defer timer.Stop()
		late = timer.C
	}
	var got landed
	for range maxJoined {
		flight := e.flights.DoChan(key, func() (any, error) { return e.fly(ctx, key, at), nil })
		select {
		case <-ctx.Done():
			return nil, ""
		case <-late:
			return e.sendOld(ctx, old)
		case result := <-flight:
			got = result.Val.(landed)
		}
		if got.entry.made.tick >= asked || got.how == stale || e.upToDate(got) {
			break
		}
	}
	return got.entry, got.how
}

// upToDate is never true of a failure, whose labels nobody knows.
func (e *Edge) upToDate(got landed) bool {
	return got.how != failed && !e.store.outrun(got.entry) && e.store.current(got.entry, e.cfg.Now())
}

// fly makes a page on behalf of everyone who waits for it. It outlives the first of them, but not MakeTimeout.
func (e *Edge) fly(ctx context.Context, key string, at page.Address) landed {
	if kept, ok := e.store.get(key); ok && e.store.current(kept, e.cfg.Now()) {
		return landed{kept, hit} // a flight landed while this reader was on the way
	}
	noted, began := e.store.stamp(), e.cfg.Now()
	p, err := e.try(ctx, at)
	if err != nil {
		return e.failing(ctx, key, at, noted, err)
	}
	e.count.made.Add(1)
	e.well(ctx)
	ent := newEntry(key, at.Route.Name, p, noted)
	if !ent.keeps {
		return landed{ent, volatile}
	}
	ent.at = at
	if e.cfg.Kind != nil {
		ent.kind = e.cfg.Kind(p, at.Route.Name)
	}
	before := e.store.peek(key)
	if before != nil {
		ent.warmth.Store(before.warmth.Load() / 2)
	}
	if !e.store.keep(ent) {
		e.count.outrun.Add(1)
		e.standIn(ent, before, began)
	}
	return landed{ent, made}
}

// try calls the maker and classifies what went wrong.
func (e *Edge) try(ctx context.Context, at page.Address) (p *page.Page, err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), e.cfg.MakeTimeout)
	defer cancel()
	defer func() {
		if r := recover(); r != nil {
			p, err = nil, fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	p, err = at.Route.Make(ctx, at)
	switch {
	case err != nil && errors.Is(err, context.DeadlineExceeded) && fault.Is(err, fault.Internal):
		return nil, fault.Wrap(fault.Unavailable, err, "this page took too long to make")
	case err == nil && p == nil:
		return nil, errors.New("the maker gave neither a page nor an error")
	}
	return p, err
}
