package filing

import (
	"cmp"
	"context"
	"slices"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/page"
	"griot/internal/staff"
	"griot/internal/taxonomy"
	"griot/internal/text"
)

// Rubric is a rubric as its keepers see it.
type Rubric struct {
	taxonomy.Section
	Articles int    // published, in it and below it
	Depth    int    // 0 at the top
	Mark     string // of its state, for whoever changes it
}

// Rubrics lists every rubric as a tree is read: each before those below it.
func Rubrics(ctx context.Context, q db.Querier) ([]Rubric, error) {
	sections, err := taxonomy.Sections(ctx, q)
	if err != nil {
		return nil, err
	}
	counts, err := article.Counts(ctx, q, "section:")
	if err != nil {
		return nil, err
	}
	list := make([]Rubric, 0, len(sections))
	var add func(parent taxonomy.SectionID, depth int) error
	add = func(parent taxonomy.SectionID, depth int) error {
		for i := range sections {
			s := &sections[i]
			if s.Parent != parent || len(list) == len(sections) { // a hand-made loop ends
				continue
			}
			r := Rubric{Section: *s, Articles: counts[page.Section(int64(s.ID))], Depth: depth}
			if r.Mark, err = markOf(saved(s)); err != nil {
				return err
			}
			list = append(list, r)
			if err := add(s.ID, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	return list, add(0, 0)
}

// RubricByID is one rubric; of one that was merged into another, that one.
func RubricByID(ctx context.Context, q db.Querier, id taxonomy.SectionID) (*Rubric, error) {
	list, err := Rubrics(ctx, q)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(list, func(r Rubric) bool { return r.ID == id || slices.Contains(r.Merged, id) })
	if i < 0 {
		return nil, fault.New(fault.NotFound, "no such rubric")
	}
	return &list[i], nil
}

// savedRubric is a rubric in the audit log, and what its mark is made of.
type savedRubric struct {
	Name        string             `json:"name"`
	Path        string             `json:"path"`
	Parent      taxonomy.SectionID `json:"parent,omitempty"`
	Hue         string             `json:"hue,omitempty"`
	Description string             `json:"description,omitempty"`
	Names       map[string]string  `json:"names,omitempty"`
}

func saved(s *taxonomy.Section) savedRubric {
	return savedRubric{s.Name, s.Path, s.Parent, s.Hue, s.Description, s.Names}
}

// SaveRubric adds a rubric (ID 0) or changes one, wherever it stands then. seen is the mark of what was changed; "" asks for nothing. The slug is made from the name when it is empty.
func (c *Clerk) SaveRubric(ctx context.Context, tx *db.Tx, s *taxonomy.Section, seen string) error {
	if err := c.enter(); err != nil {
		return err
	}
	if err := tidy(s); err != nil {
		return err
	}
	deed := staff.Deed{Act: "section.add"}
	var above []taxonomy.SectionID
	if s.ID == 0 {
		parents, err := taxonomy.Ancestors(ctx, tx, s.Parent)
		if err != nil {
			return err
		}
		if len(parents) >= taxonomy.MaxDepth {
			return fault.Wrap(fault.Invalid, taxonomy.TooDeep, "rubrics nest at most %d deep", taxonomy.MaxDepth)
		}
	} else {
		before, err := c.known(ctx, tx, s.ID, seen)
		if err != nil {
			return err
		}
		s.Slug = cmp.Or(s.Slug, text.Slug(s.Name))
		deed.Act, deed.Before, s.Position = "section.change", saved(&before.Section), before.Position
		if above, err = taxonomy.Ancestors(ctx, tx, s.ID); err != nil {
			return err
		}
		if s.Parent == before.Parent {
			above = nil
		}
	}
	if s.ID == 0 || above != nil {
		if err := c.atTheEnd(ctx, tx, s); err != nil {
			return err
		}
	}
	if err := taxonomy.SaveSection(ctx, tx, c.Now, c.Locale, s); err != nil {
		return err
	}
	if above != nil {
		below, err := taxonomy.Ancestors(ctx, tx, s.ID)
		if err != nil {
			return err
		}
		if err := relist(ctx, tx, s.ID, above[1:], below[1:]); err != nil {
			return err
		}
	}
	deed.Subject, deed.After = subject("section", s.ID), saved(s)
	return c.end(ctx, tx, deed, labels(append(above, s.ID))...)
}

// known is a rubric as it is, unless somebody changed it since it was seen.
func (c *Clerk) known(ctx context.Context, q db.Querier, id taxonomy.SectionID, seen string) (*Rubric, error) {
	r, err := RubricByID(ctx, q, id)
	if err != nil {
		return nil, err
	}
	if r.ID != id {
		return nil, fault.Wrap(fault.Conflict, taxonomy.MergedAway, "this rubric was merged into %s", r.Name)
	}
	return r, unchanged(seen, r.Mark)
}

// atTheEnd puts a rubric behind those beside it.
func (c *Clerk) atTheEnd(ctx context.Context, q db.Querier, s *taxonomy.Section) error {
	all, err := taxonomy.Sections(ctx, q)
	s.Position = 0
	for i := range all {
		if all[i].Parent == s.Parent && all[i].ID != s.ID {
			s.Position = max(s.Position, all[i].Position+1)
		}
	}
	return err
}

// Hues are the dyes of the sheet that a rubric may have (internal/site/theme/style/tokens.css).
func Hues() []string {
	return []string{"indigo", "kola", "ocre", "canopee", "lagune", "laterite", "bissap", "jacaranda", "argile"}
}

// tidy cleans what was typed, and refuses what cannot be kept.
func tidy(s *taxonomy.Section) (err error) {
	if s.Name, err = line(s.Name, MaxNameRunes); err != nil {
		return err
	}
	if s.Description, err = line(s.Description, MaxDescriptionRunes); err != nil {
		return err
	}
	names := map[string]string{} // the caller's own stays as it came: the transaction may run again
	for language, name := range s.Names {
		if names[language], err = line(name, MaxNameRunes); err != nil {
			return err
		}
	}
	s.Names = names
	if s.Hue != "" && !slices.Contains(Hues(), s.Hue) {
		return fault.Wrap(fault.Invalid, NoHue, "there is no hue %.20q: one of %v", s.Hue, Hues())
	}
	return nil
}

func labels(ids []taxonomy.SectionID) (list []page.Label) {
	for _, id := range ids {
		list = append(list, page.Section(int64(id)))
	}
	return list
}
