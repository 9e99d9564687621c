package article

import (
	"context"
	"fmt"
	"slices"

	"griot/internal/db"
	"griot/internal/page"
)

// Related lists articles that a reader of this one may want next, the best first, in its language: never itself, never its translation, never one that is sponsored or not
// public. They were ranked when articles changed (Relater); reading them is one query. Where that has not happened yet, or has found too few, the newest of the
// article's rubric and countries stand in, then the newest of its language. Of a, ID and Language are needed; Section, Countries and Original serve only those that stand in.
func Related(ctx context.Context, q db.Querier, a *Article, limit int) ([]ID, error) {
	// The list is read before anything is joined: PostgreSQL, when it knows little of the tables, else begins with the articles.
	const ranked = `SELECT r.related_id FROM (SELECT related_id, position FROM article_related WHERE article_id = $1 ORDER BY position LIMIT $4) AS r
JOIN article o ON o.id = r.related_id JOIN article_kind k ON k.code = o.kind
WHERE o.status = 'published' AND o.language = $2 AND k.sponsored = FALSE ORDER BY r.position LIMIT $3`
	ids, err := db.All(ctx, q, scanID, ranked, a.ID, a.Language, limit, relatedKept)
	if err != nil {
		return nil, fmt.Errorf("related to article %d: %w", a.ID, err)
	}
	if len(ids) >= limit {
		return ids, nil
	}
	near, err := standIns(ctx, q, a, limit+len(ids))
	if err != nil {
		return nil, fmt.Errorf("related to article %d: %w", a.ID, err)
	}
	for _, id := range near {
		if len(ids) < limit && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

const (
	standInCountries = 2  // of an article's countries, in whose lists stand-ins are looked for
	standInSlack     = 12 // looked at in each list beyond what is wanted: sponsored ones, and the article itself, are passed over
)

// standIns lists the newest articles of a rubric and of countries, then of the language.
func standIns(ctx context.Context, q db.Querier, a *Article, limit int) ([]ID, error) {
	const newest = "SELECT * FROM (SELECT article_id, at, %d AS tier FROM listing WHERE list = $%d ORDER BY at DESC, article_id DESC LIMIT $4) AS l%d"
	root := a.ID
	if a.Original != 0 {
		root = a.Original
	}
	args := []any{a.Language, root, limit, limit + standInSlack, a.ID}
	arms := ""
	for i, l := range standInLists(a) {
		if i > 0 {
			arms += " UNION ALL "
		}
		tier := 0
		if l == page.Language(a.Language) {
			tier = 1
		}
		args = append(args, string(l))
		arms += fmt.Sprintf(newest, tier, len(args), i)
	}
	return db.All(ctx, q, scanID, `SELECT o.id FROM (SELECT article_id, MIN(tier) AS tier FROM (`+arms+`) AS every_list GROUP BY article_id) AS c
JOIN article o ON o.id = c.article_id JOIN article_kind k ON k.code = o.kind
WHERE o.status = 'published' AND o.language = $1 AND k.sponsored = FALSE AND o.id <> $5 AND COALESCE(o.translation_of, o.id) <> $2
ORDER BY c.tier, o.first_published_at DESC, o.id DESC LIMIT $3`, args...)
}

func standInLists(a *Article) (lists []page.Label) {
	if a.Section != 0 {
		lists = append(lists, page.Section(int64(a.Section)))
	}
	for _, c := range a.Countries[:min(len(a.Countries), standInCountries)] {
		lists = append(lists, page.Country(int64(c)))
	}
	return append(lists, page.Language(a.Language))
}
