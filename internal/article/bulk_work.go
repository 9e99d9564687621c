package article

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/job"
	"griot/internal/masthead"
	"griot/internal/staff"
)

// BulkJob goes on with the bulk act whose number is its payload.
const BulkJob = "article.bulk"

// What became of an article of an act.
const (
	itemWaits  = ""
	itemDone   = "done"
	itemSame   = "same"
	itemLeft   = "left"
	itemUndone = "undone"
	itemStays  = "stays"
)

const (
	bulkSlice   = 10 * time.Second // after which a worker gives the act back to the queue, so that its lease never runs out
	bulkPatient = 3                // how often an article is tried that fails for no fault of anybody's, before the act goes on without it
)

// Bulks goes on with bulk acts, an article a transaction: whoever publishes meanwhile waits for one at most. An act whose worker was killed goes on where it was, and no article is changed twice: what
// became of it is written with the change.
type Bulks struct {
	DB  *db.DB
	Now func() time.Time
}

// Work is the work behind BulkJob.
func (w *Bulks) Work(ctx context.Context, j job.Job) error {
	var id BulkID
	if err := json.Unmarshal(j.Payload, &id); err != nil {
		return err
	}
	until := w.Now().Add(bulkSlice)
	for first := true; first || w.Now().Before(until) && ctx.Err() == nil; first = false {
		more, err := w.paced(ctx, id, j.Attempt >= bulkPatient, false)
		if err != nil || !more {
			return err
		}
		if first { // it gets on: however often workers die from now on, the act is not given up
			if err := w.again(ctx, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// again has the job that runs wait once more, with all its attempts before it.
func (w *Bulks) again(ctx context.Context, id BulkID) error {
	ctx = context.WithoutCancel(ctx)
	return w.DB.Transact(ctx, func(tx *db.Tx) error {
		return job.Enqueue(ctx, tx, w.Now(), BulkJob, id, job.Options{Unique: id.key()})
	})
}

// Finish goes through an act at once, for one of few articles while somebody waits.
func (w *Bulks) Finish(ctx context.Context, id BulkID) error {
	for more := true; more; {
		var err error
		if more, err = w.paced(ctx, id, false, true); err != nil {
			return fmt.Errorf("go on with bulk act %d: %w", id, err)
		}
	}
	return nil
}

// paced sees to the next article of an act, and rests; soon says that somebody waits.
func (w *Bulks) paced(ctx context.Context, id BulkID, passOver, soon bool) (more bool, err error) {
	began := w.Now()
	if more, err = w.step(ctx, id, passOver); err != nil || !more {
		return more, err
	}
	select {
	case <-ctx.Done():
	case <-time.After(w.rest(soon) * w.Now().Sub(began)):
	}
	return more, nil
}

// rest is how many times as long as an article took nothing is done after it. On SQLite whoever publishes has their turn next anyhow; on PostgreSQL they count the same lists, lose against each
// article that comes between their beginning and their end, and must find room to be quicker.
func (w *Bulks) rest(soon bool) time.Duration {
	switch {
	case w.DB.Engine() == db.Postgres && soon:
		return 3
	case w.DB.Engine() == db.Postgres:
		return 7
	case soon:
		return 0
	}
	return 1
}

// step sees to the next article of an act, and says whether there may be another. What is no fault of the article's is given back as an error, unless it is to be passed over.
func (w *Bulks) step(ctx context.Context, id BulkID, passOver bool) (more bool, err error) {
	var next ID
	err = w.DB.Transact(ctx, func(tx *db.Tx) (err error) {
		more, next, err = w.one(ctx, tx, id)
		return err
	})
	if kind := fault.Of(err); err == nil || next == 0 || ctx.Err() != nil || !passOver && (kind == fault.Internal || kind == fault.Unavailable) {
		return more, err
	}
	why := whyOf(err)
	err = w.DB.Transact(ctx, func(tx *db.Tx) error {
		a, err := holdBulk(ctx, tx, program(), id)
		if err != nil {
			return err
		}
		if a.State == BulkUndoing {
			return became(ctx, tx, id, next, itemDone, itemStays, why)
		}
		return became(ctx, tx, id, next, itemWaits, itemLeft, why)
	})
	return true, err
}

// program is whoever may see every act.
func program() staff.Actor { return staff.Actor{Role: staff.Administrator} }

// one sees to the next article of an act in one transaction; when there is none, the act has ended.
func (w *Bulks) one(ctx context.Context, tx *db.Tx, id BulkID) (more bool, next ID, err error) {
	a, err := holdBulk(ctx, tx, program(), id)
	if fault.Is(err, fault.NotFound) {
		return false, 0, nil
	}
	if err != nil {
		return false, 0, err
	}
	waits, do, end := itemWaits, w.change, BulkDone
	switch a.State {
	case BulkRunning:
	case BulkUndoing:
		waits, do, end = itemDone, w.undo, BulkUndone
	default:
		return false, 0, nil
	}
	err = tx.QueryRow(ctx, "SELECT article_id FROM bulk_item WHERE act_id = $1 AND outcome = $2 ORDER BY article_id LIMIT 1", id, waits).Scan(&next)
	if errors.Is(err, sql.ErrNoRows) {
		return false, 0, w.end(ctx, tx, a, end)
	}
	if err != nil {
		return false, 0, fmt.Errorf("find the next article of bulk act %d: %w", id, err)
	}
	paper, err := masthead.Load(ctx, tx)
	if err != nil {
		return false, next, err
	}
	return true, next, do(ctx, tx, paper, a, next)
}

// end closes an act that has been through all its articles.
func (w *Bulks) end(ctx context.Context, tx *db.Tx, a *BulkAct, state BulkState) error {
	column := map[BulkState]string{BulkDone: "ended_at", BulkUndone: "undone_at"}[state]
	if _, err := tx.Exec(ctx, "UPDATE bulk_act SET state = $2, "+column+" = $3 WHERE id = $1", a.ID, string(state), db.Millis(w.Now())); err != nil {
		return fmt.Errorf("end bulk act %d: %w", a.ID, err)
	}
	return job.Cancel(ctx, tx, BulkJob, a.ID.key())
}

// change makes the change to an article, as whoever began the act may today.
func (w *Bulks) change(ctx context.Context, tx *db.Tx, paper *masthead.Newspaper, b *BulkAct, id ID) error {
	a, err := ByID(ctx, tx, id)
	if err != nil {
		return err
	}
	what, err := b.living(ctx, tx)
	if err != nil {
		return err
	}
	before := b.field(a)
	if what.apply(a); b.field(a) == before {
		return became(ctx, tx, b.ID, id, itemWaits, itemSame, "")
	}
	by, err := actorNow(ctx, tx, b.By)
	if err != nil {
		return err
	}
	if err := Save(ctx, tx, paper, w.Now(), a, Change{By: by, act: b.ID}); err != nil {
		return err
	}
	const update = "UPDATE bulk_item SET before = $3, after = $4 WHERE act_id = $1 AND article_id = $2"
	if _, err := tx.Exec(ctx, update, b.ID, id, before, b.field(a)); err != nil {
		return err
	}
	return became(ctx, tx, b.ID, id, itemWaits, itemDone, "")
}

// undo puts back what the act changed of an article, unless somebody changed the same since.
func (w *Bulks) undo(ctx context.Context, tx *db.Tx, paper *masthead.Newspaper, b *BulkAct, id ID) error {
	var before, after string
	if err := tx.QueryRow(ctx, "SELECT before, after FROM bulk_item WHERE act_id = $1 AND article_id = $2", b.ID, id).Scan(&before, &after); err != nil {
		return err
	}
	a, err := ByID(ctx, tx, id)
	if err != nil {
		return err
	}
	if b.field(a) != after {
		return became(ctx, tx, b.ID, id, itemDone, itemStays, ChangedSince)
	}
	if err := b.putBack(a, before, w.Now()); err != nil {
		return err
	}
	there := *a
	if err := there.dropGone(ctx, tx); err != nil {
		return err
	}
	if b.field(&there) != b.field(a) {
		return became(ctx, tx, b.ID, id, itemDone, itemStays, TermGone)
	}
	by, err := actorNow(ctx, tx, b.UndoBy)
	if err != nil {
		return err
	}
	if err := Save(ctx, tx, paper, w.Now(), a, Change{By: by, act: b.ID, undoes: true}); err != nil {
		return err
	}
	return became(ctx, tx, b.ID, id, itemDone, itemUndone, "")
}

// actorNow is somebody as what they may do today: an act that takes a while does not outlive a role that was taken away. Who has left may do nothing.
func actorNow(ctx context.Context, q db.Querier, id staff.AccountID) (staff.Actor, error) {
	m, err := staff.MemberByID(ctx, q, id)
	if fault.Is(err, fault.NotFound) {
		return staff.Actor{ID: id}, nil
	}
	if err != nil {
		return staff.Actor{}, err
	}
	return staff.Actor{ID: id, Role: m.Role}, nil
}

// became writes what became of an article, if it is still as it was.
func became(ctx context.Context, tx *db.Tx, act BulkID, id ID, was, outcome string, why staff.Reason) error {
	const update = "UPDATE bulk_item SET outcome = $4, why = $5 WHERE act_id = $1 AND article_id = $2 AND outcome = $3"
	if _, err := tx.Exec(ctx, update, act, id, was, outcome, string(why)); err != nil {
		return fmt.Errorf("note article %d of bulk act %d: %w", id, act, err)
	}
	return nil
}

// Progress is how far an act is.
type Progress struct {
	Waits, Done, Same, Undone int
	Left                      []LeftOut // that were not changed
	Stays                     []LeftOut // that were not put back
}

// Progress counts what became of the articles of an act.
func (a *BulkAct) Progress(ctx context.Context, q db.Querier) (*Progress, error) {
	p := &Progress{}
	_, err := db.All(ctx, q, func(rows *sql.Rows) (struct{}, error) {
		var outcome string
		var l LeftOut
		err := rows.Scan(&outcome, &l.Why, &l.N)
		switch outcome {
		case itemWaits:
			p.Waits += l.N
		case itemDone:
			p.Done += l.N
		case itemSame:
			p.Same += l.N
		case itemUndone:
			p.Undone += l.N
		case itemLeft:
			p.Left = append(p.Left, l)
		case itemStays:
			p.Stays = append(p.Stays, l)
		}
		return struct{}{}, err
	}, "SELECT outcome, why, COUNT(*) FROM bulk_item WHERE act_id = $1 GROUP BY outcome, why ORDER BY outcome, why", a.ID)
	for outcome, list := range map[string][]LeftOut{itemLeft: p.Left, itemStays: p.Stays} {
		for i := range list {
			const some = "SELECT article_id FROM bulk_item WHERE act_id = $1 AND outcome = $2 AND why = $3 ORDER BY article_id LIMIT $4"
			if err == nil {
				list[i].Some, err = db.All(ctx, q, scanID, some, a.ID, outcome, string(list[i].Why), maxShownLeft)
			}
		}
	}
	if err != nil {
		return nil, fmt.Errorf("count bulk act %d: %w", a.ID, err)
	}
	return p, nil
}
