package taxonomy

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"griot/internal/db"
	"griot/internal/text"
)

// SoughtTags says which tags the newsroom looks for; zero values ask for nothing.
type SoughtTags struct {
	Words  string // in their names or synonyms, accents and case apart
	Unused bool   // under which nothing stands, in any state
	After  *CountedTag
	Limit  int
}

// CountedTag is a tag with the number of published articles under it.
type CountedTag struct {
	Tag
	Articles int
}

// FindTags lists tags, those of most articles first, then the newest. It reads all tags, which are far fewer than articles.
func FindTags(ctx context.Context, q db.Querier, s SoughtTags) ([]CountedTag, error) {
	args := []any{s.Limit}
	where := "t.merged_into IS NULL"
	if s.Words != "" {
		args = append(args, "%"+strings.NewReplacer("%", "", "_", "").Replace(text.Slug(s.Words))+"%")
		where += fmt.Sprintf(" AND (t.slug LIKE $%d OR EXISTS (SELECT 1 FROM tag w WHERE w.merged_into = t.id AND w.slug LIKE $%d))", len(args), len(args))
	}
	if s.Unused {
		where += " AND NOT EXISTS (SELECT 1 FROM article_tag l WHERE l.tag_id = t.id)"
	}
	if s.After != nil {
		args = append(args, s.After.Articles, s.After.ID)
		where += fmt.Sprintf(" AND (COALESCE(c.articles, 0), t.id) < ($%d, $%d)", len(args)-1, len(args))
	}
	list, err := db.All(ctx, q, func(rows *sql.Rows) (t CountedTag, err error) {
		err = rows.Scan(&t.ID, &t.Slug, &t.Name, &t.RepeatsCountry, &t.Articles)
		return t, err
	}, `SELECT t.id, t.slug, t.name, COALESCE(t.repeats_country, 0), COALESCE(c.articles, 0) FROM tag t
LEFT JOIN listing_count c ON c.list = 'tag:' || CAST(t.id AS TEXT) WHERE `+where+" ORDER BY COALESCE(c.articles, 0) DESC, t.id DESC LIMIT $1", args...)
	if err != nil {
		return nil, fmt.Errorf("find tags: %w", err)
	}
	return list, nil
}

// TagStands reports whether an article bears a tag, in any state.
func TagStands(ctx context.Context, q db.Querier, id TagID) (bool, error) {
	var n int
	err := q.QueryRow(ctx, "SELECT COUNT(*) FROM (SELECT 1 FROM article_tag WHERE tag_id = $1 LIMIT 1) AS one", id).Scan(&n)
	return n > 0, err
}
