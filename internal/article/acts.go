package article

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/fault"
	"griot/internal/job"
	"griot/internal/masthead"
	"griot/internal/page"
	"griot/internal/text"
)

// AddNote dates a note under an article. A right of reply names the article that is the reply.
func AddNote(ctx context.Context, tx *db.Tx, now time.Time, n *Note) error {
	n.Text, n.Signature = text.CleanLine(n.Text), text.CleanLine(n.Signature)
	if n.Text == "" && n.Reply == 0 {
		return fault.Wrap(fault.Invalid, EmptyNote, "a note needs a text")
	}
	if n.Noted.IsZero() {
		n.Noted = now
	}
	const insert = "INSERT INTO article_note (article_id, kind, text, signature, reply_id, noted_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id"
	err := tx.QueryRow(ctx, insert, n.Article, string(n.Kind), n.Text, n.Signature, orNull(n.Reply), db.Millis(n.Noted)).Scan(&n.ID)
	if err != nil {
		return fmt.Errorf("add note to article %d: %w", n.Article, err)
	}
	if err := relistNotes(ctx, tx, n.Article); err != nil {
		return fmt.Errorf("list note %d: %w", n.ID, err)
	}
	return event.Append(ctx, tx, now, page.Article(int64(n.Article)), page.Corrections)
}

const noteColumns = "n.id, n.article_id, n.kind, n.text, n.signature, COALESCE(n.reply_id, 0), n.noted_at"

func scanNote(rows *sql.Rows) (n Note, err error) {
	var noted int64
	err = rows.Scan(&n.ID, &n.Article, &n.Kind, &n.Text, &n.Signature, &n.Reply, &noted)
	n.Noted = db.Time(noted)
	return n, err
}

// Notes lists the notes under an article, newest first. A right of reply that is not published is left out.
func Notes(ctx context.Context, q db.Querier, id ID) ([]Note, error) {
	return db.All(ctx, q, scanNote, "SELECT "+noteColumns+` FROM article_note n LEFT JOIN article r ON r.id = n.reply_id
WHERE n.article_id = $1 AND (n.reply_id IS NULL OR r.status = 'published') ORDER BY n.noted_at DESC, n.id DESC`, id)
}

// Publisher is the worker behind PublishJob.
type Publisher struct {
	DB  *db.DB
	Log *slog.Logger
	Now func() time.Time
}

// Work publishes one scheduled article, if it is still scheduled and due. The hour is looked at in the transaction that publishes, so that of several servers one does it; if the clock
// was put back since the job was taken, the job waits again.
func (p *Publisher) Work(ctx context.Context, j job.Job) error {
	var id ID
	if err := json.Unmarshal(j.Payload, &id); err != nil {
		return err
	}
	return p.DB.Transact(ctx, func(tx *db.Tx) error {
		before, err := ByID(ctx, tx, id)
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil || before.Status != Scheduled {
			return err
		}
		now := p.Now()
		if before.PublishAt.After(now) {
			return schedule(ctx, tx, now, before, nil)
		}
		return p.publish(ctx, tx, now, *before)
	})
}

// publish brings a scheduled article before readers, dated by the hour that was chosen.
func (p *Publisher) publish(ctx context.Context, tx *db.Tx, now time.Time, a Article) error {
	paper, err := masthead.Load(ctx, tx)
	if err != nil {
		return err
	}
	if err := keepFirst(ctx, tx, &a); err != nil {
		return err
	}
	a.FirstPublished, a.Status = a.PublishAt, Published
	if err := Put(ctx, tx, paper, now, &a); err != nil {
		return err
	}
	if err := keep(ctx, tx, &a, revision{at: now, changed: []string{"status"}}); err != nil {
		return err
	}
	return tellMove(ctx, tx, now, 0, &a, Scheduled, "")
}
