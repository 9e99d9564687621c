package remark

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/notice"
	"griot/internal/staff"
)

// TakeBack takes back a remark or an answer, for who said it alone: its words are gone for everybody, and from what others were told. A remark that others answered keeps its place, so that their answers
// have theirs. Its errors are fault.NotFound, and fault.Forbidden for what somebody else said.
func TakeBack(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, a *article.Article, id ID) error {
	if err := demand(ctx, tx, by, a); err != nil {
		return err
	}
	r, err := scan(tx.QueryRow(ctx, selectRemark+"WHERE r.id = $1 AND r.article_id = $2", id, a.ID))
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(fault.NotFound, "there is no such remark")
	}
	if err != nil {
		return fmt.Errorf("find remark: %w", err)
	}
	if err := takeBack(ctx, tx, now, by, a, said{"remark", int64(id), r.By, r.At}, "SELECT COUNT(*) FROM remark WHERE answers = $1"); err != nil {
		return err
	}
	const bare = "DELETE FROM remark WHERE id = $1 AND text = '' AND NOT EXISTS (SELECT 1 FROM remark o WHERE o.answers = $1)"
	if _, err := tx.Exec(ctx, bare, r.To); err != nil { // what it answered may have been taken back before
		return fmt.Errorf("take back remark %d: %w", id, err)
	}
	return nil
}

// TakeBackNote is TakeBack for a note among colleagues. It keeps its place where somebody wrote after it.
func TakeBackNote(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, a *article.Article, id int64) error {
	if err := demandNotes(by, a); err != nil {
		return err
	}
	var at int64
	s := said{table: "colleague_note", id: id}
	err := tx.QueryRow(ctx, "SELECT account_id, at FROM colleague_note WHERE id = $1 AND article_id = $2", id, a.ID).Scan(&s.by, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(fault.NotFound, "there is no such note")
	}
	if err != nil {
		return fmt.Errorf("find note: %w", err)
	}
	s.at = db.Time(at)
	return takeBack(ctx, tx, now, by, a, s, "SELECT COUNT(*) FROM colleague_note n JOIN colleague_note own ON own.article_id = n.article_id AND n.id > own.id WHERE own.id = $1")
}

// said is what somebody said: a row of a table.
type said struct {
	table string
	id    int64
	by    staff.AccountID
	at    time.Time
}

// takeBack removes what was said, or its words alone where others follow it; follow counts these. The audit log says that it was done, and none of the words.
func takeBack(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, a *article.Article, s said, follow string) error {
	if s.by != by.ID {
		return fault.Wrap(fault.Forbidden, NotYours, "only who said it takes it back")
	}
	var after int
	if err := tx.QueryRow(ctx, follow, s.id).Scan(&after); err != nil {
		return fmt.Errorf("what follows %s %d: %w", s.table, s.id, err)
	}
	act := "DELETE FROM " + s.table + " WHERE id = $1"
	if after > 0 {
		act = "UPDATE " + s.table + " SET text = '' WHERE id = $1"
	}
	if _, err := tx.Exec(ctx, act, s.id); err != nil {
		return fmt.Errorf("take back %s %d: %w", s.table, s.id, err)
	}
	if err := notice.Unsay(ctx, tx, int64(a.ID), s.by, s.at); err != nil {
		return err
	}
	deed := staff.Deed{Act: "remark.takeback", Subject: "article:" + strconv.FormatInt(int64(a.ID), 10), Before: map[string]int64{s.table: s.id}}
	return staff.Audit(ctx, tx, now, by, deed)
}
