package staff

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"griot/internal/db"
	"griot/internal/fault"
)

// allowance is how often something may be guessed at: free times at once, then after a pause that doubles each time up to most. Without a guess for the time of forget it
// starts afresh. Nobody is locked out for good: most is the longest that a guesser can make the owner of an account wait, and only in a browser that is new to the account.
type allowance struct {
	free        int
	pause, most time.Duration
	forget      time.Duration
}

// What may be guessed at. An address may stand for a whole country's mobile network, so it has much; a browser in which an account has signed in before has an allowance of its
// own, which neither of the others touches.
func accountAllowance() allowance {
	return allowance{5, 2 * time.Second, 15 * time.Minute, 24 * time.Hour}
}
func addressAllowance() allowance { return allowance{30, time.Second, 5 * time.Minute, time.Hour} }
func deviceAllowance() allowance  { return allowance{10, 2 * time.Second, 5 * time.Minute, time.Hour} }
func codeAllowance() allowance {
	return allowance{5, 5 * time.Second, 15 * time.Minute, 24 * time.Hour}
}
func letterAllowance() allowance { return allowance{3, time.Minute, time.Hour, 24 * time.Hour} }

// TooManyGuesses is why a guess was not even looked at.
const TooManyGuesses Reason = "too_many_guesses"

// knock counts a guess before it is looked at, so that many at once are not one; what turns out right takes it back with admit. While a pause lasts it is fault.TooMany, and
// counts nothing.
func knock(ctx context.Context, tx *db.Tx, now time.Time, key string, a allowance) error {
	var count int
	var last, next int64
	err := tx.QueryRow(ctx, "SELECT count, last_at, next_at FROM guess WHERE key = $1", key).Scan(&count, &last, &next)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("count guesses: %w", err)
	}
	if now.Sub(db.Time(last)) >= a.forget {
		count, next = 0, 0
	}
	if wait := db.Time(next).Sub(now); next != 0 && wait > 0 && wait <= a.most { // longer than the longest: the clock was set back
		return fault.Wrap(fault.TooMany, TooManyGuesses, "too many attempts: wait %s, or ask for a new link", wait.Round(time.Second))
	}
	count++
	const upsert = `INSERT INTO guess (key, count, last_at, next_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (key) DO UPDATE SET count = excluded.count, last_at = excluded.last_at, next_at = excluded.next_at`
	if _, err := tx.Exec(ctx, upsert, key, count, db.Millis(now), db.Millis(now.Add(a.after(count)))); err != nil {
		return fmt.Errorf("count guesses: %w", err)
	}
	return nil
}

// after is the pause behind the guess of a number, beginning with 1.
func (a allowance) after(count int) time.Duration {
	if count < a.free {
		return 0
	}
	return min(a.most, a.pause<<min(count-a.free, 20))
}

// admit forgets the guesses at a key: somebody knew.
func admit(ctx context.Context, tx *db.Tx, keys ...string) error {
	for _, key := range keys {
		if _, err := tx.Exec(ctx, "DELETE FROM guess WHERE key = $1", key); err != nil {
			return err
		}
	}
	return nil
}

// forgive takes one guess back: it was right, but it says nothing of the others from there.
func forgive(ctx context.Context, tx *db.Tx, key string) error {
	_, err := tx.Exec(ctx, "UPDATE guess SET count = count - 1, next_at = 0 WHERE key = $1 AND count > 0", key)
	return err
}

// accountKey is by address whether or not there is such an account: whoever guesses learns nothing from being slowed down.
func accountKey(email string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(strings.TrimSpace(email))))
	return "account:" + hex.EncodeToString(sum[:16])
}

// addressKey is an IPv4 address, or the /64 that one subscriber of IPv6 has at least.
func addressKey(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return "address:?"
	}
	if ip.Is6() {
		if p, err := ip.Prefix(64); err == nil {
			return "address:" + p.String()
		}
	}
	return "address:" + ip.String()
}
