package site

import (
	"context"
	"html/template"
	"io"
	"strings"

	"griot/internal/article"
	"griot/internal/fault"
	"griot/internal/page"
	"griot/internal/search"
	"griot/internal/site/theme"
	"griot/internal/text"
)

const maxSearchPages = 500 // deeper than this nobody leafs; a filter finds it

// Search is the search page: the form, and what was found. It is never kept: questions are as many as readers.
func (s *Site) Search(ctx context.Context, at page.Address) (*page.Page, error) {
	f, err := s.frame(ctx, "")
	if err != nil {
		return nil, err
	}
	a, err := f.asked(ctx, at.Query)
	if err != nil {
		return nil, err
	}
	v := &theme.SearchView{Heading: f.loc.T("search.title"), Query: a.Words, From: a.from, To: a.to, Problem: a.problem, Filtered: a.filtered(), Sort: a.sort}
	if !a.Empty() && a.problem == "" {
		err = f.fillResults(ctx, v, a)
	} else {
		err = f.fillChoices(ctx, v, a)
	}
	if err != nil {
		return nil, err
	}
	h := head{title: v.Heading, description: f.loc.T("search.prompt"), path: "/recherche/", asked: a.with("page", a.page), robots: "noindex, follow"}
	if a.Words != "" {
		h.title = f.loc.T("search.results_for", a.Words)
	}
	if v.Shell, err = f.shell(h); err != nil {
		return nil, err
	}
	p, err := f.finish(func(w io.Writer) error { return f.look.Search(w, v) })
	if err == nil {
		p.Volatile = len(at.Query) > 0
	}
	return p, err
}

func (f *frame) fillResults(ctx context.Context, v *theme.SearchView, a *asked) error {
	n, _, err := pageNumber(a.page, maxSearchPages*perPage)
	if err != nil {
		return err
	}
	a.Limit, a.Offset = perPage, (n-1)*perPage
	r, err := f.site.index.Find(ctx, f.site.DB, a.Query)
	if err != nil {
		return err
	}
	if n > 1 && len(r.Articles) == 0 {
		return fault.New(fault.NotFound, "this search has no such page")
	}
	if err := f.fillFound(ctx, v, r); err != nil {
		return err
	}
	v.Asked, v.Count = true, f.loc.Plural("search.results", r.Total)
	pages := min((r.Total+perPage-1)/perPage, maxSearchPages)
	v.Pages = theme.Pages(n, pages, func(p int) string { return a.with("page", pageParameter(p)) })
	if r.Corrected {
		v.Corrected = f.loc.T("search.results_for", r.Words)
		v.Exact = theme.Link{Text: f.loc.T("search.exact", a.Words), Href: a.with("exact", "1")}
	}
	v.Partly = f.partly(r)
	if r.Total == 0 {
		v.Try = f.links(f.newest[:min(len(f.newest), recentShown)])
	} else if len(a.Words) > 0 {
		v.Orders = []theme.Link{
			{Text: f.loc.T("search.sort_relevance"), Href: a.with("tri", ""), Current: !a.Newest},
			{Text: f.loc.T("search.sort_date"), Href: a.with("tri", sortByDate), Current: a.Newest},
		}
	}
	return f.fillFacets(ctx, v, a, &r.Facets)
}

// partly says how many of the articles found have every word, when some lack one.
func (f *frame) partly(r *search.Result) string {
	switch r.Whole {
	case r.Total:
		return ""
	case 0:
		return f.loc.T("search.partly")
	}
	return f.loc.Plural("search.whole", r.Whole)
}

// fillFound makes the entries, each with the words in their context.
func (f *frame) fillFound(ctx context.Context, v *theme.SearchView, r *search.Result) error {
	wanted := make([]article.ID, len(r.Articles))
	for i, id := range r.Articles {
		wanted[i] = article.ID(id)
	}
	cards, err := article.Cards(ctx, f.site.DB, wanted)
	if err != nil {
		return err
	}
	bodies, err := article.Bodies(ctx, f.site.DB, wanted)
	if err != nil {
		return err
	}
	v.Results = f.items(cards, showing{section: true, country: true, standfirst: true, byline: true})
	for i := range cards {
		c := &cards[i]
		v.Results[i].Time = f.moment(c.Published, f.loc.Date)
		v.Results[i].Excerpt = f.excerpt(c, bodies[c.ID], r.Marker)
	}
	return nil
}

// excerptBytes is about how long the passage under a headline is.
const excerptBytes = 240

// excerpt is the passage of an article that shows what was found, in the body or else in the standfirst.
func (f *frame) excerpt(c *article.Card, body string, m *search.Marker) template.HTML {
	pieces := m.Excerpt(c.Language, text.Plain(body), excerptBytes)
	if pieces == nil {
		pieces = m.Excerpt(c.Language, c.Standfirst, excerptBytes)
	}
	var b strings.Builder
	for _, p := range pieces {
		if p.Marked {
			b.WriteString("<mark>" + template.HTMLEscapeString(p.Text) + "</mark>")
		} else {
			b.WriteString(template.HTMLEscapeString(p.Text))
		}
	}
	return template.HTML(b.String()) //nolint:gosec // every piece is escaped
}
