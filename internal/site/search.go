package site

import (
	"context"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"griot/internal/article"
	"griot/internal/fault"
	"griot/internal/page"
	"griot/internal/search"
	"griot/internal/site/theme"
	"griot/internal/staff"
	"griot/internal/text"
)

const (
	maxQueryRunes  = 200
	maxSearchPages = 500 // deeper than this nobody leafs; a filter finds it
)

// asked is a search as its address says it, with what its filters name.
type asked struct {
	search.Query
	words             string
	country, section  string // slugs
	author            string
	from, to, problem string
}

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
	v := &theme.SearchView{Heading: f.loc.T("search.title"), Query: a.words, From: a.from, To: a.to, Problem: a.problem,
		Filtered: a.country+a.section+a.author+a.from+a.to != ""}
	if err := f.fillOptions(ctx, v, a); err != nil {
		return nil, err
	}
	if !a.Empty() && a.problem == "" {
		if err := f.fillResults(ctx, v, a, at.Query); err != nil {
			return nil, err
		}
	}
	h := head{title: v.Heading, description: f.loc.T("search.prompt"), path: "/recherche/", robots: "noindex, follow"}
	if a.words != "" {
		h.title = f.loc.T("search.results_for", a.words)
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

// asked reads the parameters. A filter that names nothing is said to the reader and finds nothing.
func (f *frame) asked(ctx context.Context, q url.Values) (*asked, error) {
	a := &asked{words: text.CleanLine(q.Get("q")), country: q.Get("pays"), section: q.Get("rubrique"), author: q.Get("auteur"), from: q.Get("du"), to: q.Get("au")}
	if utf8.RuneCountInString(a.words) > maxQueryRunes {
		a.words = string([]rune(a.words)[:maxQueryRunes])
	}
	a.Words = a.words
	for i := range f.countries {
		if f.countries[i].Slug == a.country {
			a.Country = int64(f.countries[i].ID)
		}
	}
	for i := range f.sections {
		if s := &f.sections[i]; s.Slug == a.section || strings.Trim(s.Path, "/") == a.section {
			a.Section = int64(s.ID)
			break
		}
	}
	if a.author != "" {
		b, err := staff.BylineBySlug(ctx, f.site.DB, a.author)
		if err := ignore(err, fault.NotFound); err != nil {
			return nil, err
		}
		if b != nil {
			a.Author = int64(b.ID)
		}
	}
	unknown := a.country != "" && a.Country == 0 || a.section != "" && a.Section == 0 || a.author != "" && a.Author == 0
	var bad bool
	a.From, a.from, bad = f.day(a.from)
	unknown = unknown || bad
	a.To, a.to, bad = f.day(a.to)
	unknown = unknown || bad
	if !a.To.IsZero() {
		a.To = a.To.AddDate(0, 0, 1)
	}
	if unknown || !a.From.IsZero() && !a.To.IsZero() && !a.From.Before(a.To) {
		a.problem = f.loc.T("error.invalid_text")
	}
	return a, nil
}

// day reads a date as the form sends it.
func (f *frame) day(s string) (t time.Time, kept string, bad bool) {
	if s == "" {
		return time.Time{}, "", false
	}
	t, err := time.ParseInLocation("2006-01-02", s, f.paper.Location())
	if err != nil || t.Year() < 1900 || t.Year() > 2200 {
		return time.Time{}, "", true
	}
	return t, s, false
}

func (f *frame) fillOptions(ctx context.Context, v *theme.SearchView, a *asked) error {
	v.Places = []theme.Option{{Text: f.loc.T("search.any_country")}}
	for i := range f.countries {
		c := &f.countries[i]
		v.Places = append(v.Places, theme.Option{Value: c.Slug, Text: f.countryName(c.Code, c.Name), Selected: c.Slug == a.country})
	}
	v.Rubrics = []theme.Option{{Text: f.loc.T("search.any_rubric")}}
	for i := range f.sections {
		if s := &f.sections[i]; s.Parent == 0 {
			v.Rubrics = append(v.Rubrics, theme.Option{Value: s.Slug, Text: s.NameIn(f.lang), Selected: s.Slug == a.section})
		}
	}
	v.Bylines = []theme.Option{{Text: f.loc.T("search.any_author")}}
	all, err := staff.Bylines(ctx, f.site.DB)
	if err != nil {
		return err
	}
	for i := range all[:min(len(all), maxAuthorOptions)] {
		v.Bylines = append(v.Bylines, theme.Option{Value: all[i].Slug, Text: all[i].Name, Selected: all[i].Slug == a.author})
	}
	return nil
}

// maxAuthorOptions bounds the choice of authors: an imported archive may hold thousands.
const maxAuthorOptions = 300

func (f *frame) fillResults(ctx context.Context, v *theme.SearchView, a *asked, q url.Values) error {
	n, _, err := pageNumber(q.Get("page"), maxSearchPages*perPage)
	if err != nil {
		return err
	}
	found, total, err := search.Find(ctx, f.site.DB, a.Query, perPage, (n-1)*perPage)
	if err != nil {
		return err
	}
	if n > 1 && len(found) == 0 {
		return fault.New(fault.NotFound, "this search has no such page")
	}
	wanted := make([]article.ID, len(found))
	for i, id := range found {
		wanted[i] = article.ID(id)
	}
	cards, err := article.Cards(ctx, f.site.DB, wanted)
	if err != nil {
		return err
	}
	v.Asked, v.Count = true, f.loc.Plural("search.results", total)
	v.Results = f.items(cards, showing{section: true, country: true, standfirst: true, byline: true})
	for i := range cards {
		v.Results[i].Time = f.moment(cards[i].Published, f.loc.Date)
	}
	pages := min((total+perPage-1)/perPage, maxSearchPages)
	v.Pages = theme.Pages(n, pages, func(p int) string { return searchPath(q, p) })
	if total == 0 {
		v.Try = f.links(f.newest[:min(len(f.newest), recentShown)])
	}
	return nil
}

// searchPath is the address of a page of the same search, its parameters in their canonical order.
func searchPath(q url.Values, n int) string {
	u := "/recherche/"
	sep := "?"
	for _, name := range []string{"q", "pays", "rubrique", "auteur", "du", "au"} {
		if v := q.Get(name); v != "" {
			u += sep + name + "=" + url.QueryEscape(v)
			sep = "&"
		}
	}
	if n > 1 {
		u += sep + "page=" + strconv.Itoa(n)
	}
	return u
}
