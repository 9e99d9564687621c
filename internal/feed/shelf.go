package feed

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"griot/internal/fault"
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

// tags are those that have articles, in the order of their numbers.
func (p *paper) tags(ctx context.Context, counts map[page.Label]int) (all []shelf, err error) {
	var ids []int64
	for label := range counts {
		if number, ok := strings.CutPrefix(string(label), "tag:"); ok {
			id, _ := strconv.ParseInt(number, 10, 64)
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	for _, id := range ids {
		t, err := taxonomy.TagByID(ctx, p.db, taxonomy.TagID(id))
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, shelf{page.Tag(id), t.Path(), t.Name})
	}
	return all, nil
}

// filled are the shelves that hold articles.
func filled(all []shelf, counts map[page.Label]int) (list []shelf) {
	for _, s := range all {
		if counts[s.label] > 0 {
			list = append(list, s)
		}
	}
	return list
}

func labelsOf(all []shelf) []page.Label {
	labels := make([]page.Label, len(all))
	for i, s := range all {
		labels[i] = s.label
	}
	return labels
}
