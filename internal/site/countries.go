package site

import (
	"context"
	"io"

	"griot/internal/article"
	"griot/internal/locale"
	"griot/internal/page"
	"griot/internal/site/theme"
	"griot/internal/taxonomy"
)

// Countries is the page of all countries, by region, with the number of articles of each.
func (s *Site) Countries(ctx context.Context, _ page.Address) (*page.Page, error) {
	f, err := s.frame(ctx, "")
	if err != nil {
		return nil, err
	}
	counts, err := article.Counts(ctx, s.DB, "country:")
	if err != nil {
		return nil, err
	}
	f.shows(page.Language(f.lang)) // whatever is published may change a count
	v := &theme.CountriesView{Heading: f.loc.T("countries.title"), Description: f.loc.T("countries.intro")}
	v.Regions = f.regionsOf(counts)
	h := head{title: v.Heading, description: v.Description, path: "/pays/",
		jsonld: []any{f.crumbs([]theme.Link{{Text: f.loc.T("frame.home"), Href: "/"}, {Text: v.Heading, Href: "/pays/"}})}}
	if v.Shell, err = f.shell(h); err != nil {
		return nil, err
	}
	return f.finish(func(w io.Writer) error { return f.look.Countries(w, v) })
}

// regionsOf are the countries by region. Those that the newspaper highlights stand first, under a heading of their own, and in their region too.
func (f *frame) regionsOf(counts map[page.Label]int) (list []theme.Region) {
	shown := f.shownCountries()
	add := func(name string, stands func(c *taxonomy.Country) bool) {
		region := theme.Region{Name: name}
		for _, c := range shown {
			if !stands(c) {
				continue
			}
			place := theme.Place{Link: theme.Link{Text: f.countryName(c.Code, c.Name), Href: c.Path()}}
			if n := counts[page.Country(int64(c.ID))]; n > 0 {
				place.Count = f.loc.Number(int64(n))
			}
			region.Countries = append(region.Countries, place)
		}
		if len(region.Countries) > 0 {
			list = append(list, region)
		}
	}
	add(f.loc.T("countries.highlighted"), func(c *taxonomy.Country) bool { return c.Highlight })
	for _, r := range locale.Regions() {
		add(f.loc.Region(r), func(c *taxonomy.Country) bool { return c.Region == string(r) })
	}
	return list
}
