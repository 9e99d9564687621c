package feed

import (
	"context"

	"griot/internal/page"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// shelf is a list of articles as other documents name it.
type shelf struct {
	label page.Label
	path  string
	name  string
}

func (p *paper) rubrics(ctx context.Context) (all []shelf, err error) {
	sections, err := taxonomy.Sections(ctx, p.db)
	for i := range sections {
		s := &sections[i]
		all = append(all, shelf{page.Section(int64(s.ID)), s.Path, s.Name})
	}
	return all, err
}

func (p *paper) countries(ctx context.Context) (all []shelf, err error) {
	countries, err := taxonomy.Countries(ctx, p.db)
	for i := range countries {
		c := &countries[i]
		all = append(all, shelf{page.Country(int64(c.ID)), c.Path(), c.Name})
	}
	return all, err
}

func (p *paper) bylines(ctx context.Context) (all []shelf, err error) {
	bylines, err := staff.Bylines(ctx, p.db)
	for i := range bylines {
		b := &bylines[i]
		all = append(all, shelf{page.Author(int64(b.ID)), b.Path(), b.Name})
	}
	return all, err
}

func labelsOf(all []shelf) []page.Label {
	labels := make([]page.Label, len(all))
	for i, s := range all {
		labels[i] = s.label
	}
	return labels
}
