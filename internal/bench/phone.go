package main

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/network"

	"griot/internal/article"
)

// What a reader on a small phone may have to load, in bytes over the wire.
const (
	phoneArticle     = 60 * 1024
	phoneFront       = 100 * 1024
	phoneFirstScreen = 40 * 1024
)

// reading is what the visits to the pages of a sample newspaper gave.
type reading struct {
	paper    *paper
	pages    []string // paths, the article first, then the front page
	visits   []*visit // one a page
	sparse   []*visit // to the first two, on a screen of one dot a px
	breaches []string // what axe found
	axe      string   // axe itself
	noAxe    error    // why there is none
}

// phone reads a new sample newspaper in a browser as a small phone shows it.
func (b *bench) phone(ctx context.Context) ([]row, error) {
	p, card, err := b.sample(ctx, func(c *article.Card) bool { return c.Hero != nil })
	if err != nil {
		return nil, err
	}
	defer p.close()
	r := &reading{paper: p, pages: pagesToRead(card)}
	r.axe, r.noAxe = b.axe()
	if err := r.keep(ctx); err != nil {
		return nil, err
	}
	browser, stop, err := chromium(ctx)
	if err != nil {
		return nil, err
	}
	defer stop()
	if err := r.read(browser); err != nil {
		return nil, err
	}
	return append(r.weightRows(), r.rows()...), nil
}

// pagesToRead are one of each kind of page, the two that are weighed first.
func pagesToRead(card *article.Card) []string {
	return []string{card.Path, "/", "/culture/", "/pays/", "/pays/senegal/", "/auteurs/", "/recherche/?q=eau", "/recherche/?q=xyzzyx", "/a-propos/", "/corrections/", "/ar/", "/en/", "/nulle-part/"}
}

// keep asks for the pages that are weighed until the edge has them as it keeps them.
func (r *reading) keep(ctx context.Context) error {
	for _, page := range r.pages[:2] {
		if _, err := r.paper.settled(ctx, page); err != nil {
			return err
		}
	}
	return nil
}

func (r *reading) read(browser context.Context) error {
	for _, page := range r.pages {
		v, err := r.visit(browser, page, phoneDots)
		if err != nil {
			return err
		}
		r.visits = append(r.visits, v)
	}
	for _, page := range r.pages[:2] {
		v, err := r.visit(browser, page, 1)
		if err != nil {
			return err
		}
		r.sparse = append(r.sparse, v)
	}
	return nil
}

// visit reads a page to its end in a tab of its own and, on the phone itself, has axe look at it.
func (r *reading) visit(browser context.Context, page string, dots float64) (*visit, error) {
	v := &visit{}
	tab, closeTab, err := newTab(browser, dots, v)
	if err != nil {
		return nil, err
	}
	defer closeTab()
	if err := v.read(tab, r.paper.origin+page); err != nil {
		return nil, err
	}
	if r.noAxe != nil || dots != phoneDots {
		return v, nil
	}
	found, err := breaches(tab, page, r.axe)
	r.breaches = append(r.breaches, found...)
	return v, err
}

// weightRows tell what loads.
func (r *reading) weightRows() []row {
	a, f := r.visits[0], r.visits[1]
	return []row{
		promise("at 360 px: article with its hero, to its end", a.total(everything), phoneArticle, size, size(a.begun)+" before scrolling; "+a.heaviest()),
		promise("at 360 px: front page, to its end", f.total(everything), phoneFront, size, f.heaviest()),
		promise("at 360 px: front page, its first screen", f.inView, phoneFirstScreen, size, "with what Chromium fetches ahead of scrolling: "+size(f.begun)),
		tell("the same three at one dot a px", size(r.sparse[0].total(everything)), size(r.sparse[1].total(everything))+"; "+size(r.sparse[1].begun)+", in view "+size(r.sparse[1].inView)),
	}
}

func (r *reading) rows() []row {
	var shift float64
	var strays []string
	for _, v := range r.visits {
		shift += v.shift
		for _, q := range v.asked(func(q *request) bool { return !q.of(r.paper.origin) }) {
			strays = append(strays, q.url)
		}
	}
	rows := []row{
		promise("requests until an article is readable", len(r.visits[0].asked(blocks)), 1, number, ""),
		promise(fmt.Sprintf("layout shift, summed over %d pages", len(r.pages)), shift, 0, shifted, ""),
		promise(fmt.Sprintf("requests to other hosts, of %d pages", len(r.pages)), len(strays), 0, number, strings.Join(strays, " ")),
	}
	if r.noAxe != nil {
		return append(rows, unmeasured("axe violations", r.noAxe.Error()))
	}
	return append(rows, promise(fmt.Sprintf("axe violations on %d pages", len(r.pages)), len(r.breaches), 0, number, strings.Join(r.breaches, "; ")))
}

// blocks reports whether text must wait for a request. Pictures come later, in room that is kept for them, and what a script puts into the page blocks nothing (HTML, "non-blocking script").
func blocks(q *request) bool {
	return !q.late && slices.Contains([]network.ResourceType{network.ResourceTypeDocument, network.ResourceTypeStylesheet, network.ResourceTypeScript, network.ResourceTypeFont}, q.kind)
}

// of reports whether a request went to an origin.
func (q *request) of(origin string) bool {
	u, err := url.Parse(q.url)
	return err == nil && u.Scheme+"://"+u.Host == origin
}

// heaviest names what weighs most.
func (v *visit) heaviest() string {
	all := v.asked(everything)
	slices.SortStableFunc(all, func(a, b request) int { return cmp.Compare(b.size, a.size) })
	parts := []string{fmt.Sprintf("%d requests", len(all))}
	for _, q := range all[:min(4, len(all))] {
		parts = append(parts, path.Base(q.url)+" "+size(q.size))
	}
	return strings.Join(parts, ", ")
}

func number(n int) string { return fmt.Sprint(n) }

func shifted(x float64) string { return fmt.Sprintf("%.4g", x) }
