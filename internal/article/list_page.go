package article

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"

	"griot/internal/db"
	"griot/internal/page"
)

// In lists the numbers of the articles of a list, newest first, after the first offset of them. However deep, it costs what a shallow one does: whole
// blocks are passed over by their counts, and within a block at most blockSize rows of the index.
func In(ctx context.Context, q db.Querier, list page.Label, limit, offset int) ([]ID, error) {
	ids, err := newest[ID](ctx, q, &articleOrder, list, limit, offset)
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", list, err)
	}
	return ids, nil
}

func newest[T ~int64](ctx context.Context, q db.Querier, o *order, list page.Label, limit, offset int) ([]T, error) {
	scan := func(rows *sql.Rows) (id T, err error) { err = rows.Scan(&id); return id, err }
	items := "SELECT " + o.item + " FROM " + o.table + " WHERE list = $1"
	last := " ORDER BY at DESC, " + o.item + " DESC LIMIT $2 OFFSET $3" // at most blockSize
	if offset < o.most {
		return db.All(ctx, q, scan, items+last, string(list), limit, offset)
	}
	before, within, err := locate(ctx, q, list, offset)
	if err != nil || within < 0 {
		return nil, err
	}
	return db.All(ctx, q, scan, items+" AND (at, "+o.item+") < ($4, $5)"+last, string(list), limit, within, before.at, before.id)
}

// locate finds the block that holds the item after the first offset ones, newest first: the item is found within so many places before the place that it gives. within is -1 where the list is not
// that long.
func locate(ctx context.Context, q db.Querier, list page.Label, offset int) (before spot, within int, err error) {
	before = spot{list: list, at: math.MaxInt64}
	rows, err := q.Query(ctx, "SELECT at, item_id, items FROM listing_block WHERE list = $1 ORDER BY at DESC, item_id DESC", string(list))
	if err != nil {
		return before, -1, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		b := block{first: spot{list: list}}
		if err := rows.Scan(&b.first.at, &b.first.id, &b.items); err != nil {
			return before, -1, err
		}
		if offset < b.items {
			return before, offset, nil
		}
		offset, before = offset-b.items, b.first
	}
	return before, -1, rows.Err()
}
