package db

import "context"

// Survey tells the engine how its tables have grown, after much was written at once: PostgreSQL plans by what it was told last, and would otherwise find out by itself only minutes
// later, while readers wait. SQLite's plans do not depend on it (see openReader).
func (d *DB) Survey(ctx context.Context) error {
	if d.engine != Postgres {
		return nil
	}
	_, err := d.write.ExecContext(ctx, "ANALYZE")
	return stopped(ctx, explain(err))
}
