package job_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/job"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// desk is one worker over a database, with a clock that the test moves.
type desk struct {
	*job.Runner
	t   *testing.T
	now time.Time
	ran []string // payloads, in order
	do  func(j job.Job) error
}

func newDesk(t *testing.T, d *db.DB) *desk {
	k := &desk{t: t, now: noon}
	k.Runner = &job.Runner{DB: d, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return k.now }, Works: map[string]job.Work{
		"print": func(_ context.Context, j job.Job) error {
			var s string
			if err := json.Unmarshal(j.Payload, &s); err != nil {
				return err
			}
			k.ran = append(k.ran, s)
			if k.do != nil {
				return k.do(j)
			}
			return nil
		},
	}}
	return k
}

func (k *desk) enqueue(payload string, o job.Options) {
	k.t.Helper()
	dbtest.Do(k.t, k.DB, func(tx *db.Tx) error { return job.Enqueue(k.t.Context(), tx, k.now, "print", payload, o) })
}

// work runs everything that is due and gives the payloads that ran.
func (k *desk) work() []string {
	k.t.Helper()
	k.ran = nil
	for range 100 {
		if !k.Once(k.t.Context()) {
			return k.ran
		}
	}
	k.t.Fatal("there is always another job")
	return nil
}

func (k *desk) expect(what string, want ...string) {
	k.t.Helper()
	if got := k.work(); !slices.Equal(got, want) {
		k.t.Errorf("%s: %v ran, want %v", what, got, want)
	}
}

func (k *desk) count(wantWaiting, wantFailed int) {
	k.t.Helper()
	waiting, failed, err := job.Waiting(k.t.Context(), k.DB)
	if err != nil || waiting != wantWaiting || failed != wantFailed {
		k.t.Errorf("%d wait and %d failed, want %d and %d: %v", waiting, failed, wantWaiting, wantFailed, err)
	}
}

func each(t *testing.T, test func(t *testing.T, k *desk)) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { test(t, newDesk(t, d)) })
}

func TestJobRunsOnce(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.expect("nothing is enqueued")
		k.enqueue("a", job.Options{})
		k.enqueue("b", job.Options{})
		k.count(2, 0)
		k.expect("at once, in order", "a", "b")
		k.count(0, 0)
		k.expect("no more")
	})
}

func TestJobExistsOnlyIfCommitted(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		refused := errors.New("refused")
		err := k.DB.Transact(t.Context(), func(tx *db.Tx) error {
			return errors.Join(job.Enqueue(t.Context(), tx, noon, "print", "a", job.Options{}), refused)
		})
		if !errors.Is(err, refused) {
			t.Fatal(err)
		}
		k.count(0, 0)
		k.expect("a transaction that was rolled back")
		dbtest.Do(t, k.DB, func(tx *db.Tx) error {
			if err := job.Enqueue(t.Context(), tx, noon, "print", "b", job.Options{}); err != nil {
				return err
			}
			if k.DB.Engine() == db.Postgres { // on SQLite the claim would wait for this writer
				k.expect("a transaction that is not committed yet")
			}
			return nil
		})
		k.expect("a transaction that is committed", "b")
	})
}

func TestJobWaitsForItsTime(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.enqueue("later", job.Options{At: noon.Add(time.Hour)})
		k.enqueue("sooner", job.Options{At: noon.Add(time.Minute)})
		k.expect("none is due")
		k.now = noon.Add(time.Minute - time.Millisecond)
		k.expect("one is nearly due")
		k.now = noon.Add(time.Minute)
		k.expect("the one is due", "sooner")
		k.now = noon.Add(2 * time.Hour)
		k.expect("the other was due long ago", "later")
	})
}

func TestUniqueKey(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.enqueue("x1", job.Options{Unique: "x"})
		k.enqueue("x2", job.Options{Unique: "x"})
		k.enqueue("y", job.Options{Unique: "y"})
		k.enqueue("free", job.Options{})
		k.enqueue("free", job.Options{})
		k.count(4, 0)
		k.expect("one a key, with the newest payload; any number without", "x2", "y", "free", "free")
		k.enqueue("x3", job.Options{Unique: "x"})
		k.expect("the key is free again", "x3")
	})
}

// A key moves to the earlier of its times, whichever came first.
func TestUniqueKeyMovesEarlier(t *testing.T) {
	for _, order := range [][]time.Duration{{time.Hour, time.Minute}, {time.Minute, time.Hour}} {
		t.Run(fmt.Sprint(order), func(t *testing.T) {
			each(t, func(t *testing.T, k *desk) {
				for _, after := range order {
					k.enqueue("x", job.Options{At: noon.Add(after), Unique: "x"})
				}
				k.expect("not yet")
				k.now = noon.Add(time.Minute)
				k.expect("at the earlier time", "x")
				k.now = noon.Add(time.Hour)
				k.expect("and only then")
			})
		})
	}
}

func TestCancel(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.enqueue("x", job.Options{Unique: "x"})
		k.enqueue("y", job.Options{Unique: "y"})
		dbtest.Do(t, k.DB, func(tx *db.Tx) error {
			return errors.Join(job.Cancel(t.Context(), tx, "print", "x"), job.Cancel(t.Context(), tx, "other", "y"), job.Cancel(t.Context(), tx, "print", "absent"))
		})
		k.expect("the other is left", "y")
	})
}

// Failures are tried again, each after a longer pause, and given up after eight.
func TestBackOff(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		attempts := []int{}
		k.do = func(j job.Job) error {
			attempts = append(attempts, j.Attempt)
			return errors.New("the printer is out of ink")
		}
		k.enqueue("a", job.Options{Unique: "a"})
		var pauses []time.Duration
		for len(attempts) < 8 {
			k.expect("when it is due", "a")
			k.expect("at once again")
			for pause := time.Duration(0); len(attempts) < 8; pause += time.Second {
				if pause > time.Hour {
					t.Fatalf("attempt %d does not come", len(attempts)+1)
				}
				if dueAt(t, k.DB) == k.now.Add(pause).UnixMilli() {
					k.now = k.now.Add(pause)
					pauses = append(pauses, pause)
					break
				}
			}
		}
		if !slices.Equal(attempts, []int{1, 2, 3, 4, 5, 6, 7, 8}) || !slices.IsSorted(pauses) || pauses[0] == 0 || len(slices.Compact(pauses)) != 7 {
			t.Errorf("attempts %v with pauses %v", attempts, pauses)
		}
		k.count(0, 1)
		k.now = k.now.Add(1000 * time.Hour)
		k.expect("it was given up")
		if text := lastError(t, k.DB); text != "the printer is out of ink" {
			t.Errorf("the error kept is %q", text)
		}
		k.do = nil
		k.enqueue("a again", job.Options{Unique: "a"})
		k.count(1, 0)
		k.expect("enqueued again it starts afresh", "a again")
	})
}

func dueAt(t *testing.T, d *db.DB) (at int64) {
	t.Helper()
	if err := d.QueryRow(t.Context(), "SELECT run_at FROM job").Scan(&at); err != nil {
		t.Fatal(err)
	}
	return at
}

func lastError(t *testing.T, d *db.DB) (text string) {
	t.Helper()
	if err := d.QueryRow(t.Context(), "SELECT last_error FROM job").Scan(&text); err != nil {
		t.Fatal(err)
	}
	return text
}

func TestFailureThenSuccess(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.do = func(j job.Job) error {
			if j.Attempt == 1 {
				return errors.New("busy")
			}
			return nil
		}
		k.enqueue("a", job.Options{})
		k.expect("the first attempt", "a")
		k.count(1, 0)
		k.now = k.now.Add(time.Hour)
		k.expect("the second", "a")
		k.count(0, 0)
	})
}

func TestPanicIsAFailure(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.do = func(job.Job) error { panic("spilled ink") }
		k.enqueue("a", job.Options{})
		k.enqueue("b", job.Options{})
		k.expect("the worker goes on", "a", "b")
		k.count(2, 0)
		if text := lastError(t, k.DB); !strings.Contains(text, "panic: spilled ink") || !strings.Contains(text, "job_test.go") {
			t.Errorf("the error kept is %q", text)
		}
	})
}

// A worker takes a job and dies: the work begins and never ends. After a while another takes it.
func TestLeaseOfADeadWorkerRunsOut(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.enqueue("a", job.Options{})
		k.do = func(job.Job) error {
			other := newDesk(t, k.DB)
			other.now = noon.Add(9 * time.Minute)
			other.expect("it may still live")
			other.now = noon.Add(11 * time.Minute)
			other.expect("it must be dead", "a")
			other.count(0, 0)
			return nil
		}
		k.expect("the first worker", "a")
		k.count(0, 0)
	})
}

// A worker that was taken for dead comes back while another has its job: it must not take the job from under it.
func TestLateWorkerLeavesTheJobToItsSuccessor(t *testing.T) {
	for _, late := range []error{nil, errors.New("late and failed")} {
		t.Run(fmt.Sprint(late), func(t *testing.T) {
			each(t, func(t *testing.T, k *desk) {
				k.enqueue("a", job.Options{})
				second, third := newDesk(t, k.DB), newDesk(t, k.DB)
				second.now, third.now = noon.Add(11*time.Minute), noon.Add(12*time.Minute)
				resume, finished := make(chan struct{}), make(chan struct{})
				k.do = func(job.Job) error {
					go func() { // the successor works while the late one comes back
						defer close(finished)
						second.do = func(job.Job) error { resume <- struct{}{}; <-resume; return nil }
						second.Once(context.Background())
					}()
					<-resume
					return late
				}
				k.Once(t.Context())
				k.count(1, 0)
				third.expect("the successor holds it")
				resume <- struct{}{}
				<-finished
				k.count(0, 0)
			})
		})
	}
}

// Enqueued again under its key while it runs, a job runs once more: what made it necessary may have come after it had looked.
func TestEnqueuedAgainWhileItRuns(t *testing.T) {
	for name, result := range map[string]error{"and it succeeds": nil, "and it fails": errors.New("failed")} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, k *desk) {
				again := false
				k.do = func(j job.Job) error {
					if again {
						return nil
					}
					again = true
					k.enqueue("new", job.Options{Unique: "x"})
					return result
				}
				k.enqueue("old", job.Options{Unique: "x"})
				k.expect("both", "old", "new")
				k.count(0, 0)
			})
		})
	}
}

// A job that takes the program down with it each time is given up too.
func TestDeadlyJobIsGivenUp(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		k.enqueue("a", job.Options{})
		dbtest.Do(t, k.DB, func(tx *db.Tx) error { // eight workers took it and died
			_, err := tx.Exec(t.Context(), "UPDATE job SET attempts = 8, claimed_until = $1", noon.UnixMilli()-1)
			return err
		})
		k.expect("it is not run a ninth time")
		k.count(0, 1)
	})
}

// Jobs of a kind that this program does not know wait for one that does.
func TestUnknownKindWaits(t *testing.T) {
	each(t, func(t *testing.T, k *desk) {
		dbtest.Do(t, k.DB, func(tx *db.Tx) error { return job.Enqueue(t.Context(), tx, noon, "tomorrow's", 1, job.Options{}) })
		k.enqueue("a", job.Options{})
		k.expect("ours alone", "a")
		k.count(1, 0)
	})
}

func TestPayloadThatIsNoJSON(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	err := d.Transact(t.Context(), func(tx *db.Tx) error { return job.Enqueue(t.Context(), tx, noon, "print", func() {}, job.Options{}) })
	if err == nil || dbtest.Count(t, d, "job") != 0 {
		t.Errorf("got %v", err)
	}
}

// Several runners on several handles, as nodes are: every job runs exactly once when nobody dies, and never twice at once.
func TestRunnersShareTheWork(t *testing.T) {
	t.Parallel()
	const jobs = 30
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var mu sync.Mutex
		runs, running := map[string]int{}, map[string]bool{}
		done := make(chan struct{}, jobs)
		work := func(_ context.Context, j job.Job) error {
			key := string(j.Payload)
			mu.Lock()
			if running[key] {
				t.Errorf("job %s runs twice at once", key)
			}
			runs[key]++
			running[key] = true
			mu.Unlock()
			var n int
			err := d.QueryRow(context.Background(), "SELECT COUNT(*) FROM job").Scan(&n) // takes a moment
			mu.Lock()
			running[key] = false
			mu.Unlock()
			done <- struct{}{}
			return err
		}
		ctx, stop := context.WithCancel(t.Context())
		var runners sync.WaitGroup
		for range 2 {
			r := &job.Runner{DB: d, Workers: 2, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return noon }, Works: map[string]job.Work{"print": work}}
			runners.Go(func() { r.Run(ctx) })
		}
		for i := range jobs {
			dbtest.Do(t, d, func(tx *db.Tx) error { return job.Enqueue(t.Context(), tx, noon, "print", i, job.Options{}) })
		}
		for range jobs {
			select {
			case <-done:
			case <-time.After(30 * time.Second):
				t.Fatal("some jobs never ran")
			}
		}
		stop()
		runners.Wait()
		for key, n := range runs {
			if n != 1 {
				t.Errorf("job %s ran %d times", key, n)
			}
		}
		if len(runs) != jobs || dbtest.Count(t, d, "job") != 0 {
			t.Errorf("%d of %d jobs ran, %d are left", len(runs), jobs, dbtest.Count(t, d, "job"))
		}
	})
}

// Run ends only when the job in hand has: its work sees the end of the context, its result is still written.
func TestRunFinishesTheJobInHand(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, stop := context.WithCancel(t.Context())
		r := &job.Runner{DB: d, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return noon }, Works: map[string]job.Work{
			"print": func(ctx context.Context, _ job.Job) error { stop(); <-ctx.Done(); return nil },
		}}
		for i := range 2 {
			dbtest.Do(t, d, func(tx *db.Tx) error { return job.Enqueue(t.Context(), tx, noon, "print", i, job.Options{}) })
		}
		r.Run(ctx)
		if n := dbtest.Count(t, d, "job"); n != 1 {
			t.Errorf("%d jobs are left, want the one that was not begun", n)
		}
		var held int
		if err := d.QueryRow(t.Context(), "SELECT COUNT(*) FROM job WHERE claimed_until > 0").Scan(&held); err != nil && !errors.Is(err, sql.ErrNoRows) || held != 0 {
			t.Errorf("%d are still held: %v", held, err)
		}
	})
}
