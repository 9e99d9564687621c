package journey

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const (
	typedHere   = "#sq"
	listIsOpen  = "look.all('#sl [role=option]').length>0&&document.querySelector('#sq').getAttribute('aria-expanded')==='true'"
	listIsShut  = "look.all('#sl').length===0&&document.querySelector('#sq').getAttribute('aria-expanded')==='false'"
	firstIsRead = "document.querySelector('#sq').getAttribute('aria-activedescendant')==='sl0'&&document.querySelector('#sl0').getAttribute('aria-selected')==='true'"
	chosen      = "document.querySelectorAll('#sl [aria-selected=true]').length"
)

// Two letters open a list under the field; arrows go through it, Enter leads to what is chosen, Escape and leaving the field close it.
func TestSuggestions(t *testing.T) {
	t.Parallel()
	p := read(t, open(t).origin)
	p.visit("/recherche/")
	typeTwoLetters(p)
	p.do(typing(kb.Escape))
	p.until(listIsShut)
	p.holds("what was typed stays", "document.activeElement.value==='fl'")
	p.do(typing("e"))
	p.until(listIsOpen)
	p.holds("nothing is chosen before an arrow", chosen+"===0")
	p.do(typing(kb.ArrowDown))
	p.until(firstIsRead)
	p.do(typing(kb.ArrowUp))
	p.until(chosen + "===1&&document.querySelector('#sl').lastElementChild.getAttribute('aria-selected')==='true'")
	p.do(typing(kb.ArrowDown))
	p.until(firstIsRead)
	words := p.text("#sl0")
	ask[bool](p, "globalThis.left=true")
	p.do(typing(kb.Enter))
	p.until("!globalThis.left&&document.readyState==='complete'")
	if got := ask[string](p, "document.querySelector('#sq').value"); !strings.HasPrefix(words, "fle") || got != words {
		t.Errorf("Enter on %q asks for %q", words, got)
	}
	p.holds("it is found", "look.all('main article h3 a').length>0")
}

// An article that is suggested is a way to it, by the finger too.
func TestSuggestedArticle(t *testing.T) {
	t.Parallel()
	p := read(t, open(t).origin)
	p.visit("/recherche/")
	typeTwoLetters(p)
	title := p.text("#sl li[lang]")
	want := ask[string](p, "fetch('/recherche/suggestions?q=fl').then(r=>r.json()).then(s=>s.articles.find(a=>a.title==="+quote(title)+")?.href||'')")
	p.follow("#sl li[lang]")
	if got := ask[string](p, "location.pathname"); want == "" || got != want {
		t.Errorf("the suggestion %q leads to %s, want %s", title, got, want)
	}
	p.holds("an article", "look.all('main article h1').length===1")
}

// The open list offends no rule, light or dark, and fits the smallest phone.
func TestSuggestionsAreAccessible(t *testing.T) {
	t.Parallel()
	p := read(t, open(t).origin)
	p.visit("/recherche/")
	in(p, chromedp.Evaluate[chromedp.Void](axe))
	typeTwoLetters(p)
	p.do(typing(kb.ArrowDown))
	p.until(firstIsRead)
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int64{320, 1280} {
			p.size(width, 800)
			p.prefer(scheme)
			p.holds("the list is open", listIsOpen)
			checkAxe(p, scheme+" with suggestions")
			p.none("wider than the window", "look.wide()")
			p.none("too small for a finger", "look.all('#sl li').filter(e=>e.getBoundingClientRect().height<44).map(e=>e.textContent)")
		}
	}
}

// Who runs no scripts has a plain field that searches.
func TestNoSuggestionsWithoutScripts(t *testing.T) {
	t.Parallel()
	p := read(t, open(t).origin)
	p.withoutScripts()
	p.visit("/recherche/")
	p.click(typedHere)
	p.do(typing("fleuve"))
	p.holds("no list and no promise of one", "!document.querySelector('#sl')&&!document.querySelector('#sq').hasAttribute('role')&&!document.querySelector('#sq').hasAttribute('aria-expanded')")
	p.do(typing(kb.Enter))
	p.until("new URLSearchParams(location.search).get('q')==='fleuve'&&document.readyState==='complete'")
	p.holds("it is found", "look.all('main article h3 a').length>0")
}

func typeTwoLetters(p *tab) {
	p.t.Helper()
	p.click(typedHere)
	p.do(typing("f"))
	p.holds("one letter opens nothing", listIsShut)
	p.do(typing("l"))
	p.until(listIsOpen)
}
