package server

import (
	"context"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"griot/internal/fault"
)

const (
	// A network may ask for so much a second, in the long run, that no kept page answers: searches, and addresses where nothing is. Pages that are made and kept
	// are free, or the first readers after a start would pay for all.
	gateRate = 50

	// gateBurst is what it may ask for at once: the people behind a mobile operator's address are thousands, and all search when there is news.
	gateBurst = 1000

	gateNetworks = 1 << 16 // remembered at once
)

// gate keeps one network from having the newsroom work for it alone. It never stands before a page that is kept.
type gate struct {
	now func() time.Time

	mu      sync.Mutex
	owes    map[netip.Prefix]time.Time // when the network's debt will be paid (GCRA); absent: it has none
	refused int64
}

func newGate(now func() time.Time) *gate { return &gate{now: now, owes: map[netip.Prefix]time.Time{}} }

const (
	gateCost  = time.Second / gateRate
	gateLimit = gateBurst * gateCost
)

// charge notes what an answer cost. Our own faults are nobody's, and a refusal costs nothing: what is allowed a second stays allowed.
func (g *gate) charge(from netip.Prefix, rec *recorder) {
	if rec.outcome != "failed" && rec.outcome != "volatile" || rec.status >= 500 || rec.status == http.StatusTooManyRequests || !from.IsValid() || from.Addr().IsLoopback() {
		return
	}
	now := g.now()
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.owes) >= gateNetworks {
		g.forget(now)
	}
	g.owes[from] = later(g.owes[from], now).Add(gateCost)
}

// forget drops the networks that owe nothing, or all of them if everybody owes: then they are too many for this to help.
func (g *gate) forget(now time.Time) {
	for from, paid := range g.owes {
		if !paid.After(now) {
			delete(g.owes, from)
		}
	}
	if len(g.owes) >= gateNetworks {
		clear(g.owes)
	}
}

func (g *gate) open(from netip.Prefix) bool {
	now := g.now()
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.owes[from].Sub(now) < gateLimit {
		return true
	}
	g.refused++
	return false
}

func (g *gate) refusals() int64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.refused
}

// Admit is asked before something is made that is not kept. It refuses with fault.TooMany a request from a network that has asked for too much of it; what
// belongs to no request is always admitted.
func (s *Server) Admit(ctx context.Context) error {
	if s.gate.open(visitOf(ctx).from) {
		return nil
	}
	return fault.New(fault.TooMany, "too many requests from this network: wait a moment")
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
