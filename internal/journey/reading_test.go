package journey

import (
	"strings"
	"testing"
)

// From the front page over the countries to an article, on a small phone, with scripts and without.
func TestReading(t *testing.T) {
	t.Parallel()
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := read(t, open(t).origin)
			if !scripts {
				p.withoutScripts()
			}
			p.visit("/")
			readFront(p)
			chooseCountry(p, scripts)
			p.follow("main article:has(img) h2 a,main article:has(img) h3 a")
			readArticle(p)
		})
	}
}

func readFront(p *tab) {
	p.t.Helper()
	p.holds("one heading", "document.querySelectorAll('h1').length===1")
	p.holds("the picture of the lead is there", "look.all('.lead img').some(i=>i.complete&&i.naturalWidth>0)")
	p.none("wider than the phone", "look.wide()")
	if height := ask[int](p, "document.scrollingElement.scrollHeight"); height > 7000 {
		p.t.Errorf("the front page is %d px long on a phone, want at most 7000", height)
	}
}

// chooseCountry goes by the menu, as a phone has no other way in its first screen, to Niger.
func chooseCountry(p *tab, scripts bool) {
	p.t.Helper()
	p.holds("the panels are closed", "look.all('#menu a,#pays a').length===0")
	p.click("a[href='#menu']")
	p.until("look.all('#menu .rub a').length>=9")
	p.click("#menu a[href='#pays']")
	p.until("look.all('#pays li a').length===60")
	p.holds("the panel covers the window", "(r=>r.left<=0&&r.top<=0&&r.right>=innerWidth&&r.bottom>=innerHeight)(document.querySelector('#pays').getBoundingClientRect())")
	p.holds("the menu is gone", "look.all('#menu a').length===0")
	if scripts {
		filterCountries(p)
	} else {
		p.holds("no filter that would not work", "look.all('#pays input').length===0")
	}
	p.follow("#pays a[href='/pays/niger/']")
	if h := p.text("main h1"); h != "Niger" {
		p.t.Fatalf("the country's page is headed %q", h)
	}
	p.holds("stories of the country", "look.all('main article h2 a,main article h3 a').length>=1")
}

func filterCountries(p *tab) {
	p.t.Helper()
	p.click("#pays input")
	p.do(typing("beNIN"))
	p.until("look.all('#pays li a').length===1")
	if left := p.text("#pays li:not([hidden])"); left != "Bénin" {
		p.t.Errorf("the filter left %q", left)
	}
	ask[bool](p, "(f=>{f.value='';return f.dispatchEvent(new Event('input'))})(document.querySelector('#pays input'))")
	p.until("look.all('#pays li a').length===60")
}

func readArticle(p *tab) {
	p.t.Helper()
	p.holds("one article in one main part", "document.querySelectorAll('main').length===1&&look.all('main article').length>=1&&document.querySelectorAll('h1').length===1")
	p.holds("a headline", "look.all('main article h1').length===1")
	p.holds("a byline", "look.all('main [rel~=author]').length>=1")
	p.holds("a date", "look.all('main time[datetime]').length>=1")
	p.holds("its count of reads", "look.all('[data-reads]').length===1")
	p.holds("a hero with caption", "look.all('main figure figcaption').length>=1&&look.all('main figure img').some(i=>i.naturalWidth>0)")
	if words := len(strings.Fields(p.text("main article"))); words < 250 {
		p.t.Errorf("the article has %d words", words)
	}
	p.holds("the last paragraph can be read", "look.legible([...document.querySelectorAll('main article p')].at(-1))>=4.5")
	p.none("wider than the phone", "look.wide()")
}

// The panel closes by Escape and by its own link, and gives the focus back to what opened it.
func TestPanelGivesFocusBack(t *testing.T) {
	t.Parallel()
	p := read(t, open(t).origin)
	p.visit("/")
	p.click("a.ib[href='#menu']")
	p.until("look.all('#menu .rub a').length>=9")
	p.do(typing("\x1b"))
	p.until("look.all('#menu a').length===0")
	p.holds("focus is back", "document.activeElement.matches('a.ib[href=\"#menu\"]')")
	p.click("a.ib[href='#menu']")
	p.until("look.all('#menu .x').length===1")
	p.click("#menu .x")
	p.until("look.all('#menu a').length===0")
}
