// Package remark is what colleagues say about an article while it is made: remarks on its text, which its writers read and answer, and notes among themselves.
//
// What it promises:
//
//   - Nothing of it is in an article, in its manuscript or in a revision: it cannot reach readers, programs, previews or exports with them.
//   - Who may see an article may remark on it, but contributors see and write remarks on articles of their own alone. Notes among colleagues are for those whom staff.NoteColleagues names; no contributor
//     sees any.
//   - A remark stays when its passage changes: Places says that the words are not in the text any more.
//   - Whoever is concerned is told (notice), and whoever is mentioned, if they may see it.
package remark

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/staff"
)

// ID numbers a remark.
type ID int64

// Passage is some words of a text, as somebody selected or copied them.
type Passage struct {
	Quote  string // "" is the whole text
	Before string // what stood before it, a few words
	After  string
	Anchor string // the browser's own mark of the place in the shared document; "" without one
}

// Remark is a remark on a text, with its answers, or an answer.
type Remark struct {
	ID       ID
	Article  article.ID
	To       ID // that it answers; 0: none
	By       staff.AccountID
	Name     string // of By, as it is now
	Text     string // lines of plain text; "": it was taken back
	Passage  Passage
	At       time.Time
	Resolved time.Time // zero: open
	Resolver string    // who resolved it
	Answers  []Remark  // in their order
}

// Limits, in letters but for maxAnchor, in bytes.
const (
	MaxText    = 2000
	MaxQuote   = 1000
	maxContext = 80
	maxAnchor  = 1000
	MaxRemarks = 200 // on an article, and as many answers to each
)

// Why nothing was written down.
const (
	NothingSaid staff.Reason = "remark_nothing_said"
	TooLong     staff.Reason = "remark_too_long"
	TooMany     staff.Reason = "remark_too_many"
	NotInText   staff.Reason = "remark_not_in_text"
	NotYours    staff.Reason = "remark_not_yours"
)

// May reports whether a role may see and write remarks on an article. own says whether it is theirs.
func May(role staff.Role, own bool) bool {
	return staff.May(role, staff.WriteArticle) && article.MaySee(role, article.Draft, own)
}

// demand is nil when somebody may see and write remarks on an article.
func demand(ctx context.Context, q db.Querier, by staff.Actor, a *article.Article) error {
	own, err := article.Owns(ctx, q, by.ID, a)
	if err == nil && !May(by.Role, own) {
		err = fault.Wrap(fault.Forbidden, NotYours, "these remarks are not yours to see")
	}
	return err
}

// written gives what somebody wrote as it is kept: lines of plain text.
func written(said string) (string, error) {
	said = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r == '\n' || !unicode.IsControl(r) {
			return r
		}
		return -1
	}, strings.ToValidUTF8(strings.ReplaceAll(said, "\t", " "), "")))
	switch {
	case said == "":
		return "", fault.Wrap(fault.Invalid, NothingSaid, "nothing is said")
	case utf8.RuneCountInString(said) > MaxText:
		return "", fault.Wrap(fault.Invalid, TooLong, "this takes at most %d letters", MaxText)
	}
	return said, nil
}

const selectRemark = `SELECT r.id, r.article_id, r.answers, r.account_id, COALESCE(w.name, ''), r.text, r.quote, r.before, r.after, r.anchor, r.at, r.resolved_at, COALESCE(s.name, '')
FROM remark r LEFT JOIN account w ON w.id = r.account_id LEFT JOIN account s ON s.id = r.resolved_by `

func scan(row interface{ Scan(dest ...any) error }) (r Remark, err error) {
	var at, resolved int64
	p := &r.Passage
	err = row.Scan(&r.ID, &r.Article, &r.To, &r.By, &r.Name, &r.Text, &p.Quote, &p.Before, &p.After, &p.Anchor, &at, &resolved, &r.Resolver)
	r.At, r.Resolved = db.Time(at), db.Time(resolved)
	return r, err
}

// On lists the remarks on an article, the oldest first, each with its answers. Its error is fault.Forbidden for those who may not see them.
func On(ctx context.Context, q db.Querier, by staff.Actor, a *article.Article) (list []Remark, err error) {
	if err := demand(ctx, q, by, a); err != nil {
		return nil, err
	}
	all, err := db.All(ctx, q, func(rows *sql.Rows) (Remark, error) { return scan(rows) }, selectRemark+"WHERE r.article_id = $1 ORDER BY r.id", a.ID)
	if err != nil {
		return nil, fmt.Errorf("remarks on article %d: %w", a.ID, err)
	}
	at := map[ID]int{}
	for _, r := range all {
		if i, known := at[r.To]; known {
			list[i].Answers = append(list[i].Answers, r)
			continue
		}
		at[r.ID] = len(list)
		list = append(list, r)
	}
	return list, nil
}

// one is a remark on an article that begins a thread.
func one(ctx context.Context, q db.Querier, id article.ID, number ID) (*Remark, error) {
	r, err := scan(q.QueryRow(ctx, selectRemark+"WHERE r.id = $1 AND r.article_id = $2 AND r.answers = 0", number, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "there is no such remark")
	}
	if err != nil {
		return nil, fmt.Errorf("find remark: %w", err)
	}
	return &r, nil
}

// Open counts the open remarks on articles; those without any are left out. Whoever asks may see them.
func Open(ctx context.Context, q db.Querier, ids []article.ID) (map[article.ID]int, error) {
	open := map[article.ID]int{}
	if len(ids) == 0 {
		return open, nil
	}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	query := "SELECT article_id, COUNT(*) FROM remark WHERE answers = 0 AND resolved_at = 0 AND article_id IN (" + db.Placeholders(1, len(ids)) + ") GROUP BY article_id"
	_, err := db.All(ctx, q, func(rows *sql.Rows) (struct{}, error) {
		var id article.ID
		var n int
		err := rows.Scan(&id, &n)
		open[id] = n
		return struct{}{}, err
	}, query, args...)
	if err != nil {
		return nil, fmt.Errorf("count remarks: %w", err)
	}
	return open, nil
}
