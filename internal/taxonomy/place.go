package taxonomy

import (
	"context"
	"fmt"

	"griot/internal/db"
)

// PlaceSections gives rubrics their order among those beside them: the first comes first. It changes nothing else.
func PlaceSections(ctx context.Context, tx *db.Tx, ids []SectionID) error {
	return place(ctx, tx, "UPDATE section SET position = $2 WHERE id = $1 AND position <> $2", ids)
}

// PlaceCountries gives countries their order.
func PlaceCountries(ctx context.Context, tx *db.Tx, ids []CountryID) error {
	return place(ctx, tx, "UPDATE country SET position = $2 WHERE id = $1 AND position <> $2", ids)
}

func place[T ~int64](ctx context.Context, tx *db.Tx, update string, ids []T) error {
	for i, id := range ids {
		if _, err := tx.Exec(ctx, update, id, i); err != nil {
			return fmt.Errorf("set an order: %w", err)
		}
	}
	return nil
}

// ShowCountry says how a country is shown.
func ShowCountry(ctx context.Context, tx *db.Tx, id CountryID, hidden, highlight bool) error {
	_, err := tx.Exec(ctx, "UPDATE country SET hidden = $2, highlighted = $3 WHERE id = $1", id, hidden, highlight)
	return err
}
