package app

import (
	"context"
	"encoding/json"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/job"
	"griot/internal/page"
	"griot/internal/search"
)

const (
	reindexBatch = 200   // articles in one transaction: publication waits no longer
	reindexTurn  = 2_000 // articles in one turn of the job
)

// ReindexJob indexes every article again, a turn at a time; its payload is the article after which the next turn begins.
const ReindexJob = "search.reindex"

// Reindex makes the search index anew, article by article, and counts the lists anew, while the newsroom serves. One that is damaged is thrown away first. It gives the number of articles.
func (n *Newsroom) Reindex(ctx context.Context, progress func(done int)) (done int, err error) {
	wrong, err := search.Broken(ctx, n.DB)
	if err != nil {
		return 0, err
	}
	if len(wrong) > 0 {
		if err := n.DB.Transact(ctx, func(tx *db.Tx) error { return search.Empty(ctx, tx) }); err != nil {
			return 0, err
		}
	}
	for after := article.ID(0); ; {
		last, size, err := n.reindexSome(ctx, after)
		if err != nil {
			return done, err
		}
		if size == 0 {
			if err := n.recount(ctx); err != nil {
				return done, err
			}
			return done, n.reindexed(ctx)
		}
		done, after = done+size, last
		progress(done)
	}
}

func (n *Newsroom) reindexSome(ctx context.Context, after article.ID) (last article.ID, size int, err error) {
	err = n.DB.Transact(ctx, func(tx *db.Tx) (err error) {
		last, size, err = article.Reindex(ctx, tx, after, reindexBatch)
		return err
	})
	return last, size, err
}

// reindexed notes that the index is that of this program, and drops every page.
func (n *Newsroom) reindexed(ctx context.Context) error {
	return n.DB.Transact(ctx, func(tx *db.Tx) error {
		if err := search.MarkCurrent(ctx, tx); err != nil {
			return err
		}
		return event.Append(ctx, tx, n.Now(), page.All)
	})
}

// renewIndex has the articles indexed again in the background when the index is another program's, or none.
func (n *Newsroom) renewIndex(ctx context.Context) error {
	current, err := search.Current(ctx, n.DB)
	if err != nil || current {
		return err
	}
	n.Log.Info("the search index is made anew in the background; until it is done, some articles are not found")
	return n.DB.Transact(ctx, func(tx *db.Tx) error { return n.reindexFrom(ctx, tx, 0) })
}

func (n *Newsroom) reindexFrom(ctx context.Context, tx *db.Tx, after article.ID) error {
	return job.Enqueue(ctx, tx, n.Now(), ReindexJob, after, job.Options{Unique: "all"})
}

// workReindex is one turn of ReindexJob. Done twice, it only indexes some articles again.
func (n *Newsroom) workReindex(ctx context.Context, j job.Job) error {
	var after article.ID
	if err := json.Unmarshal(j.Payload, &after); err != nil {
		return err
	}
	for range reindexTurn / reindexBatch {
		last, size, err := n.reindexSome(ctx, after)
		if err != nil {
			return err
		}
		if size == 0 {
			n.Log.Info("the search index is made anew")
			return n.reindexed(ctx)
		}
		after = last
	}
	return n.DB.Transact(ctx, func(tx *db.Tx) error { return n.reindexFrom(ctx, tx, after) })
}
