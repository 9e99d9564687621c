package reply

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/job"
	"griot/internal/masthead"
	"griot/internal/notice"
	"griot/internal/staff"
)

// DueJob tells editors-in-chief that the deadline of the request whose number is its payload is near.
const DueJob = "reply.due"

// Warning is how long before the deadline they are told.
const Warning = 24 * time.Hour

// remind sets the hour at which editors-in-chief are told again. Of a deadline that is near already the first notice tells.
func remind(ctx context.Context, tx *db.Tx, now time.Time, r *Request) error {
	at := r.Due.Add(-Warning)
	if !at.After(now) {
		_, err := tx.Exec(ctx, "UPDATE reply_request SET told_at = $2 WHERE id = $1", r.ID, db.Millis(now))
		return err
	}
	return job.Enqueue(ctx, tx, now, DueJob, r.ID, job.Options{At: at, Unique: key(r.ID)})
}

func key(id ID) string { return strconv.FormatInt(int64(id), 10) }

func forgetReminder(ctx context.Context, tx *db.Tx, id ID) error {
	return job.Cancel(ctx, tx, DueJob, key(id))
}

// Reminders is the worker behind DueJob.
type Reminders struct {
	DB  *db.DB
	Now func() time.Time
}

// Work tells of one deadline, once: of several servers that try, one finds it not yet told. Before its time, as after a clock was put back, it waits again.
func (w *Reminders) Work(ctx context.Context, j job.Job) error {
	var id ID
	if err := json.Unmarshal(j.Payload, &id); err != nil {
		return err
	}
	return w.DB.Transact(ctx, func(tx *db.Tx) error {
		now := w.Now()
		var on article.ID
		var due int64
		err := tx.QueryRow(ctx, "SELECT article_id, due_at FROM reply_request WHERE id = $1 AND closed_at = 0 AND told_at = 0", id).Scan(&on, &due)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("tell of request %d: %w", id, err)
		}
		if at := db.Time(due).Add(-Warning); at.After(now) {
			return job.Enqueue(ctx, tx, now, DueJob, id, job.Options{At: at, Unique: key(id)})
		}
		told, err := tx.Exec(ctx, "UPDATE reply_request SET told_at = $2 WHERE id = $1 AND told_at = 0", id, db.Millis(now))
		if err != nil || told == 0 {
			return err
		}
		return tellChiefs(ctx, tx, now, 0, on)
	})
}

// tellChiefs tells every editor-in-chief of a reply that is due; where there is none, whoever runs the program.
func tellChiefs(ctx context.Context, tx *db.Tx, now time.Time, by staff.AccountID, on article.ID) error {
	people, err := staff.People(ctx, tx)
	if err != nil {
		return err
	}
	for _, role := range []staff.Role{staff.EditorInChief, staff.Administrator} {
		found := false
		for i := range people {
			if people[i].Role != role || !people[i].Ended.IsZero() {
				continue
			}
			found = true
			if err := notice.Tell(ctx, tx, notice.Notice{To: people[i].ID, What: notice.ReplyDue, Article: int64(on), By: by, At: now}); err != nil {
				return err
			}
		}
		if found {
			return nil
		}
	}
	return nil
}

// Forget is for once a day: it erases how to reach whoever asked for what has been closed for as long as the newspaper says.
func Forget(ctx context.Context, tx *db.Tx, now time.Time) error {
	paper, err := masthead.Load(ctx, tx)
	if err != nil {
		return err
	}
	until := now.AddDate(0, 0, -paper.KeepContacts())
	if _, err := tx.Exec(ctx, "UPDATE reply_request SET contact = '' WHERE closed_at <> 0 AND closed_at < $1 AND contact <> ''", db.Millis(until)); err != nil {
		return fmt.Errorf("forget contacts: %w", err)
	}
	return nil
}
