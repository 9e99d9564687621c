package db

import (
	"context"
	"time"
)

// MigrateTo is Migrate with other steps than the program's own.
func MigrateTo(ctx context.Context, d *DB, all []Migration, before func(from, to int) error) error {
	return d.migrate(ctx, time.UnixMilli(2), all, before)
}

// ExecOnWriter runs a statement on the connection that writes, outside a transaction.
func ExecOnWriter(ctx context.Context, d *DB, statement string) error {
	_, err := d.write.ExecContext(ctx, statement)
	return err
}

// Dialect is a query as an engine is given it.
func Dialect(e Engine, query string) string { return e.dialect(query) }

// KeptStatements is how many prepared statements are kept, and the bound on it.
func KeptStatements(d *DB) (kept, bound int) {
	d.stmts.mu.RLock()
	defer d.stmts.mu.RUnlock()
	return len(d.stmts.kept), maxStatements
}
