package taxonomy

import (
	"context"
	"fmt"

	"griot/internal/db"
)

// TagsAfter lists the next tags after a number, in the order of their numbers.
func TagsAfter(ctx context.Context, q db.Querier, after TagID, limit int) ([]Tag, error) {
	list, err := db.All(ctx, q, scanTag, selectTag+"WHERE id > $1 AND merged_into IS NULL ORDER BY id LIMIT $2", after, limit)
	if err != nil {
		return nil, fmt.Errorf("list tags: %w", err)
	}
	return list, nil
}
