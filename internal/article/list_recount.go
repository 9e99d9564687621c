package article

import (
	"context"
	"database/sql"
	"fmt"

	"griot/internal/db"
	"griot/internal/page"
)

// recountAtOnce is how many lists are counted anew in one transaction.
const recountAtOnce = 50

// Recount counts the next lists after a label anew, from what stands in them, and gives the last label and how many they were. It begins with "", and with it the
// notes that readers see and the pieces of the archive.
func Recount(ctx context.Context, tx *db.Tx, after page.Label) (last page.Label, n int, err error) {
	if after == "" {
		if err := begin(ctx, tx); err != nil {
			return "", 0, fmt.Errorf("recount: %w", err)
		}
	}
	lists, err := db.All(ctx, tx, func(rows *sql.Rows) (l page.Label, err error) { err = rows.Scan(&l); return l, err },
		"SELECT list FROM listing_count WHERE list > $1 ORDER BY list LIMIT $2", string(after), recountAtOnce)
	if err != nil {
		return "", 0, err
	}
	for _, last = range lists {
		o := &articleOrder
		if last == page.Corrections {
			o = &noteOrder
		}
		if err := o.recount(ctx, tx, last); err != nil {
			return "", 0, fmt.Errorf("recount list %s: %w", last, err)
		}
	}
	return last, len(lists), nil
}

// begin makes the notes' list and the archive's pieces anew, and counts the lists that are not counted at all.
func begin(ctx context.Context, tx *db.Tx) error {
	for _, statement := range []string{
		"DELETE FROM note_listing",
		`INSERT INTO note_listing (list, at, note_id) SELECT 'corrections', n.noted_at, n.id FROM article_note n JOIN article a ON a.id = n.article_id
LEFT JOIN article r ON r.id = n.reply_id WHERE ` + noteShown,
		`INSERT INTO listing_count (list, articles, first_at) SELECT DISTINCT list, 0, 0 FROM listing WHERE TRUE ON CONFLICT (list) DO NOTHING`,
		`INSERT INTO listing_count (list, articles, first_at) SELECT DISTINCT list, 0, 0 FROM note_listing WHERE TRUE ON CONFLICT (list) DO NOTHING`,
		"DELETE FROM archive_piece",
		`INSERT INTO archive_piece (number, articles, changed_at) SELECT (id - 1) / 5000 + 1, SUM(CASE WHEN status = 'published' THEN 1 ELSE 0 END), MAX(changed_at)
FROM article WHERE first_published_at <> 0 GROUP BY (id - 1) / 5000 + 1`,
	} {
		if _, err := tx.Exec(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// recount makes the count and the blocks of a list from its rows. Blocks are filled to three quarters, so that each may grow before it is divided.
func (o *order) recount(ctx context.Context, tx *db.Tx, list page.Label) error {
	const full = blockSize * 3 / 4
	rows := " FROM " + o.table + " WHERE list = $1"
	count := `UPDATE listing_count SET articles = (SELECT COUNT(*)` + rows + `), first_at = COALESCE((SELECT MIN(at)` + rows + `), 0),
  last_at = COALESCE((SELECT MAX(at)` + rows + `), 0) WHERE list = $1`
	if _, err := tx.Exec(ctx, count, string(list)); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM listing_block WHERE list = $1", string(list)); err != nil {
		return err
	}
	blocks := `INSERT INTO listing_block (list, at, item_id, items)
SELECT r.list, CASE WHEN r.n = 1 THEN $3 ELSE r.at END, CASE WHEN r.n = 1 THEN 0 ELSE r.item_id END, CASE WHEN c.articles - r.n + 1 < $2 THEN c.articles - r.n + 1 ELSE $2 END
FROM (SELECT list, at, ` + o.item + ` AS item_id, ROW_NUMBER() OVER (ORDER BY at, ` + o.item + `) AS n` + rows + `) AS r
JOIN listing_count c ON c.list = r.list WHERE (r.n - 1) % $2 = 0`
	_, err := tx.Exec(ctx, blocks, string(list), int64(full), beforeAll)
	return err
}
