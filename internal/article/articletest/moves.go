// Package articletest brings articles before readers and takes them away, for tests whose subject is something else.
package articletest

import (
	"context"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/masthead"
	"griot/internal/staff"
)

// Publish brings an article before readers, as an administrator does.
func Publish(ctx context.Context, tx *db.Tx, paper *masthead.Newspaper, now time.Time, id article.ID) error {
	return move(ctx, tx, paper, now, id, article.Published, "")
}

// Withdraw takes an article from readers, as an administrator does.
func Withdraw(ctx context.Context, tx *db.Tx, paper *masthead.Newspaper, now time.Time, id article.ID, reason string) error {
	return move(ctx, tx, paper, now, id, article.Withdrawn, reason)
}

func move(ctx context.Context, tx *db.Tx, paper *masthead.Newspaper, now time.Time, id article.ID, to article.Status, reason string) error {
	a, err := article.ByID(ctx, tx, id)
	if err != nil {
		return err
	}
	a.Status, a.Reason = to, reason
	return article.Save(ctx, tx, paper, now, a, article.Change{By: staff.Actor{Role: staff.Administrator}})
}
