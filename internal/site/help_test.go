package site_test

import (
	"context"
	"log/slog"
	"strconv"
	"time"

	"griot/internal/article"
	"griot/internal/audience"
	"griot/internal/db"
	"griot/internal/job"
	"griot/internal/staff"
)

type staffID = staff.BylineID

func itoa(n int) string { return strconv.Itoa(n) }

// midnight is the beginning of the newsroom's day.
func midnight(n *newsroom) time.Time {
	here := n.now.In(n.paper.Location())
	return time.Date(here.Year(), here.Month(), here.Day(), 0, 0, 0, 0, here.Location())
}

func addReads(ctx context.Context, tx *db.Tx, now time.Time, id article.ID, reads int64) error {
	return audience.AddReads(ctx, tx, now, map[int64]int64{int64(id): reads})
}

// publish does the work of the job that publishes a scheduled article, as the runner would.
func publish(n *newsroom, id article.ID) {
	n.t.Helper()
	worker := article.Publisher{DB: n.db, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return n.now }}
	if err := worker.Work(context.Background(), job.Job{Kind: article.PublishJob, Payload: []byte(strconv.FormatInt(int64(id), 10))}); err != nil {
		n.t.Fatal(err)
	}
	n.follow(true)
}
