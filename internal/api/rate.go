package api

import (
	"crypto/sha256"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// WritesAMinute is how many requests that change something a token may make, in the long run; so many it may also make at once after a rest.
const WritesAMinute = 600

// maxTokens bounds the tokens that are remembered. They are known ones: a newsroom that has more gives each of them a fresh allowance now and then.
const maxTokens = 10_000

// rates counts the writes of each token, by its hash.
type rates struct {
	now func() time.Time

	mu  sync.Mutex
	all map[[sha256.Size]byte]*rate.Limiter
}

// take counts a write; it gives how long to wait where there is no room for it.
func (r *rates) take(token [sha256.Size]byte) (wait time.Duration) {
	now := r.now()
	one := r.of(token).ReserveN(now, 1)
	if wait = one.DelayFrom(now); wait > 0 {
		one.CancelAt(now)
	}
	return wait
}

func (r *rates) of(token [sha256.Size]byte) *rate.Limiter {
	r.mu.Lock()
	defer r.mu.Unlock()
	l := r.all[token]
	if l == nil {
		if r.all == nil || len(r.all) >= maxTokens {
			r.all = map[[sha256.Size]byte]*rate.Limiter{}
		}
		l = rate.NewLimiter(rate.Limit(WritesAMinute)/60, WritesAMinute)
		r.all[token] = l
	}
	return l
}
