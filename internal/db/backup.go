package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/ncruces/go-sqlite3"

	"griot/internal/fault"
)

// rawConn is what the SQLite driver's connections offer beyond database/sql.
type rawConn interface{ Raw() *sqlite3.Conn }

// CopyTo writes a whole and consistent copy of the SQLite database to a new file, by the engine's online backup, while others read and write. On
// PostgreSQL it is fault.Invalid and names pg_dump.
func (d *DB) CopyTo(ctx context.Context, path string) error {
	if d.engine == Postgres {
		return fault.New(fault.Invalid, "the database is PostgreSQL: back it up with pg_dump --format=custom, and the media folder beside it")
	}
	conn, err := d.read.Conn(ctx)
	if err != nil {
		return explain(err)
	}
	defer func() { _ = conn.Close() }()
	err = conn.Raw(func(c any) error {
		raw, ok := c.(rawConn)
		if !ok {
			return fmt.Errorf("unexpected SQLite connection %T", c)
		}
		return raw.Raw().Backup("main", sqliteURI(path))
	})
	return explain(err)
}

// Check asks the engine whether the database is whole and every reference leads somewhere. What is wrong comes back as lines; none means well.
func (d *DB) Check(ctx context.Context) ([]string, error) {
	if d.engine == Postgres {
		return nil, d.Ping(ctx) // PostgreSQL checks references itself and has no such command
	}
	wrong, err := All(ctx, d, func(rows *sql.Rows) (line string, err error) {
		err = rows.Scan(&line)
		return "database: " + line, err
	}, "PRAGMA integrity_check(20)")
	wrong = slices.DeleteFunc(wrong, func(line string) bool { return line == "database: ok" })
	if err != nil || len(wrong) > 0 { // in a damaged database references cannot be followed
		return said(wrong, err)
	}
	return All(ctx, d, func(rows *sql.Rows) (string, error) {
		var table, parent string
		var row, key *int64
		err := rows.Scan(&table, &row, &parent, &key)
		return fmt.Sprintf("database: a row of %s refers to a row of %s that is not there", table, parent), err
	}, "PRAGMA foreign_key_check")
}

// said drops an error that only says what the lines say better.
func said(wrong []string, err error) ([]string, error) {
	if len(wrong) > 0 && errors.Is(err, sqlite3.CORRUPT) {
		return wrong, nil
	}
	return wrong, err
}
