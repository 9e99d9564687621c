package search

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"griot/internal/db"
)

// Put indexes an article, or indexes it again, in the transaction that changes it.
func Put(ctx context.Context, tx *db.Tx, d Document) error {
	if err := putWords(ctx, tx, d.Article, analyse(d).pack()); err != nil {
		return fmt.Errorf("index article %d: %w", d.Article, err)
	}
	return nil
}

func putWords(ctx context.Context, tx *db.Tx, article int64, words []byte) error {
	old, err := docOf(ctx, tx, article)
	if err != nil {
		return err
	}
	if old != 0 {
		if err := forget(ctx, tx, old); err != nil {
			return err
		}
	}
	var doc int64
	if err := tx.QueryRow(ctx, "INSERT INTO search_recent (words) VALUES ($1) RETURNING doc", words).Scan(&doc); err != nil {
		return err
	}
	const upsert = "INSERT INTO search_doc (article_id, doc) VALUES ($1, $2) ON CONFLICT (article_id) DO UPDATE SET doc = excluded.doc"
	if _, err := tx.Exec(ctx, upsert, article, doc); err != nil {
		return err
	}
	return settle(ctx, tx, doc)
}

// Remove takes an article out of the index.
func Remove(ctx context.Context, tx *db.Tx, article int64) error {
	doc, err := docOf(ctx, tx, article)
	if err != nil || doc == 0 {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM search_doc WHERE article_id = $1", article); err != nil {
		return err
	}
	if err := forget(ctx, tx, doc); err != nil {
		return fmt.Errorf("take article %d out of the index: %w", article, err)
	}
	return settle(ctx, tx, doc)
}

// docOf is the document that stands for an article; 0 when none does.
func docOf(ctx context.Context, q db.Querier, article int64) (doc int64, err error) {
	err = q.QueryRow(ctx, "SELECT doc FROM search_doc WHERE article_id = $1", article).Scan(&doc)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return doc, err
}

// forget drops a document that is recent, and notes one that a segment holds.
func forget(ctx context.Context, tx *db.Tx, doc int64) error {
	dropped, err := tx.Exec(ctx, "DELETE FROM search_recent WHERE doc = $1", doc)
	if err != nil || dropped > 0 {
		return err
	}
	_, err = tx.Exec(ctx, "INSERT INTO search_gone (doc) VALUES ($1)", doc)
	return err
}
