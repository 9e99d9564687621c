package db_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
)

func TestDialect(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		engine db.Engine
		query  string
		want   string
	}{
		{db.SQLite, "SELECT $2, $1, $12", "SELECT ?2, ?1, ?12"},
		{db.Postgres, "SELECT $2, $1, $12", "SELECT $2, $1, $12"},
		{db.SQLite, "SELECT 1", "SELECT 1"},
	} {
		if got := db.Dialect(test.engine, test.query); got != test.want {
			t.Errorf("%s: %q became %q, want %q", test.engine, test.query, got, test.want)
		}
	}
}

// To SQLite "$2" is a name that is numbered by its first appearance: unless it is written otherwise, a query that names $2 first swaps its arguments.
func TestParametersKeepTheirNumbers(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		const query = "SELECT CAST($2 AS TEXT), CAST($1 AS TEXT), CAST($2 AS TEXT)"
		check := func(where string, row db.Row) {
			t.Helper()
			var a, b, c string
			if err := row.Scan(&a, &b, &c); err != nil {
				t.Fatal(err)
			}
			if a+b+c != "twoonetwo" {
				t.Errorf("%s: got %q %q %q, want two one two", where, a, b, c)
			}
		}
		check("QueryRow", d.QueryRow(ctx, query, "one", "two"))
		rows, err := db.All(ctx, d, func(rows *sql.Rows) (s string, err error) {
			var b, c string
			err = rows.Scan(&s, &b, &c)
			return s, err
		}, query, "one", "two")
		if err != nil || len(rows) != 1 || rows[0] != "two" {
			t.Errorf("Query: %v %v", rows, err)
		}
		dbtest.Do(t, d, func(tx *db.Tx) error {
			check("Tx.QueryRow", tx.QueryRow(ctx, query, "one", "two"))
			if _, err := tx.Exec(ctx, "INSERT INTO setting (value, key) VALUES ($2, $1)", "the key", "the value"); err != nil {
				return err
			}
			var value string
			if err := tx.QueryRow(ctx, "SELECT value FROM setting WHERE key = $1", "the key").Scan(&value); err != nil || value != "the value" {
				t.Errorf("Tx.Exec wrote %q: %v", value, err)
			}
			return nil
		})
	})
}

func TestStoredTimes(t *testing.T) {
	t.Parallel()
	for _, at := range []time.Time{{}, time.UnixMilli(1), time.Date(2026, 3, 1, 12, 0, 0, 1e6, time.FixedZone("Niamey", 3600)), time.Date(1891, 1, 1, 0, 0, 0, 0, time.UTC)} {
		if got := db.Time(db.Millis(at)); !got.Equal(at) || got.Location() != time.UTC {
			t.Errorf("%v came back as %v", at, got)
		}
	}
}

func TestPlaceholders(t *testing.T) {
	t.Parallel()
	if got := db.Placeholders(3, 3); got != "$3,$4,$5" {
		t.Errorf("got %s", got)
	}
	if got := db.Placeholders(1, 0); got != "" {
		t.Errorf("got %s", got)
	}
}

func TestStatementsAreBounded(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	_, bound := db.KeptStatements(d)
	var all sync.WaitGroup
	for worker := range 4 {
		all.Go(func() {
			for i := range bound {
				var got int
				if err := d.QueryRow(t.Context(), fmt.Sprintf("SELECT $1 + %d", (i+worker*50)%(bound+200)), 1).Scan(&got); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	if kept, _ := db.KeptStatements(d); kept != bound {
		t.Errorf("%d statements are kept, want %d", kept, bound)
	}
}

func TestPathsOfAnySpelling(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a?b.db", "a#b.db", "100%.db", "a%20b.db", "édition spéciale.db", "a&_pragma=query_only(1).db", "'quoted\".db"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), name)
			d := dbtest.Open(t, path)
			dbtest.Do(t, d, func(tx *db.Tx) error {
				_, err := tx.Exec(t.Context(), "INSERT INTO setting (key, value) VALUES ('a', 'b')")
				return err
			})
			if _, err := os.Stat(path); err != nil {
				t.Errorf("the file is not where it was asked for: %v", err)
			}
			if d.Path() != path {
				t.Errorf("Path is %q", d.Path())
			}
		})
	}
}

func TestReadersCannotWrite(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	var key string
	err := d.QueryRow(t.Context(), "INSERT INTO setting (key, value) VALUES ('a', 'b') RETURNING key").Scan(&key)
	if err == nil {
		t.Error("a read wrote")
	}
	if n := dbtest.Count(t, d, "setting"); n != 0 {
		t.Errorf("%d rows were written", n)
	}
}

func TestForeignKeysHold(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		err := d.Transact(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), "INSERT INTO article_reads (article_id, reads) VALUES (77, 1)")
			return err
		})
		if err == nil {
			t.Error("reads of an article that is not there were kept")
		}
	})
}

func TestDuplicate(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for _, test := range []struct {
			insert string
			want   bool
		}{
			{"INSERT INTO setting (key, value) VALUES ('a', 'b'), ('a', 'c')", true}, // primary key
			{"INSERT INTO account (email, name, role, created_at) VALUES ('a@b', 'n', 'r', 1), ('a@b', 'n', 'r', 1)", true},
			{"INSERT INTO article_reads (article_id, reads) VALUES (77, 1)", false},
			{"INSERT INTO setting (key, value) VALUES ('a', NULL)", false},
		} {
			err := d.Transact(t.Context(), func(tx *db.Tx) error {
				_, err := tx.Exec(t.Context(), test.insert)
				return err
			})
			if err == nil || db.Duplicate(err) != test.want {
				t.Errorf("%s: Duplicate(%v) is %v", test.insert, err, !test.want)
			}
		}
	})
}

func TestAllReportsScanErrors(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		broken := fmt.Errorf("broken")
		_, err := db.All(t.Context(), d, func(*sql.Rows) (int, error) { return 0, broken }, "SELECT version FROM schema_version")
		if err == nil || !strings.Contains(err.Error(), "broken") {
			t.Errorf("got %v", err)
		}
		if _, err := db.All(t.Context(), d, func(*sql.Rows) (int, error) { return 0, nil }, "SELECT nothing FROM nowhere"); err == nil {
			t.Error("a query of a table that is not there succeeded")
		}
		if err := d.Ping(t.Context()); err != nil { // and the connections were given back
			t.Error(err)
		}
	})
}

// Whoever cannot open a database learns in one line what to do.
func TestOpenSaysWhatToDo(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	text := filepath.Join(dir, "letter.txt")
	if err := os.WriteFile(text, []byte(strings.Repeat("Dear editor, this is no database.\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, location, remedy string }{
		{"absent folder", filepath.Join(dir, "absent", "griot.db"), "check that the folder exists"},
		{"a folder", dir, "check that the folder exists"},
		{"a file as a folder", filepath.Join(text, "griot.db"), "check that the folder exists"},
		{"another file", text, "is not a Griot database"},
		{"nobody answers", "postgres://griot@/griot?host=" + dir, "PostgreSQL does not answer"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d, err := db.Open(t.Context(), test.location)
			if err == nil {
				_ = d.Close()
				t.Fatal("it opened")
			}
			if !fault.Is(err, fault.Unavailable) || !strings.Contains(fault.Message(err), test.remedy) || strings.Contains(fault.Message(err), "\n") {
				t.Errorf("got %v: %q", fault.Of(err), fault.Message(err))
			}
		})
	}
}

func TestUnreadableAddressSaysWhatToDo(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"postgres://griot:secret@localhost:port/griot", "postgres://griot:secret@[::1/griot", "postgres://griot:secret@localhost/griot?sslmode=perhaps"} {
		d, err := db.Open(t.Context(), address)
		if err == nil {
			_ = d.Close()
			t.Errorf("%s opened", address)
			continue
		}
		if !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Message(err), "postgres://") || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v: %v", address, fault.Of(err), err)
		}
	}
}

func TestReadOnlyDatabaseSaysWhatToDo(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	if err := db.ExecOnWriter(t.Context(), d, "PRAGMA query_only = 1"); err != nil {
		t.Fatal(err)
	}
	err := insertSettings(t.Context(), d, "a")
	if !fault.Is(err, fault.Unavailable) || !strings.Contains(fault.Message(err), "write permission") {
		t.Errorf("got %v", err)
	}
}

func TestFullDiskSaysWhatToDoAndLosesNothing(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	ctx := t.Context()
	if err := insertSettings(ctx, d, "before"); err != nil {
		t.Fatal(err)
	}
	// The engine itself answers SQLITE_FULL at this bound, as it does when the disk is.
	var pages int
	if err := d.QueryRow(ctx, "PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	if err := db.ExecOnWriter(ctx, d, fmt.Sprintf("PRAGMA max_page_count = %d", pages+2)); err != nil {
		t.Fatal(err)
	}
	err := d.Transact(ctx, func(tx *db.Tx) error {
		for i := range 100 {
			if _, err := tx.Exec(ctx, "INSERT INTO setting (key, value) VALUES ($1, $2)", fmt.Sprint(i), strings.Repeat("x", 2000)); err != nil {
				return err
			}
		}
		return nil
	})
	if !fault.Is(err, fault.Unavailable) || !strings.Contains(fault.Message(err), "disk is full") {
		t.Fatalf("got %v", err)
	}
	if n := dbtest.Count(t, d, "setting"); n != 1 {
		t.Errorf("%d settings are there, want the one from before", n)
	}
	if err := db.ExecOnWriter(ctx, d, "PRAGMA max_page_count = 1000000"); err != nil {
		t.Fatal(err)
	}
	if err := insertSettings(ctx, d, "after"); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

func insertSettings(ctx context.Context, d *db.DB, keys ...string) error {
	return d.Transact(ctx, func(tx *db.Tx) error {
		for _, k := range keys {
			if _, err := tx.Exec(ctx, "INSERT INTO setting (key, value) VALUES ($1, 'x')", k); err != nil {
				return err
			}
		}
		return nil
	})
}
