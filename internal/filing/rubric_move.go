package filing

import (
	"context"
	"slices"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/frontpage"
	"griot/internal/page"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// relist has the articles of a rubric stand in the lists of the rubrics now above it, and no longer in those of the rubrics that were.
func relist(ctx context.Context, tx *db.Tx, id taxonomy.SectionID, were, are []taxonomy.SectionID) error {
	own := page.Section(int64(id))
	for _, x := range are {
		if !slices.Contains(were, x) {
			if err := article.Include(ctx, tx, own, page.Section(int64(x))); err != nil {
				return err
			}
		}
	}
	for _, x := range were {
		if !slices.Contains(are, x) {
			if err := article.Exclude(ctx, tx, own, page.Section(int64(x))); err != nil {
				return err
			}
		}
	}
	return nil
}

// ShiftRubric moves a rubric by some places among those beside it; beyond the first or last it stays there.
func (c *Clerk) ShiftRubric(ctx context.Context, tx *db.Tx, id taxonomy.SectionID, places int) error {
	if err := c.enter(); err != nil {
		return err
	}
	s, err := c.known(ctx, tx, id, "")
	if err != nil {
		return err
	}
	all, err := taxonomy.Sections(ctx, tx)
	if err != nil {
		return err
	}
	var order []taxonomy.SectionID
	for i := range all {
		if all[i].Parent == s.Parent {
			order = append(order, all[i].ID)
		}
	}
	was, is := shift(order, id, places)
	if was == is {
		return nil
	}
	if err := taxonomy.PlaceSections(ctx, tx, order); err != nil {
		return err
	}
	return c.end(ctx, tx, staff.Deed{Act: "section.order", Subject: subject("section", id), Before: was + 1, After: is + 1})
}

// shift moves one of a list by some places, and says from where to where.
func shift[T comparable](list []T, one T, places int) (was, is int) {
	was = slices.Index(list, one)
	is = min(max(was+min(max(places, -len(list)), len(list)), 0), len(list)-1)
	copy(list[was:], list[was+1:])
	copy(list[is+1:], list[is:len(list)-1])
	list[is] = one
	return was, is
}

// mergedInto is what the audit log says of something that was merged.
type mergedInto struct {
	Into     int64 `json:"merged_into"`
	Articles int   `json:"articles"` // published, that moved
}

// MergeRubric makes a rubric part of another, with all that stands in it, below it and under its addresses. The articles' own rows stay as they are: a line says whose they are now. seen is the mark of the one
// that goes.
func (c *Clerk) MergeRubric(ctx context.Context, tx *db.Tx, from, into taxonomy.SectionID, seen string) error {
	if err := c.enter(); err != nil {
		return err
	}
	before, err := c.known(ctx, tx, from, seen)
	if err != nil {
		return err
	}
	were, err := taxonomy.Ancestors(ctx, tx, from)
	if err != nil {
		return err
	}
	if err := taxonomy.MergeSection(ctx, tx, c.Now, from, into); err != nil {
		return err
	}
	are, err := taxonomy.Ancestors(ctx, tx, into)
	if err != nil {
		return err
	}
	if err := mergeLists(ctx, tx, from, were[1:], are); err != nil {
		return err
	}
	if err := frontpage.MergeBand(ctx, tx, from, into); err != nil {
		return err
	}
	deed := staff.Deed{Act: "section.merge", Subject: subject("section", from), Before: saved(&before.Section), After: mergedInto{int64(into), before.Articles}}
	return c.end(ctx, tx, deed, append(labels(append(were, are...)), page.Front)...)
}

// mergeLists makes the list of a rubric part of that of another, the first of those where its articles stand now. In the list of a rubric above it all of them stand already.
func mergeLists(ctx context.Context, tx *db.Tx, from taxonomy.SectionID, were, are []taxonomy.SectionID) error {
	own, into := page.Section(int64(from)), page.Section(int64(are[0]))
	if slices.Contains(were, are[0]) {
		if err := relist(ctx, tx, from, were, are); err != nil {
			return err
		}
		return article.Close(ctx, tx, own)
	}
	if err := relist(ctx, tx, from, were, are[1:]); err != nil {
		return err
	}
	return article.Merge(ctx, tx, own, into)
}

// RemoveRubric removes a rubric in which no article stands, in any state, and below which no rubric does. Its addresses lead to the one above it, or are gone.
func (c *Clerk) RemoveRubric(ctx context.Context, tx *db.Tx, id taxonomy.SectionID, seen string) error {
	if err := c.enter(); err != nil {
		return err
	}
	before, err := c.known(ctx, tx, id, seen)
	if err != nil {
		return err
	}
	within, err := taxonomy.Descendants(ctx, tx, id)
	if err != nil {
		return err
	}
	if len(within) > 1+len(before.Merged) {
		return fault.Wrap(fault.Conflict, HasBelow, "other rubrics stand below this one: move them first, or merge it into another")
	}
	if stands, err := article.StandsIn(ctx, tx, within); err != nil || stands {
		if err == nil {
			err = fault.Wrap(fault.Conflict, NotEmpty, "articles stand in this rubric: merge it into another")
		}
		return err
	}
	if err := taxonomy.RemoveSection(ctx, tx, c.Now, id); err != nil {
		return err
	}
	if err := article.Close(ctx, tx, page.Section(int64(id))); err != nil {
		return err
	}
	return c.end(ctx, tx, staff.Deed{Act: "section.remove", Subject: subject("section", id), Before: saved(&before.Section)}, page.Section(int64(id)))
}
