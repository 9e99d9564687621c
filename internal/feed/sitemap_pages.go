package feed

import (
	"context"

	"griot/internal/article"
	"griot/internal/page"
	"griot/internal/standing"
)

// maxURLs is the protocol's limit of a sitemap. Tags come last: only they could pass it.
const maxURLs = 50_000

// sitemapPages lists every page that is no article: fronts, lists that have articles, standing pages.
func (f *Feed) sitemapPages(ctx context.Context, _ page.Address) (*page.Page, error) {
	p, err := f.paper(ctx)
	if err != nil {
		return nil, err
	}
	shelves, labels, err := p.shelves(ctx)
	if err != nil {
		return nil, err
	}
	lists, err := p.newest(ctx, shelves)
	if err != nil {
		return nil, err
	}
	pages, err := p.standing(ctx)
	if err != nil {
		return nil, err
	}
	made, err := p.urlset(cut(append(pages, lists...), maxURLs), labels)
	if err != nil {
		return nil, err
	}
	made.Until = f.Now().Add(sitemapAge)
	return made, nil
}

// shelves are the fronts and all lists that have articles. The labels are those by which lists are few; a tag that gets its first article is seen when the sitemap is made again.
func (p *paper) shelves(ctx context.Context) (all []shelf, labels []page.Label, err error) {
	counts, err := article.Counts(ctx, p.db, "")
	if err != nil {
		return nil, nil, err
	}
	var lists []shelf
	for _, kind := range []func(context.Context) ([]shelf, error){p.rubrics, p.countries, p.bylines} {
		list, err := kind(ctx)
		if err != nil {
			return nil, nil, err
		}
		lists = append(lists, list...)
	}
	tags, err := p.tags(ctx, counts)
	if err != nil {
		return nil, nil, err
	}
	fronts, err := p.languages(ctx)
	return append(fronts, filled(append(lists, tags...), counts)...), append(labelsOf(fronts), labelsOf(lists)...), err
}

// newest dates each list by its newest article.
func (p *paper) newest(ctx context.Context, shelves []shelf) ([]located, error) {
	list := make([]located, 0, len(shelves))
	for _, s := range shelves {
		ids, err := article.In(ctx, p.db, s.label, 1, 0)
		if err != nil {
			return nil, err
		}
		cards, err := article.Cards(ctx, p.db, ids)
		if err != nil {
			return nil, err
		}
		l := located{path: s.path}
		if len(cards) == 1 {
			l.changed = cards[0].Published
		}
		list = append(list, l)
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

func cut(list []located, most int) []located { return list[:min(len(list), most)] }
