package article

import (
	"context"
	"database/sql"
	"fmt"

	"griot/internal/db"
)

// Broken names what does not agree between articles, their addresses, their lists and the index, for griot check.
func Broken(ctx context.Context, q db.Querier) (wrong []string, err error) {
	for _, look := range []struct{ query, say string }{
		{`SELECT a.id FROM article a LEFT JOIN address d ON d.path = a.path AND d.kind = 'article' AND d.target = a.id
WHERE a.status = 'published' AND d.path IS NULL ORDER BY a.id LIMIT 100`, "article %d is published but has no address"},
		{`SELECT a.id FROM article a LEFT JOIN listing l ON l.article_id = a.id AND l.list = 'language:' || a.language
WHERE a.status = 'published' AND l.list IS NULL ORDER BY a.id LIMIT 100`, "article %d is published but stands in no list"},
		{`SELECT a.id FROM article a JOIN listing l ON l.article_id = a.id WHERE a.status <> 'published' GROUP BY a.id ORDER BY a.id LIMIT 100`,
			"article %d is not published but stands in a list"},
		{`SELECT a.id FROM article a LEFT JOIN search_doc t ON t.article_id = a.id WHERE a.status = 'published' AND t.article_id IS NULL ORDER BY a.id LIMIT 100`,
			"article %d is not in the search index: run griot reindex"},
	} {
		ids, err := db.All(ctx, q, scanID, look.query)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			wrong = append(wrong, fmt.Sprintf(look.say, id))
		}
	}
	lists, err := brokenLists(ctx, q)
	return append(wrong, lists...), err
}

// Reindex indexes the next articles after a number again, and gives the last number and how many they were.
func Reindex(ctx context.Context, tx *db.Tx, after ID, limit int) (last ID, n int, err error) {
	ids, err := db.All(ctx, tx, func(rows *sql.Rows) (id ID, err error) { err = rows.Scan(&id); return id, err },
		"SELECT id FROM article WHERE status = 'published' AND id > $1 ORDER BY id LIMIT $2", after, limit)
	if err != nil {
		return 0, 0, err
	}
	for _, id := range ids {
		a, err := ByID(ctx, tx, id)
		if err != nil {
			return 0, 0, err
		}
		if err := index(ctx, tx, a); err != nil {
			return 0, 0, err
		}
		last = id
	}
	return last, len(ids), nil
}
