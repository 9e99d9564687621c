package wordpress

import (
	"context"
	"strconv"
	"strings"

	"griot/internal/taxonomy"
	"griot/internal/text"
)

// maxNested bounds how deep categories are followed; it also ends circles.
const maxNested = 8

// category makes a rubric of a category, or finds the country that it is. What stands below a country is a rubric of its own: an
// article in "Niger, Politique" is filed under Politique and under Niger.
func (t *settler) category(ctx context.Context, r *termRecord, depth int) error {
	t.open[r.slug] = true
	defer delete(t.open, r.slug)
	if defaultCategory(text.Slug(r.name)) {
		r.became = termLeft + string(DefaultTerm)
		return nil
	}
	c, err := t.country(ctx, r.name)
	if err != nil {
		return err
	}
	if c != nil {
		r.became, r.country = termCountry, c.ID
		t.acc.changed(CategoryCountry, 1, text.CleanLine(r.name))
		return t.leadCategory(ctx, r, c.Path())
	}
	if holds, err := t.holdsCountries(ctx, r, depth); err != nil || holds {
		r.became = termLeft + string(Container)
		return t.leadCategory(ctx, r, "/pays/")
	}
	above, err := t.above(ctx, r, depth)
	if err != nil {
		return err
	}
	r.country = above.country
	parent := taxonomy.SectionID(0)
	if above.became == termSection {
		parent = taxonomy.SectionID(above.newID)
	}
	slug := text.Slug(r.slug)
	if above.became == termCountry || defaultCategory(slug) { // "politique-niger" is Politique here
		slug = ""
	}
	s, err := t.section(ctx, r, slug, parent)
	if err != nil {
		return err
	}
	r.became, r.newID = termSection, int64(s.ID)
	return t.leadCategory(ctx, r, s.Path)
}

// defaultCategory tells the category that WordPress gives to what has none. One that was renamed is a rubric like any other, though its
// address still says "non-classe".
func defaultCategory(slug string) bool {
	switch slug {
	case "uncategorized", "uncategorised", "non-classe", "non-classe-fr", "non-categorise", "sans-categorie", "sem-categoria", "sin-categoria", "غير-مصنف":
		return true
	}
	return false
}

// holdsCountries reports whether a category serves only to hold countries: no article in it, and nothing below it but countries.
func (t *settler) holdsCountries(ctx context.Context, r *termRecord, depth int) (bool, error) {
	if r.used || depth > maxNested {
		return false, nil
	}
	list, err := below(ctx, t.tx, t.source, category, r.slug)
	if err != nil || len(list) == 0 {
		return false, err
	}
	for i := range list {
		c, err := t.country(ctx, list[i].name)
		if err != nil {
			return false, err
		}
		if c != nil {
			continue
		}
		if holds, err := t.holdsCountries(ctx, &list[i], depth+1); err != nil || !holds {
			return false, err
		}
	}
	return true, nil
}

// above is what stands right above a category, settled first; an empty record when nothing does.
func (t *settler) above(ctx context.Context, r *termRecord, depth int) (*termRecord, error) {
	if r.parent == "" || t.open[r.parent] || depth > maxNested {
		return &termRecord{}, nil
	}
	p, err := findTerm(ctx, t.tx, t.source, category, r.parent)
	if err != nil || p == nil {
		return &termRecord{}, err
	}
	if p.became == "" {
		t.ahead[p.slug] = true
		return p, t.become(ctx, p, depth+1)
	}
	return p, nil
}

// section finds the rubric of that name at that place, or makes it.
func (t *settler) section(ctx context.Context, r *termRecord, slug string, parent taxonomy.SectionID) (*taxonomy.Section, error) {
	name := text.CleanLine(r.name)
	for i := range t.sections {
		if s := &t.sections[i]; s.Parent == parent && text.Fold(s.Name) == text.Fold(name) {
			return s, nil
		}
	}
	s := taxonomy.Section{Parent: parent, Name: name, Slug: slug, Description: t.description(ctx, r)}
	if s.Slug == "" {
		s.Slug = text.Slug(name)
	}
	if s.Slug == "" {
		s.Slug = "rubrique-" + strconv.FormatInt(r.oldID, 10)
	}
	if s.Name == "" {
		s.Name = s.Slug
	}
	if err := taxonomy.SaveSection(ctx, t.tx, t.Now(), t.Sorter, &s); err != nil {
		return nil, err
	}
	t.sections = append(t.sections, s)
	t.acc.made(MadeSections, 1)
	if wished := "/" + s.Slug + "/"; parent == 0 && s.Path != wished {
		t.acc.changed(NewAddress, 1, name)
		t.acc.Collided.add(Entry{Kind: category, ID: r.oldID, Title: name, From: wished, To: s.Path})
	}
	return &s, nil
}

// description is the plain text of a category's own description.
func (t *settler) description(ctx context.Context, r *termRecord) (d string) {
	const query = "SELECT description FROM import_term WHERE source_id = $1 AND taxonomy = $2 AND slug = $3"
	_ = t.tx.QueryRow(ctx, query, t.source, r.taxonomy, r.slug).Scan(&d) // the row was just read
	return text.Excerpt(d, 500)
}

// leadCategory leads every form of a category's old address to its new one: below /category/ with and without its parents, and
// without /category/, as many sites have it.
func (t *settler) leadCategory(ctx context.Context, r *termRecord, to string) error {
	chain := r.slug
	for p, n := r, 0; p.parent != "" && n < maxNested; n++ {
		above, err := findTerm(ctx, t.tx, t.source, category, p.parent)
		if err != nil {
			return err
		}
		if above == nil {
			break
		}
		chain, p = above.slug+"/"+chain, above
	}
	from := []string{t.base + "/category/" + r.slug + "/", t.base + "/" + chain + "/"}
	if strings.Contains(chain, "/") {
		from = append(from, t.base+"/category/"+chain+"/", t.base+"/"+r.slug+"/")
	}
	for _, f := range from {
		if err := t.leadList(ctx, t.tx, t.acc, f, to); err != nil {
			return err
		}
	}
	if r.oldID == 0 {
		return nil
	}
	return t.lead(ctx, t.tx, t.acc, "/?cat="+strconv.FormatInt(r.oldID, 10), to)
}
