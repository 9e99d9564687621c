package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// request is one that a page made.
type request struct {
	url  string
	kind network.ResourceType
	late bool  // a script of the page asked for it, not the page
	size int64 // bytes that came over the wire, heads included
	done bool
}

// visit is one page in one tab: what it asked for, and how much moved.
type visit struct {
	mu       sync.Mutex
	requests []*request
	byID     map[network.RequestID]*request
	heard    time.Time // the last event

	begun  int64   // bytes that came before anyone scrolled
	inView int64   // of these, the document and the pictures that stand in the first screen
	shift  float64 // what moved, to the end of the page
}

// hear takes the browser's events, in their order.
func (v *visit) hear(event any) {
	v.mu.Lock()
	defer v.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		v.sent(e)
	case *network.EventLoadingFinished:
		v.finished(e.RequestID, int64(e.EncodedDataLength))
	case *network.EventLoadingFailed:
		v.finished(e.RequestID, 0)
	default:
		return
	}
	v.heard = time.Now()
}

func (v *visit) sent(e *network.EventRequestWillBeSent) {
	if u, err := url.Parse(e.Request.URL); err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return // data: and its like ask nobody
	}
	if e.RedirectResponse != nil {
		v.finished(e.RequestID, int64(e.RedirectResponse.EncodedDataLength))
	}
	r := &request{url: e.Request.URL, kind: e.Type, late: e.Initiator != nil && e.Initiator.Type == network.InitiatorTypeScript}
	if v.byID == nil {
		v.byID = map[network.RequestID]*request{}
	}
	v.byID[e.RequestID] = r
	v.requests = append(v.requests, r)
}

func (v *visit) finished(id network.RequestID, size int64) {
	if r := v.byID[id]; r != nil {
		r.size, r.done = size, true
	}
}

// asked are the requests so far that meet a condition.
func (v *visit) asked(meets func(*request) bool) (list []request) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, r := range v.requests {
		if meets(r) {
			list = append(list, *r)
		}
	}
	return list
}

// total is the number of bytes that have come so far in answer to requests that meet a condition.
func (v *visit) total(meets func(*request) bool) (n int64) {
	for _, r := range v.asked(meets) {
		n += r.size
	}
	return n
}

func everything(*request) bool { return true }

// A page is quiet when nothing is under way and nothing has been heard for quietTime; one that never is is measured as it stands after patience.
const (
	quietTime = 500 * time.Millisecond
	patience  = 20 * time.Second
)

func (v *visit) quiet() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return time.Since(v.heard) > quietTime && !slices.ContainsFunc(v.requests, func(r *request) bool { return !r.done })
}

func (v *visit) settle(ctx context.Context) error {
	for end := time.Now().Add(patience); !v.quiet() && time.Now().Before(end); {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
	return ctx.Err()
}

// read loads a page, looks at its first screen, and goes on to its end.
func (v *visit) read(tab context.Context, address string) error {
	if err := chromedp.Do(tab, chromedp.Navigate(address)); err != nil {
		return fmt.Errorf("open %s: %w", address, err)
	}
	if err := v.settle(tab); err != nil {
		return err
	}
	if err := v.look(tab); err != nil {
		return fmt.Errorf("look at %s: %w", address, err)
	}
	if err := v.scroll(tab); err != nil {
		return fmt.Errorf("scroll %s: %w", address, err)
	}
	return nil
}

func (v *visit) look(tab context.Context) error {
	const seen = `[...document.images].filter((i) => {
  const r = i.getBoundingClientRect();
  return r.width > 0 && r.height > 0 && r.bottom > 0 && r.top < innerHeight;
}).map((i) => i.currentSrc)`
	pictures, err := chromedp.Run(tab, chromedp.Evaluate[[]string](seen))
	if err != nil {
		return err
	}
	v.begun = v.total(everything)
	v.inView = v.total(func(r *request) bool {
		return r.kind != network.ResourceTypeImage || slices.Contains(pictures, r.url)
	})
	return nil
}

// scroll goes to the end of the page half a screen at a time, as slowly as the screen is drawn, and waits until every picture on the way is there.
func (v *visit) scroll(tab context.Context) error {
	const toTheEnd = `(async () => {
  const drawn = () => new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(r, 30))));
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
    scrollTo({top: y, behavior: 'instant'});
    await drawn();
  }
  const missing = () => [...document.images].some((i) => !i.complete && i.checkVisibility());
  for (let n = 0; n < 100 && missing(); n++) await drawn();
  return !missing();
})()`
	if all, err := chromedp.Run(tab, chromedp.Evaluate[bool](toTheEnd, chromedp.EvalAwaitPromise)); err != nil || !all {
		return cmp.Or(err, errors.New("pictures are missing at its end"))
	}
	if err := v.settle(tab); err != nil {
		return err
	}
	var err error
	v.shift, err = chromedp.Run(tab, chromedp.Evaluate[float64]("window.griotShift"))
	return err
}
