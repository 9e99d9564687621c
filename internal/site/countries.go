package site

import (
	"context"
	"io"

	"griot/internal/article"
	"griot/internal/locale"
	"griot/internal/page"
	"griot/internal/site/theme"
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
	for _, r := range locale.Regions() {
		region := theme.Region{Name: f.loc.Region(r)}
		for i := range f.countries {
			c := &f.countries[i]
			if c.Region != string(r) {
				continue
			}
			place := theme.Place{Link: theme.Link{Text: f.countryName(c.Code, c.Name), Href: c.Path()}}
			if n := counts[page.Country(int64(c.ID))]; n > 0 {
				place.Count = f.loc.Number(int64(n))
			}
			region.Countries = append(region.Countries, place)
		}
		if len(region.Countries) > 0 {
			v.Regions = append(v.Regions, region)
		}
	}
	h := head{title: v.Heading, description: v.Description, path: "/pays/",
		jsonld: []any{f.crumbs([]theme.Link{{Text: f.loc.T("frame.home"), Href: "/"}, {Text: v.Heading, Href: "/pays/"}})}}
	if v.Shell, err = f.shell(h); err != nil {
		return nil, err
	}
	return f.finish(func(w io.Writer) error { return f.look.Countries(w, v) })
}
