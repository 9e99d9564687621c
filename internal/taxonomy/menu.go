package taxonomy

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/page"
)

// The menus of the newspaper.
const (
	TopMenu  = "top"  // above the wordmark: the countries, the world, the rooms
	MainMenu = "main" // the rubrics
)

// MenuKind says what a menu entry leads to.
type MenuKind string

// The kinds of menu entry. An entry whose page does not exist, or is still to be built, is not shown.
const (
	ToCountries MenuKind = "countries" // the list of all countries
	ToSection   MenuKind = "section"
	ToCountry   MenuKind = "country"
	ToStanding  MenuKind = "standing"
	ToURL       MenuKind = "url" // an address on this site or elsewhere
	ToNothing   MenuKind = "none"
)

// MenuItem is one entry. An empty label shows the name of what it leads to.
type MenuItem struct {
	ID     int64
	Parent int64
	Label  string
	Kind   MenuKind
	Target int64
	URL    string
}

// MenuTree is an entry with those below it.
type MenuTree struct {
	MenuItem
	Children []MenuTree
}

// Menu reads a menu whole.
func Menu(ctx context.Context, q db.Querier, menu string) ([]MenuTree, error) {
	const query = "SELECT id, COALESCE(parent_id, 0), label, kind, target, url FROM menu_item WHERE menu = $1 ORDER BY position, id"
	items, err := db.All(ctx, q, func(rows *sql.Rows) (m MenuItem, err error) {
		err = rows.Scan(&m.ID, &m.Parent, &m.Label, &m.Kind, &m.Target, &m.URL)
		return m, err
	}, query, menu)
	if err != nil {
		return nil, fmt.Errorf("read menu %s: %w", menu, err)
	}
	return below(items, 0, 0), nil
}

func below(items []MenuItem, parent int64, depth int) (trees []MenuTree) {
	if depth == MaxDepth {
		return nil
	}
	for _, m := range items {
		if m.Parent == parent {
			trees = append(trees, MenuTree{MenuItem: m, Children: below(items, m.ID, depth+1)})
		}
	}
	return trees
}

// SetMenu replaces a menu.
func SetMenu(ctx context.Context, tx *db.Tx, now time.Time, menu string, trees []MenuTree) error {
	// Entries below others go with them.
	if _, err := tx.Exec(ctx, "DELETE FROM menu_item WHERE menu = $1", menu); err != nil {
		return fmt.Errorf("set menu %s: %w", menu, err)
	}
	if err := addItems(ctx, tx, menu, 0, trees); err != nil {
		return fmt.Errorf("set menu %s: %w", menu, err)
	}
	return event.Append(ctx, tx, now, page.Menu)
}

func addItems(ctx context.Context, tx *db.Tx, menu string, parent int64, trees []MenuTree) error {
	const insert = "INSERT INTO menu_item (menu, parent_id, position, label, kind, target, url) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id"
	for i, t := range trees {
		var id int64
		above := sql.NullInt64{Int64: parent, Valid: parent != 0}
		if err := tx.QueryRow(ctx, insert, menu, above, i, t.Label, string(t.Kind), t.Target, t.URL).Scan(&id); err != nil {
			return err
		}
		if err := addItems(ctx, tx, menu, id, t.Children); err != nil {
			return err
		}
	}
	return nil
}
