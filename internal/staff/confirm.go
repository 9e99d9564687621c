package staff

import (
	"context"
	"time"

	"griot/internal/db"
	"griot/internal/fault"
)

// NotConfirmed is why something grave was not done: what was typed is neither the person's password nor a code of theirs.
const NotConfirmed Reason = "not_confirmed"

// Confirm makes sure that somebody inside is still who came in, before they weaken their own door: they type their password, a one-time code or a recovery code, which is then spent.
// fault.Forbidden with NotConfirmed; fault.TooMany while a pause lasts.
func (d *Door) Confirm(ctx context.Context, now time.Time, by Actor, typed string) error {
	var hash string
	err := d.db.Transact(ctx, func(tx *db.Tx) error {
		if err := KnockForCode(ctx, tx, now, by.ID); err != nil {
			return err
		}
		return tx.QueryRow(ctx, "SELECT password_hash FROM account WHERE id = $1", by.ID).Scan(&hash)
	})
	if err != nil {
		return err
	}
	right := false
	if len(typed) <= maxPassword {
		if right, err = d.isPassword(ctx, hash, typed); err != nil {
			return err
		}
	}
	err = d.db.Transact(ctx, func(tx *db.Tx) error {
		if right {
			return admit(ctx, tx, codeKey(by.ID))
		}
		err := takeCode(ctx, tx, now, by.ID, typed, true)
		if fault.Is(err, fault.Forbidden) {
			err = takeRecovery(ctx, tx, by.ID, typed)
		}
		return err
	})
	if fault.Is(err, fault.Forbidden) {
		return fault.Wrap(fault.Forbidden, NotConfirmed, "this is neither your password nor one of your codes")
	}
	return err
}
