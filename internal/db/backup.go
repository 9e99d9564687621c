package db

import (
	"context"
	"fmt"

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
	var wrong []string
	rows, err := d.read.QueryContext(ctx, "PRAGMA integrity_check(20)")
	if err != nil {
		return nil, explain(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, err
		}
		if line != "ok" {
			wrong = append(wrong, "database: "+line)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, explain(err)
	}
	return d.checkReferences(ctx, wrong)
}

func (d *DB) checkReferences(ctx context.Context, wrong []string) ([]string, error) {
	rows, err := d.read.QueryContext(ctx, "PRAGMA foreign_key_check")
	if err != nil {
		return nil, explain(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var table, parent string
		var row, key *int64
		if err := rows.Scan(&table, &row, &parent, &key); err != nil {
			return nil, err
		}
		wrong = append(wrong, fmt.Sprintf("database: a row of %s refers to a row of %s that is not there", table, parent))
	}
	return wrong, explain(rows.Err())
}
