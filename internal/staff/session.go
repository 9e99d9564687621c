package staff

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"griot/internal/db"
	"griot/internal/fault"
)

// SessionID numbers a session.
type SessionID int64

// How long somebody stays signed in: SessionIdle without a visit, SessionLife at the longest.
const (
	SessionIdle = 14 * 24 * time.Hour
	SessionLife = 60 * 24 * time.Hour
)

// seenEvery is how exactly a session, a token or a device knows when it was last used: each visit a write would be too many.
const seenEvery = 10 * time.Minute

// Session is somebody who has signed in, in one browser.
type Session struct {
	ID      SessionID
	Account Account
	Address string // where it was opened
	Device  string
	Created time.Time
	Seen    time.Time // to ten minutes
	Ends    time.Time
	Proven  bool // a second factor was shown in it
	Coded   bool // its account has one-time codes
	Keyed   bool // its account has passkeys
	Doors   Doors
}

// Due is what a session still owes before it opens anything.
type Due int

// What may be due.
const (
	Nothing   Due = iota
	Code          // a one-time code, or a sign-in by a passkey
	Enrolment     // its role needs a second factor, and there is none yet
)

// Due is what the session owes as things stand now.
func (s *Session) Due() Due {
	switch {
	case (s.Coded || s.Keyed) && !s.Proven:
		return Code
	case !s.Coded && !s.Keyed && s.Doors.Demands(s.Account.Role):
		return Enrolment
	}
	return Nothing
}

// OpenSession opens a session for an account and gives its token, which only the browser keeps.
func OpenSession(ctx context.Context, tx *db.Tx, now time.Time, id AccountID, address, device string) (token string, err error) {
	token = secret(32)
	const insert = "INSERT INTO session (account_id, hash, address, device, created_at, seen_at, ends_at) VALUES ($1, $2, $3, $4, $5, $5, $6)"
	if _, err := tx.Exec(ctx, insert, id, tokenHash(token), address, device, db.Millis(now), db.Millis(now.Add(SessionLife))); err != nil {
		return "", fmt.Errorf("open session: %w", err)
	}
	_, err = tx.Exec(ctx, "UPDATE account SET signed_at = $2 WHERE id = $1", id, db.Millis(now))
	return token, err
}

const selectSession = `SELECT s.id, s.address, s.device, s.created_at, s.seen_at, s.ends_at, s.proven_at, a.id, a.email, a.name, a.role, a.language,
  COALESCE((SELECT o.confirmed_at FROM otp o WHERE o.account_id = a.id), 0), EXISTS (SELECT 1 FROM passkey k WHERE k.account_id = a.id), COALESCE((SELECT d.value FROM setting d WHERE d.key = 'doors'), '{}')
FROM session s JOIN account a ON a.id = s.account_id WHERE a.ended_at = 0 AND s.ends_at > $1 AND s.seen_at > $2 AND `

func scanSession(row interface{ Scan(dest ...any) error }) (s Session, err error) {
	var created, seen, ends, proven, coded int64
	var doors string
	err = row.Scan(&s.ID, &s.Address, &s.Device, &created, &seen, &ends, &proven, &s.Account.ID, &s.Account.Email, &s.Account.Name, &s.Account.Role, &s.Account.Language, &coded, &s.Keyed, &doors)
	s.Created, s.Seen, s.Ends, s.Proven = db.Time(created), db.Time(seen), db.Time(ends), proven > 0
	s.Coded = coded > 0
	if err == nil {
		err = json.Unmarshal([]byte(doors), &s.Doors)
	}
	return s, err
}

// SessionByToken is the session that a browser's token opens, with its account as it is now: a role that changed or an account that ended counts at once. fault.Forbidden when
// there is none, or none any more.
func SessionByToken(ctx context.Context, q db.Querier, now time.Time, token string) (*Session, error) {
	s, err := scanSession(q.QueryRow(ctx, selectSession+"s.hash = $3", db.Millis(now), db.Millis(now.Add(-SessionIdle)), tokenHash(token)))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.Forbidden, "this session has ended")
	}
	if err != nil {
		return nil, fmt.Errorf("find session: %w", err)
	}
	return &s, nil
}

// Stale reports whether a session should note that it was visited.
func (s *Session) Stale(now time.Time) bool { return now.Sub(s.Seen) >= seenEvery }

// NoteVisit keeps a session from ending for want of visits.
func NoteVisit(ctx context.Context, tx *db.Tx, now time.Time, id SessionID) error {
	_, err := tx.Exec(ctx, "UPDATE session SET seen_at = $2 WHERE id = $1 AND seen_at < $2", id, db.Millis(now))
	return err
}

// Sessions lists an account's open sessions, the last visited first.
func Sessions(ctx context.Context, q db.Querier, now time.Time, id AccountID) ([]Session, error) {
	scan := func(rows *sql.Rows) (Session, error) { return scanSession(rows) }
	return db.All(ctx, q, scan, selectSession+"s.account_id = $3 ORDER BY s.seen_at DESC, s.id DESC", db.Millis(now), db.Millis(now.Add(-SessionIdle)), id)
}

// EndSession ends one session of an account; fault.NotFound when the account has no such session.
func EndSession(ctx context.Context, tx *db.Tx, now time.Time, by Actor, id SessionID) error {
	n, err := tx.Exec(ctx, "DELETE FROM session WHERE id = $1 AND account_id = $2", id, by.ID)
	if err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	if n == 0 {
		return fault.New(fault.NotFound, "this session has ended already")
	}
	return Audit(ctx, tx, now, by, Deed{Act: "session.end", Subject: AccountSubject(by.ID)})
}

// endSessions ends every session of an account but one; keep 0 ends all.
func endSessions(ctx context.Context, tx *db.Tx, id AccountID, keep SessionID) error {
	_, err := tx.Exec(ctx, "DELETE FROM session WHERE account_id = $1 AND id <> $2", id, keep)
	return err
}
