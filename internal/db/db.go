// Package db opens the newsroom's database, SQLite in one file or PostgreSQL, brings its tables up to date and runs
// transactions. One text of SQL serves both engines ($1, RETURNING, ON CONFLICT, times as UTC milliseconds); a second text
// stands only where the engines really differ, with the reason beside it (ADR 1).
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib" // the PostgreSQL driver, by database/sql
	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"
	"github.com/ncruces/go-sqlite3/ext/fts5" // the full-text index, which the driver leaves out
)

// Engine is the database program behind a DB.
type Engine string

// The two engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// Querier reads: a DB or a Tx.
type Querier interface {
	Query(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRow(ctx context.Context, query string, args ...any) Row
	Engine() Engine
}

// DB is an open database. It is safe for concurrent use.
type DB struct {
	engine Engine
	path   string // the file, on SQLite
	url    string // the address, on PostgreSQL
	write  *sql.DB
	read   *sql.DB
	stmts  statements
	local  wakers
	heard  listener
}

// Open opens the database at a location: a postgres:// address, else the path of a SQLite file, which is made if it is absent. It changes nothing in it;
// Migrate does. Errors say what to do in one line.
func Open(ctx context.Context, location string) (*DB, error) {
	if strings.HasPrefix(location, "postgres://") || strings.HasPrefix(location, "postgresql://") {
		return openPostgres(ctx, location)
	}
	return openSQLite(ctx, location)
}

// Every statement keeps one plan, whatever its values: ours find their rows by index, and to plan each anew costs PostgreSQL more than most of them. It is SQLite's QPSG by another name.
func openPostgres(ctx context.Context, url string) (*DB, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, explain(err)
	}
	if _, chosen := config.RuntimeParams["plan_cache_mode"]; !chosen {
		config.RuntimeParams["plan_cache_mode"] = "force_generic_plan"
	}
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(4 + 4*runtime.GOMAXPROCS(0))
	pool.SetMaxIdleConns(4 + 4*runtime.GOMAXPROCS(0))
	if err := pool.PingContext(ctx); err != nil {
		_ = pool.Close()
		return nil, explain(err)
	}
	return &DB{engine: Postgres, url: url, write: pool, read: pool}, nil
}

// A connection's pages are its own, and the memory that they once took is not given back: with six connections, more than a few megabytes each is better left
// to the system's own cache of files, which they share. One connection writes and the others only read: SQLite has one writer at a time, and waiting in our own queue is fairer and
// quicker than waiting for its lock. The one that writes keeps more: an archive that is brought over touches every index at every article. Its log grows to 16 MB before it is written back,
// so that a page which many articles touch is written once.
func openSQLite(ctx context.Context, path string) (*DB, error) {
	const shared = "&_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)&_pragma=cache_size(-4000)&_pragma=temp_store(memory)"
	write, err := driver.Open(sqliteURI(path)+"?_txlock=immediate"+shared+"&_pragma=journal_mode(wal)&_pragma=synchronous(normal)&_pragma=cache_size(-16000)&_pragma=wal_autocheckpoint(4000)", fts5.Register)
	if err != nil {
		return nil, explain(err)
	}
	write.SetMaxOpenConns(1)
	if err := write.PingContext(ctx); err != nil {
		_ = write.Close()
		return nil, explain(fmt.Errorf("open %s: %w", path, err))
	}
	read, err := driver.Open(sqliteURI(path)+"?_txlock=deferred"+shared+"&_pragma=query_only(1)", openReader)
	if err != nil {
		return nil, errors.Join(explain(err), write.Close())
	}
	readers := 1 + max(4, runtime.GOMAXPROCS(0)) // one of them listens: see poll
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	return &DB{engine: SQLite, path: path, write: write, read: read}, nil
}

// openReader readies a reading connection. Plans do not depend on the values of parameters (QPSG): else SQLite prepares a kept statement again whenever a value might
// suggest another plan, which costs more than most of our queries.
func openReader(c *sqlite3.Conn) error {
	if err := fts5.Register(c); err != nil {
		return err
	}
	_, err := c.Config(sqlite3.DBCONFIG_ENABLE_QPSG, true)
	return err
}

// sqliteURI escapes what a path may hold that a URI may not.
func sqliteURI(path string) string {
	return "file:" + strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path)
}

// Engine names the database program.
func (d *DB) Engine() Engine { return d.engine }

// Path is the SQLite file, or "" on PostgreSQL.
func (d *DB) Path() string { return d.path }

// Close ends every connection.
func (d *DB) Close() error {
	d.local.end()
	d.stmts.close()
	if d.read == d.write {
		return d.write.Close()
	}
	return errors.Join(d.read.Close(), d.write.Close())
}

// Ping reports whether the database answers.
func (d *DB) Ping(ctx context.Context) error { return explain(d.read.PingContext(ctx)) }

// Query reads outside a transaction.
func (d *DB) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	d.heard.hear(query)
	stmt, err := d.stmts.prepare(ctx, d, query)
	if err != nil {
		return nil, explain(err)
	}
	if stmt == nil { // PostgreSQL's driver keeps its own statements
		rows, err := d.read.QueryContext(ctx, d.engine.dialect(query), args...)
		return rows, explain(err)
	}
	rows, err := stmt.QueryContext(ctx, args...)
	return rows, explain(err)
}

// QueryRow reads one row outside a transaction.
func (d *DB) QueryRow(ctx context.Context, query string, args ...any) Row {
	d.heard.hear(query)
	stmt, err := d.stmts.prepare(ctx, d, query)
	if err != nil || stmt == nil {
		return Row{ctx, d.read.QueryRowContext(ctx, d.engine.dialect(query), args...)}
	}
	return Row{ctx, stmt.QueryRowContext(ctx, args...)}
}

// Row is the one row that was asked for.
type Row struct {
	ctx context.Context //nolint:containedctx // of the question, which ends with Scan
	row *sql.Row
}

// Scan reads it; sql.ErrNoRows when there is none.
func (r Row) Scan(dest ...any) error { return stopped(r.ctx, explain(r.row.Scan(dest...))) }

// dialect writes numbered parameters as SQLite numbers them: to SQLite "$2" is a name, whose number is its order of appearance. No SQL of ours has a "$" elsewhere.
func (e Engine) dialect(query string) string {
	if e == SQLite {
		return strings.ReplaceAll(query, "$", "?")
	}
	return query
}

// Millis is a time as stored: UTC milliseconds, 0 for the zero time.
func Millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// Time is a stored time in UTC; 0 gives the zero time.
func Time(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// All reads every row of a query by scan, which asks nothing itself.
func All[T any](ctx context.Context, q Querier, scan func(*sql.Rows) (T, error), query string, args ...any) (list []T, err error) {
	ask := q.Query
	if tx, ok := q.(*Tx); ok {
		ask = tx.rows
	}
	rows, err := ask(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		if list == nil { // most questions that name many rows get as many
			list = make([]T, 0, len(args)+1)
		}
		list = append(list, v)
	}
	return list, stopped(ctx, explain(rows.Err()))
}

// Placeholders writes n numbered parameters beginning with first: "$3,$4,$5".
func Placeholders(first, n int) string {
	b := make([]byte, 0, 6*n)
	for i := range n {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(append(b, '$'), int64(first+i), 10)
	}
	return string(b)
}
