package frontpage

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/fault"
	"griot/internal/page"
	"griot/internal/staff"
)

// MaxLines is how many lines of a language may run or wait at once: readers see TickerLength of them.
const MaxLines = 20

// Why an act on the breaking news was refused.
const (
	BreakingMany    staff.Reason = "breaking_many"
	BreakingOver    staff.Reason = "breaking_over"
	BreakingTwice   staff.Reason = "breaking_twice"
	BreakingArticle staff.Reason = "breaking_article"
)

// Lines lists every line of a language that has not expired, in the order in which they will stand, with its own address only.
func Lines(ctx context.Context, q db.Querier, now time.Time, language string) ([]Breaking, error) {
	const query = `SELECT id, language, text, COALESCE(article_id, 0), url, position, pushed_at, expires_at FROM breaking
WHERE language = $1 AND expires_at > $2 ORDER BY position, pushed_at DESC, id DESC`
	list, err := db.All(ctx, q, scanBreaking, query, language, db.Millis(now))
	if err != nil {
		return nil, fmt.Errorf("list breaking lines: %w", err)
	}
	return list, nil
}

// Line is a line that has not expired; fault.NotFound for any other.
func Line(ctx context.Context, q db.Querier, now time.Time, id BreakingID) (*Breaking, error) {
	const query = `SELECT id, language, text, COALESCE(article_id, 0), url, position, pushed_at, expires_at FROM breaking WHERE id = $1`
	list, err := db.All(ctx, q, scanBreaking, query, id)
	if err != nil {
		return nil, fmt.Errorf("find breaking line %d: %w", id, err)
	}
	if len(list) == 0 || !list[0].Expires.After(now) {
		return nil, fault.Wrap(fault.NotFound, BreakingOver, "this breaking line has ended")
	}
	return &list[0], nil
}

// Announce pushes a line, before the others of its language. One that runs already, word for word, is refused: so somebody may press twice.
func Announce(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, b *Breaking) error {
	if err := staff.Demand(by.Role, staff.PushBreaking); err != nil {
		return err
	}
	lines, err := Lines(ctx, tx, now, b.Language)
	if err != nil {
		return err
	}
	b.Pushed, b.Position = now, 0
	if err := b.check(); err != nil {
		return err
	}
	switch {
	case len(lines) >= MaxLines:
		return fault.Wrap(fault.Conflict, BreakingMany, "%d breaking lines run or wait: end one of them first", MaxLines)
	case slices.ContainsFunc(lines, func(l Breaking) bool { return l.Text == b.Text }):
		return fault.Wrap(fault.Conflict, BreakingTwice, "this line runs already")
	}
	if err := linkable(ctx, tx, b.Article); err != nil {
		return err
	}
	if len(lines) > 0 {
		b.Position = lines[0].Position // and before it, being newer
	}
	if err := Push(ctx, tx, b); err != nil {
		return err
	}
	return staff.Audit(ctx, tx, now, by, staff.Deed{Act: "breaking.push", Subject: b.subject(), After: b.audited()})
}

// Reword changes the text, the link and the end of a line that has not expired.
func Reword(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, b *Breaking) error {
	if err := staff.Demand(by.Role, staff.PushBreaking); err != nil {
		return err
	}
	was, err := Line(ctx, tx, now, b.ID)
	if err != nil {
		return err
	}
	b.Language, b.Pushed, b.Position = was.Language, was.Pushed, was.Position
	if err := b.check(); err != nil {
		return err
	}
	if !b.Expires.After(now) {
		return fault.Wrap(fault.Invalid, BreakingExpiry, "a breaking line ends in the future")
	}
	if b.Article != was.Article {
		if err := linkable(ctx, tx, b.Article); err != nil {
			return err
		}
	}
	article := sql.NullInt64{Int64: b.Article, Valid: b.Article != 0}
	if _, err := tx.Exec(ctx, "UPDATE breaking SET text = $2, article_id = $3, url = $4, expires_at = $5 WHERE id = $1", b.ID, b.Text, article, b.URL, db.Millis(b.Expires)); err != nil {
		return fmt.Errorf("change breaking line %d: %w", b.ID, err)
	}
	if err := staff.Audit(ctx, tx, now, by, staff.Deed{Act: "breaking.change", Subject: b.subject(), Before: was.audited(), After: b.audited()}); err != nil {
		return err
	}
	return event.Append(ctx, tx, now, page.Ticker)
}

// End has a line expire now.
func End(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, id BreakingID) error {
	if err := staff.Demand(by.Role, staff.PushBreaking); err != nil {
		return err
	}
	was, err := Line(ctx, tx, now, id)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE breaking SET expires_at = $2 WHERE id = $1", id, db.Millis(now)); err != nil {
		return fmt.Errorf("end breaking line %d: %w", id, err)
	}
	if err := staff.Audit(ctx, tx, now, by, staff.Deed{Act: "breaking.end", Subject: was.subject(), Before: was.audited()}); err != nil {
		return err
	}
	return event.Append(ctx, tx, now, page.Ticker)
}

// Arrange puts the lines of a language in an order. Lines that it does not name, because they were pushed meanwhile, come first; those that have ended are passed over.
func Arrange(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, language string, order []BreakingID) error {
	if err := staff.Demand(by.Role, staff.PushBreaking); err != nil {
		return err
	}
	lines, err := Lines(ctx, tx, now, language)
	if err != nil {
		return err
	}
	was := numbersOf(lines)
	slices.SortStableFunc(lines, func(a, b Breaking) int { return cmp.Compare(slices.Index(order, a.ID), slices.Index(order, b.ID)) })
	is := numbersOf(lines)
	if slices.Equal(was, is) {
		return nil
	}
	for i := range lines {
		if _, err := tx.Exec(ctx, "UPDATE breaking SET position = $2 WHERE id = $1", lines[i].ID, i); err != nil {
			return fmt.Errorf("order breaking lines: %w", err)
		}
	}
	if err := staff.Audit(ctx, tx, now, by, staff.Deed{Act: "breaking.order", Subject: "breaking:" + language, Before: was, After: is}); err != nil {
		return err
	}
	return event.Append(ctx, tx, now, page.Ticker)
}

// Shift moves a line by so many places towards the first (negative) or the last.
func Shift(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, id BreakingID, places int) error {
	line, err := Line(ctx, tx, now, id)
	if err != nil {
		return err
	}
	lines, err := Lines(ctx, tx, now, line.Language)
	if err != nil {
		return err
	}
	order := slices.DeleteFunc(numbersOf(lines), func(other BreakingID) bool { return other == id })
	at := slices.IndexFunc(lines, func(other Breaking) bool { return other.ID == id }) + places
	return Arrange(ctx, tx, now, by, line.Language, slices.Insert(order, min(max(at, 0), len(order)), id))
}

func numbersOf(lines []Breaking) (ids []BreakingID) {
	for i := range lines {
		ids = append(ids, lines[i].ID)
	}
	return ids
}

// linkable is nil when a line may lead to an article: readers must find it. 0 is no article.
func linkable(ctx context.Context, q db.Querier, id int64) error {
	if id == 0 {
		return nil
	}
	var status string
	err := q.QueryRow(ctx, "SELECT status FROM article WHERE id = $1", id).Scan(&status)
	if errors.Is(err, sql.ErrNoRows) || err == nil && status != string(article.Published) {
		return fault.Wrap(fault.Invalid, BreakingArticle, "there is no published article %d", id)
	}
	if err != nil {
		return fmt.Errorf("find article %d: %w", id, err)
	}
	return nil
}

func (b *Breaking) subject() string { return "breaking:" + strconv.FormatInt(int64(b.ID), 10) }

// audited is what the audit log keeps of a line: not its words, which may have to be sealed one day (ADR 18).
func (b *Breaking) audited() any {
	return struct {
		Language string    `json:"language"`
		Article  int64     `json:"article,omitempty"`
		Linked   bool      `json:"linked"`
		Expires  time.Time `json:"expires"`
	}{b.Language, b.Article, b.Article != 0 || b.URL != "", b.Expires}
}
