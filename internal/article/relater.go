package article

import (
	"context"
	"time"

	"griot/internal/db"
	"griot/internal/job"
)

// Relater is the worker behind RelatedJob: it keeps, for each published article, the list of what its readers may want next (ADR 10). It reads and compares outside the
// transactions, which are short, and does one batch a job, so that neither publication nor other work waits for an archive that was imported.
type Relater struct {
	DB  *db.DB
	Now func() time.Time
}

// Work does the next batch and has the next follow, behind whatever else waits.
func (r *Relater) Work(ctx context.Context, _ job.Job) error {
	now := r.Now()
	n, err := r.read(ctx, now)
	for _, step := range []int{toRank, toRankNew} {
		if n == 0 && err == nil {
			n, err = r.rank(ctx, now, step)
		}
	}
	if n == 0 || err != nil {
		return err
	}
	return r.DB.Transact(ctx, func(tx *db.Tx) error {
		if err := job.Cancel(ctx, tx, RelatedJob, relatedKey); err != nil { // it would keep its place in the queue
			return err
		}
		return job.Enqueue(ctx, tx, now, RelatedJob, nil, job.Options{Unique: relatedKey})
	})
}
