// Package edge answers every public GET and HEAD. It makes a page once however many ask for it, keeps it under its canonical
// address in each encoding that readers asked for, and sends it until one of its labels changes.
//
// What it promises:
//
//   - A page that was made before one of its labels changed is never kept after the change (drops.go), nor given to a
//     reader who asked after the change (make.go); except that a page which many read is remade before anyone asks, and until
//     that is done they get the one before, or one that a further change has outrun; neither for longer than Lingering after a change that it lacks (remake.go).
//   - Nothing of a request but its canonical address decides what is kept; of the rest, only Accept-Encoding and the
//     conditional fields decide how it is sent.
//   - Memory is bounded by Config.MaxBytes; what is asked for least gives way.
//   - When a page cannot be made because the newsroom is broken or away, a copy that is out of date but was not withdrawn is sent.
//   - It never panics, whatever the request, the page or the maker, and answers in bounded time as long as makers heed their context.
//
// An Edge is safe for concurrent use. Run must be running for strong compression and for remaking; everything else works without it.
package edge

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"golang.org/x/sync/singleflight"

	"griot/internal/edge/dictionary"
	"griot/internal/fault"
	"griot/internal/page"
)

// Config is what an Edge is made from. Table, Failure and Now are required.
type Config struct {
	Table page.Table

	// Failure makes the designed page for an error. Its kind becomes the status where the page names none. at.Route is
	// nil when no route takes the address, and at.Path is "/" when the path asked for cannot be read. It may be called
	// while the database is away and should not need it. What it makes is never kept.
	Failure func(ctx context.Context, at page.Address, err error) *page.Page

	Now         func() time.Time
	MaxBytes    int64         // bound of all that is kept, in bytes; zero means 64 MiB
	MakeTimeout time.Duration // how long a page may take to be made; zero means 10 s
	Purged      bool          // a cache in front is told which labels changed: pages name theirs as Surrogate-Key too
	Log         *slog.Logger  // nil logs nothing

	// Dictionaries, where there are any, compress pages for browsers that have one. Kind sorts pages by what they have in common; "" is none.
	Dictionaries *dictionary.Shelf
	Kind         func(p *page.Page, route string) string

	// Admit is asked before a page is made for a reader, and before a designed error page is; never for a page that is kept. Its error is sent instead, and the
	// error page is plain. nil admits everybody. Its context is the request's.
	Admit func(ctx context.Context) error
}

const (
	defaultMaxBytes    = 48 << 20
	defaultMakeTimeout = 10 * time.Second
)

// Edge keeps pages and sends them.
type Edge struct {
	cfg     Config
	bare    map[string]bool // routes whose address has no closing slash
	store   *store
	flights singleflight.Group
	press   *press
	waiting chan wish
	scales  chan struct{} // holds whoever compresses a page to weigh it
	reads   tally
	remakes remakes
	count   counters
	quiet   quiet
	ailing  ailing
}

// New makes an edge that keeps nothing yet.
func New(cfg Config) *Edge {
	if cfg.MaxBytes <= 0 {
		cfg.MaxBytes = defaultMaxBytes
	}
	if cfg.MakeTimeout <= 0 {
		cfg.MakeTimeout = defaultMakeTimeout
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &Edge{
		cfg:     cfg,
		bare:    bareRoutes(cfg.Table),
		store:   newStore(cfg.MaxBytes),
		press:   newPress(),
		waiting: make(chan wish, maxWaiting),
		scales:  make(chan struct{}, 1),
		remakes: remakes{wake: make(chan struct{}, remakers)},
	}
}

// MaxBytes is the bound of all that is kept, in bytes.
func (e *Edge) MaxBytes() int64 { return e.cfg.MaxBytes }

const allowed = "GET, HEAD, OPTIONS"

// ServeHTTP answers a request for a public page.
func (e *Edge) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		e.serve(w, r)
	case http.MethodOptions:
		w.Header().Set("Allow", allowed)
		w.WriteHeader(http.StatusNoContent)
	default:
		w.Header().Set("Allow", allowed)
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
	}
}

func (e *Edge) serve(w http.ResponseWriter, r *http.Request) {
	path, err := readable(r.URL.Path)
	if err != nil {
		e.Fail(w, r, err)
		return
	}
	if tidy := e.tidy(path); tidy != path {
		ent, how := e.retold(r, tidy)
		e.send(w, r, ent, how)
		return
	}
	at, ok := e.cfg.Table.Find(path, r.URL.RawQuery)
	if !ok {
		e.Fail(w, r, fault.New(fault.NotFound, "there is no page at this address"))
		return
	}
	if ent, how := e.find(r.Context(), at); ent != nil {
		e.send(w, r, ent, how)
		return
	}
	w.WriteHeader(http.StatusServiceUnavailable) // whoever asked has left; the log should not say 200
}

// retold leads to the tidy spelling of a path where a page stands. Where none does it says at once what is to be said there: whoever follows an old address takes one step, and what does not exist is not
// asked for twice.
func (e *Edge) retold(r *http.Request, tidy string) (*entry, outcome) {
	if at, ok := e.cfg.Table.Find(tidy, r.URL.RawQuery); ok {
		if ent, how := e.find(r.Context(), at); ent != nil && ent.status != http.StatusOK {
			return ent, how
		}
	}
	return movedTo(tidy, r.URL.RawQuery), moved
}

// Fail answers with the designed page for err. The server uses it for what went wrong outside of any page.
func (e *Edge) Fail(w http.ResponseWriter, r *http.Request, err error) {
	at := page.Address{Path: "/"}
	if path, unreadable := readable(r.URL.Path); unreadable == nil {
		at.Path = path
	}
	e.send(w, r, e.failure(r.Context(), at, err), failed)
}
