package staff

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"griot/internal/db"
	"griot/internal/fault"
)

// MaxPasskeyAnswer bounds what an authenticator may answer, in bytes.
const MaxPasskeyAnswer = 32 << 10

// AddPasskey keeps the passkey that an authenticator made, under a name, and writes so to its owner. With somebody's first second factor come recovery codes, which can be shown once. An answer that is
// wrong, late or another browser's is fault.Forbidden with PasskeyRefused.
func (d *Door) AddPasskey(ctx context.Context, now time.Time, by Actor, s *Session, token, name string, answer []byte) (recovery []string, err error) {
	if err := checkName(name); err != nil {
		return nil, err
	}
	asked, err := d.takeAsked(ctx, now, by.ID, token)
	if err != nil {
		return nil, err
	}
	party, err := d.party("-")
	if err != nil {
		return nil, err
	}
	owner, err := keyholderBy(ctx, d.db, "id", by.ID)
	if err != nil {
		return nil, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return nil, errPasskey()
	}
	key, err := party.CreateCredential(owner, asked, parsed)
	if err != nil {
		return nil, errPasskey()
	}
	err = d.db.Transact(ctx, func(tx *db.Tx) (err error) {
		if recovery, err = addPasskey(ctx, tx, now, by, s, name, key); err != nil {
			return err
		}
		return d.warn(ctx, tx, now, by, &owner.Account, "letter.passkey")
	})
	return recovery, err
}

func addPasskey(ctx context.Context, tx *db.Tx, now time.Time, by Actor, s *Session, name string, key *webauthn.Credential) (recovery []string, err error) {
	if s.Due() == Code { // a second factor came to be meanwhile
		return nil, errCodeDue()
	}
	if err := insertPasskey(ctx, tx, now, by.ID, name, key); err != nil {
		return nil, err
	}
	left, err := RecoveryLeft(ctx, tx, by.ID)
	if err == nil && left == 0 {
		recovery, err = newRecovery(ctx, tx, by.ID)
	}
	if err != nil {
		return nil, err
	}
	if err := prove(ctx, tx, now, s.ID); err != nil {
		return nil, err
	}
	return recovery, Audit(ctx, tx, now, by, Deed{Act: "passkey.add", Subject: AccountSubject(by.ID), After: map[string]string{"name": name}})
}

// SignInByPasskey opens the door to whoever holds a passkey; nothing else is asked of them. fault.Forbidden with PasskeyRefused when the answer is wrong, late or another browser's.
func (d *Door) SignInByPasskey(ctx context.Context, now time.Time, from Actor, deviceToken, token string, answer []byte) (in *Entered, err error) {
	asked, err := d.takeAsked(ctx, now, 0, token)
	if err != nil {
		return nil, err
	}
	owner, key, err := d.recognise(ctx, asked, answer)
	if err != nil && !fault.Is(err, fault.Forbidden) {
		return nil, err
	}
	if err != nil {
		var whose *Account
		if owner != nil {
			whose = &owner.Account
		}
		return nil, errors.Join(d.db.Transact(ctx, func(tx *db.Tx) error { return refused(ctx, tx, now, from, whose) }), err)
	}
	err = d.db.Transact(ctx, func(tx *db.Tx) (err error) {
		in, err = d.openByPasskey(ctx, tx, now, from, deviceToken, owner, key)
		return err
	})
	return in, err
}

// recognise is whose passkey answered, and the passkey as it is now. The account is told with an error too where it is known. A key whose count runs backwards was copied, and is
// refused.
func (d *Door) recognise(ctx context.Context, asked webauthn.SessionData, answer []byte) (owner *keyholder, key *webauthn.Credential, err error) {
	party, err := d.party("-")
	if err != nil {
		return nil, nil, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return nil, nil, errPasskey()
	}
	var failed error // of ours, not of the answer
	find := func(_, handle []byte) (webauthn.User, error) {
		owner, err = keyholderBy(ctx, d.db, "handle", base64.RawURLEncoding.EncodeToString(handle))
		if err != nil && !fault.Is(err, fault.NotFound) {
			failed = err
		}
		return owner, err
	}
	_, key, err = party.ValidatePasskeyLogin(find, asked, parsed)
	switch {
	case failed != nil:
		return nil, nil, failed
	case err != nil || key.Authenticator.CloneWarning:
		return owner, nil, errPasskey()
	}
	return owner, key, nil
}

func (d *Door) openByPasskey(ctx context.Context, tx *db.Tx, now time.Time, by Actor, deviceToken string, owner *keyholder, key *webauthn.Credential) (*Entered, error) {
	record, err := json.Marshal(key)
	if err != nil {
		return nil, err
	}
	const update = "UPDATE passkey SET record = $3, seen_at = $4 WHERE credential = $1 AND account_id = $2"
	known, err := tx.Exec(ctx, update, base64.RawURLEncoding.EncodeToString(key.ID), owner.ID, string(record), db.Millis(now))
	if err != nil {
		return nil, fmt.Errorf("sign in by passkey: %w", err)
	}
	if known == 0 { // removed meanwhile
		return nil, errPasskey()
	}
	by.ID, by.Role = owner.ID, owner.Role
	device, err := deviceOf(ctx, tx, now, owner.ID, deviceToken)
	if err != nil {
		return nil, err
	}
	if device == 0 {
		err = d.announce(ctx, tx, now, by, &owner.Account)
	}
	if err != nil {
		return nil, err
	}
	if err := forgive(ctx, tx, "passkey:"+addressKey(by.Address)); err != nil {
		return nil, err
	}
	in := &Entered{Account: &owner.Account}
	if err := d.admitted(ctx, tx, now, by, in, device, map[string]string{"by": "passkey"}); err != nil {
		return nil, err
	}
	_, err = tx.Exec(ctx, "UPDATE session SET proven_at = $2 WHERE hash = $1", tokenHash(in.Token), db.Millis(now))
	return in, err
}
