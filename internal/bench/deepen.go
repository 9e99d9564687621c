package main

import (
	"context"
	"fmt"
	"strings"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/page"
	"griot/internal/taxonomy"
)

// Shares of the deep archive.
const (
	deepTags = 20_000
	deepBody = 3_000 // bytes
)

// deepen adds articles to a sample newsroom by the hundred thousand, row by row as lists and sitemaps read them, and gives the address of the list that holds
// them all. They have neither words in the index nor addresses of their own: those are measured elsewhere.
func deepen(ctx context.Context, d *db.DB, articles int) (list string, err error) {
	sections, err := taxonomy.Sections(ctx, d)
	if err != nil || len(sections) == 0 {
		return "", fmt.Errorf("the sample newspaper has no rubric: %w", err)
	}
	section := &sections[0]
	err = d.Transact(ctx, func(tx *db.Tx) error {
		for _, s := range deepStatements(page.Section(int64(section.ID))) {
			if _, err := tx.Exec(ctx, s.text, s.args(articles)...); err != nil {
				return fmt.Errorf("%s: %w", s.text[:40], err)
			}
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	return section.Path, recount(ctx, d)
}

func recount(ctx context.Context, d *db.DB) error {
	for after := page.Label(""); ; {
		var last page.Label
		var lists int
		err := d.Transact(ctx, func(tx *db.Tx) (err error) { last, lists, err = article.Recount(ctx, tx, after); return err })
		if err != nil || lists == 0 {
			return err
		}
		after = last
	}
}

// statement is one that adds rows; args are its parameters for a number of articles.
type statement struct {
	text string
	args func(articles int) []any
}

func deepStatements(section page.Label) []statement {
	const (
		count = "WITH RECURSIVE count (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < $1) "
		rows  = "INSERT INTO listing (list, at, article_id) SELECT "
		from  = ", first_published_at, id FROM article WHERE uid LIKE 'urn:deep:%'"
	)
	none := func(int) []any { return nil }
	return []statement{
		{"INSERT INTO tag (slug, name, name_key) " + count + "SELECT 'profond-' || CAST(n AS TEXT), 'Profond ' || CAST(n AS TEXT), '' FROM count",
			func(int) []any { return []any{deepTags} }},
		{"INSERT INTO article (uid, language, kind, status, path, title, standfirst, body, hero_id, first_published_at, created_at, changed_at) " + count + `
SELECT 'urn:deep:' || CAST(n AS TEXT), 'fr', 'news', 'published', '/2016/01/01/un-titre-comme-les-autres-' || CAST(n AS TEXT) || '/', 'Un titre comme les autres ' || CAST(n AS TEXT),
  'Un chapeau qui dit ce que le titre ne dit pas.', $2, (SELECT MIN(id) FROM media WHERE kind = 'picture') + n % (SELECT COUNT(*) FROM media WHERE kind = 'picture'),
  1451606400000 + n * (315360000000 / $1), 1, 1 FROM count`,
			func(articles int) []any { return []any{articles, strings.Repeat("Le fleuve monte. ", deepBody/17)} }},
		{rows + "'language:fr'" + from, none},
		{rows + "'" + string(section) + "'" + from, none},
		{rows + "'tag:' || CAST((SELECT MIN(id) FROM tag WHERE slug LIKE 'profond-%') + id % 20000 AS TEXT)" + from, none},
	}
}
