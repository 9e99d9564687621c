package article

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"griot/internal/db"
	"griot/internal/search"
)

// Naming finds the articles that name somebody as they are now, in one of several ways: those before readers by the index, the others by their words, those that changed last. It gives MaxTerms at
// most, which is what Anonymise takes at once.
func Naming(ctx context.Context, q db.Querier, x *search.Index, now time.Time, names []string) (ids []ID, err error) {
	for _, name := range names[:min(len(names), MaxNames)] {
		phrase := `"` + strings.ReplaceAll(name, `"`, " ") + `"`
		found, err := x.Find(ctx, q, search.Query{Words: phrase, Exact: true, Newest: true, Now: now, Limit: MaxTerms})
		if err != nil {
			return nil, fmt.Errorf("find who is named: %w", err)
		}
		for _, id := range found.Articles[:min(len(found.Articles), found.Whole)] {
			ids = append(ids, ID(id))
		}
	}
	waiting, err := namingUnpublished(ctx, q, newStriking("", names...))
	ids = append(waiting, ids...)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	return ids[:min(len(ids), MaxTerms)], err
}

// namingUnpublished goes through what no reader sees: the index does not have it.
func namingUnpublished(ctx context.Context, q db.Querier, s *striking) ([]ID, error) {
	ids, err := db.All(ctx, q, func(rows *sql.Rows) (ID, error) {
		var id ID
		said := make([]string, 6)
		err := rows.Scan(&id, &said[0], &said[1], &said[2], &said[3], &said[4], &said[5])
		if !slices.ContainsFunc(said, func(words string) bool { return len(s.find(words)) > 0 }) {
			return 0, err
		}
		return id, err
	}, `SELECT id, title, short_title, standfirst, body, hero_caption, hero_credit FROM article WHERE status <> 'published' ORDER BY changed_at DESC LIMIT $1`, maxWaiting)
	if err != nil {
		return nil, fmt.Errorf("find who is named: %w", err)
	}
	return slices.DeleteFunc(ids, func(id ID) bool { return id == 0 }), nil
}
