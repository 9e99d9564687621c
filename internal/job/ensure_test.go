package job_test

import (
	"testing"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/job"
)

// TestEnsure: however often it is asked for, one job waits; asked for while it runs, it runs once more.
func TestEnsure(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newDesk(t, d)
		ensure := func() {
			dbtest.Do(t, d, func(tx *db.Tx) error { return job.Ensure(t.Context(), tx, k.now, "print", "all") })
		}
		for range 3 {
			ensure()
		}
		k.count(1, 0)
		again := true
		k.do = func(job.Job) error {
			if again {
				again = false
				ensure()
				ensure()
			}
			return nil
		}
		k.expect("ensured while it ran", "", "")
		k.count(0, 0)
	})
}

// TestEnsureHoldsTheJob: a worker does not take the job before what it was ensured for can be seen.
func TestEnsureHoldsTheJob(t *testing.T) {
	t.Parallel()
	d := dbtest.Postgres(t) // SQLite has one writer at a time: nobody could try
	k := newDesk(t, d)
	ensure := func(tx *db.Tx) error { return job.Ensure(t.Context(), tx, k.now, "print", "all") }
	dbtest.Do(t, d, ensure)
	dbtest.Do(t, d, func(tx *db.Tx) error {
		if err := ensure(tx); err != nil {
			return err
		}
		k.expect("while another transaction needs it")
		return d.Transact(t.Context(), ensure) // others do not wait for each other
	})
	k.expect("when it has ended", "")
}
