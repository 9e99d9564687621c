package manuscript

import (
	"context"
	"database/sql"
	"errors"
	"regexp"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/staff"
)

// Limits of what a manuscript may hold.
const (
	MaxUpdateBytes   = 4 << 20
	MaxDocumentBytes = 32 << 20 // of the updates that count
	pullBytes        = 2 << 20  // of updates that are given at once, but always one
)

// coveredFor is how long an update is kept after a whole one came to stand for it.
const coveredFor = 30 * 24 * time.Hour

// Update is what a browser changed.
type Update struct {
	Seq     int64
	Name    string
	Content []byte
}

// Batch is an update as it comes.
type Batch struct {
	Name    string // which the browser gave it; sent twice it counts once
	Content []byte
	Seed    bool  // the first of all, made from the article's text: it must find no other
	Takes   int64 // the outside change that it writes in; 0 for none
}

var updateName = regexp.MustCompile(`^[A-Za-z0-9-]{8,80}$`)

// Append adds an update to an open manuscript and gives its number. It is fault.Conflict when a seed is not the first, or when another browser wrote the outside change in.
func Append(ctx context.Context, tx *db.Tx, now time.Time, by staff.AccountID, id article.ID, b Batch) (seq int64, err error) {
	if !updateName.MatchString(b.Name) || len(b.Content) == 0 {
		return 0, fault.New(fault.Invalid, "an update needs a name of 8 to 80 letters and digits, and content")
	}
	if len(b.Content) > MaxUpdateBytes {
		return 0, fault.New(fault.TooLarge, "an update holds at most %d MiB", MaxUpdateBytes>>20)
	}
	err = tx.QueryRow(ctx, "SELECT seq FROM manuscript_update WHERE article_id = $1 AND name = $2", id, b.Name).Scan(&seq)
	if !errors.Is(err, sql.ErrNoRows) {
		return seq, err // it came before
	}
	if err := take(ctx, tx, id, b); err != nil {
		return 0, err
	}
	return add(ctx, tx, now, by, id, b, 0)
}

// take sees that an update may be added as what it says it is.
func take(ctx context.Context, tx *db.Tx, id article.ID, b Batch) error {
	var seq, bytes int64
	if err := tx.QueryRow(ctx, "SELECT seq FROM manuscript WHERE article_id = $1", id).Scan(&seq); err != nil {
		return err
	}
	if b.Seed && seq > 0 {
		return fault.New(fault.Conflict, "this manuscript has begun already")
	}
	const sum = "SELECT COALESCE(SUM(LENGTH(content)), 0) FROM manuscript_update WHERE article_id = $1 AND covered_at = 0"
	if err := tx.QueryRow(ctx, sum, id).Scan(&bytes); err != nil {
		return err
	}
	if bytes+int64(len(b.Content)) > MaxDocumentBytes {
		return fault.New(fault.TooLarge, "a manuscript holds at most %d MiB of changes", MaxDocumentBytes>>20)
	}
	if b.Takes == 0 {
		return nil
	}
	n, err := tx.Exec(ctx, "DELETE FROM manuscript_outside WHERE article_id = $1 AND number = $2", id, b.Takes)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "this change has been written in already")
	}
	return err
}

func add(ctx context.Context, tx *db.Tx, now time.Time, by staff.AccountID, id article.ID, b Batch, covers int64) (seq int64, err error) {
	if err := tx.QueryRow(ctx, "UPDATE manuscript SET seq = seq + 1 WHERE article_id = $1 RETURNING seq", id).Scan(&seq); err != nil {
		return 0, err
	}
	const insert = "INSERT INTO manuscript_update (article_id, seq, name, content, covers, covered_at, at, account_id) VALUES ($1, $2, $3, $4, $5, 0, $6, $7)"
	if _, err := tx.Exec(ctx, insert, id, seq, b.Name, b.Content, covers, db.Millis(now), by); err != nil {
		return 0, err
	}
	return seq, wake(ctx, tx)
}

// Cover adds an update that stands for all up to a number, which then no longer count. They are kept for thirty days. It is fault.Conflict when the number is not one that
// the manuscript has reached, or another stands for as much.
func Cover(ctx context.Context, tx *db.Tx, now time.Time, by staff.AccountID, id article.ID, upto int64, b Batch) error {
	m, err := load(ctx, tx, id)
	if err != nil {
		return err
	}
	if upto > m.Seq || upto <= m.Whole {
		return fault.New(fault.Conflict, "this manuscript goes to %d, and one update stands for %d of it", m.Seq, m.Whole)
	}
	seq, err := Append(ctx, tx, now, by, id, b)
	if err != nil || seq <= m.Seq {
		return err
	}
	for _, act := range []struct {
		query string
		args  []any
	}{
		{"UPDATE manuscript_update SET covers = $3 WHERE article_id = $1 AND seq = $2", []any{id, seq, upto}},
		{"UPDATE manuscript_update SET covered_at = $3 WHERE article_id = $1 AND seq <= $2 AND covered_at = 0", []any{id, upto, db.Millis(now)}},
		{"DELETE FROM manuscript_update WHERE article_id = $1 AND covered_at > 0 AND covered_at < $2", []any{id, db.Millis(now.Add(-coveredFor))}},
		{"UPDATE manuscript SET whole_seq = $2 WHERE article_id = $1", []any{id, upto}},
	} {
		if _, err := tx.Exec(ctx, act.query, act.args...); err != nil {
			return err
		}
	}
	return nil
}

// Since gives updates after a number, in order, two megabytes or one at a time; whoever has all up to that number needs none that stands for as much. last is the number
// up to which they reach, which may be more than the last of them has.
func Since(ctx context.Context, q db.Querier, id article.ID, after int64) (list []Update, last int64, err error) {
	const sizes = "SELECT seq, LENGTH(content), covers FROM manuscript_update WHERE article_id = $1 AND seq > $2 AND covered_at = 0 ORDER BY seq LIMIT 2000"
	type size struct{ seq, bytes, covers int64 }
	rows, err := db.All(ctx, q, func(r *sql.Rows) (s size, err error) { return s, r.Scan(&s.seq, &s.bytes, &s.covers) }, sizes, id, after)
	last = after
	total := int64(0)
	for _, s := range rows {
		if s.covers == 0 || s.covers > after {
			total += s.bytes
		}
		if total > pullBytes && last > after {
			break
		}
		last = s.seq
	}
	if err != nil || last == after {
		return nil, after, err
	}
	const query = "SELECT seq, name, content FROM manuscript_update WHERE article_id = $1 AND seq > $2 AND seq <= $3 AND covered_at = 0 AND (covers = 0 OR covers > $2) ORDER BY seq"
	list, err = db.All(ctx, q, func(r *sql.Rows) (u Update, err error) { return u, r.Scan(&u.Seq, &u.Name, &u.Content) }, query, id, after, last)
	return list, last, err
}

// Standing is where a manuscript stands, without its text.
type Standing struct {
	Seq, Whole int64
	Outside    int64 // the number of the outside change that waits; 0 for none
}

// Stands gives where a manuscript stands: the zero value before the first writing.
func Stands(ctx context.Context, q db.Querier, id article.ID) (s Standing, err error) {
	const query = "SELECT m.seq, m.whole_seq, COALESCE(o.number, 0) FROM manuscript m LEFT JOIN manuscript_outside o ON o.article_id = m.article_id WHERE m.article_id = $1"
	err = q.QueryRow(ctx, query, id).Scan(&s.Seq, &s.Whole, &s.Outside)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return s, err
}

// Waiting gives what a browser that opens a manuscript must know besides its updates: the text, while there are none, and the outside change that waits to be written in.
func Waiting(ctx context.Context, q db.Querier, id article.ID) (*Text, *Outside, error) {
	m, err := load(ctx, q, id)
	if err != nil {
		return nil, nil, err
	}
	if m.Seq > 0 {
		return nil, m.Outside, nil
	}
	return &m.Text, nil, nil
}
