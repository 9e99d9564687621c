package article

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"griot/internal/db"
	"griot/internal/job"
	"griot/internal/notice"
	"griot/internal/staff"
)

// DueJob reminds whoever answers for the article whose number is its payload that its hour comes.
const DueJob = "article.due"

// Reminder is how long before the hour they are reminded.
const Reminder = time.Hour

// Reminders is the worker behind DueJob.
type Reminders struct {
	DB  *db.DB
	Now func() time.Time
}

// Work reminds one person of one hour, once: of several servers that try, one finds it not yet told. An hour that was moved meanwhile is waited for again.
func (r *Reminders) Work(ctx context.Context, j job.Job) error {
	var id ID
	if err := json.Unmarshal(j.Payload, &id); err != nil {
		return err
	}
	return r.DB.Transact(ctx, func(tx *db.Tx) error {
		now := r.Now()
		const tell = `UPDATE assignment SET told_for = due_at WHERE article_id = $1 AND closed_at = 0 AND account_id <> 0 AND due_at <> 0 AND due_at <> told_for AND due_at <= $2
  AND NOT EXISTS (SELECT 1 FROM article a WHERE a.id = assignment.article_id AND a.status = 'scheduled') RETURNING account_id`
		var to staff.AccountID
		err := tx.QueryRow(ctx, tell, id, db.Millis(now.Add(Reminder))).Scan(&to)
		if errors.Is(err, sql.ErrNoRows) {
			return again(ctx, tx, now, id)
		}
		if err != nil {
			return err
		}
		return notice.Tell(ctx, tx, notice.Notice{To: to, What: notice.DueSoon, Article: int64(id), At: now})
	})
}

// again waits for an hour that is still to come, as after a clock was put back.
func again(ctx context.Context, tx *db.Tx, now time.Time, id ID) error {
	a, planned, err := AssignmentOf(ctx, tx, id)
	if err != nil || !planned || a.Account == 0 || !a.Due.Add(-Reminder).After(now) {
		return err
	}
	return job.Enqueue(ctx, tx, now, DueJob, id, job.Options{At: a.Due.Add(-Reminder), Unique: strconv.FormatInt(int64(id), 10)})
}
