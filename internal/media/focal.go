package media

import (
	"context"
	"fmt"
	"time"

	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/fault"
	"griot/internal/page"
)

// SetFocal says around which point of a picture it is cut: per cent from the left and from the top. Every page that shows the picture changes with it.
func SetFocal(ctx context.Context, tx *db.Tx, now time.Time, id ID, x, y int) error {
	if x < 0 || x > 100 || y < 0 || y > 100 {
		return fault.New(fault.Invalid, "a focal point is two numbers of per cent, from 0 to 100")
	}
	if _, err := tx.Exec(ctx, "UPDATE media SET focal_x = $2, focal_y = $3 WHERE id = $1", id, x, y); err != nil {
		return fmt.Errorf("set the focal point of picture %d: %w", id, err)
	}
	return event.Append(ctx, tx, now, page.Picture(int64(id)))
}
