package app

import (
	"context"
	"math"
	"net"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"griot/internal/edge/hit"
	"griot/internal/edge/purge"
	"griot/internal/event"
	"griot/internal/page"
	"griot/internal/server"
)

const (
	// beside is what a newsroom takes in memory besides its kept pages: pages being made, statements, what the search looks at.
	beside = 40 << 20

	// lastAnswers is how long answers to slow readers may take when the program ends; together with what follows less than the ten seconds promised.
	lastAnswers = 8 * time.Second
)

// limitMemory has garbage collected sooner when there is much of it. Without a limit the collector lets the heap grow to twice what is in use, and most of that is
// kept pages, whose bound is known. GOMEMLIMIT wins.
func limitMemory(cacheBytes int64) {
	if debug.SetMemoryLimit(-1) == math.MaxInt64 {
		debug.SetMemoryLimit(cacheBytes + beside)
	}
}

// fronts are what stands between ports and net/http, and answers kept pages.
type fronts struct {
	mu   sync.Mutex
	list []*hit.Listener
}

// stand is server.Config.Stand.
func (s *Service) stand(l net.Listener) net.Listener {
	front := hit.Listen(l, hit.Config{
		Edge: s.edge, Now: s.Now, Fields: s.fields(), Note: func(a *hit.Answer) { s.server.Note((*server.Hit)(a)) }, Detailed: s.AccessLog,
		Idle: server.IdleTimeout, First: server.FirstTimeout, Patience: server.Patience,
	})
	s.fronts.mu.Lock()
	defer s.fronts.mu.Unlock()
	s.fronts.list = append(s.fronts.list, front)
	return front
}

// fields gives what the server sends with every answer to the newspaper's own name. Other names are the server's to judge.
func (s *Service) fields() func(host string) (lines string, ok bool) {
	all := sync.OnceValue(func() string { // once there are requests: before, the server does not know whether it offers HTTP/3
		var b strings.Builder
		_ = s.server.Fields().Write(&b) // to memory
		return b.String()
	})
	return func(host string) (string, bool) {
		if len(s.Domains) > 0 && !named(host, s.Domains[0]) {
			return "", false
		}
		return all(), true
	}
}

// named reports whether a Host field is a name, with a port perhaps.
func named(host, name string) bool {
	rest, ok := strings.CutPrefix(host, name)
	port, colon := strings.CutPrefix(rest, ":")
	return ok && (rest == "" || colon && strings.Trim(port, "0123456789") == "")
}

// settle waits for the last answers after ctx has ended and the server with it.
func (f *fronts) settle(ctx context.Context) func() {
	giveUp := make(chan struct{})
	context.AfterFunc(ctx, func() { time.AfterFunc(lastAnswers, func() { close(giveUp) }) })
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		for _, front := range f.list {
			front.Wait(giveUp)
		}
	}
}

// purger tells the cache in front; nil where none was named.
func (n *Newsroom) purger() (*purge.Purger, error) {
	if n.PurgeURL == "" {
		return nil, nil //nolint:nilnil // nobody to tell is not an error
	}
	return purge.New(purge.Config{URL: n.PurgeURL, Method: n.PurgeMethod, Header: n.PurgeHeader, Now: n.Now, Log: n.Log})
}

// kindOf sorts pages by what they have in common: articles of one language, and everything else of the site that has the frame of all pages.
func kindOf(p *page.Page, route string) string {
	switch {
	case p.Reads != 0 && route == "address":
		return "article"
	case route == "address" || route == "front" || strings.HasPrefix(route, "front "):
		return "page"
	}
	return ""
}

// addressesOf are the addresses at which a browser may use a dictionary of a kind (RFC 9842 §2.1.1). An article imported under another address than ours gets the other
// kind's.
func addressesOf(kind string) string {
	if kind == "article" {
		return "/*/*/*/*/"
	}
	return "/*"
}

// apply is what an event does to kept pages: ours go first, since a cache in front asks for them again as soon as it is told.
func (s *Service) apply(e event.Event) {
	s.edge.Apply(e.Seq, e.Labels)
	s.stream.Apply(e.Labels)
	if s.purger != nil {
		s.purger.Add(e.Labels)
	}
}
