package wordpress

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"griot/internal/db"
	"griot/internal/taxonomy"
)

// What a term became.
const (
	termSection  = "section"
	termTag      = "tag"
	termCountry  = "country" // and nothing else
	termMenu     = "menu"
	termVerbatim = "verbatim"
	termLeft     = "left:" // with the reason
)

// termRecord is what import_term knows of a term. A tag that names a country has both a tag and a country; a category below a
// country has a section and the country above.
type termRecord struct {
	taxonomy, slug, name, parent string
	oldID                        int64
	used                         bool
	run                          int
	became                       string
	newID                        int64
	country                      taxonomy.CountryID
}

const termColumns = "taxonomy, slug, name, parent, old_id, used, run, became, new_id, country_id"

func scanTerm(row interface{ Scan(...any) error }) (t termRecord, err error) {
	err = row.Scan(&t.taxonomy, &t.slug, &t.name, &t.parent, &t.oldID, &t.used, &t.run, &t.became, &t.newID, &t.country)
	return t, err
}

// findTerm is a term by its slug; nil when there is none.
func findTerm(ctx context.Context, q db.Querier, source sourceID, taxonomy, slug string) (*termRecord, error) {
	return oneTerm(q.QueryRow(ctx, "SELECT "+termColumns+" FROM import_term WHERE source_id = $1 AND taxonomy = $2 AND slug = $3",
		source, taxonomy, slug))
}

// termByOldID is a term by its number in WordPress, which SEO plug-ins and menus name it by.
func termByOldID(ctx context.Context, q db.Querier, source sourceID, taxonomy string, id int64) (*termRecord, error) {
	if id == 0 {
		return nil, nil
	}
	return oneTerm(q.QueryRow(ctx, "SELECT "+termColumns+" FROM import_term WHERE source_id = $1 AND taxonomy = $2 AND old_id = $3 ORDER BY slug LIMIT 1",
		source, taxonomy, id))
}

func oneTerm(row db.Row) (*termRecord, error) {
	t, err := scanTerm(row)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find imported term: %w", err)
	}
	return &t, nil
}

// below lists the terms right below one.
func below(ctx context.Context, q db.Querier, source sourceID, taxonomy, slug string) ([]termRecord, error) {
	return db.All(ctx, q, func(rows *sql.Rows) (termRecord, error) { return scanTerm(rows) },
		"SELECT "+termColumns+" FROM import_term WHERE source_id = $1 AND taxonomy = $2 AND parent = $3 ORDER BY slug", source, taxonomy, slug)
}

// headTerm is a term as the head of an export declares it.
type headTerm struct {
	term
	oldID       int64
	parent      string
	description string
	meta        string
}

// meetTerm notes a term; what the head of an export says completes what an item said.
func meetTerm(ctx context.Context, tx *db.Tx, source sourceID, run int, t headTerm, used bool) error {
	const upsert = `INSERT INTO import_term (source_id, taxonomy, slug, old_id, name, parent, description, meta, used, run)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (source_id, taxonomy, slug) DO UPDATE SET run = excluded.run, used = (import_term.used OR excluded.used),
  old_id = CASE WHEN import_term.old_id = 0 THEN excluded.old_id ELSE import_term.old_id END,
  parent = CASE WHEN import_term.parent = '' THEN excluded.parent ELSE import_term.parent END,
  description = CASE WHEN import_term.description = '' THEN excluded.description ELSE import_term.description END,
  meta = CASE WHEN import_term.meta = '' THEN excluded.meta ELSE import_term.meta END`
	_, err := tx.Exec(ctx, upsert, source, t.taxonomy, t.slug, t.oldID, t.name, t.parent, t.description, t.meta, used, run)
	return err
}

func termBecame(ctx context.Context, tx *db.Tx, source sourceID, t *termRecord) error {
	const update = "UPDATE import_term SET became = $4, new_id = $5, country_id = $6 WHERE source_id = $1 AND taxonomy = $2 AND slug = $3"
	_, err := tx.Exec(ctx, update, source, t.taxonomy, t.slug, t.became, t.newID, t.country)
	return err
}

// termsOf lists what this run met, after a taxonomy and slug, in order.
func termsOf(ctx context.Context, q db.Querier, source sourceID, run int, after *termRecord, limit int) ([]termRecord, error) {
	const query = "SELECT " + termColumns + ` FROM import_term WHERE source_id = $1 AND run = $2 AND (taxonomy > $3 OR taxonomy = $3 AND slug > $4)
ORDER BY taxonomy, slug LIMIT $5`
	return db.All(ctx, q, func(rows *sql.Rows) (termRecord, error) { return scanTerm(rows) }, query, source, run, after.taxonomy, after.slug, limit)
}
