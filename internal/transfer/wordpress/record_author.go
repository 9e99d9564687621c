package wordpress

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"griot/internal/db"
	"griot/internal/staff"
)

// author is somebody who signed in WordPress, by login, or a guest of Co-Authors Plus, whose login is "cap:" and a slug.
type author struct {
	login  string
	oldID  int64
	name   string // as readers knew it; may be empty
	bio    string
	byline staff.BylineID // 0: has signed nothing yet
}

func findAuthor(ctx context.Context, q db.Querier, source sourceID, login string) (*author, error) {
	a := &author{login: login}
	const query = "SELECT old_id, name, bio, byline_id FROM import_author WHERE source_id = $1 AND login = $2"
	err := q.QueryRow(ctx, query, source, login).Scan(&a.oldID, &a.name, &a.bio, &a.byline)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find imported author: %w", err)
	}
	return a, nil
}

// meetAuthor notes an author; a name completes one that was not known.
func meetAuthor(ctx context.Context, tx *db.Tx, source sourceID, run int, a author) error {
	const upsert = `INSERT INTO import_author (source_id, login, old_id, name, bio, run) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (source_id, login) DO UPDATE SET run = excluded.run,
  old_id = CASE WHEN import_author.old_id = 0 THEN excluded.old_id ELSE import_author.old_id END,
  name = CASE WHEN import_author.name = '' THEN excluded.name ELSE import_author.name END,
  bio = CASE WHEN import_author.bio = '' THEN excluded.bio ELSE import_author.bio END`
	_, err := tx.Exec(ctx, upsert, source, a.login, a.oldID, a.name, a.bio, run)
	return err
}

func authorSigns(ctx context.Context, tx *db.Tx, source sourceID, login string, id staff.BylineID) error {
	_, err := tx.Exec(ctx, "UPDATE import_author SET byline_id = $3 WHERE source_id = $1 AND login = $2", source, login, id)
	return err
}

// countAuthors counts those whom this run met: all, and those who sign.
func countAuthors(ctx context.Context, q db.Querier, source sourceID, run int) (all, sign int, err error) {
	const query = "SELECT COUNT(*), COALESCE(SUM(CASE WHEN byline_id <> 0 THEN 1 ELSE 0 END), 0) FROM import_author WHERE source_id = $1 AND run = $2"
	err = q.QueryRow(ctx, query, source, run).Scan(&all, &sign)
	return all, sign, err
}

// guest is the item of a guest author of Co-Authors Plus, by slug; nil when the export has none.
func guest(ctx context.Context, q db.Querier, source sourceID, slug string) (*item, error) {
	var id int64
	const query = `SELECT old_id FROM import_item WHERE source_id = $1 AND type = $2 AND (name = $3 OR name = $4) ORDER BY old_id LIMIT 1`
	err := q.QueryRow(ctx, query, source, typeGuest, slug, "cap-"+slug).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find guest author: %w", err)
	}
	return kept(ctx, q, source, id)
}
