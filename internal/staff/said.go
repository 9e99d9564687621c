package staff

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"griot/internal/db"
)

// Saying is something that somebody said to colleagues about an article, or was told of.
type Saying struct {
	Article int64     `json:"article"`
	What    string    `json:"what,omitempty"`  // of a notice
	Quote   string    `json:"quote,omitempty"` // the passage that a remark is on
	Text    string    `json:"text,omitempty"`
	At      time.Time `json:"at"`
}

// gatherSaid fills in what somebody said to colleagues and was told of, the newest first.
func (d *Dossier) gatherSaid(ctx context.Context, q db.Querier, id AccountID) error {
	if err := q.QueryRow(ctx, "SELECT digest FROM account WHERE id = $1", id).Scan(&d.Digest); err != nil {
		return fmt.Errorf("gather data: %w", err)
	}
	for list, query := range map[*[]Saying]string{
		&d.Remarks: "SELECT article_id, '', quote, text, at FROM remark WHERE account_id = $1 ORDER BY id DESC",
		&d.Notes:   "SELECT article_id, '', '', text, at FROM colleague_note WHERE account_id = $1 ORDER BY id DESC",
		&d.Notices: "SELECT article_id, what, '', words, at FROM notice WHERE account_id = $1 ORDER BY id DESC",
	} {
		said, err := db.All(ctx, q, scanSaying, query, id)
		if err != nil {
			return fmt.Errorf("gather data: %w", err)
		}
		*list = append([]Saying{}, said...) // an empty list in JSON, not null
	}
	return nil
}

func scanSaying(rows *sql.Rows) (s Saying, err error) {
	var at int64
	err = rows.Scan(&s.Article, &s.What, &s.Quote, &s.Text, &at)
	s.At = db.Time(at)
	return s, err
}

// eraseSaid removes what somebody was told of, and the words of what they said to colleagues: that they said something stays under their number, so that the answers of others have their place. Where others
// mention them their number stands.
func eraseSaid(ctx context.Context, tx *db.Tx, p *Member) error {
	for _, act := range []string{
		"DELETE FROM notice WHERE account_id = $1",
		"UPDATE notice SET words = '' WHERE by_id = $1",
		"UPDATE remark SET text = '' WHERE account_id = $1",
		"UPDATE colleague_note SET text = '' WHERE account_id = $1",
	} {
		if _, err := tx.Exec(ctx, act, p.ID); err != nil {
			return fmt.Errorf("erase what was said: %w", err)
		}
	}
	handle := Handle(p.Name)
	if handle == "" {
		return nil
	}
	for table, column := range map[string]string{"remark": "text", "colleague_note": "text", "notice": "words"} {
		if err := unmention(ctx, tx, table, column, p.ID, handle); err != nil {
			return fmt.Errorf("erase mentions in %s: %w", table, err)
		}
	}
	return nil
}

// unmention puts a number where somebody is mentioned.
func unmention(ctx context.Context, tx *db.Tx, table, column string, id AccountID, handle string) error {
	type row struct {
		id   int64
		said string
	}
	list, err := db.All(ctx, tx, func(rows *sql.Rows) (r row, err error) { err = rows.Scan(&r.id, &r.said); return r, err }, "SELECT id, "+column+" FROM "+table+" WHERE "+column+" LIKE '%@%'")
	if err != nil {
		return err
	}
	for _, r := range list {
		clean := withoutMention(r.said, handle, fmt.Sprintf("@%d", id))
		if clean == r.said {
			continue
		}
		if _, err := tx.Exec(ctx, "UPDATE "+table+" SET "+column+" = $2 WHERE id = $1", r.id, clean); err != nil {
			return err
		}
	}
	return nil
}
