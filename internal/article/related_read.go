package article

import (
	"context"
	"fmt"
	"time"

	"griot/internal/db"
)

// readBatch is how many articles one job reads. It keeps the writer for less than a tenth of a second.
const readBatch = 64

// read takes the next articles that came, changed or went: what each is about, and under which traits others find it. It gives their number.
func (r *Relater) read(ctx context.Context, now time.Time) (int, error) {
	batch, err := nextDue(ctx, r.DB, toRead, readBatch)
	if err != nil || len(batch) == 0 {
		return 0, err
	}
	subjects, err := readSubjects(ctx, r.DB, ids(batch))
	if err != nil {
		return 0, fmt.Errorf("read articles for their relations: %w", err)
	}
	for _, s := range subjects { // while nobody waits
		if s.public {
			s.count()
		}
	}
	return len(batch), r.DB.Transact(ctx, func(tx *db.Tx) error {
		known, err := knownArticles(ctx, tx, ids(batch))
		if err != nil {
			return err
		}
		census, err := take(ctx, tx, subjects, known)
		if err != nil {
			return fmt.Errorf("count traits: %w", err)
		}
		for _, d := range batch {
			if err := note(ctx, tx, now, d, subjects[d.id], known[d.id], census); err != nil {
				return fmt.Errorf("note what article %d is about: %w", d.id, err)
			}
		}
		return nil
	})
}

func ids(batch []due) []ID {
	list := make([]ID, len(batch))
	for i, d := range batch {
		list[i] = d.id
	}
	return list
}

// note writes down what an article that was read is about, and what follows: it is ranked next, and so are those in whose lists it stands. was is nil for one that was not
// known.
func note(ctx context.Context, tx *db.Tx, now time.Time, d due, s *subject, was *knownArticle, c census) error {
	if s == nil || !s.public {
		return forget(ctx, tx, d, was)
	}
	is := &knownArticle{id: s.id, language: s.language, at: s.at, root: s.root, offered: !s.sponsored, profile: s.profile(c)}
	if was != nil && was.rankedAt > 0 && was.same(is) {
		return d.settle(ctx, tx)
	}
	if was != nil {
		if err := was.leave(ctx, tx); err != nil {
			return err
		}
	}
	if err := is.enter(ctx, tx, now); err != nil {
		return err
	}
	return d.advance(ctx, tx)
}

// forget takes an article that left its readers out of everything.
func forget(ctx context.Context, tx *db.Tx, d due, was *knownArticle) error {
	if was != nil {
		if err := was.leave(ctx, tx); err != nil {
			return err
		}
		for _, table := range []string{"related_article", "article_related"} {
			if _, err := tx.Exec(ctx, "DELETE FROM "+table+" WHERE article_id = $1", d.id); err != nil {
				return err
			}
		}
	}
	return d.settle(ctx, tx)
}
