package event

import (
	"context"
	"database/sql"
	"log/slog"
	"time"

	"griot/internal/db"
	"griot/internal/page"
)

// lookInterval is how often a follower looks when nothing woke it: a NOTIFY may be lost.
const lookInterval = time.Second

// batch bounds the events read at once.
const batch = 500

// Follower hands every event after a number to a function, in order.
type Follower struct {
	DB    *db.DB
	Apply func(Event)
	Log   *slog.Logger
}

// Run follows from after the given number until ctx ends. Apply runs on this goroutine, one event at a time. If rows were pruned before they
// were read, Apply first gets an event that drops everything.
func (f *Follower) Run(ctx context.Context, after int64) {
	wake := f.DB.Watch(ctx)
	tick := time.NewTicker(lookInterval)
	defer tick.Stop()
	for {
		after = f.catchUp(ctx, after)
		select {
		case <-ctx.Done():
			return
		case <-wake:
		case <-tick.C:
		}
	}
}

func (f *Follower) catchUp(ctx context.Context, after int64) int64 {
	for {
		list, pruned, err := since(ctx, f.DB, after)
		if err != nil {
			if ctx.Err() == nil {
				f.Log.Warn("events cannot be read; trying again", "error", err)
			}
			return after
		}
		if pruned {
			list[0].Labels = append(list[0].Labels, page.All)
		}
		for _, e := range list {
			f.Apply(e)
			after = e.Seq
		}
		if len(list) < batch {
			return after
		}
	}
}

// since reads the events after a number. pruned reports that some between it and the first of them may have been forgotten: the first is the oldest that is kept.
func since(ctx context.Context, q db.Querier, after int64) (list []Event, pruned bool, err error) {
	scan := func(rows *sql.Rows) (Event, error) {
		var e Event
		var labels string
		err := rows.Scan(&e.Seq, &labels)
		e.Labels = split(labels)
		return e, err
	}
	list, err = db.All(ctx, q, scan, "SELECT seq, labels FROM event WHERE seq > $1 ORDER BY seq LIMIT $2", after, batch)
	if err != nil || len(list) == 0 || list[0].Seq == after+1 {
		return list, false, err
	}
	var oldest int64
	err = q.QueryRow(ctx, "SELECT COALESCE(MIN(seq), 0) FROM event").Scan(&oldest)
	return list, oldest > after, err
}
