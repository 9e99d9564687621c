package wordpress

import (
	"context"
	"slices"

	"griot/internal/db"
	"griot/internal/taxonomy"
	"griot/internal/text"
)

// filing is where an article stands.
type filing struct {
	section   taxonomy.SectionID
	countries []taxonomy.CountryID
	tags      []taxonomy.TagID
	language  string // of Polylang; "" for the newspaper's own
}

// fileItem files an item by its terms. The rubric is the primary category of Yoast or Rank Math, else the deepest; further
// categories that do not stand above it become tags. An article whose only category is a country has no rubric.
func (c *converter) fileItem() (f filing, err error) {
	var sections []taxonomy.SectionID
	for _, t := range c.it.terms {
		if t.taxonomy == "language" {
			f.language = t.slug
		}
		r, err := c.settled(t)
		if err != nil {
			return f, err
		}
		if r == nil {
			continue
		}
		if r.country != 0 && !slices.Contains(f.countries, r.country) {
			f.countries = append(f.countries, r.country)
		}
		switch r.became {
		case termSection:
			sections = append(sections, taxonomy.SectionID(r.newID))
		case termTag:
			f.tags = append(f.tags, taxonomy.TagID(r.newID))
		}
	}
	if f.section, err = c.primary(sections); err != nil {
		return f, err
	}
	return f, c.further(&f, sections)
}

// settled is a term as it was settled, from the cache where it is.
func (c *converter) settled(t term) (*termRecord, error) {
	key := term{taxonomy: t.taxonomy, slug: or(t.slug, text.Slug(t.name))}
	if r, ok := c.known.filed[key]; ok {
		return r, nil
	}
	r, err := findTerm(c.ctx, c.DB, c.source, key.taxonomy, key.slug)
	if err == nil {
		put(&c.known.filed, key, r)
	}
	return r, err
}

func (c *converter) primary(sections []taxonomy.SectionID) (taxonomy.SectionID, error) {
	wished := number(c.it.get("_yoast_wpseo_primary_category", "rank_math_primary_category"))
	r, err := termByOldID(c.ctx, c.DB, c.source, category, wished)
	if err != nil {
		return 0, err
	}
	if r != nil && r.became == termSection && slices.Contains(sections, taxonomy.SectionID(r.newID)) {
		return taxonomy.SectionID(r.newID), nil
	}
	best, deepest := taxonomy.SectionID(0), 0
	for _, id := range sections {
		if d := len(c.ancestors(id)); d > deepest {
			best, deepest = id, d
		}
	}
	return best, nil
}

// ancestors are a rubric and those above it.
func (c *converter) ancestors(id taxonomy.SectionID) (list []taxonomy.SectionID) {
	for id != 0 && len(list) < maxNested {
		list = append(list, id)
		id = c.known.sections[id].Parent
	}
	return list
}

// further makes tags of the categories that are neither the rubric nor above it.
func (c *converter) further(f *filing, sections []taxonomy.SectionID) error {
	above := c.ancestors(f.section)
	for _, id := range sections {
		if slices.Contains(above, id) {
			continue
		}
		name := c.known.sections[id].Name
		tag, err := c.tagNamed(c.ctx, name)
		if err != nil {
			return err
		}
		c.acc.changed(CategoryTagged, 1, name)
		if tag != 0 && !slices.Contains(f.tags, tag) {
			f.tags = append(f.tags, tag)
		}
	}
	return nil
}

// tagNamed is the tag with a name, made in a transaction of its own where it is new.
func (im *importer) tagNamed(ctx context.Context, name string) (taxonomy.TagID, error) {
	if id, ok := im.known.tags[name]; ok {
		return id, nil
	}
	var tag *taxonomy.Tag
	err := im.transact(ctx, func(tx *db.Tx, acc *Account) error {
		var last taxonomy.TagID
		err := tx.QueryRow(ctx, "SELECT COALESCE(MAX(id), 0) FROM tag").Scan(&last)
		if err != nil {
			return err
		}
		_, err = guarded(ctx, tx, func() (err error) {
			tag, err = taxonomy.EnsureTag(ctx, tx, im.Now(), im.Sorter, name, "")
			return err
		})
		if tag != nil && tag.ID > last {
			acc.made(MadeTags, 1)
		}
		return err
	})
	if err != nil || tag == nil {
		return 0, err
	}
	put(&im.known.tags, name, tag.ID)
	return tag.ID, nil
}
