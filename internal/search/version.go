package search

import (
	"context"

	"griot/internal/db"
)

// Version is that of the analysis: how words are folded and stemmed, and what is kept of them. Whoever changes that adds one, and the next start of every newsroom indexes its
// articles again.
const Version = 1

// Current reports whether the index was made by this version of the analysis.
func Current(ctx context.Context, q db.Querier) (bool, error) {
	var made int
	err := q.QueryRow(ctx, "SELECT COALESCE(MAX(version), 0) FROM search_version").Scan(&made)
	return made == Version, err
}

// MarkCurrent notes that every article was indexed by this version.
func MarkCurrent(ctx context.Context, tx *db.Tx) error {
	if _, err := tx.Exec(ctx, "DELETE FROM search_version"); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "INSERT INTO search_version (version) VALUES ($1)", Version)
	return err
}
