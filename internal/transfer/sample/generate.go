package sample

import (
	"context"
	"fmt"
	"maps"

	"golang.org/x/sync/errgroup"

	"griot/internal/article"
	"griot/internal/audience"
	"griot/internal/db"
	"griot/internal/taxonomy"
)

// generatedYears is how far back the generated archive reaches.
const generatedYears = 10

// generateBatch is how many articles one transaction adds.
const generateBatch = 128

// Grow adds generated articles, until the newsroom holds total in all: a plausible archive of ten years, to try how the program behaves when it is large. The same total
// gives the same archive; one that is grown in steps has as many of everything, spread over the same years. progress may be nil.
func (n *Newsroom) Grow(ctx context.Context, total int, progress func(done, of int)) error {
	have, err := count(ctx, n.DB)
	if err != nil || have >= total {
		return err
	}
	g, err := n.generator(ctx, have, total)
	if err != nil {
		return err
	}
	// One goroutine writes; the other makes and cleans the next articles meanwhile, which takes about as long.
	group, ctx := errgroup.WithContext(ctx)
	batches := make(chan []*draft)
	group.Go(func() error {
		defer close(batches)
		return g.drafts(ctx, batches)
	})
	group.Go(func() error {
		for batch := range batches {
			if err := n.add(ctx, g, batch); err != nil {
				return fmt.Errorf("grow the archive: %w", err)
			}
			have += len(batch)
			if progress != nil {
				progress(have, total)
			}
		}
		return nil
	})
	return group.Wait()
}

func count(ctx context.Context, q db.Querier) (n int, err error) {
	err = q.QueryRow(ctx, "SELECT COUNT(*) FROM article").Scan(&n)
	return n, err
}

// drafts makes every article, the oldest first, and sends them in batches.
func (g *generator) drafts(ctx context.Context, batches chan<- []*draft) error {
	for first := 0; first < len(g.order); first += generateBatch {
		var batch []*draft
		for place := first; place < min(first+generateBatch, len(g.order)); place++ {
			d := g.draft(place)
			if err := article.Prepare(d.article); err != nil {
				return err
			}
			batch = append(batch, d)
		}
		select {
		case batches <- batch:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// add writes a batch. Its tags come first, in a transaction of their own, so that their numbers may be kept whatever becomes of the second.
func (n *Newsroom) add(ctx context.Context, g *generator, batch []*draft) error {
	if err := n.addTags(ctx, g, batch); err != nil {
		return err
	}
	return n.DB.Transact(ctx, func(tx *db.Tx) error {
		for _, d := range batch {
			if err := g.put(ctx, tx, d); err != nil {
				return err
			}
		}
		return nil
	})
}

func (n *Newsroom) addTags(ctx context.Context, g *generator, batch []*draft) error {
	var fresh map[string]taxonomy.TagID
	err := n.DB.Transact(ctx, func(tx *db.Tx) error {
		fresh = map[string]taxonomy.TagID{} // anew when PostgreSQL has it run again
		for _, d := range batch {
			for _, name := range d.tags {
				if g.tags[name] != 0 || fresh[name] != 0 {
					continue
				}
				t, err := taxonomy.EnsureTag(ctx, tx, g.now, n.Words.For(g.paper.Language), name, "")
				if err != nil {
					return err
				}
				fresh[name] = t.ID
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	maps.Copy(g.tags, fresh)
	return nil
}

// put writes an article with what hangs on it. The draft stays as it is: PostgreSQL may have the transaction run again.
func (g *generator) put(ctx context.Context, tx *db.Tx, d *draft) error {
	a := *d.article
	a.Tags = nil
	for _, name := range d.tags {
		a.Tags = append(a.Tags, g.tags[name])
	}
	if err := article.Put(ctx, tx, g.paper, g.now, &a); err != nil {
		return err
	}
	if d.note != nil {
		note := *d.note
		note.Article = a.ID
		if err := article.AddNote(ctx, tx, g.now, &note); err != nil {
			return err
		}
	}
	return audience.SetReads(ctx, tx, int64(a.ID), d.reads)
}
