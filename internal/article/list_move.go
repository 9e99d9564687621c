package article

import (
	"context"
	"fmt"

	"griot/internal/db"
	"griot/internal/page"
	"griot/internal/taxonomy"
)

// What moves whole lists, when rubrics and tags are merged or moved: one statement for all their articles, then their counts anew (ADR 21).

// Include puts the articles of one list into another too.
func Include(ctx context.Context, tx *db.Tx, from, into page.Label) error {
	for _, statement := range []string{
		`INSERT INTO listing (list, at, article_id) SELECT CAST($2 AS TEXT), at, article_id FROM listing WHERE list = $1 ON CONFLICT (list, at, article_id) DO NOTHING`,
		`INSERT INTO listing_count (list, articles, first_at) SELECT CAST($2 AS TEXT), 0, 0 FROM listing_count WHERE list = $1 ON CONFLICT (list) DO NOTHING`,
	} {
		if _, err := tx.Exec(ctx, statement, string(from), string(into)); err != nil {
			return fmt.Errorf("include list %s in %s: %w", from, into, err)
		}
	}
	return articleOrder.recount(ctx, tx, into)
}

// Exclude takes the articles of one list out of another.
func Exclude(ctx context.Context, tx *db.Tx, from, outOf page.Label) error {
	const statement = `DELETE FROM listing WHERE list = $2 AND (at, article_id) IN (SELECT at, article_id FROM listing WHERE list = $1)`
	if _, err := tx.Exec(ctx, statement, string(from), string(outOf)); err != nil {
		return fmt.Errorf("exclude list %s from %s: %w", from, outOf, err)
	}
	return articleOrder.recount(ctx, tx, outOf)
}

// Merge makes one list part of another, in which some of its articles may stand already; the first ends. It is cheaper than Include and Close: a row is written once.
func Merge(ctx context.Context, tx *db.Tx, from, into page.Label) error {
	for _, statement := range []string{
		"DELETE FROM listing WHERE list = $1 AND EXISTS (SELECT 1 FROM listing o WHERE o.list = $2 AND o.at = listing.at AND o.article_id = listing.article_id)",
		"UPDATE listing SET list = $2 WHERE list = $1",
		"INSERT INTO listing_count (list, articles, first_at) SELECT CAST($2 AS TEXT), 0, 0 FROM listing_count WHERE list = $1 ON CONFLICT (list) DO NOTHING",
	} {
		if _, err := tx.Exec(ctx, statement, string(from), string(into)); err != nil {
			return fmt.Errorf("merge list %s into %s: %w", from, into, err)
		}
	}
	if err := Close(ctx, tx, from); err != nil {
		return err
	}
	return articleOrder.recount(ctx, tx, into)
}

// Close ends a list: nothing stands in it, and it is counted no more.
func Close(ctx context.Context, tx *db.Tx, list page.Label) error {
	for _, table := range []string{"listing", "listing_count", "listing_block"} {
		if _, err := tx.Exec(ctx, "DELETE FROM "+table+" WHERE list = $1", string(list)); err != nil {
			return fmt.Errorf("close list %s: %w", list, err)
		}
	}
	return nil
}

// StandsIn reports whether an article has one of some rubrics, in any state.
func StandsIn(ctx context.Context, q db.Querier, ids []taxonomy.SectionID) (bool, error) {
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	var n int
	err := q.QueryRow(ctx, "SELECT COUNT(*) FROM (SELECT 1 FROM article WHERE section_id IN ("+db.Placeholders(1, len(ids))+") LIMIT 1) AS one", args...).Scan(&n)
	return n > 0, err
}
