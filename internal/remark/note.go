package remark

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/notice"
	"griot/internal/staff"
)

// Note is a note on an article among colleagues.
type Note struct {
	ID   int64
	By   staff.AccountID
	Name string // of By, as it is now
	Text string // lines of plain text; "": it was taken back
	At   time.Time
}

// MaxNotes bounds the notes on an article: it is a short talk, and what is longer belongs elsewhere.
const MaxNotes = 200

// MayNote reports whether a role may read and write notes among colleagues on an article in a state.
func MayNote(role staff.Role, status article.Status) bool {
	return staff.May(role, staff.NoteColleagues) && article.MaySee(role, status, false)
}

func demandNotes(by staff.Actor, a *article.Article) error {
	if MayNote(by.Role, a.Status) {
		return nil
	}
	return fault.Wrap(fault.Forbidden, NotYours, "these notes are not yours to see")
}

// Notes lists the notes on an article, the oldest first. Its error is fault.Forbidden for those who may not see them.
func Notes(ctx context.Context, q db.Querier, by staff.Actor, a *article.Article) ([]Note, error) {
	if err := demandNotes(by, a); err != nil {
		return nil, err
	}
	const query = "SELECT n.id, n.account_id, COALESCE(w.name, ''), n.text, n.at FROM colleague_note n LEFT JOIN account w ON w.id = n.account_id WHERE n.article_id = $1 ORDER BY n.id"
	list, err := db.All(ctx, q, func(rows *sql.Rows) (n Note, err error) {
		var at int64
		err = rows.Scan(&n.ID, &n.By, &n.Name, &n.Text, &at)
		n.At = db.Time(at)
		return n, err
	}, query, a.ID)
	if err != nil {
		return nil, fmt.Errorf("notes on article %d: %w", a.ID, err)
	}
	return list, nil
}

// NoteCount counts the notes on an article that somebody may see.
func NoteCount(ctx context.Context, q db.Querier, by staff.Actor, a *article.Article) (n int, err error) {
	if !MayNote(by.Role, a.Status) {
		return 0, nil
	}
	err = q.QueryRow(ctx, "SELECT COUNT(*) FROM colleague_note WHERE article_id = $1", a.ID).Scan(&n)
	return n, err
}

// AddNote writes a note on an article, and tells those of its people who may see it.
func AddNote(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, a *article.Article, said string) error {
	if err := demandNotes(by, a); err != nil {
		return err
	}
	said, err := written(said)
	if err != nil {
		return err
	}
	there, err := NoteCount(ctx, tx, by, a)
	if err != nil {
		return err
	}
	if there >= MaxNotes {
		return fault.Wrap(fault.Conflict, TooMany, "there are %d already", there)
	}
	if _, err := tx.Exec(ctx, "INSERT INTO colleague_note (article_id, account_id, text, at) VALUES ($1, $2, $3, $4)", a.ID, by.ID, said, db.Millis(now)); err != nil {
		return fmt.Errorf("add note to article %d: %w", a.ID, err)
	}
	people, err := article.Owners(ctx, tx, a)
	if err != nil {
		return err
	}
	return tell(ctx, tx, now, by, a, saying{what: notice.Note, place: notice.InNotes, said: said, people: people, sees: seesNotes})
}
