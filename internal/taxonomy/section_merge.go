package taxonomy

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"griot/internal/address"
	"griot/internal/db"
	"griot/internal/fault"
)

// MergeSection makes one rubric part of another: the rubrics below it, its addresses, its place in menus and on beats become the other's. Its row stays and says so (ADR 21), so that whatever has its
// number is read as the other's. Lists of articles are the caller's to move. It is fault.Invalid into itself or into one below it, and fault.Conflict when one of the two was merged before.
func MergeSection(ctx context.Context, tx *db.Tx, now time.Time, from, into SectionID) error {
	a, err := alive(ctx, tx, from)
	if err != nil {
		return err
	}
	b, err := alive(ctx, tx, into)
	if err != nil {
		return err
	}
	below, levels, err := subtree(ctx, tx, from)
	if err != nil {
		return err
	}
	above, err := Ancestors(ctx, tx, into)
	switch {
	case err != nil:
		return err
	case from == into:
		return fault.Wrap(fault.Invalid, IntoItself, "a rubric cannot be merged into itself")
	case slices.Contains(below, into):
		return fault.Wrap(fault.Invalid, IntoBelow, "a rubric cannot be merged into one that stands below it")
	case len(above)+levels-1 > MaxDepth:
		return fault.Wrap(fault.Invalid, TooDeep, "rubrics nest at most %d deep", MaxDepth)
	}
	if _, err := tx.Exec(ctx, "UPDATE section SET parent_id = $2 WHERE parent_id = $1", from, into); err != nil {
		return err
	}
	if err := followParent(ctx, tx, now, into, b.Path); err != nil {
		return err
	}
	if err := address.Move(ctx, tx, now, a.Path, b.Path); err != nil {
		return err
	}
	return become(ctx, tx, from, into)
}

// alive is a rubric that was not merged into another.
func alive(ctx context.Context, q db.Querier, id SectionID) (*Section, error) {
	s, err := SectionByID(ctx, q, id)
	if err == nil && s.ID != id {
		return nil, fault.Wrap(fault.Conflict, MergedAway, "this rubric was merged into %s", s.Name)
	}
	return s, err
}

// become has what names a rubric name the one that it was merged into, but for articles, which are too many.
func become(ctx context.Context, tx *db.Tx, from, into SectionID) error {
	if err := leaveMenus(ctx, tx, ToSection, int64(from), int64(into)); err != nil {
		return fmt.Errorf("merge rubric %d: menus: %w", from, err)
	}
	for _, statement := range []string{
		`INSERT INTO account_section (account_id, section_id) SELECT account_id, $2 FROM account_section WHERE section_id = $1 ON CONFLICT (account_id, section_id) DO NOTHING`,
		"UPDATE import_term SET new_id = $2 WHERE became = 'section' AND new_id = $1",
		"UPDATE section SET merged_into = $2 WHERE merged_into = $1",
	} {
		if _, err := tx.Exec(ctx, statement, from, into); err != nil {
			return fmt.Errorf("merge rubric %d: %w", from, err)
		}
	}
	for _, statement := range []string{"DELETE FROM account_section WHERE section_id = $1", "DELETE FROM section_name WHERE section_id = $1"} {
		if _, err := tx.Exec(ctx, statement, from); err != nil {
			return fmt.Errorf("merge rubric %d: %w", from, err)
		}
	}
	// Addresses are unique: what is none stands in place of the one it had.
	_, err := tx.Exec(ctx, "UPDATE section SET merged_into = $2, parent_id = NULL, path = $3 WHERE id = $1", from, into, "merged "+strconv.FormatInt(int64(from), 10))
	return err
}

// RemoveSection removes a rubric in which nothing stands: no article has its number, or that of one merged into it, and no rubric is below it. Its addresses lead to the rubric above it, or are gone.
func RemoveSection(ctx context.Context, tx *db.Tx, now time.Time, id SectionID) error {
	s, err := alive(ctx, tx, id)
	if err != nil {
		return err
	}
	if s.Parent != 0 {
		above, err := SectionByID(ctx, tx, s.Parent)
		if err != nil {
			return err
		}
		if err := address.Move(ctx, tx, now, s.Path, above.Path); err != nil {
			return err
		}
	} else if err := address.BuryAll(ctx, tx, now, s.Path, 0); err != nil {
		return err
	}
	if err := leaveMenus(ctx, tx, ToSection, int64(id), 0); err != nil {
		return fmt.Errorf("remove rubric %d: menus: %w", id, err)
	}
	for _, statement := range []string{
		"UPDATE import_term SET became = '', new_id = 0 WHERE became = 'section' AND new_id = $1",
		"DELETE FROM section WHERE merged_into = $1",
		"DELETE FROM section WHERE id = $1",
	} {
		if _, err := tx.Exec(ctx, statement, id); err != nil {
			return fmt.Errorf("remove rubric %d: %w", id, err)
		}
	}
	return nil
}
