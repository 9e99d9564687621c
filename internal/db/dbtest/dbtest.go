// Package dbtest gives tests a fresh, migrated database on each engine. The PostgreSQL server comes from GRIOT_TEST_POSTGRES, an address of a superuser,
// which tools/with-postgres sets; without it tests fail, because a test that is passed over proves nothing.
package dbtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"griot/internal/db"
)

// Each runs a test on both engines.
func Each(t *testing.T, test func(t *testing.T, d *db.DB)) {
	t.Helper()
	each(t, Postgres, test)
}

// EachFresh runs a test on both engines, in databases that none was run in before: for whoever asks for plans, which follow the size that tables once had.
func EachFresh(t *testing.T, test func(t *testing.T, d *db.DB)) {
	t.Helper()
	each(t, func(t testing.TB) *db.DB { return Open(t, PostgresURL(t)) }, test)
}

func each(t *testing.T, postgres func(testing.TB) *db.DB, test func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, SQLite(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, postgres(t))
	})
}

// SQLite is a new database in a temporary folder.
func SQLite(t testing.TB) *db.DB {
	t.Helper()
	return Open(t, filepath.Join(t.TempDir(), "griot.db"))
}

// Postgres is an empty, migrated database on the test server. Making one takes longer than most tests, so it is emptied and given to the next.
func Postgres(t testing.TB) *db.DB {
	t.Helper()
	server := serverURL(t)
	var location string
	select {
	case location = <-idle:
	default:
		location = create(t, server)
	}
	t.Cleanup(func() { // after the handle is closed
		if t.Failed() || !empty(location) {
			drop(t, server, location)
			return
		}
		select {
		case idle <- location:
		default:
			drop(t, server, location)
		}
	})
	return Open(t, location)
}

// idle holds databases that no test of this process uses now. They stay on the server when it ends; the next that comes sweeps them away.
var (
	idle  = make(chan string, 16)
	swept sync.Once
)

// empty takes every row out of a database and starts its numbers again.
func empty(location string) bool {
	const reset = `DO $$ DECLARE r record; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR r IN SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_version' LOOP EXECUTE format('DELETE FROM %I', r.name); END LOOP;
  PERFORM setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences WHERE schemaname = 'public';
END $$`
	return execute(location, reset) == nil
}

// Open opens and migrates a database and closes it when the test ends.
func Open(t testing.TB, location string) *db.DB {
	t.Helper()
	ctx := context.Background()
	d, err := db.Open(ctx, location)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	if err := d.Migrate(ctx, time.UnixMilli(1), nil); err != nil {
		t.Fatal(err)
	}
	return d
}

// PostgresURL makes a database on the test server that holds nothing, not even tables, and gives its address; it is dropped when the test ends.
func PostgresURL(t testing.TB) string {
	t.Helper()
	server := serverURL(t)
	location := create(t, server)
	t.Cleanup(func() { drop(t, server, location) })
	return location
}

func serverURL(t testing.TB) string {
	t.Helper()
	server := os.Getenv("GRIOT_TEST_POSTGRES")
	if server == "" {
		t.Fatal("no PostgreSQL to test on: run the tests by make test, or prefix the command with tools/with-postgres")
	}
	swept.Do(func() { sweep(t, server) })
	return server
}

// create makes a database whose name tells the process that made it.
func create(t testing.TB, server string) string {
	t.Helper()
	var random [6]byte
	_, _ = rand.Read(random[:])
	name := fmt.Sprintf("griot_%d_%x", os.Getpid(), random)
	if err := execute(server, "CREATE DATABASE "+name+" ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"); err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

func drop(t testing.TB, server, location string) {
	t.Helper()
	u, err := url.Parse(location)
	if err == nil {
		err = execute(server, "DROP DATABASE IF EXISTS "+strings.TrimPrefix(u.Path, "/")+" WITH (FORCE)")
	}
	if err != nil {
		t.Error(err)
	}
}

// sweep drops the databases of processes that have ended.
func sweep(t testing.TB, server string) {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(ctx) }()
	rows, _ := conn.Query(ctx, `SELECT datname FROM pg_database WHERE datname ~ '^griot_[0-9]+_'`)
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		pid, err := strconv.Atoi(strings.Split(name, "_")[1])
		if err == nil && errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
			_, _ = conn.Exec(ctx, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") // another sweeps too
		}
	}
}

func execute(location, statement string) error {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, location)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, statement)
	return err
}

// Do runs a transaction that must succeed.
func Do(t testing.TB, d *db.DB, fn func(tx *db.Tx) error) {
	t.Helper()
	if err := d.Transact(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

// Labels gives the labels of the events that a transaction appends, sorted.
func Labels(t testing.TB, d *db.DB, fn func(tx *db.Tx) error) []string {
	t.Helper()
	return LabelsOf(t, d, func() { Do(t, d, fn) })
}

// LabelsOf gives the labels of the events that anything appends, sorted.
func LabelsOf(t testing.TB, d *db.DB, act func()) []string {
	t.Helper()
	var last int64
	if err := d.QueryRow(context.Background(), "SELECT COALESCE(MAX(seq), 0) FROM event").Scan(&last); err != nil {
		t.Fatal(err)
	}
	act()
	scan := func(rows *sql.Rows) (s string, err error) { err = rows.Scan(&s); return s, err }
	rows, err := db.All(context.Background(), d, scan, "SELECT labels FROM event WHERE seq > $1 ORDER BY seq", last)
	if err != nil {
		t.Fatal(err)
	}
	return slices.Sorted(slices.Values(strings.Fields(strings.Join(rows, " "))))
}

// Count is the number of rows of a table.
func Count(t testing.TB, d *db.DB, table string) (n int) {
	t.Helper()
	if err := d.QueryRow(context.Background(), "SELECT COUNT(*) FROM "+table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
