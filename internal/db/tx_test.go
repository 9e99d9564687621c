package db_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"griot/internal/db"
	"griot/internal/db/dbtest"
)

func TestTransactIsWholeOrNot(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		refused := errors.New("refused")
		err := d.Transact(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, "INSERT INTO setting (key, value) VALUES ('a', 'b')")
			return errors.Join(err, refused)
		})
		if !errors.Is(err, refused) {
			t.Errorf("got %v", err)
		}
		if n := dbtest.Count(t, d, "setting"); n != 0 {
			t.Errorf("%d rows of a refused transaction stand", n)
		}
		if err := insertSettings(ctx, d, "a"); err != nil {
			t.Errorf("after it: %v", err)
		}
	})
}

func TestTransactAfterAPanic(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		func() {
			defer func() {
				if p := recover(); p != "ink" {
					t.Errorf("recovered %v", p)
				}
			}()
			_ = d.Transact(ctx, func(tx *db.Tx) error {
				_, _ = tx.Exec(ctx, "INSERT INTO setting (key, value) VALUES ('a', 'b')")
				panic("ink")
			})
		}()
		if err := insertSettings(ctx, d, "a"); err != nil { // the one writer was given back, and the row was not kept
			t.Error(err)
		}
	})
}

func TestTransactEndsWithItsContext(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, cancel := context.WithCancel(t.Context())
		err := d.Transact(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, "INSERT INTO setting (key, value) VALUES ('a', 'b')")
			cancel()
			return err
		})
		if err == nil {
			t.Error("a transaction whose context ended was committed")
		}
		if n := dbtest.Count(t, d, "setting"); n != 0 {
			t.Errorf("%d rows stand", n)
		}
	})
}

// Whatever words the engine has for a statement that was stopped, callers ask whether its context ended.
func TestWhatWasStoppedSaysSo(t *testing.T) {
	t.Parallel()
	const long = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000000) SELECT COUNT(*) FROM n"
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		reads := map[string]func(context.Context) error{
			"row": func(ctx context.Context) error { var n int64; return d.QueryRow(ctx, long).Scan(&n) },
			"rows": func(ctx context.Context) error {
				_, err := db.All(ctx, d, func(rows *sql.Rows) (n int64, err error) { return n, rows.Scan(&n) }, long)
				return err
			},
			"transaction": func(ctx context.Context) error {
				return d.Transact(ctx, func(tx *db.Tx) error { var n int64; return tx.QueryRow(ctx, long).Scan(&n) })
			},
			"after it": func(ctx context.Context) error {
				return d.Transact(ctx, func(tx *db.Tx) error {
					<-ctx.Done()
					_, err := tx.Exec(ctx, "INSERT INTO setting (key, value) VALUES ('a', 'b')")
					return fmt.Errorf("insert: %w", err)
				})
			},
		}
		for what, read := range reads {
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
			if err := read(ctx); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s: got %v", what, err)
			}
			cancel()
		}
	})
}

// Read in Go, add one, write: without isolation, additions are lost.
func TestNoAdditionIsLost(t *testing.T) {
	t.Parallel()
	const workers, additions = 24, 10
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		if err := insertSettings(ctx, d, "sum"); err != nil {
			t.Fatal(err)
		}
		dbtest.Do(t, d, func(tx *db.Tx) error { return setSum(ctx, tx, 0) })
		var all sync.WaitGroup
		for range workers {
			all.Go(func() {
				for range additions {
					err := d.Transact(ctx, func(tx *db.Tx) error {
						n, err := sum(ctx, tx)
						if err != nil {
							return err
						}
						return setSum(ctx, tx, n+1)
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		if n, err := sum(ctx, d); n != workers*additions || err != nil {
			t.Errorf("the sum is %d, want %d: %v", n, workers*additions, err)
		}
	})
}

func sum(ctx context.Context, q db.Querier) (int, error) {
	var text string
	if err := q.QueryRow(ctx, "SELECT value FROM setting WHERE key = 'sum'").Scan(&text); err != nil {
		return 0, err
	}
	return strconv.Atoi(text)
}

func setSum(ctx context.Context, tx *db.Tx, n int) error {
	_, err := tx.Exec(ctx, "UPDATE setting SET value = $1 WHERE key = 'sum'", strconv.Itoa(n))
	return err
}

// Each transaction reads both rows and takes one away if two are there: one must always stay. Snapshot isolation alone lets both go.
func TestNoWriteSkew(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		for round := range 5 {
			a, b := fmt.Sprintf("a%d", round), fmt.Sprintf("b%d", round)
			if err := insertSettings(ctx, d, a, b); err != nil {
				t.Fatal(err)
			}
			var all sync.WaitGroup
			for _, mine := range []string{a, b} {
				all.Go(func() {
					err := d.Transact(ctx, func(tx *db.Tx) error {
						var on int
						if err := tx.QueryRow(ctx, "SELECT COUNT(*) FROM setting WHERE key IN ($1, $2)", a, b).Scan(&on); err != nil || on < 2 {
							return err
						}
						_, err := tx.Exec(ctx, "DELETE FROM setting WHERE key = $1", mine)
						return err
					})
					if err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			if n := dbtest.Count(t, d, "setting"); n != round+1 {
				t.Fatalf("%d rows stand after round %d, want one a round", n, round)
			}
		}
	})
}

// PostgreSQL refuses the second of two transactions that read and changed the same row; Transact runs it again. SQLite never refuses: it has one writer.
func TestLostTransactionIsRunAgain(t *testing.T) {
	t.Parallel()
	d := dbtest.Postgres(t)
	ctx := t.Context()
	if err := insertSettings(ctx, d, "sum"); err != nil {
		t.Fatal(err)
	}
	var runs []int
	dbtest.Do(t, d, func(tx *db.Tx) error { return setSum(ctx, tx, 1) })
	dbtest.Do(t, d, func(tx *db.Tx) error {
		n, err := sum(ctx, tx)
		if err != nil {
			return err
		}
		runs = append(runs, n)
		if len(runs) == 1 {
			dbtest.Do(t, d, func(other *db.Tx) error { return setSum(ctx, other, 10) })
		}
		return setSum(ctx, tx, n+1)
	})
	if !slices.Equal(runs, []int{1, 10}) {
		t.Errorf("the transaction read %v, want 1 and, run again, 10", runs)
	}
	if n, err := sum(ctx, d); n != 11 || err != nil {
		t.Errorf("the sum is %d: %v", n, err)
	}
}

// A transaction that loses every time is given up in the end.
func TestTransactGivesUp(t *testing.T) {
	t.Parallel()
	d := dbtest.Postgres(t)
	ctx := t.Context()
	if err := insertSettings(ctx, d, "sum"); err != nil {
		t.Fatal(err)
	}
	dbtest.Do(t, d, func(tx *db.Tx) error { return setSum(ctx, tx, 1) })
	runs := 0
	err := d.Transact(ctx, func(tx *db.Tx) error {
		runs++
		n, err := sum(ctx, tx)
		if err != nil {
			return err
		}
		dbtest.Do(t, d, func(other *db.Tx) error { return setSum(ctx, other, n+10) })
		return setSum(ctx, tx, n+1)
	})
	if err == nil || runs < 2 || runs > 100 {
		t.Errorf("%d runs ended with %v", runs, err)
	}
}

// Readers do not wait for the writer, and see nothing of what it has not committed.
func TestReadersSeeWholeTransactions(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		dbtest.Do(t, d, func(tx *db.Tx) error {
			for _, k := range []string{"a", "b"} {
				if _, err := tx.Exec(ctx, "INSERT INTO setting (key, value) VALUES ($1, 'x')", k); err != nil {
					return err
				}
				if n := dbtest.Count(t, d, "setting"); n != 0 {
					t.Errorf("a reader sees %d rows that are not committed", n)
				}
			}
			return nil
		})
		if n := dbtest.Count(t, d, "setting"); n != 2 {
			t.Errorf("a reader sees %d of 2 rows", n)
		}
	})
}

func TestCloseTwice(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for range 2 {
			if err := d.Close(); err != nil {
				t.Error(err)
			}
		}
		if err := d.Ping(t.Context()); err == nil {
			t.Error("a closed database answers")
		}
	})
}

func TestWhatReadersHoldSurvivesClose(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	var failed atomic.Int64
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 50 {
				var n int
				if err := d.QueryRow(context.Background(), "SELECT COUNT(*) FROM setting").Scan(&n); err != nil {
					failed.Add(1) // an error is right; a crash would not be
				}
			}
		})
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	all.Wait()
	if err := d.QueryRow(t.Context(), "SELECT COUNT(*) FROM setting").Scan(new(int)); err == nil {
		t.Error("a closed database answers")
	}
}
