// Package job is background work on the newsroom's own database: a job exists only if the transaction that enqueued it was committed, and runs at
// least once. A worker that dies gives its job back after a while; so a job's work must bear being done twice (ADR 4).
package job

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"griot/internal/db"
)

// Job is one piece of work as its worker sees it.
type Job struct {
	ID      int64
	Kind    string
	Payload json.RawMessage
	Attempt int // 1 on the first
	lease   int64
}

// Options of Enqueue. The zero value runs the job at once.
type Options struct {
	At     time.Time // not before
	Unique string    // at most one waiting job of this kind has this key; enqueuing it again moves it to the earlier time
}

// Enqueue adds a job in the caller's transaction. The payload is kept as JSON.
func Enqueue(ctx context.Context, tx *db.Tx, now time.Time, kind string, payload any, o Options) error {
	data, err := json.Marshal(payload)
	if err != nil {
		return fmt.Errorf("enqueue %s: %w", kind, err)
	}
	if o.At.IsZero() {
		o.At = now
	}
	unique := sql.NullString{String: o.Unique, Valid: o.Unique != ""}
	const insert = `INSERT INTO job (kind, payload, unique_key, run_at, created_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (kind, unique_key) DO UPDATE SET payload = excluded.payload, failed_at = 0, attempts = 0,
  run_at = CASE WHEN job.run_at < excluded.run_at AND job.failed_at = 0 THEN job.run_at ELSE excluded.run_at END`
	if _, err := tx.Exec(ctx, insert, kind, string(data), unique, db.Millis(o.At), db.Millis(now)); err != nil {
		return fmt.Errorf("enqueue %s: %w", kind, err)
	}
	return nil
}

// Ensure has a job without payload wait under a key: for work that finds out itself what there is to do. Of all who need it only the first writes, so that they do not
// wait for each other as they would to enqueue it again. On PostgreSQL the row is held until the caller commits: else a worker could take the job, and see nothing of what
// it was ensured for; SQLite has one writer at a time.
func Ensure(ctx context.Context, tx *db.Tx, now time.Time, kind, unique string) error {
	query := "SELECT id FROM job WHERE kind = $1 AND unique_key = $2 AND attempts = 0 AND failed_at = 0"
	if tx.Engine() == db.Postgres {
		query += " FOR SHARE"
	}
	var id int64
	err := tx.QueryRow(ctx, query, kind, unique).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return Enqueue(ctx, tx, now, kind, nil, Options{Unique: unique})
	}
	return err
}

// Cancel takes a waiting job back.
func Cancel(ctx context.Context, tx *db.Tx, kind, unique string) error {
	_, err := tx.Exec(ctx, "DELETE FROM job WHERE kind = $1 AND unique_key = $2", kind, unique)
	return err
}

// Holds reports whether a job that runs is still wanted: nobody has taken it back, or enqueued it anew by taking it back, since.
func Holds(ctx context.Context, tx *db.Tx, j Job) (bool, error) {
	var id int64
	err := tx.QueryRow(ctx, "SELECT id FROM job WHERE id = $1", j.ID).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// Payloads are those of every job of a kind, waiting or given up, by its number. It is for kinds of which few wait.
func Payloads(ctx context.Context, q db.Querier, kind string) (map[int64]json.RawMessage, error) {
	all := map[int64]json.RawMessage{}
	scan := func(rows *sql.Rows) (struct{}, error) {
		var id int64
		var payload string
		err := rows.Scan(&id, &payload)
		all[id] = json.RawMessage(payload)
		return struct{}{}, err
	}
	_, err := db.All(ctx, q, scan, "SELECT id, payload FROM job WHERE kind = $1", kind)
	return all, err
}

// Drop takes one job back by its number.
func Drop(ctx context.Context, tx *db.Tx, id int64) error {
	_, err := tx.Exec(ctx, "DELETE FROM job WHERE id = $1", id)
	return err
}

// Waiting counts the jobs that are still to run; Failed those that were given up.
func Waiting(ctx context.Context, q db.Querier) (waiting, failed int, err error) {
	const count = "SELECT COALESCE(SUM(CASE WHEN failed_at = 0 THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN failed_at > 0 THEN 1 ELSE 0 END), 0) FROM job"
	err = q.QueryRow(ctx, count).Scan(&waiting, &failed)
	return waiting, failed, err
}

// claim takes the next due job of the given kinds until a time. It differs on PostgreSQL, where several claim at once and SKIP LOCKED keeps them from waiting for each
// other; SQLite has one writer at a time, which makes it unnecessary.
func claim(ctx context.Context, d *db.DB, kinds []string, now, until time.Time) (j *Job, err error) {
	lock := ""
	if d.Engine() == db.Postgres {
		lock = " FOR UPDATE SKIP LOCKED"
	}
	args := []any{db.Millis(now), db.Millis(until)}
	for _, k := range kinds {
		args = append(args, k)
	}
	query := `UPDATE job SET claimed_until = $2, attempts = attempts + 1 WHERE id = (
  SELECT id FROM job WHERE failed_at = 0 AND run_at <= $1 AND claimed_until <= $1 AND kind IN (` + db.Placeholders(3, len(kinds)) + `)
  ORDER BY run_at, id LIMIT 1` + lock + `) RETURNING id, kind, payload, attempts`
	err = d.Transact(ctx, func(tx *db.Tx) error {
		var payload string
		j = &Job{lease: db.Millis(until)}
		err := tx.QueryRow(ctx, query, args...).Scan(&j.ID, &j.Kind, &payload, &j.Attempt)
		if errors.Is(err, sql.ErrNoRows) {
			j = nil
			return nil
		}
		j.Payload = json.RawMessage(payload)
		return err
	})
	return j, err
}

// finish takes a job away that was done. One that was enqueued again under its key while it ran has attempts 0 and stays.
func finish(ctx context.Context, d *db.DB, j *Job) error {
	return d.Transact(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, "DELETE FROM job WHERE id = $1 AND claimed_until = $2 AND attempts = $3", j.ID, j.lease, j.Attempt); err != nil {
			return err
		}
		return release(ctx, tx, j)
	})
}

// fail puts a job back until another time, or gives it up when that is zero. One that was enqueued again while it ran starts afresh.
func fail(ctx context.Context, d *db.DB, j *Job, cause error, now, again time.Time) error {
	return d.Transact(ctx, func(tx *db.Tx) error {
		failed := int64(0)
		if again.IsZero() {
			failed = db.Millis(now)
		}
		const update = "UPDATE job SET last_error = $4, run_at = $5, failed_at = $6 WHERE id = $1 AND claimed_until = $2 AND attempts = $3"
		if _, err := tx.Exec(ctx, update, j.ID, j.lease, j.Attempt, cause.Error(), db.Millis(again), failed); err != nil {
			return err
		}
		return release(ctx, tx, j)
	})
}

// release ends the worker's hold on a job, unless its lease ran out and another worker holds it now.
func release(ctx context.Context, tx *db.Tx, j *Job) error {
	_, err := tx.Exec(ctx, "UPDATE job SET claimed_until = 0 WHERE id = $1 AND claimed_until = $2", j.ID, j.lease)
	return err
}
