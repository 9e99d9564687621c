package feed

import (
	"context"

	"griot/internal/article"
	"griot/internal/page"
	"griot/internal/standing"
)

// maxURLs is the protocol's limit of a sitemap. Bylines come last: only they could pass it.
const maxURLs = 50_000

// sitemapPages lists every page that is neither an article nor a tag: fronts, lists that have articles, standing pages.
func (f *Feed) sitemapPages(ctx context.Context, _ page.Address) (*page.Page, error) {
	p, err := f.paper(ctx)
	if err != nil {
		return nil, err
	}
	pages, err := p.standing(ctx)
	if err != nil {
		return nil, err
	}
	lists, err := p.lists(ctx)
	if err != nil {
		return nil, err
	}
	pages = append(pages, lists...)
	return p.urlset(pages[:min(len(pages), maxURLs)], page.Archive)
}

// lists are the fronts and the lists of rubrics, countries and bylines that have articles, each with the date of its newest.
func (p *paper) lists(ctx context.Context) (list []located, err error) {
	newest := map[page.Label]article.Sum{}
	for _, prefix := range []string{"language:", "section:", "country:", "author:"} {
		sums, err := article.Sums(ctx, p.db, prefix)
		if err != nil {
			return nil, err
		}
		for _, s := range sums {
			newest[s.List] = s
		}
	}
	fronts, err := p.languages(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range fronts { // the newspaper's own has a front page before it has an article
		list = append(list, located{s.path, newest[s.label].Newest})
	}
	for _, kind := range []func(context.Context) ([]shelf, error){p.rubrics, p.countries, p.bylines} {
		shelves, err := kind(ctx)
		if err != nil {
			return nil, err
		}
		for _, s := range shelves {
			if sum := newest[s.label]; sum.Articles > 0 {
				list = append(list, located{s.path, sum.Newest})
			}
		}
	}
	return list, nil
}

// standing lists the standing pages of every language, after the pages that the program has by itself.
func (p *paper) standing(ctx context.Context) ([]located, error) {
	list := []located{{path: "/pays/"}, {path: "/auteurs/"}, {path: "/corrections/"}}
	for _, lang := range p.Languages {
		links, err := standing.Links(ctx, p.db, lang)
		if err != nil {
			return nil, err
		}
		for _, l := range links {
			s, err := standing.ByID(ctx, p.db, l.ID)
			if err != nil {
				return nil, err
			}
			list = append(list, located{s.Path, s.Changed})
		}
	}
	return list, nil
}
