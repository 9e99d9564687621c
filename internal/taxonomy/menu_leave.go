package taxonomy

import (
	"context"

	"griot/internal/db"
)

// leaveMenus has the menu entries of a rubric or a country lead to another. Where a menu has that one already, or into is 0, the entry goes, and those below it take its place.
func leaveMenus(ctx context.Context, tx *db.Tx, kind MenuKind, from, into int64) error {
	if into != 0 {
		const lead = `UPDATE menu_item SET target = $3 WHERE kind = $1 AND target = $2
  AND NOT EXISTS (SELECT 1 FROM menu_item o WHERE o.menu = menu_item.menu AND o.kind = $1 AND o.target = $3)`
		if _, err := tx.Exec(ctx, lead, string(kind), from, into); err != nil {
			return err
		}
	}
	const rise = `UPDATE menu_item SET position = (SELECT p.position FROM menu_item p WHERE p.id = menu_item.parent_id), parent_id = (SELECT p.parent_id FROM menu_item p WHERE p.id = menu_item.parent_id)
WHERE parent_id IN (SELECT id FROM menu_item WHERE kind = $1 AND target = $2)`
	if _, err := tx.Exec(ctx, rise, string(kind), from); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "DELETE FROM menu_item WHERE kind = $1 AND target = $2", string(kind), from)
	return err
}
