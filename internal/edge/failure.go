package edge

import (
	"context"
	"fmt"
	"net/http"
	"runtime/debug"
	"time"

	"griot/internal/fault"
	"griot/internal/page"
)

const (
	patience    = time.Second     // for a newsroom that does not answer, where there is a copy to send
	staleRest   = 5 * time.Second // between two tries to make a page that has a stale copy
	failureTime = 3 * time.Second // for a designed error page
)

// failing sends a copy that is out of date rather than no page, when the fault is ours. A copy whose label was dropped is
// never sent: it may have been withdrawn.
func (e *Edge) failing(ctx context.Context, key string, at page.Address, noted stamp, err error) landed {
	kept, have := e.store.get(key)
	have = have && isOurs(err)
	e.report(ctx, at, err, have)
	if fault.Is(err, fault.Unavailable) {
		e.ill(ctx)
	}
	if have {
		kept.rest(e.cfg.Now().Add(staleRest))
		e.count.stale.Add(1)
		return landed{kept, stale}
	}
	ent := e.failure(ctx, at, err)
	ent.made = noted
	return landed{ent, failed}
}

// sendOld gives up waiting for a page that has an old copy; its making goes on.
func (e *Edge) sendOld(ctx context.Context, old *entry) (*entry, outcome) {
	e.ill(ctx)
	old.rest(e.cfg.Now().Add(staleRest))
	e.count.stale.Add(1)
	return old, stale
}

func isOurs(err error) bool { return statusOf(fault.Of(err)) >= http.StatusInternalServerError }

// failure makes the designed page for an error, or a plain one if even that fails.
func (e *Edge) failure(ctx context.Context, at page.Address, err error) (ent *entry) {
	e.count.failed.Add(1)
	status, route := statusOf(fault.Of(err)), ""
	if at.Route != nil {
		route = at.Route.Name
	}
	if e.admit(ctx) != nil {
		return newEntry("", route, plain(status), stamp{})
	}
	defer func() {
		if r := recover(); r != nil {
			e.cfg.Log.ErrorContext(ctx, "error page", "panic", fmt.Sprint(r), "stack", string(debug.Stack()))
			ent = newEntry("", route, plain(status), stamp{})
		}
	}()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), failureTime)
	defer cancel()
	p := plain(status)
	if designed := e.cfg.Failure(ctx, at, err); designed != nil {
		own := *designed
		p = &own
	}
	if p.Status < 400 {
		p.Status = status
	}
	p.Volatile, p.Reads = true, 0
	return newEntry("", route, p, stamp{})
}

func (e *Edge) admit(ctx context.Context) error {
	if e.cfg.Admit == nil {
		return nil
	}
	return e.cfg.Admit(ctx)
}

func plain(status int) *page.Page {
	return &page.Page{Status: status, ContentType: "text/plain; charset=utf-8", Body: []byte(http.StatusText(status) + "\n"), Volatile: true}
}

func statusOf(kind fault.Kind) int {
	switch kind {
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Gone:
		return http.StatusGone
	case fault.Invalid:
		return http.StatusBadRequest
	case fault.Conflict:
		return http.StatusConflict
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.TooMany:
		return http.StatusTooManyRequests
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}
