package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

// Tx is a transaction. All it writes becomes visible at once or not at all. It belongs to one goroutine.
type Tx struct {
	engine Engine
	tx     *sql.Tx
	kept   map[string]*sql.Stmt // see stmt
	heard  listener
}

// Engine names the database program.
func (t *Tx) Engine() Engine { return t.engine }

// Query reads inside the transaction.
func (t *Tx) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	t.heard.hear(query)
	rows, err := t.tx.QueryContext(ctx, t.engine.dialect(query), args...)
	return rows, explain(err)
}

// rows is Query for All, which reads to the end before anything else is asked, so that the statement can serve again.
func (t *Tx) rows(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	stmt, err := t.stmt(ctx, query)
	if err != nil || stmt == nil {
		return t.Query(ctx, query, args...)
	}
	rows, err := stmt.QueryContext(ctx, args...)
	return rows, explain(err)
}

// QueryRow reads one row inside the transaction. It is scanned before the same is asked again.
func (t *Tx) QueryRow(ctx context.Context, query string, args ...any) Row {
	stmt, err := t.stmt(ctx, query)
	if err != nil || stmt == nil {
		return Row{ctx, t.tx.QueryRowContext(ctx, t.engine.dialect(query), args...)}
	}
	return Row{ctx, stmt.QueryRowContext(ctx, args...)}
}

// Exec writes and gives the number of rows it touched.
func (t *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	res, err := t.exec(ctx, query, args)
	if err != nil {
		return 0, explain(err)
	}
	return res.RowsAffected()
}

func (t *Tx) exec(ctx context.Context, query string, args []any) (sql.Result, error) {
	stmt, err := t.stmt(ctx, query)
	if err != nil || stmt == nil {
		return t.tx.ExecContext(ctx, t.engine.dialect(query), args...)
	}
	return stmt.ExecContext(ctx, args...)
}

// stmt gives the transaction's prepared statement on SQLite, for what it has asked before: an import asks the same fifty things of every article of a batch, and
// preparing one costs as much as running it. nil is for what is asked the first time, and where the driver keeps its own.
func (t *Tx) stmt(ctx context.Context, query string) (*sql.Stmt, error) {
	t.heard.hear(query)
	if t.engine != SQLite {
		return nil, nil
	}
	stmt, again := t.kept[query]
	if stmt != nil || len(t.kept) >= maxStatements && !again {
		return stmt, nil
	}
	if !again {
		if t.kept == nil {
			t.kept = map[string]*sql.Stmt{}
		}
		t.kept[query] = nil
		return nil, nil
	}
	stmt, err := t.tx.PrepareContext(ctx, t.engine.dialect(query)) // closed with the transaction
	if err == nil {
		t.kept[query] = stmt
	}
	return stmt, err
}

// maxTries bounds how often a transaction that PostgreSQL could not serialise is run again.
const maxTries = 20

// Transact runs fn in one transaction: BEGIN IMMEDIATE on SQLite, SERIALIZABLE on PostgreSQL, where it is run again when it lost
// against another. So fn may run more than once and must change nothing outside the transaction until Transact returns nil.
func (d *DB) Transact(ctx context.Context, fn func(tx *Tx) error) error {
	for try := 1; ; try++ {
		err := stopped(ctx, d.transactOnce(ctx, fn))
		if err == nil {
			d.local.wake()
			return nil
		}
		if try == maxTries || !retryable(err) {
			return err
		}
		pause := time.Duration(rand.IntN(try*4)+1) * time.Millisecond //nolint:gosec // spread, not secrecy
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

func (d *DB) transactOnce(ctx context.Context, fn func(tx *Tx) error) (err error) {
	opts := &sql.TxOptions{}
	if d.engine == Postgres {
		opts.Isolation = sql.LevelSerializable
	}
	tx, err := d.write.BeginTx(ctx, opts)
	if err != nil {
		return explain(fmt.Errorf("begin: %w", err))
	}
	defer func() {
		if p := recover(); p != nil {
			_ = tx.Rollback()
			panic(p)
		}
	}()
	if err := fn(&Tx{engine: d.engine, tx: tx, heard: d.heard}); err != nil {
		if back := tx.Rollback(); back != nil && !errors.Is(back, sql.ErrTxDone) {
			return errors.Join(err, back)
		}
		return err
	}
	if err := tx.Commit(); err != nil {
		return explain(fmt.Errorf("commit: %w", err))
	}
	return nil
}
