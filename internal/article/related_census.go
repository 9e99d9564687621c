package article

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"strings"

	"griot/internal/db"
)

// take counts the traits of articles that have not been counted yet, and gives in how many articles those of all of them stand.
func take(ctx context.Context, tx *db.Tx, subjects map[ID]*subject, known map[ID]*knownArticle) (census, error) {
	fresh, wanted := census{}, map[trait]bool{}
	for id, s := range subjects {
		if !s.public {
			continue
		}
		for _, t := range s.counted() {
			wanted[t] = true
			if known[id] == nil {
				fresh[t]++
			}
		}
	}
	if err := fresh.add(ctx, tx); err != nil {
		return nil, err
	}
	return counts(ctx, tx, slices.Sorted(maps.Keys(wanted)))
}

// add adds to the numbers of articles, in order: near rows are written together.
func (c census) add(ctx context.Context, tx *db.Tx) error {
	rows := make([][]any, 0, len(c))
	for _, t := range slices.Sorted(maps.Keys(c)) {
		rows = append(rows, []any{int64(t), c[t]})
	}
	return insertRows(ctx, tx, "INSERT INTO related_trait (trait, articles) VALUES ",
		" ON CONFLICT (trait) DO UPDATE SET articles = related_trait.articles + excluded.articles", rows)
}

// counts gives the numbers of articles in which traits stand.
func counts(ctx context.Context, q db.Querier, traits []trait) (census, error) {
	c := make(census, len(traits))
	return c, askEach(traits, func(some []any, in string) error {
		for i, t := range some {
			some[i] = int64(t.(trait))
		}
		_, err := db.All(ctx, q, func(rows *sql.Rows) (struct{}, error) {
			var t int64
			var n int
			err := rows.Scan(&t, &n)
			c[trait(t)] = n //nolint:gosec // as it was written
			return struct{}{}, err
		}, "SELECT trait, articles FROM related_trait WHERE trait IN ("+in+")", some...)
		return err
	})
}

// insertRows inserts rows, many in one statement, in few texts of SQL: PostgreSQL answers each from afar.
func insertRows(ctx context.Context, tx *db.Tx, head, tail string, rows [][]any) error {
	for _, size := range []int{64, 8, 1} {
		for ; len(rows) >= size; rows = rows[size:] {
			some := rows[:size]
			values := make([]string, size)
			for i, row := range some {
				values[i] = "(" + db.Placeholders(1+i*len(row), len(row)) + ")"
			}
			if _, err := tx.Exec(ctx, head+strings.Join(values, ",")+tail, slices.Concat(some...)...); err != nil {
				return err
			}
		}
	}
	return nil
}
