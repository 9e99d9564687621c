package staff

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/text"
)

// TokenID numbers a token.
type TokenID int64

// Token is a key to the API, as its owner sees it.
type Token struct {
	ID      TokenID
	Name    string
	Created time.Time
	Seen    time.Time // to ten minutes; zero: never used
	Ends    time.Time // zero: when somebody ends it
}

// maxTokens bounds the tokens of one person.
const maxTokens = 50

// TokenLife is how long a token made at the desk may last at most.
const TokenLife = 2 * 365 * 24 * time.Hour

// AddToken makes an API token for an account and returns it, once: only its hash is kept.
// It lasts until somebody ends it.
func AddToken(ctx context.Context, tx *db.Tx, now time.Time, id AccountID, name string) (string, error) {
	return addToken(ctx, tx, now, id, name, time.Time{})
}

func addToken(ctx context.Context, tx *db.Tx, now time.Time, id AccountID, name string, ends time.Time) (string, error) {
	token := "griot_" + secret(24)
	const insert = "INSERT INTO token (account_id, name, hash, created_at, ends_at) VALUES ($1, $2, $3, $4, $5)"
	if _, err := tx.Exec(ctx, insert, id, text.CleanLine(name), tokenHash(token), db.Millis(now), db.Millis(ends)); err != nil {
		return "", fmt.Errorf("add token: %w", err)
	}
	return token, nil
}

// EndTokens ends every token of an account that has a name.
func EndTokens(ctx context.Context, tx *db.Tx, id AccountID, name string) error {
	_, err := tx.Exec(ctx, "DELETE FROM token WHERE account_id = $1 AND name = $2", id, text.CleanLine(name))
	return err
}

// AccountByToken is the account whose token this is.
func AccountByToken(ctx context.Context, q db.Querier, now time.Time, token string) (*Account, error) {
	const from = "JOIN token t ON a.id = t.account_id WHERE t.hash = $1 AND a.ended_at = 0 AND (t.ends_at = 0 OR t.ends_at > $2)"
	a, err := scanAccount(q.QueryRow(ctx, selectAccount+from, tokenHash(token), db.Millis(now)))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.Forbidden, "this token is unknown or has ended")
	}
	if err != nil {
		return nil, fmt.Errorf("find token: %w", err)
	}
	return a, nil
}

// MakeToken makes a token of one's own. A name is demanded: it is what tells tokens apart.
func MakeToken(ctx context.Context, tx *db.Tx, now time.Time, by Actor, name string, life time.Duration) (string, error) {
	if err := Demand(by.Role, OwnToken); err != nil {
		return "", err
	}
	if err := checkName(name); err != nil {
		return "", err
	}
	if life <= 0 || life > TokenLife {
		return "", fault.New(fault.Invalid, "a token lasts a day to two years")
	}
	mine, err := Tokens(ctx, tx, now, by.ID)
	if err != nil {
		return "", err
	}
	if len(mine) >= maxTokens {
		return "", fault.New(fault.Conflict, "a person has at most %d tokens: end one first", maxTokens)
	}
	token, err := addToken(ctx, tx, now, by.ID, name, now.Add(life))
	if err != nil {
		return "", err
	}
	return token, Audit(ctx, tx, now, by, Deed{Act: "token.make", Subject: AccountSubject(by.ID), After: map[string]string{"name": text.CleanLine(name)}})
}

// Tokens lists an account's tokens, the newest first.
func Tokens(ctx context.Context, q db.Querier, now time.Time, id AccountID) ([]Token, error) {
	scan := func(rows *sql.Rows) (t Token, err error) {
		var created, seen, ends int64
		err = rows.Scan(&t.ID, &t.Name, &created, &seen, &ends)
		t.Created, t.Seen, t.Ends = db.Time(created), db.Time(seen), db.Time(ends)
		return t, err
	}
	const query = "SELECT id, name, created_at, seen_at, ends_at FROM token WHERE account_id = $1 AND (ends_at = 0 OR ends_at > $2) ORDER BY id DESC"
	return db.All(ctx, q, scan, query, id, db.Millis(now))
}

// EndToken ends a token of an account: one's own, or that of somebody whom by manages.
func EndToken(ctx context.Context, tx *db.Tx, now time.Time, by Actor, owner AccountID, id TokenID) error {
	if owner != by.ID {
		p, err := MemberByID(ctx, tx, owner)
		if err != nil {
			return err
		}
		if err := mayManage(by, p.Role); err != nil {
			return err
		}
	}
	var name string
	err := tx.QueryRow(ctx, "DELETE FROM token WHERE id = $1 AND account_id = $2 RETURNING name", id, owner).Scan(&name)
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(fault.NotFound, "this token has ended already")
	}
	if err != nil {
		return fmt.Errorf("end token: %w", err)
	}
	return Audit(ctx, tx, now, by, Deed{Act: "token.end", Subject: AccountSubject(owner), Before: map[string]string{"name": name}})
}

// NoteTokenUse notes that a token was used, to ten minutes: most uses read a row and write nothing. A token that has ended is no error.
func NoteTokenUse(ctx context.Context, d *db.DB, now time.Time, token string) error {
	var seen int64
	err := d.QueryRow(ctx, "SELECT seen_at FROM token WHERE hash = $1", tokenHash(token)).Scan(&seen)
	if errors.Is(err, sql.ErrNoRows) || err == nil && now.Sub(db.Time(seen)) < seenEvery {
		return nil
	}
	if err != nil {
		return fmt.Errorf("note token: %w", err)
	}
	return d.Transact(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE token SET seen_at = $2 WHERE hash = $1 AND seen_at < $2", tokenHash(token), db.Millis(now))
		return err
	})
}
