package app

import (
	"context"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/page"
)

// recount counts every list anew, a few in a transaction.
func (n *Newsroom) recount(ctx context.Context) error {
	for after := page.Label(""); ; {
		var last page.Label
		var lists int
		err := n.DB.Transact(ctx, func(tx *db.Tx) (err error) {
			last, lists, err = article.Recount(ctx, tx, after)
			return err
		})
		if err != nil || lists == 0 {
			return err
		}
		after = last
	}
}
