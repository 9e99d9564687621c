package article

import (
	"context"
	"database/sql"
	"time"

	"griot/internal/db"
	"griot/internal/job"
)

// RelatedJob works off the next articles whose relations are due: one job, whatever their number, so that an import of an archive costs a row an article.
const RelatedJob = "article.related"

// relatedKey is the unique key of the one waiting RelatedJob.
const relatedKey = "due"

// The steps of related_due, in the order in which they are done.
const (
	toRead    = iota // the article came, changed or went
	toRank           // it was read; those whom it concerns follow
	toRankNew        // it is one of those
)

// due is a row of related_due.
type due struct {
	id   ID
	mark int64
}

// markRelated has an article's relations worked out again when readers see something change.
func markRelated(ctx context.Context, tx *db.Tx, now time.Time, a, before *Article) error {
	if a.Status != Published && (before == nil || before.Status != Published) {
		return nil
	}
	const upsert = `INSERT INTO related_due (article_id, step, at) VALUES ($1, $2, $3)
ON CONFLICT (article_id) DO UPDATE SET step = excluded.step, at = excluded.at, mark = related_due.mark + 1`
	if _, err := tx.Exec(ctx, upsert, a.ID, toRead, db.Millis(a.FirstPublished)); err != nil {
		return err
	}
	return job.Ensure(ctx, tx, now, RelatedJob, relatedKey)
}

// nextDue lists the articles that are due for a step, the newest first.
func nextDue(ctx context.Context, q db.Querier, step, limit int) ([]due, error) {
	return db.All(ctx, q, func(rows *sql.Rows) (d due, err error) { err = rows.Scan(&d.id, &d.mark); return d, err },
		"SELECT article_id, mark FROM related_due WHERE step = $1 ORDER BY at DESC, article_id DESC LIMIT $2", step, limit)
}

// settle ends what was due, unless the article changed meanwhile.
func (d due) settle(ctx context.Context, tx *db.Tx) error {
	_, err := tx.Exec(ctx, "DELETE FROM related_due WHERE article_id = $1 AND mark = $2", d.id, d.mark)
	return err
}

// advance makes an article that was read due for ranking, unless it changed meanwhile.
func (d due) advance(ctx context.Context, tx *db.Tx) error {
	_, err := tx.Exec(ctx, "UPDATE related_due SET step = $3 WHERE article_id = $1 AND mark = $2", d.id, d.mark, toRank)
	return err
}

// concern has articles ranked again because others changed. Those that are due already stay where they are.
func concern(ctx context.Context, tx *db.Tx, ids []ID) error {
	const insert = `INSERT INTO related_due (article_id, step, at) SELECT article_id, $2, at FROM related_article WHERE article_id = $1 ON CONFLICT (article_id) DO NOTHING`
	for _, id := range ids {
		if _, err := tx.Exec(ctx, insert, id, toRankNew); err != nil {
			return err
		}
	}
	return nil
}

// maxConcerned bounds how many articles are ranked again because one in their lists changed. Of the others' lists one that is withdrawn is left out when they are read.
const maxConcerned = 64

// listedBy names the newest articles in whose lists one stands.
func listedBy(ctx context.Context, q db.Querier, id ID) ([]ID, error) {
	return db.All(ctx, q, scanID, "SELECT article_id FROM article_related WHERE related_id = $1 ORDER BY position, article_id DESC LIMIT $2", id, maxConcerned)
}
