package taxonomy

import (
	"context"
	"fmt"
	"time"

	"griot/internal/address"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/text"
)

// A synonym is a tag that was merged into another, or was never more than a word for it: both are rows that say which tag they mean.

// aliveTag is a tag that is neither a synonym nor was merged.
func aliveTag(ctx context.Context, q db.Querier, id TagID) (*Tag, error) {
	t, err := TagByID(ctx, q, id)
	if err == nil && t.ID != id {
		return nil, fault.Wrap(fault.Conflict, MergedAway, "this tag was merged into %s", t.Name)
	}
	return t, err
}

// RenameTag gives a tag another name, and another slug unless that is "". The old name stays as a synonym, and the old address leads to the new. It is fault.Conflict when another tag has the name.
func RenameTag(ctx context.Context, tx *db.Tx, now time.Time, sort Sorter, id TagID, name, slug string) (*Tag, error) {
	was, err := aliveTag(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	name = text.CleanLine(name)
	if text.Slug(name) == "" {
		return nil, fault.Wrap(fault.Invalid, TagLetters, "a tag needs a letter or a digit")
	}
	if err := notAnother(ctx, tx, id, name); err != nil {
		return nil, err
	}
	t := &Tag{ID: id, Name: name, Slug: was.Slug, RepeatsCountry: was.RepeatsCountry}
	if slug != "" && slug != was.Slug {
		if t.Slug, err = newSlug(ctx, tx, id, slug); err != nil {
			return nil, err
		}
	}
	if _, err := tx.Exec(ctx, "UPDATE tag SET slug = $2, name = $3, name_key = $4 WHERE id = $1", id, t.Slug, t.Name, sort.SortKey(t.Name)); err != nil {
		return nil, fmt.Errorf("rename tag %d: %w", id, err)
	}
	if _, err := address.Claim(ctx, tx, now, t.Path(), address.Tag, int64(id)); err != nil {
		return nil, err
	}
	if err := address.Move(ctx, tx, now, was.Path(), t.Path()); err != nil {
		return nil, err
	}
	return t, keepName(ctx, tx, sort, was, t)
}

// keepName has the former name of a tag go on meaning it. Its former slug is kept too: names that make the same slug are told apart by a number behind it, and without the first the second is not found.
func keepName(ctx context.Context, tx *db.Tx, sort Sorter, was, is *Tag) error {
	if is.Slug != was.Slug {
		if err := insertWord(ctx, tx, sort, is.ID, was.Name, was.Slug); err != nil {
			return err
		}
	}
	if text.Fold(is.Name) == text.Fold(was.Name) || is.Slug != was.Slug && text.Slug(was.Name) == was.Slug {
		return nil
	}
	return addWord(ctx, tx, sort, is.ID, was.Name)
}

// notAnother refuses the name of another tag. A synonym of this one gives way: it is its name now.
func notAnother(ctx context.Context, tx *db.Tx, id TagID, name string) error {
	other, err := TagNamed(ctx, tx, name)
	switch {
	case fault.Is(err, fault.NotFound) || err == nil && other.ID == id && text.Fold(other.Name) == text.Fold(name):
		return nil
	case err != nil:
		return err
	case other.ID != id:
		return fault.Wrap(fault.Conflict, IsATag, "there is a tag %q already: merge the two", other.Name)
	}
	_, free, err := wished(ctx, tx, name, "")
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "DELETE FROM tag WHERE slug = $1 AND merged_into = $2", free, id)
	return err
}

// newSlug is a slug that nothing has yet, or that a synonym of the tag gives up.
func newSlug(ctx context.Context, tx *db.Tx, id TagID, slug string) (string, error) {
	if !text.ValidSlug(slug) {
		return "", fault.Wrap(fault.Invalid, BadSlug, "a tag's address may hold letters, digits and hyphens")
	}
	if _, err := tx.Exec(ctx, "DELETE FROM tag WHERE slug = $1 AND merged_into = $2", slug, id); err != nil {
		return "", err
	}
	if other, err := TagBySlug(ctx, tx, slug); !fault.Is(err, fault.NotFound) {
		if err == nil {
			err = fault.Wrap(fault.Conflict, IsATag, "the tag %q has this address: merge the two", other.Name)
		}
		return "", err
	}
	return slug, nil
}

// addWord has a word mean a tag, if it means none yet.
func addWord(ctx context.Context, tx *db.Tx, sort Sorter, id TagID, word string) error {
	name, slug, err := wished(ctx, tx, word, "")
	if err != nil {
		return err
	}
	return insertWord(ctx, tx, sort, id, name, slug)
}

func insertWord(ctx context.Context, tx *db.Tx, sort Sorter, id TagID, name, slug string) error {
	const insert = "INSERT INTO tag (slug, name, name_key, merged_into) VALUES ($1, $2, $3, $4) ON CONFLICT (slug) DO NOTHING"
	if _, err := tx.Exec(ctx, insert, slug, name, sort.SortKey(name), id); err != nil {
		return fmt.Errorf("add synonym of tag %d: %w", id, err)
	}
	return nil
}

// AddSynonym has a word mean a tag from now on. It is fault.Conflict when the word is a tag, or means another.
func AddSynonym(ctx context.Context, tx *db.Tx, sort Sorter, id TagID, word string) error {
	if _, err := aliveTag(ctx, tx, id); err != nil {
		return err
	}
	other, err := TagNamed(ctx, tx, word)
	switch {
	case err == nil && other.ID == id:
		return nil
	case err == nil:
		return fault.Wrap(fault.Conflict, IsATag, "%q means the tag %q already: merge the two", text.CleanLine(word), other.Name)
	case !fault.Is(err, fault.NotFound):
		return err
	}
	return addWord(ctx, tx, sort, id, word)
}

// RemoveSynonym has a word mean a tag no longer. An address that it once had goes on leading there.
func RemoveSynonym(ctx context.Context, tx *db.Tx, id, word TagID) error {
	gone, err := tx.Exec(ctx, "DELETE FROM tag WHERE id = $2 AND merged_into = $1", id, word)
	if err == nil && gone == 0 {
		err = fault.New(fault.NotFound, "no such synonym")
	}
	return err
}

// Synonyms lists the words that mean a tag, the names that it once had among them.
func Synonyms(ctx context.Context, q db.Querier, id TagID) ([]Tag, error) {
	list, err := db.All(ctx, q, scanTag, selectTag+"WHERE merged_into = $1 ORDER BY name_key, id", id)
	if err != nil {
		return nil, fmt.Errorf("list synonyms: %w", err)
	}
	return list, nil
}

// MergeTag makes one tag a synonym of another, with its own synonyms; its addresses lead there. What stands under it is the caller's to move. It is fault.Conflict when one of the two was merged before.
func MergeTag(ctx context.Context, tx *db.Tx, now time.Time, from, into TagID) error {
	a, err := aliveTag(ctx, tx, from)
	if err != nil {
		return err
	}
	b, err := aliveTag(ctx, tx, into)
	if err != nil {
		return err
	}
	if from == into {
		return fault.Wrap(fault.Invalid, IntoItself, "a tag cannot be merged into itself")
	}
	for _, statement := range []string{
		"UPDATE tag SET merged_into = $2, repeats_country = NULL WHERE id = $1 OR merged_into = $1",
		"UPDATE import_term SET new_id = $2 WHERE became = 'tag' AND new_id = $1",
	} {
		if _, err := tx.Exec(ctx, statement, from, into); err != nil {
			return fmt.Errorf("merge tag %d: %w", from, err)
		}
	}
	return address.Move(ctx, tx, now, a.Path(), b.Path())
}

// RemoveTag removes a tag under which nothing stands, with its synonyms; its addresses are gone.
func RemoveTag(ctx context.Context, tx *db.Tx, now time.Time, id TagID) error {
	t, err := aliveTag(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := address.BuryAll(ctx, tx, now, t.Path(), 0); err != nil {
		return err
	}
	for _, statement := range []string{
		"UPDATE import_term SET became = '', new_id = 0 WHERE became = 'tag' AND new_id = $1",
		"DELETE FROM tag WHERE merged_into = $1",
		"DELETE FROM tag WHERE id = $1",
	} {
		if _, err := tx.Exec(ctx, statement, id); err != nil {
			return fmt.Errorf("remove tag %d: %w", id, err)
		}
	}
	return nil
}
