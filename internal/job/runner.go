package job

import (
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
	lookInterval = time.Second      // how often a worker looks when nothing woke it: due times come without a commit
	leaseTime    = 10 * time.Minute // after which a job whose worker died is taken again
	maxAttempts  = 8
)

// Runner works jobs off, Workers at a time.
type Runner struct {
	DB      *db.DB
	Works   map[string]Work
	Workers int // 1 when zero
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
	tick := time.NewTicker(lookInterval)
	defer tick.Stop()
	for {
		for r.Once(ctx) {
		}
		select {
		case <-ctx.Done():
			return
		case <-wake:
		case <-tick.C:
		}
	}
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
	kinds := slices.Sorted(maps.Keys(r.Works))
	args := []any{db.Millis(now)}
	for _, k := range kinds {
		args = append(args, k)
	}
	var due int
	look := "SELECT COUNT(*) FROM (SELECT 1 FROM job WHERE failed_at = 0 AND run_at <= $1 AND claimed_until <= $1 AND kind IN (" + db.Placeholders(2, len(kinds)) + ") LIMIT 1) AS due"
	if err := r.DB.QueryRow(ctx, look, args...).Scan(&due); err != nil || due == 0 {
		return nil, err
	}
	return claim(ctx, r.DB, kinds, now, now.Add(leaseTime))
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
