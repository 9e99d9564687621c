package server

import (
	"context"
	"net/netip"
	"testing"
	"time"

	"griot/internal/fault"
)

func gated(now *time.Time) *Server {
	return &Server{gate: newGate(func() time.Time { return *now })}
}

func (s *Server) asks(from, outcome string, status int) bool {
	network := netip.MustParsePrefix(from)
	ok := s.Admit(context.WithValue(context.Background(), visitKey{}, visit{from: network})) == nil
	if ok {
		s.gate.charge(network, &recorder{outcome: outcome, status: status})
	}
	return ok
}

// A gateway's readers search all at once, then go on at a pace; what is beyond waits, and nobody else does.
func TestTheGate(t *testing.T) {
	t.Parallel()
	now := time.Unix(1e9, 0)
	s := gated(&now)
	const gateway, other = "203.0.113.0/24", "198.51.100.0/24"
	for i := range gateBurst {
		if !s.asks(gateway, "volatile", 200) {
			t.Fatalf("search %d is refused", i)
		}
	}
	if s.asks(gateway, "failed", 404) || !s.asks(other, "failed", 404) || s.gate.refusals() != 1 {
		t.Error("a network beyond its measure is not refused, or another one is")
	}
	now = now.Add(time.Second)
	for i := range gateRate {
		if !s.asks(gateway, "failed", 404) {
			t.Fatalf("a second later request %d is refused", i)
		}
	}
	if s.asks(gateway, "failed", 404) {
		t.Error("more than its measure a second")
	}
	now = now.Add(time.Hour)
	for range gateBurst {
		if !s.asks(gateway, "volatile", 200) {
			t.Fatal("an hour later it still owes")
		}
	}
}

// Pages that are kept, or were made to be kept, cost nothing, nor do our faults and refusals; this machine is never refused.
func TestWhatCostsNothing(t *testing.T) {
	t.Parallel()
	now := time.Unix(1e9, 0)
	s := gated(&now)
	for _, free := range []struct {
		from, outcome string
		status        int
	}{
		{"203.0.113.0/24", "hit", 200}, {"203.0.113.0/24", "made", 200}, {"203.0.113.0/24", "stale", 200}, {"203.0.113.0/24", "moved", 301},
		{"203.0.113.0/24", "failed", 500}, {"203.0.113.0/24", "failed", 429}, {"127.0.0.0/24", "failed", 404},
	} {
		for range 2 * gateBurst {
			if !s.asks(free.from, free.outcome, free.status) {
				t.Fatalf("refused for %v", free)
			}
		}
	}
	if len(s.gate.owes) != 0 {
		t.Errorf("%d networks owe", len(s.gate.owes))
	}
}

func TestWhatBelongsToNoRequestIsAdmitted(t *testing.T) {
	t.Parallel()
	now := time.Unix(1e9, 0)
	s := gated(&now)
	if err := s.Admit(context.Background()); err != nil {
		t.Error(err)
	}
	from := netip.MustParsePrefix("203.0.113.0/24")
	s.gate.owes[from] = now.Add(gateLimit)
	if err := s.Admit(context.WithValue(context.Background(), visitKey{}, visit{from: from})); !fault.Is(err, fault.TooMany) || fault.Message(err) == "" {
		t.Errorf("refused with %v", err)
	}
}

// However many networks ask, no more than so many are remembered.
func TestTheGateIsBounded(t *testing.T) {
	t.Parallel()
	now := time.Unix(1e9, 0)
	s := gated(&now)
	for i := range 2*gateNetworks + 100 {
		from := netip.PrefixFrom(netip.AddrFrom4([4]byte{byte(i >> 16), byte(i >> 8), byte(i), 0}), 24)
		s.gate.charge(from, &recorder{outcome: "failed", status: 404})
		if i == gateNetworks+50 {
			now = now.Add(time.Hour)
		}
	}
	if n := len(s.gate.owes); n > gateNetworks || n == 0 {
		t.Errorf("%d networks are remembered", n)
	}
}
