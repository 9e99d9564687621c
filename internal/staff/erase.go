package staff

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/job"
	"griot/internal/mail"
)

// NotTheirAddress is why nothing was erased: whoever asks for it types the address of whom they mean.
const NotTheirAddress Reason = "not_their_address"

// Erasure says whose data is erased.
type Erasure struct {
	Account AccountID
	Email   string // as it was typed, to confirm
	Bylines bool   // what they signed is signed by the newspaper from now on
}

// EraseAccount erases a person at their request: the account ends, name and address give way to its number, and all by which they came in goes. The audit log keeps what they did, not
// who they were. What they signed stays signed unless they ask for more. Nobody erases themselves, and it cannot be undone.
func EraseAccount(ctx context.Context, tx *db.Tx, now time.Time, by Actor, paper string, sort Sorter, e Erasure) error {
	p, err := AnyMember(ctx, tx, e.Account)
	if err != nil {
		return err
	}
	switch {
	case !p.Erased.IsZero():
		return errNoAccount()
	case p.ID == by.ID:
		return fault.Wrap(fault.Conflict, NotYourself, "nobody erases their own account")
	case !strings.EqualFold(strings.TrimSpace(e.Email), p.Email):
		return fault.Wrap(fault.Invalid, NotTheirAddress, "type the address of the account that is to be erased")
	}
	if p.Ended.IsZero() {
		err = EndAccount(ctx, tx, now, by, p.ID)
	} else {
		err = mayManage(by, p.Role)
	}
	if err != nil {
		return err
	}
	number := fmt.Sprintf("№ %d", p.ID)
	const update = `UPDATE account SET email = $2, name = $2, language = '', digest = 'morning', handle = '', signed_at = 0, erased_at = $3 WHERE id = $1`
	if _, err := tx.Exec(ctx, update, p.ID, number, db.Millis(now)); err != nil {
		return fmt.Errorf("erase account: %w", err)
	}
	if err := eraseTraces(ctx, tx, p); err != nil {
		return err
	}
	if err := eraseFromLog(ctx, tx, &p.Account, number); err != nil {
		return err
	}
	if err := leaveBylines(ctx, tx, now, paper, sort, e); err != nil {
		return err
	}
	return Audit(ctx, tx, now, by, Deed{Act: "account.erase", Subject: AccountSubject(p.ID)})
}

// eraseTraces removes what still bears an address: guesses, letters that wait, what they work on.
func eraseTraces(ctx context.Context, tx *db.Tx, p *Member) error {
	for _, key := range []string{accountKey(p.Email), "letter:" + accountKey(p.Email), codeKey(p.ID), "password:" + AccountSubject(p.ID)} {
		if err := admit(ctx, tx, key); err != nil {
			return err
		}
	}
	for _, table := range []string{"account_section", "account_country", "passkey_challenge"} {
		if _, err := tx.Exec(ctx, "DELETE FROM "+table+" WHERE account_id = $1", p.ID); err != nil {
			return fmt.Errorf("erase account: %w", err)
		}
	}
	if _, err := tx.Exec(ctx, "UPDATE assignment SET account_id = 0 WHERE account_id = $1", p.ID); err != nil { // somebody else may take it
		return fmt.Errorf("erase account: %w", err)
	}
	if err := eraseSaid(ctx, tx, p); err != nil {
		return err
	}
	if err := job.Cancel(ctx, tx, LinkJob, AccountSubject(p.ID)); err != nil {
		return err
	}
	return mail.Withdraw(ctx, tx, p.Email)
}

// leaveBylines parts the account from what it signed by, and gives that the newspaper's name where this was asked.
func leaveBylines(ctx context.Context, tx *db.Tx, now time.Time, paper string, sort Sorter, e Erasure) error {
	own, err := db.All(ctx, tx, func(rows *sql.Rows) (Byline, error) { return scanByline(rows) }, "SELECT "+bylineColumns+" FROM byline WHERE account_id = $1 ORDER BY id", e.Account)
	if err != nil {
		return fmt.Errorf("erase account: %w", err)
	}
	if _, err := tx.Exec(ctx, "UPDATE byline SET account_id = NULL WHERE account_id = $1", e.Account); err != nil || !e.Bylines {
		return err
	}
	for _, b := range own {
		if err := anonymise(ctx, tx, now, paper, sort, b); err != nil {
			return err
		}
	}
	return nil
}
