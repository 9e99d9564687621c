// Package audience counts what is read. The edge counts in memory and hands sums over now and then; a count is never an event, and the number shown may be minutes old.
package audience

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"griot/internal/db"
)

// AddReads adds sums, article by article. Articles that are no longer there are passed over.
func AddReads(ctx context.Context, tx *db.Tx, now time.Time, sums map[int64]int64) error {
	const total = `INSERT INTO article_reads (article_id, reads) SELECT id, $2 FROM article WHERE id = $1
ON CONFLICT (article_id) DO UPDATE SET reads = article_reads.reads + excluded.reads`
	const daily = `INSERT INTO article_reads_day (day, article_id, reads) SELECT $3, id, $2 FROM article WHERE id = $1
ON CONFLICT (day, article_id) DO UPDATE SET reads = article_reads_day.reads + excluded.reads`
	for id, n := range sums {
		if _, err := tx.Exec(ctx, total, id, n); err != nil {
			return fmt.Errorf("add reads: %w", err)
		}
		if _, err := tx.Exec(ctx, daily, id, n, day(now)); err != nil {
			return fmt.Errorf("add reads: %w", err)
		}
	}
	return nil
}

// SetReads sets an article's sum, as an import brings it over.
func SetReads(ctx context.Context, tx *db.Tx, article, reads int64) error {
	const upsert = "INSERT INTO article_reads (article_id, reads) VALUES ($1, $2) ON CONFLICT (article_id) DO UPDATE SET reads = excluded.reads"
	_, err := tx.Exec(ctx, upsert, article, reads)
	return err
}

func day(t time.Time) int64 { return t.Unix() / (24 * 60 * 60) }

// Reads is an article's sum; 0 when nobody has read it.
func Reads(ctx context.Context, q db.Querier, article int64) (n int64, err error) {
	err = q.QueryRow(ctx, "SELECT COALESCE(MAX(reads), 0) FROM article_reads WHERE article_id = $1", article).Scan(&n)
	return n, err
}

// MostRead lists the numbers of the articles of a list (its label) that were read most since a day, without sponsored ones.
func MostRead(ctx context.Context, q db.Querier, list string, since time.Time, limit int) ([]int64, error) {
	// What was read is summed before anything is joined: else every article is looked at. The sign keeps SQLite from walking the index of articles, through every day there
	// ever was, because it is in the order of the groups.
	const query = `SELECT d.article_id FROM (SELECT +article_id AS article_id, SUM(reads) AS reads FROM article_reads_day WHERE day >= $1 GROUP BY +article_id) AS d
JOIN article a ON a.id = d.article_id JOIN article_kind k ON k.code = a.kind
WHERE a.status = 'published' AND k.sponsored = FALSE AND EXISTS (SELECT 1 FROM listing l WHERE l.list = $2 AND l.at = a.first_published_at AND l.article_id = a.id)
ORDER BY d.reads DESC, d.article_id DESC LIMIT $3`
	return db.All(ctx, q, func(rows *sql.Rows) (id int64, err error) { err = rows.Scan(&id); return id, err }, query, day(since), list, limit)
}
