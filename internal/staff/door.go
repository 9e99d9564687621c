package staff

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"griot/internal/db"
	"griot/internal/fault"
)

// Bounds of what a stranger may send, in bytes.
const (
	maxEmail    = 254
	maxPassword = 1000
)

// DeviceLife is how long a browser is remembered after the last time that its account signed in there.
const DeviceLife = 365 * 24 * time.Hour

// hashers is how many passwords are hashed at once: each takes 19 MiB.
const hashers = 2

// Door is where people come in. It is safe for concurrent use.
type Door struct {
	db      *db.DB
	hashing chan struct{}
	letters Letters
}

// NewDoor makes the door of a newsroom, which writes letters where it can.
func NewDoor(d *db.DB, letters Letters) *Door {
	return &Door{db: d, hashing: make(chan struct{}, hashers), letters: letters}
}

// Try is somebody at the door.
type Try struct {
	Email       string
	Password    string
	DeviceToken string // of a browser that was here before; may be empty or wrong
	From        Actor  // its Address and Device
}

// Entered is somebody who came in: what their browser is to keep. DeviceToken is empty when it has it already.
type Entered struct {
	Account     *Account
	Token       string
	DeviceToken string
}

// WrongPassword is why nobody came in: the address or the password is wrong, and nobody is told which.
const WrongPassword Reason = "wrong_password"

func errWrong() error {
	return fault.Wrap(fault.Forbidden, WrongPassword, "the e-mail address or the password is wrong")
}

// knocked is what is known of a try before its password is looked at.
type knocked struct {
	account *Account // nil: there is none, or it has ended
	hash    string
	device  int64 // the browser's row when the account knows it
	keys    []string
}

// SignIn opens the door, or not: fault.Forbidden with WrongPassword, fault.TooMany with TooManyGuesses. It works as long for an account that does not exist.
func (d *Door) SignIn(ctx context.Context, now time.Time, t Try) (in *Entered, err error) {
	t.Email = strings.ToLower(strings.TrimSpace(t.Email))
	if len(t.Email) > maxEmail || len(t.Password) > maxPassword {
		return nil, errWrong()
	}
	var k *knocked
	err = d.db.Transact(ctx, func(tx *db.Tx) (err error) { k, err = d.knock(ctx, tx, now, t); return err })
	if err != nil {
		return nil, err
	}
	right, err := d.isPassword(ctx, k.hash, t.Password)
	if err != nil {
		return nil, err
	}
	err = d.db.Transact(ctx, func(tx *db.Tx) (err error) {
		if right && k.account != nil {
			in, err = d.open(ctx, tx, now, t, k)
			return err
		}
		return refused(ctx, tx, now, t.From, k.account)
	})
	if err == nil && in == nil {
		err = errWrong()
	}
	return in, err
}

// refused notes a try that failed; one at an account that does not exist too, which takes as long.
func refused(ctx context.Context, tx *db.Tx, now time.Time, by Actor, a *Account) error {
	by.ID, by.Role = 0, ""
	deed := Deed{Act: "session.refused"}
	if a != nil {
		deed.Subject = AccountSubject(a.ID)
	}
	return Audit(ctx, tx, now, by, deed)
}

// knock counts the try where it counts.
func (d *Door) knock(ctx context.Context, tx *db.Tx, now time.Time, t Try) (*knocked, error) {
	k := &knocked{}
	a := &Account{}
	err := tx.QueryRow(ctx, "SELECT id, email, name, role, language, password_hash FROM account WHERE email = $1 AND ended_at = 0", t.Email).
		Scan(&a.ID, &a.Email, &a.Name, &a.Role, &a.Language, &k.hash)
	switch {
	case err == nil:
		k.account = a
	case !errors.Is(err, sql.ErrNoRows):
		return nil, fmt.Errorf("sign in: %w", err)
	}
	if k.account != nil {
		if k.device, err = deviceOf(ctx, tx, now, a.ID, t.DeviceToken); err != nil {
			return nil, err
		}
	}
	if k.device != 0 {
		k.keys = []string{"device:" + strconv.FormatInt(k.device, 10)}
		return k, knock(ctx, tx, now, k.keys[0], deviceAllowance())
	}
	k.keys = []string{accountKey(t.Email)}
	if err := knock(ctx, tx, now, k.keys[0], accountAllowance()); err != nil {
		return nil, err
	}
	return k, knock(ctx, tx, now, addressKey(t.From.Address), addressAllowance())
}

// open lets somebody in who knew the password.
func (d *Door) open(ctx context.Context, tx *db.Tx, now time.Time, t Try, k *knocked) (*Entered, error) {
	in := &Entered{Account: k.account}
	by := t.From
	by.ID, by.Role = k.account.ID, k.account.Role
	if err := admit(ctx, tx, k.keys...); err != nil {
		return nil, err
	}
	if k.device == 0 {
		if err := forgive(ctx, tx, addressKey(t.From.Address)); err != nil {
			return nil, err
		}
		if err := d.announce(ctx, tx, now, by, k.account); err != nil {
			return nil, err
		}
	}
	err := d.admitted(ctx, tx, now, by, in, k.device, nil)
	return in, err
}

// admitted opens a session and remembers the browser. how is for the audit log; nil is by a password.
func (d *Door) admitted(ctx context.Context, tx *db.Tx, now time.Time, by Actor, in *Entered, device int64, how any) (err error) {
	if in.Token, err = OpenSession(ctx, tx, now, by.ID, by.Address, by.Device); err != nil {
		return err
	}
	if device != 0 {
		_, err = tx.Exec(ctx, "UPDATE device SET seen_at = $2 WHERE id = $1", device, db.Millis(now))
	} else {
		in.DeviceToken = secret(24)
		_, err = tx.Exec(ctx, "INSERT INTO device (account_id, hash, seen_at) VALUES ($1, $2, $3)", by.ID, tokenHash(in.DeviceToken), db.Millis(now))
	}
	if err != nil {
		return fmt.Errorf("remember device: %w", err)
	}
	return Audit(ctx, tx, now, by, Deed{Act: "session.open", Subject: AccountSubject(by.ID), After: how})
}

// deviceOf is the row of a browser in which an account has signed in before; 0 when it has not.
func deviceOf(ctx context.Context, q db.Querier, now time.Time, id AccountID, token string) (device int64, err error) {
	if token == "" {
		return 0, nil
	}
	const query = "SELECT id FROM device WHERE hash = $1 AND account_id = $2 AND seen_at > $3"
	err = q.QueryRow(ctx, query, tokenHash(token), id, db.Millis(now.Add(-DeviceLife))).Scan(&device)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return device, err
}

// isPassword compares outside of any transaction, with few at once. Without a password to compare with it works as long.
func (d *Door) isPassword(ctx context.Context, hash, password string) (bool, error) {
	select {
	case d.hashing <- struct{}{}:
		defer func() { <-d.hashing }()
	case <-ctx.Done():
		return false, ctx.Err()
	}
	if hash == "" {
		passwordIs(nobodysHash, password)
		return false, nil
	}
	return passwordIs(hash, password), nil
}

// nobodysHash is of a password that nobody has, at the cost of everybody's.
const nobodysHash = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// SignOut ends the session of a browser. One that has ended already is no error.
func SignOut(ctx context.Context, tx *db.Tx, now time.Time, by Actor, id SessionID) error {
	if err := EndSession(ctx, tx, now, by, id); !fault.Is(err, fault.NotFound) {
		return err
	}
	return nil
}
