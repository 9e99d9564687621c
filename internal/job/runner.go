package job

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"griot/internal/db"
)

// Work does one kind of job. An error has it tried again later, up to maxAttempts times.
type Work func(ctx context.Context, j Job) error

const (
	lookInterval = time.Second      // how often a worker looks when nothing woke it: a clock may be put forward, and a wake from another process may be lost
	leaseTime    = 10 * time.Minute // after which a job whose worker died is taken again, unless its runner says otherwise
	maxAttempts  = 8
)

// Runner works jobs off, Workers at a time.
type Runner struct {
	DB      *db.DB
	Works   map[string]Work
	Workers int           // 1 when zero
	Lease   time.Duration // after which a job whose worker died is taken again; zero: ten minutes. It must be longer than the work, unless two may do it at once
	Log     *slog.Logger
	Now     func() time.Time
}

// Run works until ctx ends and returns when the jobs in hand are finished or given up by their own handling of ctx.
func (r *Runner) Run(ctx context.Context) {
	var workers sync.WaitGroup
	for range max(1, r.Workers) {
		workers.Go(func() { r.work(ctx) })
	}
	workers.Wait()
}

func (r *Runner) work(ctx context.Context) {
	wake := r.DB.Watch(ctx)
	for {
		for r.Once(ctx) {
		}
		alarm := time.NewTimer(r.pause(ctx))
		select {
		case <-ctx.Done():
			alarm.Stop()
			return
		case <-wake:
			alarm.Stop()
		case <-alarm.C:
		}
	}
}

// pause is how long a worker that found nothing may sleep: until the next job is due, whose time comes without a commit, or until it looks regardless.
func (r *Runner) pause(ctx context.Context) time.Duration {
	now := r.Now()
	soon := now.Add(lookInterval)
	kinds, args := r.kinds(db.Millis(now), db.Millis(soon))
	next := "SELECT COALESCE(MIN(run_at), $2) FROM job WHERE failed_at = 0 AND run_at > $1 AND run_at < $2 AND kind IN (" + kinds + ")"
	var at int64
	if err := r.DB.QueryRow(ctx, next, args...).Scan(&at); err != nil { // whoever looks next will say it
		return lookInterval
	}
	return max(time.Millisecond, time.UnixMilli(at).Sub(now))
}

// kinds are the placeholders of the kinds of work that this runner does, and the arguments with theirs behind them.
func (r *Runner) kinds(args ...any) (string, []any) {
	first := len(args) + 1
	for _, k := range slices.Sorted(maps.Keys(r.Works)) {
		args = append(args, k)
	}
	return db.Placeholders(first, len(r.Works)), args
}

// Once claims and works one due job; false when there was none or it could not be claimed.
func (r *Runner) Once(ctx context.Context) bool {
	if ctx.Err() != nil {
		return false
	}
	now := r.Now()
	j, err := r.next(ctx, now)
	if err != nil {
		if ctx.Err() == nil {
			r.Log.Warn("jobs cannot be claimed; trying again", "error", err)
		}
		return false
	}
	if j == nil {
		return false
	}
	r.settle(context.WithoutCancel(ctx), j, r.do(ctx, j))
	return true
}

// next looks before it claims: a look costs the readers' pool a row, a claim takes the one writer.
func (r *Runner) next(ctx context.Context, now time.Time) (*Job, error) {
	kinds, args := r.kinds(db.Millis(now))
	var due int
	look := "SELECT COUNT(*) FROM (SELECT 1 FROM job WHERE failed_at = 0 AND run_at <= $1 AND claimed_until <= $1 AND kind IN (" + kinds + ") LIMIT 1) AS due"
	if err := r.DB.QueryRow(ctx, look, args...).Scan(&due); err != nil || due == 0 {
		return nil, err
	}
	return claim(ctx, r.DB, slices.Sorted(maps.Keys(r.Works)), now, now.Add(cmp.Or(r.Lease, leaseTime)))
}

func (r *Runner) do(ctx context.Context, j *Job) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	if j.Attempt > maxAttempts { // nobody put it back: it takes the whole program down with it
		return errors.New("its workers died")
	}
	return r.Works[j.Kind](ctx, *j)
}

func (r *Runner) settle(ctx context.Context, j *Job, cause error) {
	if cause == nil {
		if err := finish(ctx, r.DB, j); err != nil {
			r.Log.Error("a finished job could not be put away; it will run again", "kind", j.Kind, "job", j.ID, "error", err)
		}
		return
	}
	now := r.Now()
	again := now.Add(time.Duration(1<<min(j.Attempt, 10)) * time.Second)
	if j.Attempt >= maxAttempts {
		again = time.Time{}
	}
	r.Log.Warn("job failed", "kind", j.Kind, "job", j.ID, "attempt", j.Attempt, "given_up", again.IsZero(), "error", cause)
	if err := fail(ctx, r.DB, j, cause, now, again); err != nil {
		r.Log.Error("a failed job could not be put back; its lease will run out", "kind", j.Kind, "job", j.ID, "error", err)
	}
}
