package staff

import (
	"context"
	"fmt"
	"time"

	"griot/internal/db"
	"griot/internal/masthead"
)

// Forget is for once a day. It erases from the audit log the addresses and devices that are older than the newspaper keeps them, and removes sessions, links, challenges, browsers and guesses whose time is over.
func Forget(ctx context.Context, tx *db.Tx, now time.Time) error {
	paper, err := masthead.Load(ctx, tx)
	if err != nil {
		return err
	}
	for _, f := range []struct {
		query string
		until time.Time
	}{
		{"UPDATE audit SET address = '', device = '' WHERE at < $1 AND (address <> '' OR device <> '')", now.AddDate(0, 0, -paper.KeepAddresses())},
		{"DELETE FROM session WHERE ends_at <= $1", now},
		{"DELETE FROM session WHERE seen_at <= $1", now.Add(-SessionIdle)},
		{"DELETE FROM door_link WHERE ends_at <= $1", now},
		{"DELETE FROM passkey_challenge WHERE ends_at <= $1", now},
		{"DELETE FROM device WHERE seen_at <= $1", now.Add(-DeviceLife)},
		{"DELETE FROM guess WHERE last_at <= $1", now.Add(-accountAllowance().forget)},
	} {
		if _, err := tx.Exec(ctx, f.query, db.Millis(f.until)); err != nil {
			return fmt.Errorf("forget: %w", err)
		}
	}
	return nil
}
