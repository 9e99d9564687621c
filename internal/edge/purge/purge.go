// Package purge tells a cache in front of this server, by one request for each label, what has changed. Pages carry their labels as Cache-Tag and
// Surrogate-Key, so any CDN that purges by tag or key can be told.
//
// What it promises:
//
//   - A label is told after it was added, at least once unless that fails for GiveUp; by then the cache has nothing with it any more, because
//     no page is given to a cache for that long (CDN-Cache-Control).
//   - Labels that wait are told once however often they were added, and are bounded: when too many wait, everything is purged.
//   - Add never blocks, whatever the cache does.
package purge

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"griot/internal/fault"
	"griot/internal/page"
)

// Everything is the label in the place of page.All: the tag that every page carries.
const Everything page.Label = "all"

// GiveUp is how long a label is tried. It is well over what a page may stay in a cache.
const GiveUp = 10 * time.Minute

const (
	place      = "{label}"
	tryTimeout = 10 * time.Second
	parallel   = 4 // requests at once
	firstPause = time.Second
	longPause  = time.Minute
)

// Config is what a Purger is made from. URL and Now are required.
type Config struct {
	URL    string   // asked once for each label, which takes the place of "{label}" in it, escaped
	Method string   // "" is POST
	Header []string // further fields, "Name: value", such as the key that the CDN wants
	Client *http.Client
	Now    func() time.Time
	Log    *slog.Logger
}

// Purger tells a cache. It is safe for concurrent use; one Run at a time.
type Purger struct {
	cfg     Config
	header  http.Header
	pending pending
}

// New checks the configuration; what is wrong with it is fault.Invalid.
func New(cfg Config) (*Purger, error) {
	u, err := url.Parse(strings.ReplaceAll(cfg.URL, place, "x"))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || !strings.Contains(cfg.URL, place) {
		return nil, fault.New(fault.Invalid, "the purge address must be an http or https address with %s where the label goes, such as https://cdn.example/purge/%s", place, place)
	}
	p := &Purger{cfg: cfg, header: http.Header{}, pending: newPending()}
	for _, field := range cfg.Header {
		name, value, ok := strings.Cut(field, ":")
		if name = strings.TrimSpace(name); !ok || name == "" || strings.ContainsAny(field, "\r\n") {
			return nil, fault.New(fault.Invalid, "a purge header is written \"Name: value\"")
		}
		p.header.Add(name, strings.TrimSpace(value))
	}
	if p.cfg.Method == "" {
		p.cfg.Method = http.MethodPost
	}
	if p.cfg.Client == nil {
		p.cfg.Client = &http.Client{Timeout: tryTimeout}
	}
	if p.cfg.Log == nil {
		p.cfg.Log = slog.New(slog.DiscardHandler)
	}
	return p, nil
}

// Add queues labels. Call it after the pages that bear them were dropped here: the cache will ask for them again.
func (p *Purger) Add(labels []page.Label) { p.pending.add(labels, p.cfg.Now()) }

// Run tells the cache until ctx ends. What then still waits is left: see GiveUp.
func (p *Purger) Run(ctx context.Context) {
	pause := firstPause
	for {
		select {
		case <-ctx.Done():
			return
		case <-p.pending.wake:
		}
		if p.tell(ctx) {
			pause = firstPause
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
		pause = min(2*pause, longPause)
	}
}

// tell sends all that waits, and puts back what failed. It reports whether none did.
func (p *Purger) tell(ctx context.Context) (all bool) {
	batch := p.pending.take()
	errs := make([]error, len(batch))
	var group errgroup.Group
	group.SetLimit(parallel)
	for i, w := range batch {
		group.Go(func() error { errs[i] = p.send(ctx, w.label); return nil })
	}
	_ = group.Wait() // the errors are in errs
	var failed []waiting
	var last error
	for i, err := range errs {
		if err != nil {
			failed, last = append(failed, batch[i]), err
		}
	}
	if len(failed) == 0 {
		p.pending.done(len(batch), 0)
		return true
	}
	lost := p.pending.putBack(failed, p.cfg.Now().Add(-GiveUp))
	p.pending.done(len(batch)-len(failed), lost)
	if ctx.Err() == nil {
		p.cfg.Log.WarnContext(ctx, "the cache in front could not be purged; trying again", "labels", len(failed), "given_up", lost, "error", last)
	}
	return false
}

func (p *Purger) send(ctx context.Context, label page.Label) error {
	r, err := http.NewRequestWithContext(ctx, p.cfg.Method, strings.ReplaceAll(p.cfg.URL, place, url.PathEscape(string(label))), nil)
	if err != nil {
		return err
	}
	r.Header = p.header.Clone()
	w, err := p.cfg.Client.Do(r)
	if err != nil {
		return fmt.Errorf("purge %s: %w", label, err)
	}
	defer func() { _ = w.Body.Close() }()
	_, _ = io.Copy(io.Discard, io.LimitReader(w.Body, 64<<10)) // so that the connection can be used again
	if w.StatusCode >= 300 {
		return fmt.Errorf("purge %s: the cache answered %s", label, w.Status)
	}
	return nil
}

// Stats says what a purger has done since it was made.
type Stats struct {
	Told    int64 // labels
	Lost    int64 // labels given up
	Waiting int64 // labels that wait now
}

// Stats may be called at any time.
func (p *Purger) Stats() Stats { return p.pending.stats() }
