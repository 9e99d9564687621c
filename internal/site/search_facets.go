package site

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"griot/internal/article"
	"griot/internal/page"
	"griot/internal/search"
	"griot/internal/site/theme"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// maxAuthorOptions bounds the choice of authors: an archive may hold thousands.
const maxAuthorOptions = 100

func languageLabel(code string) page.Label { return page.Language(code) }

// fillChoices offers every filter, where nothing was asked yet.
func (f *frame) fillChoices(ctx context.Context, v *theme.SearchView, a *asked) error {
	all, err := staff.Bylines(ctx, f.site.DB)
	if err != nil {
		return err
	}
	v.Places = f.countryOptions(a, nil)
	v.Rubrics = f.rubricOptions(a, nil)
	v.Bylines = []theme.Option{{Text: f.loc.T("search.any_author")}}
	for i := range all[:min(len(all), maxAuthorOptions)] {
		v.Bylines = append(v.Bylines, theme.Option{Value: all[i].Slug, Text: all[i].Name, Selected: all[i].Slug == a.author})
	}
	v.Kinds, v.Tongues = f.kindOptions(a, nil), f.languageOptions(a, nil)
	return nil
}

// fillFacets offers the filters that would find something, each with how much.
func (f *frame) fillFacets(ctx context.Context, v *theme.SearchView, a *asked, found *search.Facets) (err error) {
	v.Places = f.countryOptions(a, found)
	v.Rubrics = f.rubricOptions(a, found)
	v.Kinds, v.Tongues = f.kindOptions(a, found), f.languageOptions(a, found)
	for _, year := range slices.Backward(slices.Sorted(maps.Keys(found.Years))) {
		first, last := fmt.Sprintf("%04d-01-01", year), fmt.Sprintf("%04d-12-31", year)
		v.Years = append(v.Years, theme.Link{Text: f.counted(strconv.Itoa(year), found.Years[year]), Href: a.with("du", first, "au", last), Current: a.from == first && a.to == last})
	}
	v.Bylines, err = f.authorOptions(ctx, a, found)
	return err
}

// counted is a choice with how much it would find.
func (f *frame) counted(name string, n int) string {
	return name + " (" + f.loc.Number(int64(n)) + ")"
}

// option is a choice of a filter; ok is false when it would find nothing and is not the one that is set. found is nil where nothing was asked.
func (f *frame) option(value, name string, chosen bool, found map[int64]int, n int) (o theme.Option, ok bool) {
	o = theme.Option{Value: value, Text: name, Selected: chosen}
	if found == nil {
		return o, true
	}
	o.Text = f.counted(name, n)
	return o, n > 0 || chosen
}

func (f *frame) countryOptions(a *asked, found *search.Facets) []theme.Option {
	list := []theme.Option{{Text: f.loc.T("search.any_country")}}
	var counts map[int64]int
	if found != nil {
		counts = found.Countries
	}
	for i := range f.countries {
		c := &f.countries[i]
		if o, ok := f.option(c.Slug, f.countryName(c.Code, c.Name), c.Slug == a.country, counts, counts[int64(c.ID)]); ok {
			list = append(list, o)
		}
	}
	return list
}

// rubricOptions are the main rubrics, each with what stands in those under it, and the one that is set.
func (f *frame) rubricOptions(a *asked, found *search.Facets) []theme.Option {
	list := []theme.Option{{Text: f.loc.T("search.any_rubric")}}
	var counts map[int64]int
	if found != nil {
		counts = found.Sections
	}
	for i := range f.sections {
		s := &f.sections[i]
		chosen := len(a.Sections) > 0 && (s.Slug == a.section || s.Path == "/"+a.section+"/")
		if s.Parent != 0 && !chosen {
			continue
		}
		n := 0
		if counts != nil {
			n = f.sum(counts, s.ID)
		}
		value := s.Slug
		if s.Parent != 0 {
			value = a.section
		}
		if o, ok := f.option(value, s.NameIn(f.lang), chosen, counts, n); ok {
			list = append(list, o)
		}
	}
	return list
}

func (f *frame) sum(counts map[int64]int, above taxonomy.SectionID) (n int) {
	for _, id := range f.within(above) {
		n += counts[id]
	}
	return n
}

func (f *frame) kindOptions(a *asked, found *search.Facets) []theme.Option {
	list := []theme.Option{{Text: f.loc.T("search.any_kind")}}
	kinds := slices.SortedFunc(maps.Values(f.kinds), func(x, y *article.Kind) int {
		return cmp.Or(cmp.Compare(x.Position, y.Position), cmp.Compare(x.Code, y.Code))
	})
	for _, k := range kinds {
		o := theme.Option{Value: k.Code, Text: k.Label(f.lang), Selected: k.Code == a.Kind}
		if found != nil {
			o.Text = f.counted(o.Text, found.Kinds[k.Code])
		}
		if found == nil || o.Selected || found.Kinds[k.Code] > 0 {
			list = append(list, o)
		}
	}
	return list
}

func (f *frame) languageOptions(a *asked, found *search.Facets) []theme.Option {
	list := []theme.Option{{Text: f.loc.T("search.any_language")}}
	for _, l := range slices.Sorted(maps.Keys(f.filed)) {
		code := string(l)[len("language:"):]
		o := theme.Option{Value: code, Text: f.languageName(code), Selected: code == a.In}
		if found != nil {
			o.Text = f.counted(o.Text, found.Languages[code])
		}
		if found == nil || o.Selected || found.Languages[code] > 0 {
			list = append(list, o)
		}
	}
	return list
}

// authorOptions are those who signed most of what was found, by name, and the one that is set.
func (f *frame) authorOptions(ctx context.Context, a *asked, found *search.Facets) ([]theme.Option, error) {
	ids := slices.SortedFunc(maps.Keys(found.Authors), func(x, y int64) int {
		return cmp.Or(cmp.Compare(found.Authors[y], found.Authors[x]), cmp.Compare(x, y))
	})
	ids = ids[:min(len(ids), maxAuthorOptions)]
	if a.Author != 0 && !slices.Contains(ids, a.Author) {
		ids = append(ids, a.Author)
	}
	named, err := staff.BylinesByID(ctx, f.site.DB, ids)
	if err != nil {
		return nil, err
	}
	list := []theme.Option{{Text: f.loc.T("search.any_author")}}
	for i := range named {
		b := &named[i]
		list = append(list, theme.Option{Value: b.Slug, Text: f.counted(b.Name, found.Authors[int64(b.ID)]), Selected: b.Slug == a.author})
	}
	return list, nil
}
