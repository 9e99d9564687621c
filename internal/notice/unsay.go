package notice

import (
	"context"
	"fmt"
	"time"

	"griot/internal/db"
	"griot/internal/staff"
)

// Unsay is for what somebody said on an article at a time and takes back: its words go from all that others were told, and who was told of nothing else and has not read it is told of nothing.
func Unsay(ctx context.Context, tx *db.Tx, article int64, by staff.AccountID, at time.Time) error {
	for _, act := range []string{
		"DELETE FROM notice WHERE article_id = $1 AND by_id = $2 AND at = $3 AND times = 1 AND read_at = 0 AND what IN ('remark', 'note', 'mentioned')",
		"UPDATE notice SET words = '' WHERE article_id = $1 AND by_id = $2 AND at = $3",
	} {
		if _, err := tx.Exec(ctx, act, article, by, db.Millis(at)); err != nil {
			return fmt.Errorf("unsay on article %d: %w", article, err)
		}
	}
	return nil
}
