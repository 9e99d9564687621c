package staff

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/text"
)

// AccountID numbers an account.
type AccountID int64

// Account is somebody who may sign in.
type Account struct {
	ID       AccountID
	Email    string
	Name     string
	Role     Role
	Language string // in which they work; "" is the newspaper's
}

const selectAccount = "SELECT a.id, a.email, a.name, a.role, a.language FROM account a "

func scanAccount(row interface{ Scan(dest ...any) error }) (*Account, error) {
	a := &Account{}
	return a, row.Scan(&a.ID, &a.Email, &a.Name, &a.Role, &a.Language)
}

// AddAccount adds an account without a password. The e-mail address is folded to lower case and must be new.
func AddAccount(ctx context.Context, tx *db.Tx, now time.Time, email, name string, role Role) (*Account, error) {
	parsed, err := mail.ParseAddress(email)
	if err != nil || parsed.Address != strings.TrimSpace(email) {
		return nil, fault.New(fault.Invalid, "%q is no e-mail address", email)
	}
	if err := checkRole(role); err != nil {
		return nil, err
	}
	a := &Account{Email: strings.ToLower(parsed.Address), Name: text.CleanLine(name), Role: role}
	if a.Name == "" {
		return nil, fault.New(fault.Invalid, "an account needs a name")
	}
	if _, err := AccountByEmail(ctx, tx, a.Email); err == nil {
		return nil, fault.New(fault.Conflict, "an account with the address %s exists already", a.Email)
	}
	const insert = "INSERT INTO account (email, name, role, created_at) VALUES ($1, $2, $3, $4) RETURNING id"
	if err := tx.QueryRow(ctx, insert, a.Email, a.Name, string(a.Role), db.Millis(now)).Scan(&a.ID); err != nil {
		return nil, fmt.Errorf("add account: %w", err)
	}
	return a, nil
}

// AccountByEmail is the account with an e-mail address.
func AccountByEmail(ctx context.Context, q db.Querier, email string) (*Account, error) {
	a, err := scanAccount(q.QueryRow(ctx, selectAccount+"WHERE a.email = $1", strings.ToLower(strings.TrimSpace(email))))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "no account has the address %s", email)
	}
	if err != nil {
		return nil, fmt.Errorf("find account: %w", err)
	}
	return a, nil
}

// NewPassword gives an account a random password and returns it; the former one ends, and so does every session. It is not kept in a form that could be shown again.
func NewPassword(ctx context.Context, tx *db.Tx, id AccountID) (string, error) {
	password := secret(12)
	if err := setPassword(ctx, tx, id, hashPassword(password), 0); err != nil {
		return "", err
	}
	return password, nil
}

func errNoAccount() error { return fault.New(fault.NotFound, "no such account") }

// CheckPassword reports whether a password is the account's. An account that has ended is fault.NotFound.
func CheckPassword(ctx context.Context, q db.Querier, id AccountID, password string) (bool, error) {
	var kept string
	err := q.QueryRow(ctx, "SELECT password_hash FROM account WHERE id = $1 AND ended_at = 0", id).Scan(&kept)
	if errors.Is(err, sql.ErrNoRows) {
		return false, errNoAccount()
	}
	if err != nil {
		return false, fmt.Errorf("check password: %w", err)
	}
	return passwordIs(kept, password), nil
}

// tokenHash needs no salt and no slowness: a token is 24 random bytes.
func tokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

func secret(bytes int) string {
	b := make([]byte, bytes)
	_, _ = rand.Read(b) // never fails (crypto/rand)
	return base64.RawURLEncoding.EncodeToString(b)
}
