package article

import (
	"context"
	"fmt"
	"time"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// EnsureTag finds the tag that somebody names for an article, or makes it, which the audit log tells by its number: a name may have to disappear one day (ADR 18). Its error is fault.Invalid for a name without a letter or a digit.
func EnsureTag(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, sort taxonomy.Sorter, name string) (*taxonomy.Tag, error) {
	t, err := taxonomy.TagNamed(ctx, tx, name)
	if !fault.Is(err, fault.NotFound) {
		return t, err
	}
	if t, err = taxonomy.EnsureTag(ctx, tx, now, sort, name, ""); err != nil {
		return nil, err
	}
	return t, staff.Audit(ctx, tx, now, by, staff.Deed{Act: "tag.make", Subject: fmt.Sprintf("tag:%d", t.ID)})
}
