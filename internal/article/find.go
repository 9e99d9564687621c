package article

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// sectionNow is the rubric that an article is filed in, the one that its own was merged into (ADR 21); 0 is none. The tables have no other column of its name.
const sectionNow = "COALESCE((SELECT COALESCE(merged.merged_into, merged.id) FROM section AS merged WHERE merged.id = section_id), 0)"

// ByID is an article whole, in any state.
func ByID(ctx context.Context, q db.Querier, id ID) (*Article, error) {
	const query = `SELECT id, uid, language, kind, status, slug, path, title, short_title, standfirst, body, dateline, agencies, ` + sectionNow + `,
  COALESCE(hero_id, 0), hero_alt, hero_caption, hero_credit, seo_title, seo_description, words, pinned, comments_open, COALESCE(translation_of, 0),
  COALESCE(reply_to, 0), publish_at, first_published_at, updated_at, withdrawn_at, withdrawn_reason, created_at, changed_at, created_by, embargo_until, noindex, seals, preview_of
  FROM article WHERE id = $1`
	a := &Article{}
	var publishAt, first, updated, withdrawn, created, changed, embargo int64
	err := q.QueryRow(ctx, query, id).Scan(&a.ID, &a.UID, &a.Language, &a.Kind, &a.Status, &a.Slug, &a.Path, &a.Title, &a.Short, &a.Standfirst, &a.Body,
		&a.Dateline, &a.Agencies, &a.Section, &a.Hero.Picture, &a.Hero.Alt, &a.Hero.Caption, &a.Hero.Credit, &a.SEOTitle, &a.SEODesc, &a.Words, &a.Pinned,
		&a.Comments, &a.Original, &a.ReplyTo, &publishAt, &first, &updated, &withdrawn, &a.Reason, &created, &changed, &a.Creator, &embargo, &a.NoIndex, &a.Seals, &a.Preview)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "no such article")
	}
	if err != nil {
		return nil, fmt.Errorf("find article %d: %w", id, err)
	}
	a.PublishAt, a.FirstPublished, a.Updated = db.Time(publishAt), db.Time(first), db.Time(updated)
	a.Withdrawn, a.Created, a.Changed, a.Embargo = db.Time(withdrawn), db.Time(created), db.Time(changed), db.Time(embargo)
	return a, a.addTerms(ctx, q)
}

// addTerms reads what an article is filed under, in one statement: three would wait for the database three times.
func (a *Article) addTerms(ctx context.Context, q db.Querier) error {
	const query = `SELECT 1 AS kind, country_id AS id, position FROM article_country WHERE article_id = $1
UNION ALL SELECT 2, tag_id, position FROM article_tag WHERE article_id = $1
UNION ALL SELECT 3, byline_id, position FROM article_byline WHERE article_id = $1 ORDER BY kind, position`
	_, err := db.All(ctx, q, func(rows *sql.Rows) (struct{}, error) {
		var kind, position int
		var id int64
		err := rows.Scan(&kind, &id, &position)
		switch kind {
		case 1:
			a.Countries = append(a.Countries, taxonomy.CountryID(id))
		case 2:
			a.Tags = append(a.Tags, taxonomy.TagID(id))
		case 3:
			a.Bylines = append(a.Bylines, staff.BylineID(id))
		}
		return struct{}{}, err
	}, query, a.ID)
	return err
}

// Translations lists the published articles that are translations of each other, this one among them, by language.
func Translations(ctx context.Context, q db.Querier, a *Article) (map[string]string, error) {
	root := a.Original
	if root == 0 {
		root = a.ID
	}
	paths := map[string]string{}
	_, err := db.All(ctx, q, func(rows *sql.Rows) (struct{}, error) {
		var lang, path string
		err := rows.Scan(&lang, &path)
		paths[lang] = path
		return struct{}{}, err
	}, "SELECT language, path FROM article WHERE (id = $1 OR translation_of = $1) AND status = 'published'", root)
	return paths, err
}

// Kinds gives every kind of article by its code.
func Kinds(ctx context.Context, q db.Querier) (map[string]*Kind, error) {
	kinds := map[string]*Kind{}
	_, err := db.All(ctx, q, func(rows *sql.Rows) (struct{}, error) {
		k := &Kind{}
		var labels string
		if err := rows.Scan(&k.Code, &k.Position, &k.SchemaType, &k.Sponsored, &labels); err != nil {
			return struct{}{}, err
		}
		kinds[k.Code] = k
		return struct{}{}, json.Unmarshal([]byte(labels), &k.Labels)
	}, "SELECT code, position, schema_type, sponsored, labels FROM article_kind")
	if err != nil {
		return nil, fmt.Errorf("read kinds: %w", err)
	}
	return kinds, nil
}

// SaveKind adds or changes a kind of article. Kinds show on every page, so the caller appends page.Menu when it has saved them all.
func SaveKind(ctx context.Context, tx *db.Tx, k *Kind) error {
	labels, err := json.Marshal(k.Labels)
	if err != nil {
		return err
	}
	const upsert = `INSERT INTO article_kind (code, position, schema_type, sponsored, labels) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (code) DO UPDATE SET position = excluded.position, schema_type = excluded.schema_type, sponsored = excluded.sponsored, labels = excluded.labels`
	_, err = tx.Exec(ctx, upsert, k.Code, k.Position, k.SchemaType, k.Sponsored, string(labels))
	return err
}
