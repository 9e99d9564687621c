package main

import (
	"context"
	"fmt"
	"os"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// The phone of LOOK.md, in CSS px, and how many dots its screen has for each: the cheapest still sold have two.
const (
	phoneWidth  = 360
	phoneHeight = 640
	phoneDots   = 2
)

// chromium starts a headless browser that asks nothing of the network by itself.
func chromium(ctx context.Context) (context.Context, context.CancelFunc, error) {
	options := append([]chromedp.ExecAllocatorOption{}, chromedp.DefaultExecAllocatorOptions[:]...)
	options = append(options, chromedp.DisableGPU, chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-quic", true))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium refuses its sandbox to root
	}
	allocated, closeAllocator := chromedp.NewExecAllocator(ctx, options...)
	browser, closeBrowser := chromedp.NewContext(allocated)
	stop := func() { closeBrowser(); closeAllocator() }
	if err := chromedp.Do(browser); err != nil {
		stop()
		return nil, nil, fmt.Errorf("no Chromium to measure in: install the package chromium: %w", err)
	}
	return browser, stop, nil
}

// newTab opens a tab with an empty cache of its own, as a reader's who comes for the first time. The cache stays on: a picture that is shown twice is loaded
// once, as it is for a reader.
func newTab(browser context.Context, dots float64, visit *visit) (context.Context, context.CancelFunc, error) {
	tab, closeTab := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	if err := chromedp.Do(tab, chromedp.EmulateViewport(phoneWidth, phoneHeight, chromedp.EmulateScale(dots), chromedp.EmulateMobile, chromedp.EmulateTouch)); err != nil {
		closeTab()
		return nil, nil, err
	}
	_, err := chromedp.Call(tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watchShifts})
	if err == nil {
		err = chromedp.Listen(tab, visit.hear)
	}
	if err != nil {
		closeTab()
		return nil, nil, err
	}
	return tab, closeTab, nil
}

// watchShifts adds up what moves without the reader's doing.
const watchShifts = `window.griotShift = 0;
new PerformanceObserver((list) => {
  for (const e of list.getEntries()) if (!e.hadRecentInput) window.griotShift += e.value;
}).observe({type: 'layout-shift', buffered: true});`
