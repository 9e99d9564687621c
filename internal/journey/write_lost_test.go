package journey

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	chrome "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// machine is a browser of its own with a profile that outlives it, as somebody's computer has.
type machine struct {
	d       *desk
	profile string
	*tab
	close func()
}

func (d *desk) machine() *machine {
	m := &machine{d: d, profile: d.t.TempDir()}
	m.open()
	d.t.Cleanup(func() { m.close() })
	return m
}

// open starts the browser.
func (m *machine) open() {
	m.d.t.Helper()
	path, err := chromium()
	if err != nil {
		m.d.t.Fatal(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(m.profile), chromedp.Flag("disable-component-update", true))
	alloc, closeAlloc := chromedp.NewExecAllocator(context.Background(), options...)
	saw := newWitness(m.d.origin)
	ctx, cancel := chromedp.NewContext(alloc, chromedp.WithListener(saw.listen))
	if err := chromedp.Do(ctx); err != nil {
		m.d.t.Fatal(err)
	}
	m.tab = &tab{t: m.d.t, ctx: ctx, origin: m.d.origin, saw: saw}
	m.close = func() { cancel(); closeAlloc() }
	m.size(1280, 800)
}

// dies ends the browser as a power cut does: nothing is said to its pages.
func (m *machine) dies() {
	ctx, cancel := context.WithTimeout(m.ctx, patience)
	_, _ = chromedp.Run(ctx, func(ctx context.Context, t *chromedp.Target) (cdp.Empty, error) {
		return cdp.Call(ctx, t, chrome.Crash, cdp.Empty{})
	})
	cancel()
	m.close()
}

// pair is two people in one article, with what they wrote.
type pair struct {
	d     *desk
	path  string
	a     *machine
	b     *tab
	words []string
}

func (d *desk) pair() *pair {
	p := &pair{d: d, a: d.machine()}
	d.enter(p.a.tab, "/desk/articles/")
	p.path = d.article(p.a.tab)
	p.b = d.writer(p.path)
	p.b.ready()
	return p
}

// writes has somebody write a word of their own.
func (p *pair) writes(who *tab, field string) {
	word := fmt.Sprintf("mot%04d", len(p.words))
	p.words = append(p.words, word)
	if who == p.b { // each at an end of their own, else letters of one fall among those of the other
		who.typesFirst(field, word+" ")
		return
	}
	who.types(field, " "+word)
}

// settled waits until a tab says every word, and the server has all of it.
func (p *pair) settled(who *tab, what string) {
	p.d.t.Helper()
	missing := fmt.Sprintf("%s.filter(x=>!document.querySelector('form.manuscript').innerText.includes(x))", list(p.words))
	ctx, cancel := context.WithTimeout(who.ctx, patience)
	defer cancel()
	for !who.finds(ctx, "!"+missing+".length") {
		if ctx.Err() != nil {
			p.d.t.Fatalf("after %s these words are not there: %v in %q", what, ask[[]string](who, missing), who.text("form.manuscript"))
		}
	}
	who.kept()
}

func list(words []string) string { return "'" + strings.Join(words, " ") + "'.split(' ')" }

// returns has whoever lost their browser start it again and go on.
func (p *pair) returns() {
	p.a.open()
	p.a.visit(p.path)
	p.a.until("document.querySelector('[name=password],form.rich')")
	if p.a.finds(p.a.ctx, "document.querySelector('[name=password]')") { // the cookie was not on the disk yet
		p.d.enter(p.a.tab, p.path)
	}
	p.a.ready()
}

// block ends the text with a new block, of which both know.
func (p *pair) block() {
	p.a.types(bodyField, "\r")
	p.writes(p.a.tab, bodyField)
	p.settled(p.b, "a new block")
}

// at puts the cursor of the first where a DOM selection collapses to; e is the text.
func (p *pair) at(place string) {
	ask[bool](p.a.tab, fmt.Sprintf(`(async()=>{const e=document.querySelector(%s),moment=()=>new Promise(f=>setTimeout(f,60));e.focus();await moment();
getSelection().collapse(%s);await moment();return true})()`, quote(bodyField), place))
}

// unseen has the second write at the end of the text, off the line, while the first does something to what stands there.
func (p *pair) unseen(act func()) {
	p.b.cable(true)
	word := fmt.Sprintf("mot%04d", len(p.words))
	p.words = append(p.words, word)
	p.b.types(bodyField, " "+word)
	act()
	p.a.kept()
	p.b.cable(false)
}

// faults are what happens to two people who write.
var faults = map[string]func(p *pair){
	"the line is cut": func(p *pair) {
		p.b.cable(true)
		p.writes(p.b, bodyField)
		p.writes(p.a.tab, bodyField)
		p.writes(p.b, titleField)
		p.b.cable(false)
	},
	"the server is killed": func(p *pair) {
		p.writes(p.a.tab, bodyField)
		p.d.kill()
		p.writes(p.a.tab, bodyField)
		p.writes(p.b, bodyField)
		p.d.again()
	},
	"the browser is killed": func(p *pair) {
		p.writes(p.a.tab, bodyField)
		p.writes(p.a.tab, titleField)
		ask[bool](p.a.tab, "new Promise(done=>setTimeout(()=>done(true),100))")
		p.a.dies()
		p.writes(p.b, bodyField)
		p.returns()
	},
	"the browser is killed while the server is away": func(p *pair) {
		p.d.kill()
		p.writes(p.a.tab, bodyField)
		ask[bool](p.a.tab, "new Promise(done=>setTimeout(()=>done(true),100))")
		p.a.dies()
		p.d.again()
		p.writes(p.b, bodyField)
		p.returns()
	},
	"both write at once": func(p *pair) {
		for range 3 {
			p.writes(p.a.tab, bodyField)
			p.writes(p.b, bodyField)
		}
	},
	"a block is turned while the other writes in it": func(p *pair) {
		p.block()
		p.unseen(func() {
			p.at("e,e.childNodes.length")
			p.a.click("[data-tool=h2]")
		})
	},
	"a block is joined while the other writes in it": func(p *pair) {
		p.block()
		p.unseen(func() {
			p.at("e.lastElementChild,0")
			p.a.do(typing("\b"))
		})
	},
	"a block is deleted while the other writes in it": func(p *pair) {
		p.block()
		line := fmt.Sprintf("ligne%04d", len(p.words))
		p.a.types(bodyField, "\r"+line)
		p.b.until("document.querySelector('" + bodyField + "').innerText.includes('" + line + "')")
		p.unseen(func() {
			p.at("e.lastElementChild,0")
			ask[bool](p.a.tab, "getSelection().selectAllChildren(document.querySelector('"+bodyField+"').lastElementChild),new Promise(f=>setTimeout(()=>f(true),60))")
			p.a.do(typing("\b"))
			p.a.do(typing("\b"))
		})
	},
	"the page is left": func(p *pair) {
		p.writes(p.b, bodyField)
		p.b.visit("/desk/")
		p.b.visit(p.path)
		p.b.ready()
	},
}

// Two people write while lines are cut, servers and browsers are killed; then every word is there, once, with both of them and at the server.
func TestNoWordIsLost(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	p := d.pair()
	names := slices.Sorted(func(yield func(string) bool) {
		for name := range faults {
			if !yield(name) {
				return
			}
		}
	})
	chance := rand.New(rand.NewPCG(1, 2))
	total := max(runs(t, len(names)), 1)
	for run := range total {
		name := names[run%len(names)]
		if run >= len(names) {
			name = names[chance.IntN(len(names))]
		}
		faults[name](p)
		p.settled(p.a.tab, name)
		p.settled(p.b, name)
		if run%20 == 19 { // another article, so that texts stay short
			p.count(run)
			p.renew()
		}
	}
	p.count(total)
	if !t.Failed() {
		t.Logf("%d runs, no word lost", total)
	}
}

// count fails unless every word is there once, here, there, and in the text that is kept.
func (p *pair) count(run int) {
	p.d.t.Helper()
	p.a.until("document.querySelector('form.manuscript').dataset.state==='kept'")
	reader := read(p.d.t, p.d.origin)
	reader.size(1280, 800)
	reader.withoutScripts()
	p.d.enter(reader, p.path)
	kept := "document.querySelector('#title').value+document.querySelector('#body').value"
	for _, said := range []string{p.a.text("form.manuscript"), p.b.text("form.manuscript")} {
		for _, word := range p.words {
			if n := strings.Count(said, word); n != 1 {
				p.d.t.Errorf("run %d: %s is there %d times", run, word, n)
			}
		}
	}
	for range 60 { // the text follows when the hands rest
		if said := ask[string](reader, kept); all(said, p.words) {
			return
		}
		ask[bool](p.a.tab, "new Promise(done=>setTimeout(()=>done(true),250))")
		reader.visit(p.path)
	}
	p.d.t.Errorf("run %d: the text that is kept does not hold every word", run)
}

func all(said string, words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return strings.Count(said, w) != 1 })
}

// renew has both go on to another article.
func (p *pair) renew() {
	p.path = p.d.article(p.a.tab)
	p.b.visit(p.path)
	p.b.ready()
	p.words = nil
}

// Three people, each unseen by the others, write in the same blocks and join, split, turn, wrap and delete them: every word that they wrote is there once when they have met,
// and all have the same text.
func TestWordsOutliveTheirBlocks(t *testing.T) {
	t.Parallel()
	p := probe(t)
	const batch = 50
	words := 0
	for from := 0; from < runs(t, 400); from += batch {
		for i, met := range ask[[]struct {
			Wrong []string
			Same  bool
			Words int
		}](p, fmt.Sprintf("Array.from({length:%d},(_,i)=>editor.apart(%d+i))", batch, from)) {
			words += met.Words
			if len(met.Wrong) > 0 || !met.Same {
				t.Fatalf("meeting %d: the same text is %t, and of %d words these are not there once:\n%s", from+i, met.Same, met.Words, strings.Join(met.Wrong, "\n"))
			}
		}
	}
	t.Logf("%d words, none lost", words)
}

// Two people type words at the same place of one line, letter by letter, while each letter of the other arrives late and some letters are the same: every word is whole, and both show the same.
func TestWordsAreNotWoven(t *testing.T) {
	t.Parallel()
	p := probe(t)
	const batch = 20
	total := runs(t, 100)
	for from := 0; from < total; from += batch {
		for i, wrong := range ask[[][]string](p, fmt.Sprintf("(async()=>{const all=[];for(let i=0;i<%d;i++)all.push(await editor.woven(%d+i));return all})()", batch, from)) {
			if len(wrong) > 0 {
				t.Fatalf("meeting %d:\n%s", from+i, strings.Join(wrong, "\n"))
			}
		}
	}
}

// Two people turn, split, wrap or join the same block, each unseen by the other: every word of it is there once.
func TestNoBlockIsDoubled(t *testing.T) {
	t.Parallel()
	p := probe(t)
	const batch = 50
	total := runs(t, 300)
	for from := 0; from < total; from += batch {
		for i, wrong := range ask[[][]string](p, fmt.Sprintf("Array.from({length:%d},(_,i)=>editor.twice(%d+i))", batch, from)) {
			if len(wrong) > 0 {
				t.Fatalf("meeting %d:\n%s", from+i, strings.Join(wrong, "\n"))
			}
		}
	}
}
