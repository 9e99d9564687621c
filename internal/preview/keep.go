package preview

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"griot/internal/db"
	"griot/internal/page"
)

const (
	// keepOld is how long a picture outlives the one that took its place: those who showed it look again within a month.
	keepOld = 30 * 24 * time.Hour
	// MaxKept bounds how many pictures are kept, about 10 GB of them. Beyond it the longest drawn go first; who asks for one gets it drawn again.
	MaxKept = 100_000
	// sweepBatch is how many are removed at a time.
	sweepBatch = 500
)

func note(ctx context.Context, tx *db.Tx, now time.Time, p *Picture) error {
	const insert = "INSERT INTO preview (name, subject, drawn_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE SET drawn_at = excluded.drawn_at"
	_, err := tx.Exec(ctx, insert, p.Name(), string(p.Subject), db.Millis(now))
	return err
}

func scanName(rows *sql.Rows) (name string, err error) {
	err = rows.Scan(&name)
	return name, err
}

// Forget removes every picture of a subject: of an article that was withdrawn nothing may be left.
func (m *Maker) Forget(ctx context.Context, subject page.Label) error {
	names, err := db.All(ctx, m.DB, scanName, "SELECT name FROM preview WHERE subject = $1", string(subject))
	if err != nil {
		return err
	}
	return m.remove(ctx, names)
}

// Sweep removes pictures whose place was taken long ago, and the longest drawn of those that are too many. max is MaxKept but in tests.
func (m *Maker) Sweep(ctx context.Context, max int) error {
	before := db.Millis(m.Now().Add(-keepOld))
	const replaced = `SELECT name FROM preview old WHERE drawn_at < $1 AND EXISTS
  (SELECT 1 FROM preview new WHERE new.subject = old.subject AND new.drawn_at > old.drawn_at AND new.drawn_at < $1) LIMIT $2`
	if err := m.removeAll(ctx, replaced, before, sweepBatch); err != nil {
		return fmt.Errorf("sweep preview pictures: %w", err)
	}
	var kept int
	if err := m.DB.QueryRow(ctx, "SELECT COUNT(*) FROM preview").Scan(&kept); err != nil {
		return err
	}
	for surplus := kept - max; surplus > 0; surplus -= sweepBatch {
		names, err := db.All(ctx, m.DB, scanName, "SELECT name FROM preview ORDER BY drawn_at, name LIMIT $1", min(surplus, sweepBatch))
		if err != nil {
			return err
		}
		if err := m.remove(ctx, names); err != nil {
			return err
		}
	}
	return nil
}

// removeAll removes what a query names until it names nothing more.
func (m *Maker) removeAll(ctx context.Context, query string, args ...any) error {
	for {
		names, err := db.All(ctx, m.DB, scanName, query, args...)
		if err != nil || len(names) == 0 {
			return err
		}
		if err := m.remove(ctx, names); err != nil {
			return err
		}
	}
}

// remove deletes files and then their lines: what is interrupted between them is done again.
func (m *Maker) remove(ctx context.Context, names []string) error {
	if len(names) == 0 {
		return nil
	}
	args := make([]any, len(names))
	for i, n := range names {
		args[i] = n
		if err := m.Store.Delete(ctx, file(n)); err != nil {
			return err
		}
	}
	return m.DB.Transact(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM preview WHERE name IN ("+db.Placeholders(1, len(args))+")", args...)
		return err
	})
}
