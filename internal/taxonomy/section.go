// Package taxonomy files the news: rubrics that nest, countries with their regions, tags, and the menus made of them. Names sort by a key that is made in Go and
// stored as bytes, so that both engines give the same order.
package taxonomy

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
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
}

// NameIn is the rubric's name in a language, or its own where it has none there.
func (s *Section) NameIn(language string) string {
	if n := s.Names[language]; n != "" {
		return n
	}
	return s.Name
}

// SaveSection adds a rubric (ID 0) or changes one. A changed slug or parent leaves a redirect. The slug is made from the name when empty; Path is set to the address given.
func SaveSection(ctx context.Context, tx *db.Tx, now time.Time, sort Sorter, s *Section) error {
	if s.Name == "" {
		return fault.New(fault.Invalid, "a rubric needs a name")
	}
	if s.Slug == "" {
		s.Slug = text.Slug(s.Name)
	}
	if !text.ValidSlug(s.Slug) {
		return fault.New(fault.Invalid, "a rubric's address may hold letters, digits and hyphens")
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
	return event.Append(ctx, tx, now, page.Menu, page.Section(int64(s.ID)))
}

// knownSection gives the address at which a rubric that exists stands now, and refuses to put it below itself.
func knownSection(ctx context.Context, q db.Querier, s *Section) (path string, err error) {
	if s.ID == 0 {
		return "", nil
	}
	old, err := SectionByID(ctx, q, s.ID)
	if err != nil {
		return "", err
	}
	above, err := Ancestors(ctx, q, s.Parent)
	if err == nil && slices.Contains(above, s.ID) {
		err = fault.New(fault.Invalid, "a rubric cannot stand below itself")
	}
	return old.Path, err
}

func sectionPath(ctx context.Context, q db.Querier, s *Section) (string, error) {
	path := "/" + s.Slug + "/"
	if s.Parent != 0 {
		parent, err := SectionByID(ctx, q, s.Parent)
		if err != nil {
			return "", err
		}
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

// Sections lists every rubric, parents before their children, in the order of their positions and names, with their names in other languages.
func Sections(ctx context.Context, q db.Querier) ([]Section, error) {
	const query = `SELECT id, COALESCE(parent_id, 0), slug, name, hue, description, position, path FROM section
ORDER BY CASE WHEN parent_id IS NULL THEN 0 ELSE 1 END, position, name_key, id`
	list, err := db.All(ctx, q, scanSection, query)
	if err != nil {
		return nil, fmt.Errorf("list rubrics: %w", err)
	}
	at := map[SectionID]*Section{}
	for i := range list {
		at[list[i].ID] = &list[i]
	}
	_, err = db.All(ctx, q, func(rows *sql.Rows) (struct{}, error) {
		var id SectionID
		var lang, name string
		err := rows.Scan(&id, &lang, &name)
		if s := at[id]; s != nil {
			s.Names[lang] = name
		}
		return struct{}{}, err
	}, "SELECT section_id, language, name FROM section_name")
	return list, err
}

func scanSection(rows *sql.Rows) (s Section, err error) {
	s.Names = map[string]string{}
	err = rows.Scan(&s.ID, &s.Parent, &s.Slug, &s.Name, &s.Hue, &s.Description, &s.Position, &s.Path)
	return s, err
}

const sectionColumns = "id, COALESCE(parent_id, 0), slug, name, hue, description, position, path"

// SectionByID is one rubric, without its names in other languages.
func SectionByID(ctx context.Context, q db.Querier, id SectionID) (*Section, error) {
	return oneSection(ctx, q, "SELECT "+sectionColumns+" FROM section WHERE id = $1", id)
}

// SectionByPath is the rubric with an address, or with a slug path such as "environnement/climat", without slashes at its ends.
func SectionByPath(ctx context.Context, q db.Querier, path string) (*Section, error) {
	return oneSection(ctx, q, "SELECT "+sectionColumns+" FROM section WHERE path = $1", "/"+strings.Trim(path, "/")+"/")
}

func oneSection(ctx context.Context, q db.Querier, query string, arg any) (*Section, error) {
	s := &Section{}
	err := q.QueryRow(ctx, query, arg).Scan(&s.ID, &s.Parent, &s.Slug, &s.Name, &s.Hue, &s.Description, &s.Position, &s.Path)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "no such rubric")
	}
	if err != nil {
		return nil, fmt.Errorf("find rubric: %w", err)
	}
	return s, nil
}

// maxDepth bounds how deep rubrics nest; it also ends a loop that a hand-made database might hold.
const maxDepth = 8

// Ancestors are the rubric itself and the rubrics above it, nearest first. Its articles stand in the lists of all of them.
func Ancestors(ctx context.Context, q db.Querier, id SectionID) ([]SectionID, error) {
	var list []SectionID
	for id != 0 && len(list) < maxDepth {
		s, err := SectionByID(ctx, q, id)
		if err != nil {
			return nil, err
		}
		list = append(list, id)
		id = s.Parent
	}
	return list, nil
}
