package staff

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"database/sql"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"griot/internal/db"
	"griot/internal/fault"
)

const (
	codeStep      = 30 // seconds: what every authenticator takes (RFC 6238 §4.1)
	codeSkew      = 1  // steps that a telephone's clock may be off by
	recoveryCodes = 10
)

// Why a code was not taken.
const (
	WrongCode     Reason = "wrong_code"
	CodesDemanded Reason = "codes_demanded"
)

// BeginCodes makes the secret that a person's authenticator is to know, or gives the one that was made and not yet confirmed. Codes are asked for only once one was shown: ConfirmCodes.
func BeginCodes(ctx context.Context, tx *db.Tx, id AccountID, issuer, email string) (*otp.Key, error) {
	var kept string
	var confirmed int64
	err := tx.QueryRow(ctx, "SELECT secret, confirmed_at FROM otp WHERE account_id = $1", id).Scan(&kept, &confirmed)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("begin codes: %w", err)
	}
	if confirmed > 0 {
		return nil, fault.New(fault.Conflict, "one-time codes are on already")
	}
	o := totp.GenerateOpts{Issuer: strings.ReplaceAll(issuer, ":", " "), AccountName: email}
	if kept != "" {
		if o.Secret, err = base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(kept); err != nil {
			return nil, fmt.Errorf("begin codes: %w", err)
		}
	}
	key, err := totp.Generate(o)
	if err != nil {
		return nil, fmt.Errorf("begin codes: %w", err)
	}
	if kept == "" {
		_, err = tx.Exec(ctx, "INSERT INTO otp (account_id, secret) VALUES ($1, $2)", id, key.Secret())
	}
	return key, err
}

// ConfirmCodes turns one-time codes on, by a first code, and gives the recovery codes, which can be shown once; none where there are some already. A wrong code is fault.Forbidden.
func ConfirmCodes(ctx context.Context, tx *db.Tx, now time.Time, by Actor, s *Session, code string) (recovery []string, err error) {
	if s.Due() == Code { // whoever still owes one cannot make another instead
		return nil, errCodeDue()
	}
	if err := takeCode(ctx, tx, now, by.ID, code, false); err != nil {
		return nil, err
	}
	if _, err := tx.Exec(ctx, "UPDATE otp SET confirmed_at = $2 WHERE account_id = $1", by.ID, db.Millis(now)); err != nil {
		return nil, err
	}
	left, err := RecoveryLeft(ctx, tx, by.ID)
	if err == nil && left == 0 { // else those that came with a passkey hold
		recovery, err = newRecovery(ctx, tx, by.ID)
	}
	if err != nil {
		return nil, err
	}
	if err := prove(ctx, tx, now, s.ID); err != nil {
		return nil, err
	}
	return recovery, Audit(ctx, tx, now, by, Deed{Act: "codes.on", Subject: AccountSubject(by.ID)})
}

// KnockForCode counts a guess at a code, in a transaction of its own so that a wrong one stays counted. fault.TooMany while a pause lasts.
func KnockForCode(ctx context.Context, tx *db.Tx, now time.Time, id AccountID) error {
	return knock(ctx, tx, now, codeKey(id), codeAllowance())
}

func codeKey(id AccountID) string { return "code:" + AccountSubject(id) }

// ProveCode takes a one-time code, or a recovery code, which is then spent: the session has shown a second factor. A wrong one is fault.Forbidden.
func ProveCode(ctx context.Context, tx *db.Tx, now time.Time, by Actor, s *Session, code string) error {
	act := "session.prove"
	err := takeCode(ctx, tx, now, by.ID, code, true)
	if fault.Is(err, fault.Forbidden) {
		act = "session.recover"
		err = takeRecovery(ctx, tx, by.ID, code)
	}
	if err != nil {
		return err
	}
	if err := prove(ctx, tx, now, s.ID); err != nil {
		return err
	}
	return Audit(ctx, tx, now, by, Deed{Act: act, Subject: AccountSubject(by.ID)})
}

func prove(ctx context.Context, tx *db.Tx, now time.Time, id SessionID) error {
	_, err := tx.Exec(ctx, "UPDATE session SET proven_at = $2 WHERE id = $1", id, db.Millis(now))
	return err
}

// takeCode takes a code of the steps around now, and none that was taken before or is older than one that was.
func takeCode(ctx context.Context, tx *db.Tx, now time.Time, id AccountID, code string, confirmed bool) error {
	var kept string
	var at, last int64
	err := tx.QueryRow(ctx, "SELECT secret, confirmed_at, last_step FROM otp WHERE account_id = $1", id).Scan(&kept, &at, &last)
	if errors.Is(err, sql.ErrNoRows) || err == nil && (at > 0) != confirmed {
		return errWrongCode()
	}
	if err != nil {
		return fmt.Errorf("take code: %w", err)
	}
	step := now.Unix() / codeStep
	code = strings.ReplaceAll(code, " ", "")
	for s := step - codeSkew; s <= step+codeSkew; s++ {
		want, err := totp.GenerateCode(kept, time.Unix(s*codeStep, 0))
		if err != nil {
			return fmt.Errorf("take code: %w", err)
		}
		if s > last && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			if _, err := tx.Exec(ctx, "UPDATE otp SET last_step = $2 WHERE account_id = $1", id, s); err != nil {
				return err
			}
			return admit(ctx, tx, codeKey(id))
		}
	}
	return errWrongCode()
}

func errWrongCode() error {
	return fault.Wrap(fault.Forbidden, WrongCode, "this code is wrong or was used")
}

// newRecovery replaces a person's recovery codes: each has 80 bits, and stands in for a one-time code once.
func newRecovery(ctx context.Context, tx *db.Tx, id AccountID) (codes []string, err error) {
	if _, err := tx.Exec(ctx, "DELETE FROM recovery_code WHERE account_id = $1", id); err != nil {
		return nil, err
	}
	for range recoveryCodes {
		b := make([]byte, 10)
		_, _ = rand.Read(b) // never fails (crypto/rand)
		c := strings.ToLower(base32.StdEncoding.EncodeToString(b))
		if _, err := tx.Exec(ctx, "INSERT INTO recovery_code (account_id, hash) VALUES ($1, $2)", id, tokenHash(c)); err != nil {
			return nil, fmt.Errorf("make recovery codes: %w", err)
		}
		codes = append(codes, c[:4]+"-"+c[4:8]+"-"+c[8:12]+"-"+c[12:])
	}
	return codes, nil
}

func takeRecovery(ctx context.Context, tx *db.Tx, id AccountID, code string) error {
	code = strings.NewReplacer("-", "", " ", "").Replace(strings.ToLower(code))
	n, err := tx.Exec(ctx, "DELETE FROM recovery_code WHERE account_id = $1 AND hash = $2", id, tokenHash(code))
	if err != nil {
		return fmt.Errorf("take recovery code: %w", err)
	}
	if n == 0 {
		return errWrongCode()
	}
	return admit(ctx, tx, codeKey(id))
}

// RecoveryLeft counts a person's recovery codes that are not spent.
func RecoveryLeft(ctx context.Context, q db.Querier, id AccountID) (n int, err error) {
	err = q.QueryRow(ctx, "SELECT COUNT(*) FROM recovery_code WHERE account_id = $1", id).Scan(&n)
	return n, err
}

// EndCodes turns a person's own one-time codes off. The last second factor of somebody whose role must have one stays.
func EndCodes(ctx context.Context, tx *db.Tx, now time.Time, by Actor) error {
	p, err := MemberByID(ctx, tx, by.ID)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM otp WHERE account_id = $1", by.ID); err != nil {
		return fmt.Errorf("end codes: %w", err)
	}
	if err := settleFactors(ctx, tx, p); err != nil {
		return err
	}
	return Audit(ctx, tx, now, by, Deed{Act: "codes.off", Subject: AccountSubject(by.ID)})
}

// EndFactors takes every second factor from somebody whose telephone is lost, by who manages them.
func EndFactors(ctx context.Context, tx *db.Tx, now time.Time, by Actor, id AccountID) error {
	p, err := MemberByID(ctx, tx, id)
	if err != nil {
		return err
	}
	if id == by.ID {
		return fault.Wrap(fault.Conflict, NotYourself, "one's own second factor is given up on one's own page")
	}
	if err := mayManage(by, p.Role); err != nil {
		return err
	}
	for _, table := range []string{"otp", "recovery_code", "passkey"} {
		if _, err := tx.Exec(ctx, "DELETE FROM "+table+" WHERE account_id = $1", id); err != nil {
			return fmt.Errorf("end second factors: %w", err)
		}
	}
	return Audit(ctx, tx, now, by, Deed{Act: "codes.off", Subject: AccountSubject(id)})
}
