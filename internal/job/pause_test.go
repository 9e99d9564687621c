package job_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"sync"
	"testing"
	"time"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/job"
)

// A runner that sleeps wakes when the next job is due, and not only when it looks regardless.
func TestRunnerWakesWhenAJobIsDue(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const many = 8
		late := make(chan time.Duration, many)
		ctx, cancel := context.WithCancel(context.Background())
		begin := time.Now()
		r := &job.Runner{DB: d, Log: slog.New(slog.DiscardHandler), Now: time.Now, Works: map[string]job.Work{"ring": func(_ context.Context, j job.Job) error {
			var tenth time.Duration
			err := json.Unmarshal(j.Payload, &tenth)
			late <- time.Since(begin) - tenth*100*time.Millisecond
			return err
		}}}
		dbtest.Do(t, d, func(tx *db.Tx) error {
			for i := range many {
				if err := job.Enqueue(ctx, tx, begin, "ring", i+1, job.Options{At: begin.Add(time.Duration(i+1) * 100 * time.Millisecond)}); err != nil {
					return err
				}
			}
			return nil
		})
		var running sync.WaitGroup
		running.Go(func() { r.Run(ctx) })
		t.Cleanup(func() { cancel(); running.Wait() })
		var sum time.Duration
		for range many {
			sum += <-late
		}
		if mean := sum / many; mean > 300*time.Millisecond { // looking once a second alone, it would be 550 ms
			t.Errorf("%v late on average", mean)
		}
	})
}
