package edge

import (
	"context"
	"log/slog"
	"sync"
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
