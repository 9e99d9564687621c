package staff

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/text"
)

// AccountID numbers an account.
type AccountID int64

// Role is what an account may do.
type Role string

// The roles, from PRODUCT: who runs the program, who answers for the paper, who writes, who moderates, who sells.
const (
	Administrator Role = "administrator"
	EditorInChief Role = "editor-in-chief"
	Editor        Role = "editor"
	Journalist    Role = "journalist"
	Contributor   Role = "contributor"
	Moderator     Role = "moderator"
	Commercial    Role = "commercial"
)

// Roles lists every role.
func Roles() []Role {
	return []Role{Administrator, EditorInChief, Editor, Journalist, Contributor, Moderator, Commercial}
}

// Account is somebody who may sign in.
type Account struct {
	ID    AccountID
	Email string
	Name  string
	Role  Role
}

// AddAccount adds an account without a password. The e-mail address is folded to lower case and must be new.
func AddAccount(ctx context.Context, tx *db.Tx, now time.Time, email, name string, role Role) (*Account, error) {
	parsed, err := mail.ParseAddress(email)
	if err != nil || parsed.Address != strings.TrimSpace(email) {
		return nil, fault.New(fault.Invalid, "%q is no e-mail address", email)
	}
	if !slices.Contains(Roles(), role) {
		return nil, fault.New(fault.Invalid, "unknown role %q: one of %v", role, Roles())
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
	a := &Account{}
	err := q.QueryRow(ctx, "SELECT id, email, name, role FROM account WHERE email = $1", strings.ToLower(strings.TrimSpace(email))).
		Scan(&a.ID, &a.Email, &a.Name, &a.Role)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "no account has the address %s", email)
	}
	if err != nil {
		return nil, fmt.Errorf("find account: %w", err)
	}
	return a, nil
}

// NewPassword gives an account a random password and returns it; the former one ends. It is not kept in a form that could be shown again.
func NewPassword(ctx context.Context, tx *db.Tx, id AccountID) (string, error) {
	password := secret(12)
	n, err := tx.Exec(ctx, "UPDATE account SET password_hash = $2 WHERE id = $1", id, hashPassword(password))
	if err == nil && n == 0 {
		err = errNoAccount()
	}
	if err != nil {
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

// AddToken makes an API token for an account and returns it, once: only its hash is kept.
func AddToken(ctx context.Context, tx *db.Tx, now time.Time, id AccountID, name string) (string, error) {
	token := "griot_" + secret(24)
	const insert = "INSERT INTO token (account_id, name, hash, created_at) VALUES ($1, $2, $3, $4)"
	if _, err := tx.Exec(ctx, insert, id, text.CleanLine(name), tokenHash(token), db.Millis(now)); err != nil {
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
	a := &Account{}
	const query = `SELECT a.id, a.email, a.name, a.role FROM token t JOIN account a ON a.id = t.account_id
WHERE t.hash = $1 AND a.ended_at = 0 AND (t.ends_at = 0 OR t.ends_at > $2)`
	err := q.QueryRow(ctx, query, tokenHash(token), db.Millis(now)).Scan(&a.ID, &a.Email, &a.Name, &a.Role)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.Forbidden, "this token is unknown or has ended")
	}
	if err != nil {
		return nil, fmt.Errorf("find token: %w", err)
	}
	return a, nil
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

// argon2id as OWASP advises for a small server: 19 MiB, two passes.
const (
	argonTime   = 2
	argonMemory = 19 * 1024
	argonKey    = 32
)

func hashPassword(password string) string {
	salt := make([]byte, 16)
	_, _ = rand.Read(salt)
	key := argon2.IDKey([]byte(password), salt, argonTime, argonMemory, 1, argonKey)
	enc := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=1$%s$%s", argonMemory, argonTime, enc(salt), enc(key))
}

func passwordIs(kept, password string) bool {
	parts := strings.Split(kept, "$")
	if len(parts) != 6 {
		return false
	}
	var memory, passes uint32
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=1", &memory, &passes); err != nil {
		return false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	want, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil || len(want) != argonKey || passes == 0 {
		return false
	}
	got := argon2.IDKey([]byte(password), salt, passes, memory, 1, argonKey)
	return subtle.ConstantTimeCompare(got, want) == 1
}
