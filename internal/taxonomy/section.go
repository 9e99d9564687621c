// Package taxonomy files the news: rubrics that nest, countries with their regions, tags, and the menus made of them. Names sort by a key that is made in Go and
// stored as bytes, so that both engines give the same order.
package taxonomy

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"griot/internal/address"
	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/fault"
	"griot/internal/page"
	"griot/internal/text"
)

// Sorter makes the key by which a name sorts in the newspaper's language.
type Sorter interface{ SortKey(name string) []byte }

// SectionID numbers a rubric; 0 is none.
type SectionID int64

// Section is a rubric.
type Section struct {
	ID          SectionID
	Parent      SectionID
	Slug        string
	Name        string
	Hue         string // the name of a dye in the sheet, "" for none
	Description string
	Position    int
	Path        string
	Names       map[string]string // in other languages
	Merged      []SectionID       // rubrics that were merged into it, whose numbers articles and the search index may still have
}

// NameIn is the rubric's name in a language, or its own where it has none there.
func (s *Section) NameIn(language string) string {
	if n := s.Names[language]; n != "" {
		return n
	}
	return s.Name
}

// SaveSection adds a rubric (ID 0) or changes one. A changed slug or parent leaves redirects, for the rubrics below it too. The slug is made from the name when empty; Path is set to the address given.
// Names in languages that are not mentioned stay; an empty one goes. A change of the parent leaves the lists of articles as they are: article.Include and article.Exclude move them.
func SaveSection(ctx context.Context, tx *db.Tx, now time.Time, sort Sorter, s *Section) error {
	if s.Name == "" {
		return fault.Wrap(fault.Invalid, Unnamed, "a rubric needs a name")
	}
	if s.Slug == "" {
		s.Slug = text.Slug(s.Name)
	}
	if !text.ValidSlug(s.Slug) {
		return fault.Wrap(fault.Invalid, BadSlug, "a rubric's address may hold letters, digits and hyphens")
	}
	before, err := knownSection(ctx, tx, s)
	if err != nil {
		return err
	}
	wanted, err := sectionPath(ctx, tx, s)
	if err != nil {
		return err
	}
	if s.ID == 0 {
		if err := insertSection(ctx, tx, sort, s); err != nil {
			return err
		}
	}
	if s.Path, err = address.Claim(ctx, tx, now, wanted, address.Section, int64(s.ID)); err != nil {
		return err
	}
	if err := address.Move(ctx, tx, now, before, s.Path); err != nil {
		return err
	}
	if err := updateSection(ctx, tx, sort, s); err != nil {
		return err
	}
	if before != "" && before != s.Path {
		if err := followParent(ctx, tx, now, s.ID, s.Path); err != nil {
			return err
		}
	}
	return event.Append(ctx, tx, now, page.Menu, page.Section(int64(s.ID)))
}

// knownSection gives the address at which a rubric that exists stands now, and refuses to put it below itself, or too deep.
func knownSection(ctx context.Context, q db.Querier, s *Section) (path string, err error) {
	if s.ID == 0 {
		return "", nil
	}
	below, err := nesting(ctx, q, s.ID, s.Parent)
	if err != nil {
		return "", err
	}
	if slices.Contains(below, s.Parent) {
		return "", fault.Wrap(fault.Invalid, UnderItself, "a rubric cannot stand below itself")
	}
	old, err := SectionByID(ctx, q, s.ID)
	if err != nil {
		return "", err
	}
	if old.ID != s.ID {
		return "", fault.Wrap(fault.Conflict, MergedAway, "this rubric was merged into %s", old.Name)
	}
	return old.Path, nil
}

// followParent gives the rubrics below one their addresses under its new one.
func followParent(ctx context.Context, tx *db.Tx, now time.Time, parent SectionID, path string) error {
	children, err := db.All(ctx, tx, scanSection, "SELECT "+sectionColumns+" FROM section WHERE parent_id = $1 ORDER BY position, id", parent)
	if err != nil {
		return err
	}
	for i := range children {
		c := &children[i]
		given, err := address.Claim(ctx, tx, now, path+c.Slug+"/", address.Section, int64(c.ID))
		if err != nil {
			return err
		}
		if err := address.Move(ctx, tx, now, c.Path, given); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "UPDATE section SET path = $2 WHERE id = $1", c.ID, given); err != nil {
			return err
		}
		if err := followParent(ctx, tx, now, c.ID, given); err != nil {
			return err
		}
	}
	return nil
}

// sectionPath is the address that a rubric wishes for. Its parent becomes the one that it was merged into.
func sectionPath(ctx context.Context, q db.Querier, s *Section) (string, error) {
	path := "/" + s.Slug + "/"
	if s.Parent != 0 {
		parent, err := SectionByID(ctx, q, s.Parent)
		if err != nil {
			return "", err
		}
		s.Parent = parent.ID
		return parent.Path + s.Slug + "/", nil
	}
	if address.Reserved(path) {
		path = "/" + s.Slug + "-2/"
	}
	return path, nil
}

func insertSection(ctx context.Context, tx *db.Tx, sort Sorter, s *Section) error {
	const insert = `INSERT INTO section (parent_id, slug, name, name_key, path) VALUES ($1, $2, $3, $4, $5) RETURNING id`
	// The path column is unique; until the address is claimed it holds a text that no path can be.
	err := tx.QueryRow(ctx, insert, parentOf(s), s.Slug, s.Name, sort.SortKey(s.Name), "unclaimed "+s.Slug+fmt.Sprint(s.Parent)).Scan(&s.ID)
	if err != nil {
		return fmt.Errorf("add rubric %s: %w", s.Slug, err)
	}
	return nil
}

func updateSection(ctx context.Context, tx *db.Tx, sort Sorter, s *Section) error {
	const update = `UPDATE section SET parent_id = $2, slug = $3, name = $4, name_key = $5, hue = $6, description = $7, position = $8, path = $9 WHERE id = $1`
	if _, err := tx.Exec(ctx, update, s.ID, parentOf(s), s.Slug, s.Name, sort.SortKey(s.Name), s.Hue, s.Description, s.Position, s.Path); err != nil {
		return fmt.Errorf("save rubric %s: %w", s.Slug, err)
	}
	for lang, name := range s.Names {
		if name == "" {
			if _, err := tx.Exec(ctx, "DELETE FROM section_name WHERE section_id = $1 AND language = $2", s.ID, lang); err != nil {
				return err
			}
			continue
		}
		const upsert = "INSERT INTO section_name (section_id, language, name) VALUES ($1, $2, $3) ON CONFLICT (section_id, language) DO UPDATE SET name = excluded.name"
		if _, err := tx.Exec(ctx, upsert, s.ID, lang, name); err != nil {
			return err
		}
	}
	return nil
}

func parentOf(s *Section) sql.NullInt64 {
	return sql.NullInt64{Int64: int64(s.Parent), Valid: s.Parent != 0}
}
