package feed

import (
	"context"
	"slices"

	"griot/internal/article"
	"griot/internal/page"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// reader gathers what the entries of one feed show, and the labels that go with it. It asks for a name once, however many articles bear it.
type reader struct {
	*paper
	sections  map[taxonomy.SectionID]*taxonomy.Section
	countries map[taxonomy.CountryID]*taxonomy.Country
	kinds     map[string]*article.Kind
	tags      map[taxonomy.TagID]string
	bylines   map[staff.BylineID]author
	labels    []page.Label
}

func (p *paper) reader(ctx context.Context) (*reader, error) {
	r := &reader{paper: p, tags: map[taxonomy.TagID]string{}, bylines: map[staff.BylineID]author{},
		sections: map[taxonomy.SectionID]*taxonomy.Section{}, countries: map[taxonomy.CountryID]*taxonomy.Country{}}
	sections, err := taxonomy.Sections(ctx, p.db)
	if err != nil {
		return nil, err
	}
	for i := range sections {
		r.sections[sections[i].ID] = &sections[i]
	}
	countries, err := taxonomy.Countries(ctx, p.db)
	if err != nil {
		return nil, err
	}
	for i := range countries {
		r.countries[countries[i].ID] = &countries[i]
	}
	r.kinds, err = article.Kinds(ctx, p.db)
	return r, err
}

// shows adds a label, once: articles name each other.
func (r *reader) shows(label page.Label) {
	if !slices.Contains(r.labels, label) {
		r.labels = append(r.labels, label)
	}
}

func (r *reader) paid(kind string) bool { return r.kinds[kind] != nil && r.kinds[kind].Sponsored }

func (r *reader) tag(ctx context.Context, id taxonomy.TagID) (string, error) {
	if name, ok := r.tags[id]; ok {
		return name, nil
	}
	t, err := taxonomy.TagByID(ctx, r.db, id)
	if err != nil {
		return "", err
	}
	r.tags[id] = t.Name
	return t.Name, nil
}

// authors are the names that sign. What stands behind a name is nobody's business: not its account, not its address.
func (r *reader) authors(ctx context.Context, ids []staff.BylineID) (list []author, err error) {
	for _, id := range ids {
		a, ok := r.bylines[id]
		if !ok {
			b, err := staff.BylineByID(ctx, r.db, id)
			if err != nil {
				return nil, err
			}
			a = author{Name: b.Name, URL: r.abs(b.Path())}
			r.bylines[id] = a
		}
		list = append(list, a)
	}
	return list, nil
}

// countryName is the newspaper's own name for a country in its own language, and the catalogue's in others.
func (p *paper) countryName(lang string, c *taxonomy.Country) string {
	if lang != p.Language {
		if name := p.locales.For(lang).Country(c.Code); name != c.Code {
			return name
		}
	}
	return c.Name
}
