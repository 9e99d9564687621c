package edge

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"griot/internal/fault"
	"griot/internal/page"
)

// quietFor is how long a route that failed stays silent in the log, for one kind of error.
const quietFor = time.Minute

// quiet keeps a database that is away from filling the log. Its size is bounded by the route table.
type quiet struct {
	mu   sync.Mutex
	last map[silence]*heard
}

type silence struct {
	route string
	kind  fault.Kind
}

type heard struct {
	at      time.Time
	omitted int
}

// speak reports whether to log now, and how many lines were left out before.
func (q *quiet) speak(s silence, now time.Time) (omitted int, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.last == nil {
		q.last = map[silence]*heard{}
	}
	h := q.last[s]
	if h != nil && now.Sub(h.at) < quietFor {
		h.omitted++
		return 0, false
	}
	if h != nil {
		omitted = h.omitted
	}
	q.last[s] = &heard{at: now}
	return omitted, true
}

// ailing remembers since when the newsroom has been away: Unix nanoseconds, 0 when it answers.
type ailing struct{ since atomic.Int64 }

func (a *ailing) lasted(now time.Time) time.Duration {
	if since := a.since.Load(); since != 0 {
		return now.Sub(time.Unix(0, since))
	}
	return 0
}

// ill notes that the newsroom is away, and tells operators when that is news.
func (e *Edge) ill(ctx context.Context) {
	now := e.cfg.Now()
	if !e.ailing.since.CompareAndSwap(0, now.UnixNano()) {
		return
	}
	if _, ok := e.quiet.speak(silence{"", fault.Unavailable}, now); ok {
		e.cfg.Log.ErrorContext(ctx, "the newsroom does not answer: kept pages go on being sent, others cannot be made")
	}
}

func (e *Edge) well(ctx context.Context) {
	now := e.cfg.Now()
	lasted := e.ailing.lasted(now)
	if lasted == 0 || e.ailing.since.Swap(0) == 0 {
		return
	}
	if _, ok := e.quiet.speak(silence{"", fault.Internal}, now); ok {
		e.cfg.Log.InfoContext(ctx, "pages are made again", slog.Float64("away_seconds", lasted.Seconds()))
	}
}

// report logs what went wrong on our side, at most once a minute for each route and kind. What is wrong on the reader's side is no
// news. The query is left out: it may hold what somebody searched for.
func (e *Edge) report(ctx context.Context, at page.Address, err error, stale bool) {
	if !isOurs(err) {
		return
	}
	kind := fault.Of(err)
	omitted, ok := e.quiet.speak(silence{at.Route.Name, kind}, e.cfg.Now())
	if !ok {
		return
	}
	e.cfg.Log.LogAttrs(ctx, slog.LevelError, "page not made", slog.String("route", at.Route.Name), slog.String("path", at.Path),
		slog.String("kind", kind.String()), slog.Bool("stale_copy_sent", stale), slog.Int("omitted", omitted), slog.Any("error", err))
}
