package taxonomy

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"griot/internal/address"
	"griot/internal/db"
	"griot/internal/fault"
)

// Sections lists every rubric, parents before their children, in the order of their positions and names, with their names in other languages.
func Sections(ctx context.Context, q db.Querier) ([]Section, error) {
	const query = "SELECT " + sectionColumns + ` FROM section WHERE merged_into IS NULL
ORDER BY CASE WHEN parent_id IS NULL THEN 0 ELSE 1 END, position, name_key, id`
	list, err := db.All(ctx, q, scanSection, query)
	if err != nil {
		return nil, fmt.Errorf("list rubrics: %w", err)
	}
	at := map[SectionID]*Section{}
	for i := range list {
		at[list[i].ID] = &list[i]
	}
	// In one statement, in no order: a number for each that was merged, a name for each language.
	const more = `SELECT merged_into AS section, id, '' AS language, '' AS name FROM section WHERE merged_into IS NOT NULL
UNION ALL SELECT section_id, 0, language, name FROM section_name`
	_, err = db.All(ctx, q, func(rows *sql.Rows) (struct{}, error) {
		var id, merged SectionID
		var lang, name string
		err := rows.Scan(&id, &merged, &lang, &name)
		switch s := at[id]; {
		case s == nil:
		case merged != 0:
			s.Merged = append(s.Merged, merged)
		default:
			s.Names[lang] = name
		}
		return struct{}{}, err
	}, more)
	return list, err
}

const sectionColumns = "id, COALESCE(parent_id, 0), slug, name, hue, description, position, path"

func scanSection(rows *sql.Rows) (s Section, err error) {
	s.Names = map[string]string{}
	err = rows.Scan(&s.ID, &s.Parent, &s.Slug, &s.Name, &s.Hue, &s.Description, &s.Position, &s.Path)
	return s, err
}

// SectionByID is one rubric, without its names in other languages; of one that was merged into another, that one.
func SectionByID(ctx context.Context, q db.Querier, id SectionID) (*Section, error) {
	return oneSection(ctx, q, "SELECT "+sectionColumns+" FROM section WHERE id = (SELECT COALESCE(merged_into, id) FROM section WHERE id = $1)", id)
}

// SectionByPath is the rubric with an address, or with a slug path such as "environnement/climat", without slashes at its ends. An address that it once had finds it too.
func SectionByPath(ctx context.Context, q db.Querier, path string) (*Section, error) {
	const query = "SELECT " + sectionColumns + " FROM section WHERE path = $1"
	path = "/" + strings.Trim(path, "/") + "/"
	s, err := oneSection(ctx, q, query, path)
	if !fault.Is(err, fault.NotFound) {
		return s, err
	}
	if a, err := address.Find(ctx, q, path); err == nil && a.Kind == address.Redirect {
		return oneSection(ctx, q, query, a.Location)
	}
	return nil, err
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

// MaxDepth bounds how deep rubrics nest; it also ends a loop that a hand-made database might hold.
const MaxDepth = 8

// Ancestors are the rubric itself, or the one it was merged into, and the rubrics above it, nearest first. Its articles stand in the lists of all of them.
func Ancestors(ctx context.Context, q db.Querier, id SectionID) ([]SectionID, error) {
	var list []SectionID
	for id != 0 && len(list) < MaxDepth {
		s, err := SectionByID(ctx, q, id)
		if err != nil {
			return nil, err
		}
		list = append(list, s.ID)
		id = s.Parent
	}
	return list, nil
}

// nesting lists a rubric and those below it, refusing a parent under which they would nest too deep.
func nesting(ctx context.Context, q db.Querier, id, parent SectionID) (below []SectionID, err error) {
	above, err := Ancestors(ctx, q, parent)
	if err != nil {
		return nil, err
	}
	below, levels, err := subtree(ctx, q, id)
	if err == nil && !slices.Contains(below, parent) && len(above)+levels > MaxDepth {
		err = fault.Wrap(fault.Invalid, TooDeep, "rubrics nest at most %d deep", MaxDepth)
	}
	return below, err
}

// subtree lists a rubric and those below it, and says how many levels they make.
func subtree(ctx context.Context, q db.Querier, id SectionID) (list []SectionID, levels int, err error) {
	all, err := Sections(ctx, q)
	if err != nil {
		return nil, 0, err
	}
	list = []SectionID{id}
	for row := list; len(row) > 0; levels++ {
		var next []SectionID
		for i := range all {
			if slices.Contains(row, all[i].Parent) && !slices.Contains(list, all[i].ID) {
				next = append(next, all[i].ID)
			}
		}
		list, row = append(list, next...), next
	}
	return list, levels, nil
}
