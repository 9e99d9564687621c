package article

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"griot/internal/db"
	"griot/internal/job"
	"griot/internal/page"
	"griot/internal/taxonomy"
)

// Retag has every article that bears a tag, in whatever state, bear another instead, once; the first tag's list ends.
func Retag(ctx context.Context, tx *db.Tx, from, into taxonomy.TagID) error {
	for _, statement := range []string{
		"DELETE FROM article_tag WHERE tag_id = $1 AND article_id IN (SELECT article_id FROM article_tag WHERE tag_id = $2)",
		"UPDATE article_tag SET tag_id = $2 WHERE tag_id = $1",
	} {
		if _, err := tx.Exec(ctx, statement, from, into); err != nil {
			return fmt.Errorf("retag %d as %d: %w", from, into, err)
		}
	}
	return Merge(ctx, tx, page.Tag(int64(from)), page.Tag(int64(into)))
}

// RenamedJob has the articles of a list found by the name that a tag has now; its payload is a Renamed. It follows where an act took all at once what readers see, and the search is asked for words.
const RenamedJob = "article.renamed"

// renamedAtOnce is how many articles are indexed again in one transaction: publication waits no longer.
const renamedAtOnce = 25

// Renamed is how far a RenamedJob is: what stands in the list before this place is to be done. The newest come first.
type Renamed struct {
	List page.Label
	At   int64 // UTC milliseconds
	ID   ID
}

// FollowName has the articles of a tag found by its name of now, in the background.
func FollowName(ctx context.Context, tx *db.Tx, now time.Time, tag taxonomy.TagID) error {
	return Renamed{List: page.Tag(int64(tag)), At: math.MaxInt64}.enqueue(ctx, tx, now)
}

func (r Renamed) enqueue(ctx context.Context, tx *db.Tx, now time.Time) error {
	if err := job.Cancel(ctx, tx, RenamedJob, string(r.List)); err != nil { // one that waits, or runs, begins anew
		return err
	}
	return job.Enqueue(ctx, tx, now, RenamedJob, r, job.Options{Unique: string(r.List)})
}

// Renamer is the worker behind RenamedJob.
type Renamer struct {
	DB  *db.DB
	Now func() time.Time
}

// Work indexes the next articles again and has the rest follow, behind whatever else waits.
func (w *Renamer) Work(ctx context.Context, j job.Job) error {
	var at Renamed
	if err := json.Unmarshal(j.Payload, &at); err != nil {
		return err
	}
	return w.DB.Transact(ctx, func(tx *db.Tx) error {
		if holds, err := job.Holds(ctx, tx, j); err != nil || !holds { // the tag was given yet another name: another job begins from the newest
			return err
		}
		next := at
		ids, err := db.All(ctx, tx, func(rows *sql.Rows) (id ID, err error) { err = rows.Scan(&next.At, &next.ID); return next.ID, err },
			"SELECT at, article_id FROM listing WHERE list = $1 AND (at, article_id) < ($2, $3) ORDER BY at DESC, article_id DESC LIMIT $4", string(at.List), at.At, at.ID, renamedAtOnce)
		if err != nil {
			return err
		}
		for _, id := range ids {
			a, err := ByID(ctx, tx, id)
			if err != nil {
				return err
			}
			if err := index(ctx, tx, a); err != nil {
				return err
			}
		}
		if len(ids) < renamedAtOnce {
			return nil
		}
		return next.enqueue(ctx, tx, w.Now())
	})
}
