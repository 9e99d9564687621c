package staff

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"griot/internal/db"
	"griot/internal/fault"
)

// AskedLife is how long an authenticator has to answer.
const AskedLife = 5 * time.Minute

// Asked is what an authenticator is asked to sign.
type Asked struct {
	Options any    // for navigator.credentials, as JSON
	Token   string // which only the browser that asked keeps: without it no answer counts
}

// OffersPasskeys reports whether passkeys can be had: a browser makes them for a name, never for a number, and over https or on its own machine alone.
func (d *Door) OffersPasskeys() bool {
	_, err := d.party("-")
	return err == nil
}

// party is the newspaper as authenticators know it: by the name in its public origin. Keys are made that are found without an address typed, and only after their owner was
// recognised. fault.Unavailable where there can be none.
func (d *Door) party(paper string) (*webauthn.WebAuthn, error) {
	nowhere := fault.Wrap(fault.Conflict, PasskeyNowhere, "passkeys need a site with a name and https")
	at, err := url.Parse(d.letters.Origin())
	if err != nil || at.Hostname() == "" || at.Scheme != "https" && at.Hostname() != "localhost" {
		return nil, nowhere
	}
	if _, err := netip.ParseAddr(at.Hostname()); err == nil || protocol.ValidateRPID(at.Hostname()) != nil {
		return nil, nowhere
	}
	return webauthn.New(&webauthn.Config{
		RPID: at.Hostname(), RPDisplayName: paper, RPOrigins: []string{d.letters.Origin()}, AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(), UserVerification: protocol.VerificationRequired,
		},
	})
}

// askAllowance is what strangers may have asked from one address: each asking writes a row that lives AskedLife.
func askAllowance() allowance { return allowance{60, time.Second, time.Minute, time.Hour} }

// AskPasskey asks whatever passkey is at hand to sign, so that its owner comes in.
func (d *Door) AskPasskey(ctx context.Context, now time.Time, from Actor) (*Asked, error) {
	party, err := d.party("-")
	if err != nil {
		return nil, err
	}
	options, asked, err := party.BeginDiscoverableLogin()
	if err != nil {
		return nil, fmt.Errorf("ask for a passkey: %w", err)
	}
	a := &Asked{Options: options}
	return a, d.db.Transact(ctx, func(tx *db.Tx) (err error) {
		if err := knock(ctx, tx, now, "passkey:"+addressKey(from.Address), askAllowance()); err != nil {
			return err
		}
		a.Token, err = keepAsked(ctx, tx, now, 0, asked)
		return err
	})
}

// AskNewPasskey asks an authenticator to make a passkey for somebody inside. Whoever still owes a second factor gets none: fault.Forbidden.
func (d *Door) AskNewPasskey(ctx context.Context, now time.Time, s *Session, paper string) (*Asked, error) {
	if s.Due() == Code {
		return nil, errCodeDue()
	}
	party, err := d.party(paper)
	if err != nil {
		return nil, err
	}
	a := &Asked{}
	return a, d.db.Transact(ctx, func(tx *db.Tx) error {
		owner, err := keyholderBy(ctx, tx, "id", s.Account.ID)
		if err != nil {
			return err
		}
		if err := giveHandle(ctx, tx, owner); err != nil {
			return err
		}
		has := webauthn.Credentials(owner.keys).CredentialDescriptors() // one passkey for each authenticator
		options, asked, err := party.BeginRegistration(owner, webauthn.WithExclusions(has))
		if err != nil {
			return fmt.Errorf("ask for a new passkey: %w", err)
		}
		a.Options = options
		a.Token, err = keepAsked(ctx, tx, now, s.Account.ID, asked)
		return err
	})
}

func errCodeDue() error {
	return fault.Wrap(fault.Forbidden, SecondFactorDue, "a second factor is due")
}

// keepAsked keeps what was asked until the answer comes, for the browser with the token alone.
func keepAsked(ctx context.Context, tx *db.Tx, now time.Time, id AccountID, asked *webauthn.SessionData) (token string, err error) {
	kept, err := json.Marshal(asked)
	if err != nil {
		return "", err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM passkey_challenge WHERE ends_at <= $1", db.Millis(now)); err != nil {
		return "", err
	}
	token = secret(24)
	const insert = "INSERT INTO passkey_challenge (hash, account_id, asked, ends_at) VALUES ($1, $2, $3, $4)"
	_, err = tx.Exec(ctx, insert, tokenHash(token), id, string(kept), db.Millis(now.Add(AskedLife)))
	return token, err
}

// takeAsked takes what was asked, in a transaction of its own: an answer counts once, right or wrong.
func (d *Door) takeAsked(ctx context.Context, now time.Time, id AccountID, token string) (asked webauthn.SessionData, err error) {
	var kept string
	var ends int64
	err = d.db.Transact(ctx, func(tx *db.Tx) error {
		const take = "DELETE FROM passkey_challenge WHERE hash = $1 AND account_id = $2 RETURNING asked, ends_at"
		return tx.QueryRow(ctx, take, tokenHash(token), id).Scan(&kept, &ends)
	})
	if errors.Is(err, sql.ErrNoRows) || err == nil && ends <= db.Millis(now) {
		return asked, errPasskey()
	}
	if err != nil {
		return asked, fmt.Errorf("take challenge: %w", err)
	}
	return asked, json.Unmarshal([]byte(kept), &asked)
}
