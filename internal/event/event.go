// Package event is the list of what changed: one row for each change that readers may see, with the labels of what it changed, written by
// the transaction that makes the change. Every follower, on every node, learns of every event exactly in the order of commit (ADR 2).
package event

import (
	"context"
	"fmt"
	"strings"
	"time"

	"griot/internal/db"
	"griot/internal/page"
)

// Event is one row. Seq grows by one or more from each to the next: a transaction that was rolled back may leave a gap.
type Event struct {
	Seq    int64
	Labels []page.Label
}

// Append writes an event in the caller's transaction. Without labels it does nothing.
//
// PostgreSQL takes one advisory lock for the rest of the transaction, so that numbers commit in the order in which they were
// drawn and a follower that has seen number n has seen all before it; SQLite has one writer at a time. So append last.
func Append(ctx context.Context, tx *db.Tx, now time.Time, labels ...page.Label) error {
	if len(labels) == 0 {
		return nil
	}
	insert := "INSERT INTO event (seq, at, labels) SELECT COALESCE(MAX(seq), 0) + 1, $1, $2 FROM event"
	if tx.Engine() == db.Postgres {
		if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock(4772697)"); err != nil {
			return err
		}
		// A serialisable transaction that waited does not see what was committed meanwhile, so MAX would give it a number that is taken.
		insert = "INSERT INTO event (seq, at, labels) VALUES (nextval('event_seq'), $1, $2)"
	}
	if _, err := tx.Exec(ctx, insert, db.Millis(now), join(labels)); err != nil {
		return fmt.Errorf("append event: %w", err)
	}
	if tx.Engine() == db.Postgres {
		_, err := tx.Exec(ctx, "SELECT pg_notify($1, '')", db.Channel)
		return err
	}
	return nil
}

func join(labels []page.Label) string {
	seen := map[page.Label]bool{}
	var b strings.Builder
	for _, l := range labels {
		if seen[l] {
			continue
		}
		seen[l] = true
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(string(l))
	}
	return b.String()
}

func split(labels string) []page.Label {
	fields := strings.Fields(labels)
	list := make([]page.Label, len(fields))
	for i, f := range fields {
		list[i] = page.Label(f)
	}
	return list
}

// Last is the number of the newest event, 0 before the first.
func Last(ctx context.Context, q db.Querier) (seq int64, err error) {
	err = q.QueryRow(ctx, "SELECT COALESCE(MAX(seq), 0) FROM event").Scan(&seq)
	return seq, err
}

// Prune forgets events before a time; the newest always stays, so that numbers go on from it. Followers that were away for longer start afresh.
func Prune(ctx context.Context, tx *db.Tx, before time.Time) error {
	_, err := tx.Exec(ctx, "DELETE FROM event WHERE at < $1 AND seq < (SELECT MAX(seq) FROM event)", db.Millis(before))
	return err
}
