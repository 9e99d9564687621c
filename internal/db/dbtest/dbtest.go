// Package dbtest gives tests a fresh, migrated database on each engine. The PostgreSQL server comes from GRIOT_TEST_POSTGRES, an address of a superuser,
// which tools/with-postgres sets; without it tests fail, because a test that is passed over proves nothing.
package dbtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"griot/internal/db"
)

// Each runs a test on both engines.
func Each(t *testing.T, test func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, SQLite(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, Postgres(t))
	})
}

// SQLite is a new database in a temporary folder.
func SQLite(t testing.TB) *db.DB {
	t.Helper()
	return Open(t, filepath.Join(t.TempDir(), "griot.db"))
}

// Postgres is a new database on the test server.
func Postgres(t testing.TB) *db.DB {
	t.Helper()
	return Open(t, PostgresURL(t))
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

// PostgresURL makes an empty database on the test server and gives its address; it is dropped when the test ends.
func PostgresURL(t testing.TB) string {
	t.Helper()
	server := os.Getenv("GRIOT_TEST_POSTGRES")
	if server == "" {
		t.Fatal("no PostgreSQL to test on: run the tests by make test, or prefix the command with tools/with-postgres")
	}
	var random [6]byte
	_, _ = rand.Read(random[:])
	name := "griot_" + hex.EncodeToString(random[:])
	admin(t, server, "CREATE DATABASE "+name+" ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
	t.Cleanup(func() { admin(t, server, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") })
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

func admin(t testing.TB, server, statement string) {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, statement); err != nil {
		t.Fatal(err)
	}
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
