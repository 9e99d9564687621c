package staff

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"griot/internal/address"
	"griot/internal/db"
)

// BylinesOfAccount are the numbers of the bylines behind which an account stands. They are for the desk's rules alone: nothing public leads from a byline to an account.
func BylinesOfAccount(ctx context.Context, q db.Querier, id AccountID) ([]BylineID, error) {
	return db.All(ctx, q, func(rows *sql.Rows) (b BylineID, err error) { err = rows.Scan(&b); return b, err }, "SELECT id FROM byline WHERE account_id = $1 ORDER BY id", id)
}

// OwnByline is the byline of an account, the oldest where it has several. One that has none gets one in its name.
func OwnByline(ctx context.Context, tx *db.Tx, now time.Time, sort Sorter, id AccountID) (BylineID, error) {
	own, err := BylinesOfAccount(ctx, tx, id)
	if err != nil || len(own) > 0 {
		return first(own), err
	}
	b := &Byline{}
	err = tx.QueryRow(ctx, "SELECT name FROM account WHERE id = $1", id).Scan(&b.Name)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, errNoAccount()
	}
	if err != nil {
		return 0, fmt.Errorf("find account: %w", err)
	}
	if err := SaveByline(ctx, tx, now, sort, b); err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, "UPDATE byline SET account_id = $2 WHERE id = $1", b.ID, id)
	return b.ID, err
}

// anonymise gives a byline the newspaper's name, and nothing else of whoever it named; the address that held their name is gone.
func anonymise(ctx context.Context, tx *db.Tx, now time.Time, paper string, sort Sorter, b Byline) error {
	old := b.Path()
	plain := Byline{ID: b.ID, Slug: "auteur-" + strconv.FormatInt(int64(b.ID), 10), Name: paper, Kind: Collective}
	if _, err := tx.Exec(ctx, "UPDATE byline SET slug = $2 WHERE id = $1", b.ID, plain.Slug); err != nil {
		return fmt.Errorf("anonymise byline: %w", err)
	}
	if err := SaveByline(ctx, tx, now, sort, &plain); err != nil {
		return err
	}
	if old == plain.Path() {
		return nil
	}
	return address.BuryAll(ctx, tx, now, old, int64(b.ID))
}

func first(list []BylineID) BylineID {
	if len(list) == 0 {
		return 0
	}
	return list[0]
}
