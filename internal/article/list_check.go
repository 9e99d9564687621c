package article

import (
	"context"
	"database/sql"

	"griot/internal/db"
)

// brokenLists names what does not agree between lists, their counts, their blocks, and the archive's pieces.
func brokenLists(ctx context.Context, q db.Querier) (wrong []string, err error) {
	queries := append(articleOrder.disagreements(), noteOrder.disagreements()...)
	queries = append(queries,
		`SELECT 'list ' || c.list || ' is counted otherwise by its blocks: run griot reindex' FROM listing_count c
LEFT JOIN (SELECT list, SUM(items) AS n FROM listing_block GROUP BY list) AS b ON b.list = c.list WHERE c.articles <> COALESCE(b.n, 0) ORDER BY c.list LIMIT 100`,
		`SELECT 'note ' || CAST(n.id AS TEXT) || ' is not listed as readers should see it: run griot reindex' FROM article_note n JOIN article a ON a.id = n.article_id
LEFT JOIN article r ON r.id = n.reply_id LEFT JOIN note_listing l ON l.list = 'corrections' AND l.at = n.noted_at AND l.note_id = n.id
WHERE CASE WHEN `+noteShown+` THEN 1 ELSE 0 END <> CASE WHEN l.note_id IS NULL THEN 0 ELSE 1 END ORDER BY n.id LIMIT 100`,
		`SELECT 'piece ' || CAST(COALESCE(p.number, a.piece) AS TEXT) || ' of the archive is counted wrongly: run griot reindex' FROM (SELECT piece, COUNT(*) AS n FROM
  (SELECT (id - 1) / 5000 + 1 AS piece FROM article WHERE status = 'published') AS published GROUP BY piece) AS a
FULL JOIN archive_piece p ON p.number = a.piece WHERE COALESCE(p.articles, 0) <> COALESCE(a.n, 0) ORDER BY 1 LIMIT 100`)
	for _, query := range queries {
		found, err := db.All(ctx, q, func(rows *sql.Rows) (s string, err error) { err = rows.Scan(&s); return s, err }, query)
		if err != nil {
			return nil, err
		}
		wrong = append(wrong, found...)
	}
	return wrong, nil
}

// disagreements are queries for the lists of an order whose counts, or one of whose blocks, its rows belie.
func (o *order) disagreements() []string {
	return []string{
		`SELECT 'list ' || l.list || ' is counted wrongly: run griot reindex' FROM (SELECT list, COUNT(*) AS n, MIN(at) AS first_at, MAX(at) AS last_at FROM ` + o.table + ` GROUP BY list) AS l
LEFT JOIN listing_count c ON c.list = l.list WHERE c.list IS NULL OR c.articles <> l.n OR c.first_at <> l.first_at OR c.last_at <> l.last_at ORDER BY l.list LIMIT 100`,
		`SELECT 'list ' || b.list || ' has a block that is counted wrongly: run griot reindex' FROM (SELECT list, at, item_id, items,
  LEAD(at, 1, 9223372036854775807) OVER next AS next_at, LEAD(item_id, 1, 0) OVER next AS next_id FROM listing_block WINDOW next AS (PARTITION BY list ORDER BY at, item_id)) AS b
WHERE ` + o.holds("b.list") + ` AND items <> (SELECT COUNT(*) FROM ` + o.table + ` l WHERE l.list = b.list AND l.at BETWEEN b.at AND b.next_at
  AND (l.at, l.` + o.item + `) >= (b.at, b.item_id) AND (l.at, l.` + o.item + `) < (b.next_at, b.next_id)) ORDER BY b.list LIMIT 100`,
	}
}

// holds is when a list, a column, belongs to the order.
func (o *order) holds(list string) string {
	if o.table == noteOrder.table {
		return list + " = 'corrections'"
	}
	return list + " <> 'corrections'"
}
