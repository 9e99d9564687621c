// Package frontpage is what stands first: the breaking line on every page and the front page, which is composed by rule.
package frontpage

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/fault"
	"griot/internal/page"
	"griot/internal/text"
)

// TickerLength is how many headlines the breaking line holds.
const TickerLength = 6

// BreakingID numbers a pushed line.
type BreakingID int64

// Breaking is a pushed line. Article and URL may both be absent: a line that leads nowhere.
type Breaking struct {
	ID       BreakingID
	Language string
	Text     string
	Article  int64
	URL      string
	Position int
	Pushed   time.Time
	Expires  time.Time
}

// Push adds a line to the breaking news of its language.
func Push(ctx context.Context, tx *db.Tx, b *Breaking) error {
	b.Text = text.CleanLine(b.Text)
	if b.Text == "" || !b.Expires.After(b.Pushed) {
		return fault.New(fault.Invalid, "a breaking line needs a text and an end after its beginning")
	}
	article := sql.NullInt64{Int64: b.Article, Valid: b.Article != 0}
	const insert = "INSERT INTO breaking (language, text, article_id, url, position, pushed_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id"
	err := tx.QueryRow(ctx, insert, b.Language, b.Text, article, b.URL, b.Position, db.Millis(b.Pushed), db.Millis(b.Expires)).Scan(&b.ID)
	if err != nil {
		return fmt.Errorf("push breaking line: %w", err)
	}
	return event.Append(ctx, tx, b.Pushed, page.Ticker)
}

// Running lists the lines of a language that have begun and not expired, in their order, newest first where that is equal, at most TickerLength.
func Running(ctx context.Context, q db.Querier, now time.Time, language string) ([]Breaking, error) {
	const query = `SELECT b.id, b.language, b.text, COALESCE(b.article_id, 0), CASE WHEN b.url <> '' THEN b.url ELSE COALESCE(a.path, '') END, b.position, b.pushed_at, b.expires_at
FROM breaking b LEFT JOIN article a ON a.id = b.article_id AND a.status = 'published'
WHERE b.language = $1 AND b.expires_at > $2 AND b.pushed_at <= $2 ORDER BY b.position, b.pushed_at DESC, b.id DESC LIMIT $3`
	return db.All(ctx, q, func(rows *sql.Rows) (b Breaking, err error) {
		var pushed, expires int64
		err = rows.Scan(&b.ID, &b.Language, &b.Text, &b.Article, &b.URL, &b.Position, &pushed, &expires)
		b.Pushed, b.Expires = db.Time(pushed), db.Time(expires)
		return b, err
	}, query, language, db.Millis(now), TickerLength)
}

// Begins is when the next line of a language that waits for its time begins; zero: none waits.
func Begins(ctx context.Context, q db.Querier, now time.Time, language string) (time.Time, error) {
	var at int64
	err := q.QueryRow(ctx, "SELECT COALESCE(MIN(pushed_at), 0) FROM breaking WHERE language = $1 AND expires_at > $2 AND pushed_at > $2", language, db.Millis(now)).Scan(&at)
	if err != nil {
		return time.Time{}, fmt.Errorf("find the next breaking line: %w", err)
	}
	return db.Time(at), nil
}
