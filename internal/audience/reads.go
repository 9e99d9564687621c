// Package audience counts what is read. The edge counts in memory and hands sums over now and then; a count is never an event, and the number shown may be minutes old.
package audience

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
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

// How far a ranking looks, and what is a short list: one whose every article is looked at.
const (
	rankedADay = 500
	ranked     = 1000
	rankedStep = 100 // looked up at once
	shortList  = 300
)

// Ranking is the articles that were read most in some days, the most read first, of every list (its label) in which any of them stands. It is made of each day's most read, so that a day on which a
// hundred thousand articles were read once costs what any other does; what never was among a day's first hundreds is not in it.
type Ranking map[string][]int64

// Rank ranks the days from since to now, and gives so many of each list at most.
func Rank(ctx context.Context, q db.Querier, since, now time.Time, limit int) (Ranking, error) {
	all, err := rankAll(ctx, q, since, now)
	if err != nil {
		return nil, err
	}
	r := Ranking{}
	for some := range slices.Chunk(all, rankedStep) {
		lists, err := listsOf(ctx, q, some)
		if err != nil {
			return nil, err
		}
		for _, id := range some {
			for _, list := range lists[id] {
				if len(r[list]) < limit {
					r[list] = append(r[list], id)
				}
			}
		}
	}
	return r, nil
}

// rankAll ranks them whatever the list.
func rankAll(ctx context.Context, q db.Querier, since, now time.Time) ([]int64, error) {
	sums := map[int64]int64{}
	for d := day(since); d <= day(now); d++ {
		_, err := db.All(ctx, q, func(rows *sql.Rows) (struct{}, error) {
			var id, reads int64
			err := rows.Scan(&id, &reads)
			sums[id] += reads
			return struct{}{}, err
		}, "SELECT article_id, reads FROM article_reads_day WHERE day = $1 ORDER BY reads DESC, article_id DESC LIMIT $2", d, rankedADay)
		if err != nil {
			return nil, fmt.Errorf("rank reads: %w", err)
		}
	}
	list := slices.SortedFunc(maps.Keys(sums), func(a, b int64) int { return cmp.Or(cmp.Compare(sums[b], sums[a]), cmp.Compare(b, a)) })
	return list[:min(len(list), ranked)], nil
}

// listsOf says in which lists some articles stand that readers may be shown, without sponsored ones.
func listsOf(ctx context.Context, q db.Querier, some []int64) (map[int64][]string, error) {
	args := make([]any, rankedStep)
	for i := range args { // the last again and again, so that there is one text to prepare
		args[i] = some[min(i, len(some)-1)]
	}
	query := `SELECT l.list, l.article_id FROM article a JOIN article_kind k ON k.code = a.kind JOIN listing l ON l.article_id = a.id
WHERE a.id IN (` + db.Placeholders(1, rankedStep) + `) AND a.status = 'published' AND k.sponsored = FALSE`
	lists := map[int64][]string{}
	_, err := db.All(ctx, q, func(rows *sql.Rows) (struct{}, error) {
		var list string
		var id int64
		err := rows.Scan(&list, &id)
		lists[id] = append(lists[id], list)
		return struct{}{}, err
	}, query, args...)
	return lists, err
}

// MostRead lists the numbers of the articles of a list (its label) that were read most since a day, without sponsored ones: those of the ranking of these days, or, when these are too few
// and the list is short, what was read of it.
func MostRead(ctx context.Context, q db.Querier, r Ranking, list string, since time.Time, limit int) ([]int64, error) {
	ids := r[list]
	if len(ids) >= limit {
		return ids[:limit], nil
	}
	var articles int
	if err := q.QueryRow(ctx, "SELECT COALESCE(MAX(articles), 0) FROM listing_count WHERE list = $1", list).Scan(&articles); err != nil {
		return nil, err
	}
	if articles > shortList {
		return ids, nil
	}
	return mostReadOf(ctx, q, list, since, limit)
}

// mostReadOf looks at what every article of a list was read, and then only at the first of them: whether readers may be shown it, and who paid for it.
func mostReadOf(ctx context.Context, q db.Querier, list string, since time.Time, limit int) ([]int64, error) {
	const query = `SELECT f.article_id FROM (SELECT l.article_id, SUM(r.reads) AS reads FROM listing l JOIN article_reads_day r ON r.article_id = l.article_id AND r.day >= $1
WHERE l.list = $2 GROUP BY l.article_id ORDER BY SUM(r.reads) DESC, l.article_id DESC LIMIT $3) AS f JOIN article a ON a.id = f.article_id JOIN article_kind k ON k.code = a.kind
WHERE a.status = 'published' AND k.sponsored = FALSE ORDER BY f.reads DESC, f.article_id DESC LIMIT $4`
	return db.All(ctx, q, scanID, query, day(since), list, 4*limit, limit)
}

func scanID(rows *sql.Rows) (id int64, err error) {
	err = rows.Scan(&id)
	return id, err
}
