// Package comment keeps what readers say under articles. For now comments come from imports and wait for the room that shows and moderates them; the
// e-mail address of a commenter is never public, and no network address is kept.
package comment

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"griot/internal/db"
)

// ID numbers a comment; 0 is none.
type ID int64

// Status is where a comment stands with the moderators.
type Status string

// The states of a comment.
const (
	Approved Status = "approved"
	Waiting  Status = "waiting"
	Spam     Status = "spam"
)

// Comment is one reader's word.
type Comment struct {
	ID      ID
	Article int64
	Parent  ID
	Status  Status
	Name    string
	Email   string
	URL     string
	Body    string // cleaned HTML
	Posted  time.Time
}

// Add keeps a comment.
func Add(ctx context.Context, tx *db.Tx, c *Comment) error {
	parent := sql.NullInt64{Int64: int64(c.Parent), Valid: c.Parent != 0}
	const insert = `INSERT INTO comment (article_id, parent_id, status, name, email, url, body, posted_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`
	err := tx.QueryRow(ctx, insert, c.Article, parent, string(c.Status), c.Name, c.Email, c.URL, c.Body, db.Millis(c.Posted)).Scan(&c.ID)
	if err != nil {
		return fmt.Errorf("keep comment: %w", err)
	}
	return nil
}

// SetParent puts a comment under another; an import may meet the answer first.
func SetParent(ctx context.Context, tx *db.Tx, id, parent ID) error {
	_, err := tx.Exec(ctx, "UPDATE comment SET parent_id = $2 WHERE id = $1", id, parent)
	return err
}
