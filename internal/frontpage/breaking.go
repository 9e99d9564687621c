// Package frontpage is what stands first: the breaking news on every page, and the front page, composed by hand where somebody did and by rule for the rest.
//
// What it promises:
//
//   - No story stands twice on a front page, and nothing that is paid for leads it, whoever composed it.
//   - What is pinned until an hour is gone at that hour without anybody's doing (Composition.Until).
//   - A front page is published as one act, on top of the one that its editor knew: whoever was outrun is told, and keeps what they composed.
package frontpage

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/fault"
	"griot/internal/page"
	"griot/internal/staff"
	"griot/internal/text"
)

// TickerLength is how many headlines the breaking line holds.
const TickerLength = 6

// Limits of a pushed line.
const (
	MaxBreakingRunes = 140 // of its text: what a headline has at most
	MaxAddressBytes  = 1000
	MaxBreakingLife  = 30 * 24 * time.Hour
)

// Why a line was refused.
const (
	BreakingEmpty   staff.Reason = "breaking_empty"
	BreakingLong    staff.Reason = "breaking_long"
	BreakingExpiry  staff.Reason = "breaking_expiry"
	BreakingAddress staff.Reason = "breaking_address"
)

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

// check cleans a line and refuses what readers could not use.
func (b *Breaking) check() error {
	if n := utf8.RuneCountInString(strings.TrimSpace(b.Text)); n > 2*MaxBreakingRunes { // cleaning would cut what is far too long, and nobody would learn of it
		return tooLong(n)
	}
	b.Text, b.URL = text.CleanLine(b.Text), strings.TrimSpace(b.URL)
	switch n := utf8.RuneCountInString(b.Text); {
	case n == 0:
		return fault.Wrap(fault.Invalid, BreakingEmpty, "a breaking line needs a text")
	case n > MaxBreakingRunes:
		return tooLong(n)
	case !b.Expires.After(b.Pushed) || b.Expires.Sub(b.Pushed) > MaxBreakingLife:
		return fault.Wrap(fault.Invalid, BreakingExpiry, "a breaking line ends after it begins, within %d days", int(MaxBreakingLife.Hours()/24))
	case !leadsSomewhere(b.URL):
		return fault.Wrap(fault.Invalid, BreakingAddress, "a breaking line leads to https://… or to a path of this newspaper, of at most %d bytes", MaxAddressBytes)
	}
	return nil
}

func tooLong(n int) error {
	return fault.Wrap(fault.Invalid, BreakingLong, "a breaking line has at most %d characters, and this one %d", MaxBreakingRunes, n)
}

// leadsSomewhere reports whether a line may lead to an address: a path of ours, or a page elsewhere. "" leads nowhere, which is allowed.
func leadsSomewhere(address string) bool {
	if address == "" {
		return true
	}
	u, err := url.Parse(address)
	if err != nil || len(address) > MaxAddressBytes || !utf8.ValidString(address) || strings.ContainsAny(address, "\\\x00\r\n\t ") || u.User != nil {
		return false
	}
	if u.Scheme == "" && u.Host == "" {
		return strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//")
	}
	return (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != ""
}

// Push adds a line to the breaking news of its language. It asks nobody whether they may: see Announce.
func Push(ctx context.Context, tx *db.Tx, b *Breaking) error {
	if err := b.check(); err != nil {
		return err
	}
	article := sql.NullInt64{Int64: b.Article, Valid: b.Article != 0}
	const insert = "INSERT INTO breaking (language, text, article_id, url, position, pushed_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id"
	err := tx.QueryRow(ctx, insert, b.Language, b.Text, article, b.URL, b.Position, db.Millis(b.Pushed), db.Millis(b.Expires)).Scan(&b.ID)
	if err != nil {
		return fmt.Errorf("push breaking line: %w", err)
	}
	return event.Append(ctx, tx, b.Pushed, page.Ticker)
}

// Running lists the lines of a language that have begun and not expired, in their order, newest first where that is equal, at most TickerLength. URL is where a line leads: its
// own address, else its article's while that is public.
func Running(ctx context.Context, q db.Querier, now time.Time, language string) ([]Breaking, error) {
	const query = `SELECT b.id, b.language, b.text, COALESCE(b.article_id, 0), CASE WHEN b.url <> '' THEN b.url ELSE COALESCE(a.path, '') END, b.position, b.pushed_at, b.expires_at
FROM breaking b LEFT JOIN article a ON a.id = b.article_id AND a.status = 'published'
WHERE b.language = $1 AND b.expires_at > $2 AND b.pushed_at <= $2 ORDER BY b.position, b.pushed_at DESC, b.id DESC LIMIT $3`
	return db.All(ctx, q, scanBreaking, query, language, db.Millis(now), TickerLength)
}

func scanBreaking(rows *sql.Rows) (b Breaking, err error) {
	var pushed, expires int64
	err = rows.Scan(&b.ID, &b.Language, &b.Text, &b.Article, &b.URL, &b.Position, &pushed, &expires)
	b.Pushed, b.Expires = db.Time(pushed), db.Time(expires)
	return b, err
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
