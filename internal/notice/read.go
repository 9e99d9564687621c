package notice

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/staff"
)

// MaxCounted is up to where unread notices are counted: beyond it the number says nothing more.
const MaxCounted = 100

// Unread counts what somebody has not read, up to MaxCounted.
func Unread(ctx context.Context, q db.Querier, id staff.AccountID) (n int, err error) {
	const query = "SELECT COUNT(*) FROM (SELECT id FROM notice WHERE account_id = $1 AND read_at = 0 LIMIT $2) u"
	if err := q.QueryRow(ctx, query, id, MaxCounted).Scan(&n); err != nil {
		return 0, fmt.Errorf("count notices: %w", err)
	}
	return n, nil
}

const selectNotice = `SELECT n.id, n.account_id, n.what, n.article_id, n.by_id, n.words, n.place, n.times, n.at, n.read_at, a.title, COALESCE(w.name, '')
FROM notice n JOIN article a ON a.id = n.article_id LEFT JOIN account w ON w.id = n.by_id `

func scan(row interface{ Scan(dest ...any) error }) (n Notice, err error) {
	var at, read int64
	err = row.Scan(&n.ID, &n.To, &n.What, &n.Article, &n.By, &n.Words, &n.Place, &n.Times, &at, &read, &n.Title, &n.Name)
	n.At, n.Read = db.Time(at), db.Time(read)
	return n, err
}

func scanRows(rows *sql.Rows) (Notice, error) { return scan(rows) }

func scanInt(rows *sql.Rows) (n int, err error) {
	err = rows.Scan(&n)
	return n, err
}

// List gives what somebody was told of, the newest first, older than a notice; 0: from the newest on.
func List(ctx context.Context, q db.Querier, id staff.AccountID, before ID, limit int) ([]Notice, error) {
	where, args := "WHERE n.account_id = $1", []any{id, limit}
	if before != 0 {
		where, args = where+" AND n.id < $3", append(args, before)
	}
	list, err := db.All(ctx, q, scanRows, selectNotice+where+" ORDER BY n.id DESC LIMIT $2", args...)
	if err != nil {
		return nil, fmt.Errorf("list notices: %w", err)
	}
	return list, nil
}

// Open marks one of somebody's notices as read, and gives it. That of anybody else is fault.NotFound.
func Open(ctx context.Context, tx *db.Tx, now time.Time, id staff.AccountID, number ID) (*Notice, error) {
	n, err := scan(tx.QueryRow(ctx, selectNotice+"WHERE n.id = $1 AND n.account_id = $2", number, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "there is no such notice")
	}
	if err != nil {
		return nil, fmt.Errorf("open notice: %w", err)
	}
	_, err = tx.Exec(ctx, "UPDATE notice SET read_at = $2 WHERE id = $1 AND read_at = 0", number, db.Millis(now))
	return &n, err
}

// ReadAll marks what somebody was told of as read, up to the newest that they saw.
func ReadAll(ctx context.Context, tx *db.Tx, now time.Time, id staff.AccountID, upto ID) error {
	_, err := tx.Exec(ctx, "UPDATE notice SET read_at = $3 WHERE account_id = $1 AND id <= $2 AND read_at = 0", id, upto, db.Millis(now))
	if err != nil {
		return fmt.Errorf("read notices: %w", err)
	}
	return nil
}

// Seen marks as read what somebody was told of that is seen on a page of an article, which they have opened. A legal term is not met by that.
func Seen(ctx context.Context, d *db.DB, now time.Time, id staff.AccountID, article int64, place Place) error {
	const unread = " WHERE account_id = $1 AND article_id = $2 AND place = $3 AND what <> $4 AND read_at = 0"
	args := []any{id, article, string(place), string(ReplyDue)}
	var n int
	if err := d.QueryRow(ctx, "SELECT COUNT(*) FROM notice"+unread, args...).Scan(&n); err != nil {
		return fmt.Errorf("see notices: %w", err)
	}
	if n == 0 { // as mostly: nothing is written
		return nil
	}
	return d.Transact(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, "UPDATE notice SET read_at = $5"+unread, append(args, db.Millis(now))...); err != nil {
			return fmt.Errorf("see notices: %w", err)
		}
		return nil
	})
}
