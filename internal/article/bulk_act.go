package article

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/job"
	"griot/internal/staff"
)

// Bounds of bulk acts.
const (
	MaxBulk  = 5_000               // articles of one
	BulkSoon = 50                  // so many articles are changed while somebody waits; more, in the background
	UndoFor  = 30 * 24 * time.Hour // from the beginning of an act
	gathered = 24 * time.Hour      // what was gathered and never begun is forgotten
	soonDead = 30 * time.Second    // after which the background takes up an act whose request died
)

// BulkID numbers a bulk act.
type BulkID int64

// BulkState is how far an act is.
type BulkState string

// The states.
const (
	BulkGathered BulkState = "gathered" // the articles are chosen, nothing was done
	BulkRunning  BulkState = "running"
	BulkDone     BulkState = "done"
	BulkUndoing  BulkState = "undoing"
	BulkUndone   BulkState = "undone"
)

// BulkAct is one change to many articles, as far as it is.
type BulkAct struct {
	ID       BulkID
	By       staff.AccountID
	Name     string // of By
	State    BulkState
	Articles int // that were chosen
	Bulk         // zero before it is begun
	Gathered time.Time
	Begun    time.Time
	Ended    time.Time
	UndoBy   staff.AccountID
	UndoAt   time.Time
	Undone   time.Time
}

// Undoable reports whether it is not too late, and not done already.
func (a *BulkAct) Undoable(now time.Time) bool {
	return (a.State == BulkDone || a.State == BulkRunning) && now.Before(a.Begun.Add(UndoFor))
}

// Gather notes the articles that somebody chose, those that they may see, before they say what to do with them. It is fault.TooLarge for more than MaxBulk, and fault.Invalid for none.
func Gather(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, ids []ID) (BulkID, error) {
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(ids) > MaxBulk {
		return 0, fault.Wrap(fault.TooLarge, BulkTooMany, "at most %d articles are changed at once", MaxBulk)
	}
	seen, err := seenAmong(ctx, tx, by, ids)
	if err != nil {
		return 0, err
	}
	if len(seen) == 0 {
		return 0, fault.Wrap(fault.Invalid, BulkNone, "choose at least one article")
	}
	if _, err := tx.Exec(ctx, "DELETE FROM bulk_act WHERE begun_at = 0 AND gathered_at < $1", db.Millis(now.Add(-gathered))); err != nil {
		return 0, fmt.Errorf("gather articles: %w", err)
	}
	var id BulkID
	const insert = "INSERT INTO bulk_act (account_id, state, articles, gathered_at) VALUES ($1, $2, $3, $4) RETURNING id"
	if err := tx.QueryRow(ctx, insert, by.ID, string(BulkGathered), len(seen), db.Millis(now)).Scan(&id); err != nil {
		return 0, fmt.Errorf("gather articles: %w", err)
	}
	for some := range slices.Chunk(seen, inChunk) {
		in, args := inList(some)
		args = append(args, id)
		if _, err := tx.Exec(ctx, fmt.Sprintf("INSERT INTO bulk_item (act_id, article_id) SELECT CAST($%d AS BIGINT), id FROM article WHERE id IN (%s)", len(args), in), args...); err != nil {
			return 0, fmt.Errorf("gather articles: %w", err)
		}
	}
	return id, nil
}

// inChunk bounds the numbers in one IN.
const inChunk = 496

// seenAmong are those of some articles that somebody may see.
func seenAmong(ctx context.Context, q db.Querier, by staff.Actor, ids []ID) (seen []ID, err error) {
	for some := range slices.Chunk(ids, inChunk) {
		list, err := Seek(ctx, q, Sought{Among: some, For: by, Limit: len(some)})
		if err != nil {
			return nil, err
		}
		seen = append(seen, list...)
	}
	return seen, nil
}

const bulkColumns = `b.id, b.account_id, COALESCE(c.name, ''), b.state, b.articles, b.what, b.subject_id, b.with_id, b.reason, b.gathered_at, b.begun_at, b.ended_at, b.undo_account, b.undo_at, b.undone_at
FROM bulk_act b LEFT JOIN account c ON c.id = b.account_id `

func scanBulk(row interface{ Scan(dest ...any) error }) (b BulkAct, err error) {
	var gathered, begun, ended, undo, undone int64
	err = row.Scan(&b.ID, &b.By, &b.Name, &b.State, &b.Articles, &b.What, &b.Subject, &b.With, &b.Reason, &gathered, &begun, &ended, &b.UndoBy, &undo, &undone)
	b.Gathered, b.Begun, b.Ended, b.UndoAt, b.Undone = db.Time(gathered), db.Time(begun), db.Time(ended), db.Time(undo), db.Time(undone)
	return b, err
}

// BulkByID is an act that somebody may see: their own, and any for whoever sees to everybody's work. Another is fault.NotFound.
func BulkByID(ctx context.Context, q db.Querier, by staff.Actor, id BulkID) (*BulkAct, error) {
	b, err := scanBulk(q.QueryRow(ctx, "SELECT "+bulkColumns+"WHERE b.id = $1", id))
	if errors.Is(err, sql.ErrNoRows) || err == nil && b.By != by.ID && !staff.May(by.Role, staff.Assign) {
		return nil, fault.New(fault.NotFound, "no such act")
	}
	if err != nil {
		return nil, fmt.Errorf("find bulk act %d: %w", id, err)
	}
	return &b, nil
}

// BulkActs lists the acts that somebody may see and that were begun, the newest first, before a number; 0 begins with the newest.
func BulkActs(ctx context.Context, q db.Querier, by staff.Actor, before BulkID, limit int) ([]BulkAct, error) {
	w := where{}
	w.add("b.begun_at <> 0")
	if before != 0 {
		w.add("b.id < ?", before)
	}
	if !staff.May(by.Role, staff.Assign) {
		w.add("b.account_id = ?", by.ID)
	}
	list, err := db.All(ctx, q, func(rows *sql.Rows) (BulkAct, error) { return scanBulk(rows) },
		fmt.Sprintf("SELECT %sWHERE %s ORDER BY b.id DESC LIMIT %d", bulkColumns, strings.Join(w.conditions, " AND "), limit), w.args...)
	if err != nil {
		return nil, fmt.Errorf("list bulk acts: %w", err)
	}
	return list, nil
}

// Chosen lists some of the articles of an act, the newest first.
func (a *BulkAct) Chosen(ctx context.Context, q db.Querier, limit int) ([]ID, error) {
	ids, err := db.All(ctx, q, scanID, "SELECT article_id FROM bulk_item WHERE act_id = $1 ORDER BY article_id DESC LIMIT $2", a.ID, limit)
	if err != nil {
		return nil, fmt.Errorf("list the articles of bulk act %d: %w", a.ID, err)
	}
	return ids, nil
}

// Begin begins an act on the articles that were gathered, and writes its line into the audit log. Sent again, it is nothing; another change to the same articles is fault.Conflict. RunBulk or the job
// makes the changes.
func Begin(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, id BulkID, what Bulk) error {
	what.Named = ""
	if err := what.check(); err != nil {
		return err
	}
	a, err := holdBulk(ctx, tx, by, id)
	if err != nil {
		return err
	}
	if a.By != by.ID {
		return fault.New(fault.NotFound, "no such act")
	}
	if a.State != BulkGathered {
		if a.Bulk == what {
			return nil
		}
		return fault.Wrap(fault.Conflict, BulkIsAnother, "these articles were changed otherwise: choose them again")
	}
	if _, err := what.living(ctx, tx); err != nil {
		return err
	}
	const update = "UPDATE bulk_act SET state = $2, what = $3, subject_id = $4, with_id = $5, reason = $6, begun_at = $7 WHERE id = $1"
	if _, err := tx.Exec(ctx, update, id, string(BulkRunning), string(what.What), what.Subject, what.With, what.Reason, db.Millis(now)); err != nil {
		return fmt.Errorf("begin bulk act %d: %w", id, err)
	}
	if err := enqueueBulk(ctx, tx, now, id, a.Articles); err != nil {
		return err
	}
	before, err := a.spread(ctx, tx, &what)
	if err != nil {
		return err
	}
	return staff.Audit(ctx, tx, now, by, staff.Deed{Act: "article.bulk", Subject: id.subject(), Before: before, After: what.told(a.Articles)})
}

// Undo begins to put back what an act changed. One that runs stops. It is fault.Conflict for what is undone already, or begun too long ago.
func Undo(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, id BulkID) error {
	a, err := holdBulk(ctx, tx, by, id)
	if err != nil {
		return err
	}
	switch {
	case a.State == BulkUndoing || a.State == BulkUndone:
		return nil
	case !a.Undoable(now):
		return fault.Wrap(fault.Conflict, BulkOver, "this act can be undone no more")
	}
	const update = "UPDATE bulk_act SET state = $2, undo_account = $3, undo_at = $4 WHERE id = $1"
	if _, err := tx.Exec(ctx, update, id, string(BulkUndoing), by.ID, db.Millis(now)); err != nil {
		return fmt.Errorf("undo bulk act %d: %w", id, err)
	}
	if err := enqueueBulk(ctx, tx, now, id, a.Articles); err != nil {
		return err
	}
	return staff.Audit(ctx, tx, now, by, staff.Deed{Act: "article.bulk_undo", Subject: id.subject(), Before: a.told(a.Articles)})
}

// holdBulk is an act that nobody else goes on with until the transaction ends. It differs on PostgreSQL, where several write at once.
func holdBulk(ctx context.Context, tx *db.Tx, by staff.Actor, id BulkID) (*BulkAct, error) {
	if tx.Engine() == db.Postgres {
		var held BulkID
		err := tx.QueryRow(ctx, "SELECT id FROM bulk_act WHERE id = $1 FOR UPDATE", id).Scan(&held)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, fmt.Errorf("hold bulk act %d: %w", id, err)
		}
	}
	return BulkByID(ctx, tx, by, id)
}

// enqueueBulk has the background go on with an act: at once, or when the request that does it has died.
func enqueueBulk(ctx context.Context, tx *db.Tx, now time.Time, id BulkID, articles int) error {
	at := now
	if articles <= BulkSoon {
		at = now.Add(soonDead)
	}
	return job.Enqueue(ctx, tx, now, BulkJob, id, job.Options{At: at, Unique: id.key()})
}

func (id BulkID) key() string { return fmt.Sprint(int64(id)) }

func (id BulkID) subject() string { return "bulk:" + id.key() }

// told is what the audit log says of a change. A reason is no part of it: a line is for good, and words may have to be sealed one day.
func (b *Bulk) told(articles int) map[string]any {
	m := map[string]any{"what": b.What, "articles": articles}
	if b.Subject != 0 {
		m["subject"] = b.Subject
	}
	if b.With != 0 {
		m["with"] = b.With
	}
	return m
}
