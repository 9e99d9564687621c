package journey

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// browser is one Chromium; every walk has a tab of its own, in a profile of its own.
type browser struct{ ctx context.Context }

func openBrowser() (*browser, error) {
	path, err := chromium()
	if err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	alloc, closeAlloc := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, closeBrowser := chromedp.NewContext(alloc)
	if err := chromedp.Do(ctx); err != nil {
		closeAlloc()
		return nil, fmt.Errorf("start %s: %w", path, err)
	}
	atEnd(func() { closeBrowser(); closeAlloc() })
	return &browser{ctx: ctx}, nil
}

func chromium() (string, error) {
	if path := os.Getenv("CHROME_PATH"); path != "" {
		return path, nil
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("no Chromium on PATH: install the package chromium, or name one in CHROME_PATH")
}

// tab is one reader.
type tab struct {
	t      *testing.T
	ctx    context.Context
	origin string
	at     string // the path last visited
	saw    *witness
}

// read opens a tab on a site, 360 × 640 and light unless told otherwise. When the test ends, the tab must have seen no error and no other host.
func read(t *testing.T, origin string) *tab {
	t.Helper()
	b, err := world.browser()
	if err != nil {
		t.Fatal(err)
	}
	p := &tab{t: t, origin: origin, saw: newWitness(origin)}
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext(), chromedp.WithListener(p.saw.listen))
	p.ctx = ctx
	t.Cleanup(func() {
		cancel()
		p.saw.check(t)
	})
	if err := chromedp.Do(ctx); err != nil { // the context of the first action is the tab's life
		t.Fatal(err)
	}
	p.before(watchShifts)
	p.size(360, 640)
	p.prefer("light")
	return p
}

// watchShifts notes whatever moved by itself, and what it was.
const watchShifts = `globalThis.shifts=[];{const at=r=>[r.x,r.y,r.width,r.height].map(Math.round).join(',');new PerformanceObserver(l=>{for(const e of l.getEntries())if(!e.hadRecentInput)
shifts.push(e.value.toFixed(5)+' '+e.sources.map(s=>(s.node?.outerHTML||s.node?.textContent||'?').slice(0,60)+' '+at(s.previousRect)+' to '+at(s.currentRect)).join(' | '))}).observe({type:'layout-shift',buffered:true})}`

// in runs an action that must succeed within the patience of the journeys.
func in[T any](p *tab, a chromedp.Action[T]) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, a)
	if err != nil {
		p.t.Fatal(err)
	}
	return v
}

func (p *tab) do(a chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	in(p, a)
}

// call sends a command of the browser's protocol.
func call[P, R any](p *tab, command cdp.Command[P, R], params P) {
	p.t.Helper()
	in(p, func(ctx context.Context, t *chromedp.Target) (R, error) { return cdp.Call(ctx, t, command, params) })
}

func (p *tab) size(width, height int64) { p.t.Helper(); p.do(chromedp.EmulateViewport(width, height)) }

// prefer sets the reader's colour scheme.
func (p *tab) prefer(scheme string) { p.t.Helper(); p.media("", "prefers-color-scheme", scheme) }

// media sets the medium ("" for a screen) and the reader's preferences, in pairs.
func (p *tab) media(medium string, features ...string) {
	p.t.Helper()
	set := emulation.SetEmulatedMediaParams{Media: medium}
	for i := 0; i < len(features); i += 2 {
		set.Features = append(set.Features, &emulation.MediaFeature{Name: features[i], Value: features[i+1]})
	}
	call(p, emulation.SetEmulatedMedia, set)
}

// withoutScripts is a reader whose browser runs none.
func (p *tab) withoutScripts() {
	p.t.Helper()
	call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
}

// before runs a script ahead of the page's own.
func (p *tab) before(js string) {
	p.t.Helper()
	call(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: js})
}

func (p *tab) visit(path string) {
	p.t.Helper()
	p.at = path
	p.do(chromedp.Navigate(p.origin + path))
}

//go:embed script/look.js
var look string

// ask evaluates an expression in the page. look.js says what may be asked for.
func ask[T any](p *tab, js string) T {
	p.t.Helper()
	return in(p, chromedp.Evaluate[T](look+";"+js, chromedp.EvalAwaitPromise))
}

// none fails with what a question lists.
func (p *tab) none(what, js string) {
	p.t.Helper()
	if found := ask[[]string](p, js); len(found) > 0 {
		p.t.Errorf("%s:\n\t%s", what, strings.Join(found, "\n\t"))
	}
}

// holds fails unless an expression is true.
func (p *tab) holds(what, js string) {
	p.t.Helper()
	if !ask[bool](p, "!!("+js+")") {
		p.t.Errorf("%s does not hold: %s", what, js)
	}
}

// until looks again and again until an expression is true, over a navigation if need be.
func (p *tab) until(js string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for !p.finds(ctx, js) {
		select {
		case <-again.C:
		case <-ctx.Done():
			p.t.Fatalf("this never became true: %s", js)
		}
	}
}

// finds reports whether an expression is true now. A page that is going away answers nothing.
func (p *tab) finds(ctx context.Context, js string) bool {
	ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](look+";!!("+js+")"))
	return err == nil && ok
}

// click clicks the first shown match, as a finger does: where it is, if nothing lies over it.
func (p *tab) click(selector string) {
	p.t.Helper()
	at := ask[*struct {
		X, Y  float64
		Lands bool
		What  string
	}](p, "look.aim("+quote(selector)+")")
	if at == nil {
		p.t.Fatalf("nothing to click is %s", selector)
	}
	if !at.Lands {
		p.t.Fatalf("something lies over %s", at.What)
	}
	p.do(chromedp.MouseClickXY(at.X, at.Y))
}

// follow clicks a link or a button and waits for the page it leads to.
func (p *tab) follow(selector string) {
	p.t.Helper()
	ask[bool](p, "globalThis.left=true")
	p.click(selector)
	p.until("!globalThis.left&&document.readyState==='complete'")
}

func (p *tab) text(selector string) string {
	p.t.Helper()
	return ask[string](p, "document.querySelector("+quote(selector)+")?.innerText.trim()||''")
}

func quote(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

func typing(keys string) chromedp.Action[chromedp.Void] { return chromedp.KeyEvent(keys) }

func moveTo(x, y float64) chromedp.Action[chromedp.Void] {
	return chromedp.MouseEvent(chromedp.MouseMoved, x, y)
}
