package article

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"griot/internal/db"
	"griot/internal/job"
	"griot/internal/notice"
	"griot/internal/staff"
)

// HandBack frees what somebody answered for, who leaves the newsroom: whoever may can take it. Of what is awaited the editors who review it are told; hours stay.
func HandBack(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, who staff.AccountID) error {
	type held struct {
		id     ID
		was    Assignment
		closed bool
	}
	list, err := db.All(ctx, tx, func(rows *sql.Rows) (h held, err error) {
		var due int64
		err = rows.Scan(&h.id, &h.was.Account, &due, &h.closed)
		h.was.Due = db.Time(due)
		return h, err
	}, "SELECT article_id, account_id, due_at, closed_at <> 0 FROM assignment WHERE account_id = $1 AND account_id <> 0 ORDER BY article_id", who)
	if err != nil {
		return fmt.Errorf("hand back what account %d answered for: %w", who, err)
	}
	if _, err := tx.Exec(ctx, "UPDATE assignment SET account_id = 0 WHERE account_id = $1", who); err != nil {
		return fmt.Errorf("hand back what account %d answered for: %w", who, err)
	}
	for _, h := range list {
		if err := job.Cancel(ctx, tx, DueJob, fmt.Sprint(int64(h.id))); err != nil {
			return err
		}
		to := Assignment{Due: h.was.Due}
		if err := staff.Audit(ctx, tx, now, by, staff.Deed{Act: "article.assign", Subject: fmt.Sprintf("article:%d", h.id), Before: h.was.told(), After: to.told()}); err != nil {
			return err
		}
		if h.closed {
			continue
		}
		if err := tellFreed(ctx, tx, now, by, h.id); err != nil {
			return err
		}
	}
	return nil
}

// tellFreed tells the editors of an article that nobody answers for it any more.
func tellFreed(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, id ID) error {
	a, err := ByID(ctx, tx, id)
	if err != nil {
		return err
	}
	people, err := reviewers(ctx, tx, a)
	if err != nil {
		return fmt.Errorf("tell that article %d is free: %w", id, err)
	}
	n := notice.Notice{What: notice.Freed, Article: int64(id), By: by.ID, At: now}
	for _, n.To = range people {
		if err := notice.Tell(ctx, tx, n); err != nil {
			return err
		}
	}
	return nil
}
