package article

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"griot/internal/db"
	"griot/internal/masthead"
)

// Restore brings back what an article said at a revision, as a new revision. Its state, its address and its dates stay as they are, and the rules of Save hold: what readers see
// changes with a note, or by a minor change. What the article was filed under and is no longer there is left out.
func Restore(ctx context.Context, tx *db.Tx, paper *masthead.Newspaper, now time.Time, id ID, number int, c Change) error {
	a, err := ByID(ctx, tx, id)
	if err != nil {
		return err
	}
	old, err := AtRevision(ctx, tx, id, number)
	if err != nil {
		return err
	}
	if err := old.dropGone(ctx, tx); err != nil {
		return err
	}
	a.Title, a.Short, a.Standfirst, a.Body, a.Dateline, a.Agencies = old.Title, old.Short, old.Standfirst, old.Body, old.Dateline, old.Agencies
	a.Language, a.Kind, a.Section, a.Countries, a.Tags, a.Bylines = old.Language, old.Kind, old.Section, old.Countries, old.Tags, old.Bylines
	a.Hero, a.SEOTitle, a.SEODesc, a.Comments, a.Original, a.ReplyTo = old.Hero, old.SEOTitle, old.SEODesc, old.Comments, old.Original, old.ReplyTo
	c.restored = number
	return Save(ctx, tx, paper, now, a, c)
}

// dropGone leaves out of a kept article what is in the newsroom no longer.
func (a *Article) dropGone(ctx context.Context, q db.Querier) error {
	return errors.Join(
		present(ctx, q, "section", &a.Section), present(ctx, q, "media", &a.Hero.Picture), present(ctx, q, "article", &a.Original), present(ctx, q, "article", &a.ReplyTo),
		presentAll(ctx, q, "country", &a.Countries), presentAll(ctx, q, "tag", &a.Tags), presentAll(ctx, q, "byline", &a.Bylines))
}

// present makes a number 0 that no row of a table has.
func present[T ~int64](ctx context.Context, q db.Querier, table string, id *T) error {
	if *id == 0 {
		return nil
	}
	err := q.QueryRow(ctx, "SELECT id FROM "+table+" WHERE id = $1", *id).Scan(id)
	if errors.Is(err, sql.ErrNoRows) {
		*id, err = 0, nil
	}
	return err
}

func presentAll[T ~int64](ctx context.Context, q db.Querier, table string, ids *[]T) error {
	for i := range *ids {
		if err := present(ctx, q, table, &(*ids)[i]); err != nil {
			return err
		}
	}
	*ids = slices.DeleteFunc(*ids, func(id T) bool { return id == 0 })
	return nil
}
