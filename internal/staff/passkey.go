package staff

import (
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/text"
)

// PasskeyID numbers a passkey.
type PasskeyID int64

// Passkey is a key of WebAuthn as its owner sees it: it lies in a telephone, a computer or on a stick, which asks for a finger, a face or a number before it signs. So it is a second
// factor by itself.
type Passkey struct {
	ID      PasskeyID
	Name    string
	Created time.Time
	Seen    time.Time // last sign-in; zero: never
}

// maxPasskeys bounds the passkeys of one person.
const maxPasskeys = 20

// Why a passkey was not taken.
const (
	PasskeyRefused  Reason = "passkey_refused"
	PasskeyNowhere  Reason = "passkey_nowhere"
	PasskeyTooMany  Reason = "passkey_too_many"
	SecondFactorDue Reason = "code_due"
)

func errPasskey() error {
	return fault.Wrap(fault.Forbidden, PasskeyRefused, "this passkey is unknown here, or its answer came too late")
}

// Passkeys lists an account's passkeys, the oldest first.
func Passkeys(ctx context.Context, q db.Querier, id AccountID) ([]Passkey, error) {
	scan := func(rows *sql.Rows) (k Passkey, err error) {
		var created, seen int64
		err = rows.Scan(&k.ID, &k.Name, &created, &seen)
		k.Created, k.Seen = db.Time(created), db.Time(seen)
		return k, err
	}
	return db.All(ctx, q, scan, "SELECT id, name, created_at, seen_at FROM passkey WHERE account_id = $1 ORDER BY id", id)
}

// keyholder is an account as the library of WebAuthn wants it.
type keyholder struct {
	Account
	handle string // base64url
	keys   []webauthn.Credential
}

func (k *keyholder) WebAuthnID() []byte {
	b, _ := base64.RawURLEncoding.DecodeString(k.handle) // written by giveHandle
	return b
}
func (k *keyholder) WebAuthnName() string                       { return k.Email }
func (k *keyholder) WebAuthnDisplayName() string                { return k.Name }
func (k *keyholder) WebAuthnCredentials() []webauthn.Credential { return k.keys }

// keyholderBy finds an open account, with its passkeys, by a column: "id" or "handle". fault.NotFound when there is none.
func keyholderBy(ctx context.Context, q db.Querier, column string, value any) (*keyholder, error) {
	k := &keyholder{}
	err := q.QueryRow(ctx, "SELECT id, email, name, role, language, handle FROM account WHERE ended_at = 0 AND "+column+" = $1", value).
		Scan(&k.ID, &k.Email, &k.Name, &k.Role, &k.Language, &k.handle)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, errNoAccount()
	}
	if err != nil {
		return nil, fmt.Errorf("find passkeys: %w", err)
	}
	scan := func(rows *sql.Rows) (c webauthn.Credential, err error) {
		var record string
		if err = rows.Scan(&record); err == nil {
			err = json.Unmarshal([]byte(record), &c)
		}
		return c, err
	}
	k.keys, err = db.All(ctx, q, scan, "SELECT record FROM passkey WHERE account_id = $1 ORDER BY id", k.ID)
	return k, err
}

// giveHandle gives an account the random name by which authenticators know it, unless it has one.
func giveHandle(ctx context.Context, tx *db.Tx, k *keyholder) error {
	if k.handle != "" {
		return nil
	}
	k.handle = secret(32)
	_, err := tx.Exec(ctx, "UPDATE account SET handle = $2 WHERE id = $1", k.ID, k.handle)
	return err
}

// RemovePasskey takes a passkey of one's own away. The last second factor of somebody whose role must have one stays.
func RemovePasskey(ctx context.Context, tx *db.Tx, now time.Time, by Actor, id PasskeyID) error {
	p, err := MemberByID(ctx, tx, by.ID)
	if err != nil {
		return err
	}
	var name string
	err = tx.QueryRow(ctx, "DELETE FROM passkey WHERE id = $1 AND account_id = $2 RETURNING name", id, by.ID).Scan(&name)
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(fault.NotFound, "this passkey was removed already")
	}
	if err != nil {
		return fmt.Errorf("remove passkey: %w", err)
	}
	if err := settleFactors(ctx, tx, p); err != nil {
		return err
	}
	return Audit(ctx, tx, now, by, Deed{Act: "passkey.remove", Subject: AccountSubject(by.ID), Before: map[string]string{"name": name}})
}

// settleFactors looks at what is left after a second factor was given up: with the last one go the recovery codes, and whoever must have one keeps it.
func settleFactors(ctx context.Context, tx *db.Tx, p *Member) error {
	const query = "SELECT (SELECT COUNT(*) FROM passkey WHERE account_id = $1) + (SELECT COUNT(*) FROM otp WHERE account_id = $1 AND confirmed_at > 0)"
	var left int
	if err := tx.QueryRow(ctx, query, p.ID).Scan(&left); err != nil || left > 0 {
		return err
	}
	doors, err := LoadDoors(ctx, tx)
	if err != nil {
		return err
	}
	if doors.Demands(p.Role) {
		return fault.Wrap(fault.Conflict, CodesDemanded, "the role %s needs a second factor", p.Role)
	}
	_, err = tx.Exec(ctx, "DELETE FROM recovery_code WHERE account_id = $1", p.ID)
	return err
}

// insertPasskey keeps a passkey that was proven. What the authenticator said of itself is not kept: nobody here asks for makes and models.
func insertPasskey(ctx context.Context, tx *db.Tx, now time.Time, id AccountID, name string, c *webauthn.Credential) error {
	var mine int
	if err := tx.QueryRow(ctx, "SELECT COUNT(*) FROM passkey WHERE account_id = $1", id).Scan(&mine); err != nil {
		return err
	}
	if mine >= maxPasskeys {
		return fault.Wrap(fault.Conflict, PasskeyTooMany, "a person has at most %d passkeys: remove one first", maxPasskeys)
	}
	c.Attestation = webauthn.CredentialAttestation{}
	record, err := json.Marshal(c)
	if err != nil {
		return err
	}
	const insert = `INSERT INTO passkey (account_id, credential, name, record, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (credential) DO NOTHING`
	added, err := tx.Exec(ctx, insert, id, base64.RawURLEncoding.EncodeToString(c.ID), text.CleanLine(name), string(record), db.Millis(now))
	if err == nil && added == 0 { // an authenticator that makes up names, or one that is replayed
		err = errPasskey()
	}
	return err
}
