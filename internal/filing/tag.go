package filing

import (
	"context"
	"slices"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/page"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// Word is a tag as its keepers see it.
type Word struct {
	taxonomy.Tag
	Articles int            // published
	Synonyms []taxonomy.Tag // words that mean it
	Used     bool           // an article bears it, in any state
	Mark     string
}

// WordByID is one tag; of one that was merged into another, that one.
func WordByID(ctx context.Context, q db.Querier, id taxonomy.TagID) (*Word, error) {
	t, err := taxonomy.TagByID(ctx, q, id)
	if err != nil {
		return nil, err
	}
	w := &Word{Tag: *t}
	if w.Articles, _, err = article.Count(ctx, q, page.Tag(int64(t.ID))); err != nil {
		return nil, err
	}
	if w.Synonyms, err = taxonomy.Synonyms(ctx, q, t.ID); err != nil {
		return nil, err
	}
	if w.Used, err = taxonomy.TagStands(ctx, q, t.ID); err != nil {
		return nil, err
	}
	w.Mark, err = markOf([]string{t.Name, t.Slug})
	return w, err
}

// The audit log is for good, and a tag may be a person's name, which may have to disappear one day (ADR 18): it tells tags by their numbers, and no names.

// renamed is what the audit log says of a tag that has another name.
type renamed struct {
	Articles int  `json:"articles"`
	Address  bool `json:"address_changed"`
}

func (c *Clerk) word(ctx context.Context, tx *db.Tx, id taxonomy.TagID, seen string) (*Word, error) {
	if err := c.enter(); err != nil {
		return nil, err
	}
	w, err := WordByID(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	if w.ID != id {
		return nil, fault.Wrap(fault.Conflict, taxonomy.MergedAway, "this tag was merged into %s", w.Name)
	}
	return w, unchanged(seen, w.Mark)
}

// AddTag makes a tag; it is fault.Conflict when the name is one, or means one.
func (c *Clerk) AddTag(ctx context.Context, tx *db.Tx, name string) (*taxonomy.Tag, error) {
	if err := c.enter(); err != nil {
		return nil, err
	}
	name, err := line(name, MaxNameRunes)
	if err != nil {
		return nil, err
	}
	if known, err := taxonomy.TagNamed(ctx, tx, name); err == nil {
		return nil, fault.Wrap(fault.Conflict, Taken, "this is, or means, the tag %q already", known.Name)
	}
	return article.EnsureTag(ctx, tx, c.Now, c.By, c.Locale, name)
}

// RenameTag gives a tag another name, and where slug is not empty another address. The old name goes on meaning it, and the old address leads there.
func (c *Clerk) RenameTag(ctx context.Context, tx *db.Tx, id taxonomy.TagID, name, slug, seen string) (*taxonomy.Tag, error) {
	before, err := c.word(ctx, tx, id, seen)
	if err != nil {
		return nil, err
	}
	if name, err = line(name, MaxNameRunes); err != nil {
		return nil, err
	}
	t, err := taxonomy.RenameTag(ctx, tx, c.Now, c.Locale, id, name, slug)
	if err != nil {
		return nil, err
	}
	if t.Name == before.Name && t.Slug == before.Slug {
		return t, nil
	}
	if err := article.FollowName(ctx, tx, c.Now, id); err != nil {
		return nil, err
	}
	deed := staff.Deed{Act: "tag.rename", Subject: subject("tag", id), After: renamed{before.Articles, t.Slug != before.Slug}}
	return t, c.end(ctx, tx, deed, page.Tag(int64(id)))
}

// MergeTags makes tags synonyms of another, with all that stands under them and all that means them.
func (c *Clerk) MergeTags(ctx context.Context, tx *db.Tx, from []taxonomy.TagID, into taxonomy.TagID) error {
	from = slices.Clone(from)
	slices.Sort(from)
	from = slices.Compact(from)
	switch {
	case len(from) == 0:
		return fault.Wrap(fault.Invalid, Nothing, "say which tags are merged")
	case len(from) > MaxAtOnce:
		return fault.Wrap(fault.Invalid, TooMany, "at most %d tags are merged at once", MaxAtOnce)
	}
	if _, err := c.word(ctx, tx, into, ""); err != nil {
		return err
	}
	labels := []page.Label{page.Tag(int64(into))}
	for _, id := range from {
		before, err := c.word(ctx, tx, id, "")
		if err != nil {
			return err
		}
		if err := taxonomy.MergeTag(ctx, tx, c.Now, id, into); err != nil {
			return err
		}
		if err := article.Retag(ctx, tx, id, into); err != nil {
			return err
		}
		deed := staff.Deed{Act: "tag.merge", Subject: subject("tag", id), After: mergedInto{int64(into), before.Articles}}
		if err := staff.Audit(ctx, tx, c.Now, c.By, deed); err != nil {
			return err
		}
		labels = append(labels, page.Tag(int64(id)))
	}
	if err := article.FollowName(ctx, tx, c.Now, into); err != nil {
		return err
	}
	return c.tell(ctx, tx, labels...)
}

// AddSynonym has a word mean a tag, wherever it is typed or stands in a text.
func (c *Clerk) AddSynonym(ctx context.Context, tx *db.Tx, id taxonomy.TagID, word string) error {
	if _, err := c.word(ctx, tx, id, ""); err != nil {
		return err
	}
	word, err := line(word, MaxNameRunes)
	if err != nil {
		return err
	}
	if err := taxonomy.AddSynonym(ctx, tx, c.Locale, id, word); err != nil {
		return err
	}
	return staff.Audit(ctx, tx, c.Now, c.By, staff.Deed{Act: "tag.synonym", Subject: subject("tag", id)})
}

// RemoveSynonym has a word mean a tag no longer.
func (c *Clerk) RemoveSynonym(ctx context.Context, tx *db.Tx, id, word taxonomy.TagID) error {
	if _, err := c.word(ctx, tx, id, ""); err != nil {
		return err
	}
	if err := taxonomy.RemoveSynonym(ctx, tx, id, word); err != nil {
		return err
	}
	return staff.Audit(ctx, tx, c.Now, c.By, staff.Deed{Act: "tag.synonym_end", Subject: subject("tag", id)})
}

// RemoveTag removes a tag that no article bears, in any state, with the words that mean it. Its addresses are gone.
func (c *Clerk) RemoveTag(ctx context.Context, tx *db.Tx, id taxonomy.TagID) error {
	w, err := c.word(ctx, tx, id, "")
	if err != nil {
		return err
	}
	if w.Used {
		return fault.Wrap(fault.Conflict, TagStays, "articles bear this tag: merge it into another")
	}
	if err := taxonomy.RemoveTag(ctx, tx, c.Now, id); err != nil {
		return err
	}
	if err := article.Close(ctx, tx, page.Tag(int64(id))); err != nil {
		return err
	}
	return c.end(ctx, tx, staff.Deed{Act: "tag.remove", Subject: subject("tag", id)}, page.Tag(int64(id)))
}
