package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"griot/internal/article"
)

const (
	paintRuns = 7
	paintSlow = 4 // times slower than this machine's processor
)

// line is a reader's network.
type line struct {
	name string
	rate float64       // bytes a second, both ways
	wait time.Duration // of each request
	fcp  time.Duration // how soon the first text may stand there; the numbers
	lcp  time.Duration // and what is largest, with a hero; 0 promises nothing
}

func lines() []line {
	return []line{
		{"250 kbit/s and 800 ms", 250_000 / 8, 800 * time.Millisecond, 1300 * time.Millisecond, 0},
		{"400 kbit/s and 400 ms", 400_000 / 8, 400 * time.Millisecond, 900 * time.Millisecond, 1600 * time.Millisecond},
	}
}

// painted is when a reader sees what, counted from the start of the navigation.
type painted struct{ FCP, LCP float64 } // ms

// paint reads an article with a hero on slow lines and a slow processor, each time as somebody who has never been here.
func (b *bench) paint(ctx context.Context) ([]row, error) {
	p, card, err := b.sample(ctx, func(c *article.Card) bool { return c.Hero != nil })
	if err != nil {
		return nil, err
	}
	defer p.close()
	if _, err := p.settled(ctx, card.Path); err != nil {
		return nil, err
	}
	browser, stop, err := chromium(ctx)
	if err != nil {
		return nil, err
	}
	defer stop()
	var rows []row
	for _, l := range lines() {
		var fcp, lcp spread
		for range paintRuns {
			seen, err := l.read(browser, p.origin+card.Path)
			if err != nil {
				return rows, fmt.Errorf("%s: %w", l.name, err)
			}
			fcp, lcp = append(fcp, milliseconds(seen.FCP)), append(lcp, milliseconds(seen.LCP))
		}
		note := func(s spread) string {
			return fmt.Sprintf("median of %d, from %s to %s; CPU slowed %d times, nothing in the cache", len(s), span(s.at(0)), span(s.slowest()), paintSlow)
		}
		rows = append(rows, promise("first contentful paint of an article, "+l.name, fcp.median(), l.fcp, span, note(fcp)))
		if l.lcp > 0 {
			rows = append(rows, promise("largest contentful paint with its hero, "+l.name, lcp.median(), l.lcp, span, note(lcp)))
		}
	}
	return rows, nil
}

func milliseconds(ms float64) time.Duration {
	return time.Duration(ms * float64(time.Millisecond)).Round(time.Millisecond)
}

// read opens an address in a new tab with an empty cache.
func (l *line) read(browser context.Context, address string) (seen painted, err error) {
	v := &visit{}
	tab, closeTab, err := newTab(browser, phoneDots, v)
	if err != nil {
		return seen, err
	}
	defer closeTab()
	_, err = chromedp.Call(tab, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: paintSlow})
	if err != nil {
		return seen, err
	}
	_, err = chromedp.Call(tab, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{
		{Latency: float64(l.wait.Milliseconds()), DownloadThroughput: l.rate, UploadThroughput: l.rate},
	}})
	if err != nil {
		return seen, err
	}
	if err := chromedp.Do(tab, chromedp.Navigate(address)); err != nil {
		return seen, err
	}
	if err := v.settle(tab); err != nil {
		return seen, err
	}
	const ask = `new Promise((done) => {
  let lcp = 0;
  new PerformanceObserver((list) => { for (const e of list.getEntries()) lcp = e.startTime; }).observe({type: 'largest-contentful-paint', buffered: true});
  setTimeout(() => done({FCP: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0, LCP: lcp}), 200);
})`
	seen, err = chromedp.Run(tab, chromedp.Evaluate[painted](ask, chromedp.EvalAwaitPromise))
	if err == nil && (seen.FCP == 0 || seen.LCP == 0) {
		err = errors.New("the browser does not say when it painted")
	}
	return seen, err
}
