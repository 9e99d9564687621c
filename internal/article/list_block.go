package article

import (
	"context"
	"database/sql"
	"errors"
	"math"

	"griot/internal/db"
	"griot/internal/page"
)

// blockSize is the most items a block of a list counts; beyond, it is divided in two. It bounds how many items are passed over to reach a page, and a list of n
// items has about 1.5 n / blockSize blocks to sum: at a million both take well under a millisecond, and the first pages, which are read most, pass over few (ADR 11).
const blockSize = 1024

// order is a table whose rows are items standing in lists, in the order of their time and number.
type order struct {
	table string
	item  string // the column of the item's number
	most  int    // items in a block
}

// The two orders: published articles, and the notes that readers see.
var (
	articleOrder = order{"listing", "article_id", blockSize}
	noteOrder    = order{"note_listing", "note_id", blockSize}
)

// beforeAll is the time at which the first block of a list begins: before any.
const beforeAll int64 = math.MinInt64

// spot is where an item stands in a list.
type spot struct {
	list page.Label
	at   int64 // UTC milliseconds
	id   int64
}

// enter puts an item into a list and counts it.
func (o *order) enter(ctx context.Context, tx *db.Tx, p spot) error {
	if _, err := tx.Exec(ctx, "INSERT INTO "+o.table+" (list, at, "+o.item+") VALUES ($1, $2, $3)", string(p.list), p.at, p.id); err != nil {
		return err
	}
	const count = `INSERT INTO listing_count (list, articles, first_at, last_at) VALUES ($1, 1, $2, $2) ON CONFLICT (list) DO UPDATE SET
  articles = listing_count.articles + 1,
  first_at = CASE WHEN listing_count.articles = 0 OR excluded.first_at < listing_count.first_at THEN excluded.first_at ELSE listing_count.first_at END,
  last_at = CASE WHEN listing_count.articles = 0 OR excluded.last_at > listing_count.last_at THEN excluded.last_at ELSE listing_count.last_at END`
	if _, err := tx.Exec(ctx, count, string(p.list), p.at); err != nil {
		return err
	}
	b, err := tally(ctx, tx, p, +1)
	if errors.Is(err, sql.ErrNoRows) { // the first of the list
		_, err = tx.Exec(ctx, "INSERT INTO listing_block (list, at, item_id, items) VALUES ($1, $2, 0, 1)", string(p.list), beforeAll)
		return err
	}
	if err != nil || b.items <= o.most {
		return err
	}
	return o.divide(ctx, tx, b)
}

// leave takes an item out of a list in which it stands.
func (o *order) leave(ctx context.Context, tx *db.Tx, p spot) error {
	gone, err := tx.Exec(ctx, "DELETE FROM "+o.table+" WHERE list = $1 AND at = $2 AND "+o.item+" = $3", string(p.list), p.at, p.id)
	if err != nil || gone == 0 {
		return err
	}
	count := `UPDATE listing_count SET articles = articles - 1, first_at = COALESCE((SELECT MIN(at) FROM ` + o.table + ` WHERE list = $1), 0),
  last_at = COALESCE((SELECT MAX(at) FROM ` + o.table + ` WHERE list = $1), 0) WHERE list = $1`
	if _, err := tx.Exec(ctx, count, string(p.list)); err != nil {
		return err
	}
	b, err := tally(ctx, tx, p, -1)
	if err != nil || b.items >= o.most/4 {
		return err
	}
	return o.unite(ctx, tx, b)
}

// block is a run of a list's items, from its first place, which need not be taken, to the next block's.
type block struct {
	first spot
	items int
}

// tally counts an item more or less in the block around a place.
func tally(ctx context.Context, tx *db.Tx, p spot, by int) (*block, error) {
	const query = `UPDATE listing_block SET items = items + $4 WHERE list = $1 AND (at, item_id) =
  (SELECT at, item_id FROM listing_block WHERE list = $1 AND (at, item_id) <= ($2, $3) ORDER BY at DESC, item_id DESC LIMIT 1) RETURNING at, item_id, items`
	b := &block{first: spot{list: p.list}}
	err := tx.QueryRow(ctx, query, string(p.list), p.at, p.id, by).Scan(&b.first.at, &b.first.id, &b.items)
	return b, err
}

// divide makes two blocks of one, in its middle.
func (o *order) divide(ctx context.Context, tx *db.Tx, b *block) error {
	half := b.items / 2
	list, at, id := string(b.first.list), b.first.at, b.first.id
	insert := `INSERT INTO listing_block (list, at, item_id, items) SELECT list, at, ` + o.item + `, $4 FROM (SELECT * FROM ` + o.table + ` WHERE list = $1
  AND (at, ` + o.item + `) >= ($2, $3) ORDER BY at, ` + o.item + ` LIMIT 1 OFFSET $5) AS middle` // the offset is half a block
	if _, err := tx.Exec(ctx, insert, list, at, id, b.items-half, half); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "UPDATE listing_block SET items = $4 WHERE list = $1 AND at = $2 AND item_id = $3", list, at, id, half)
	return err
}

// unite makes one block of two, of which the newer has become small, if one can hold both. So no list keeps more than a few blocks for what it once held.
func (o *order) unite(ctx context.Context, tx *db.Tx, b *block) error {
	const query = "SELECT at, item_id, items FROM listing_block WHERE list = $1 AND (at, item_id) < ($2, $3) ORDER BY at DESC, item_id DESC LIMIT 1"
	list, older := string(b.first.list), block{}
	err := tx.QueryRow(ctx, query, list, b.first.at, b.first.id).Scan(&older.first.at, &older.first.id, &older.items)
	if errors.Is(err, sql.ErrNoRows) || err == nil && older.items+b.items > o.most {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM listing_block WHERE list = $1 AND at = $2 AND item_id = $3", list, b.first.at, b.first.id); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "UPDATE listing_block SET items = $4 WHERE list = $1 AND at = $2 AND item_id = $3", list, older.first.at, older.first.id, older.items+b.items)
	return err
}
