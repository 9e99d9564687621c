package staff

import (
	"context"
	_ "embed"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/text"
)

// MinPassword is how many letters a password has at least.
const MinPassword = 10

// Why a password was refused.
const (
	PasswordShort  Reason = "password_short"
	PasswordLong   Reason = "password_long"
	PasswordCommon Reason = "password_common"
	PasswordOwn    Reason = "password_own"
)

// CheckNewPassword refuses, as fault.Invalid, a password that somebody would guess soon: one that is short, that many people have, or that is made of what everybody knows of the
// person: own, their name, their address, the newspaper.
func CheckNewPassword(password string, own ...string) error {
	switch {
	case utf8.RuneCountInString(password) < MinPassword:
		return fault.Wrap(fault.Invalid, PasswordShort, "a password has at least %d letters", MinPassword)
	case len(password) > maxPassword || !utf8.ValidString(password):
		return fault.Wrap(fault.Invalid, PasswordLong, "a password has at most %d bytes", maxPassword)
	}
	said := spelt(password)
	for _, o := range own {
		said = without(said, o)
	}
	if len(said) < len(spelt(password)) && utf8.RuneCountInString(said) < MinPassword/2 {
		return fault.Wrap(fault.Invalid, PasswordOwn, "this password is made of your name, your address or the newspaper's")
	}
	if common(password) {
		return fault.Wrap(fault.Invalid, PasswordCommon, "this password is among the first that anybody would try")
	}
	return nil
}

// without takes the words of what is known of somebody out of a password.
func without(said, known string) string {
	for _, word := range text.Tokens(known) {
		if utf8.RuneCountInString(word) >= 3 {
			said = strings.ReplaceAll(said, spelt(word), "")
		}
	}
	return said
}

//go:embed weak.txt
var weakWords string

//go:embed breached.txt
var breachedWords string

// breached reports whether the letters of a password are those of one that was found in stolen collections, once or twice in a row.
func breached(said string) bool {
	half := said[:len(said)/2]
	return isBreached(said) || said == half+half && isBreached(half)
}

// isBreached looks the letters up: reading the whole list takes some microseconds, less than hashing by a thousand times.
func isBreached(said string) bool {
	return said != "" && strings.Contains(breachedWords, "\n"+said+"\n")
}

// weak are the words that passwords are made of by those who think of the first thing: names, teams, gods, rows of keys. The list is our own, for where our newsrooms are, which no
// list of stolen passwords knows well; weak.txt says what belongs on it.
func weak() map[string]bool {
	words := map[string]bool{}
	for line := range strings.Lines(weakWords) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, w := range strings.Fields(line) {
			words[w] = true
		}
	}
	return words
}

// common reports whether a password is a breached one, a weak word, or up to three, dressed up as people do: digits and signs around and between them, letters written as digits, the whole
// repeated; or so few different letters that it hardly is one.
func common(password string) bool {
	if variety(password) < 5 || rows(password) {
		return true
	}
	words := weak()
	for _, said := range []string{spelt(password), bare(password)} {
		if len([]rune(said)) < 3 || madeOf(said, words, 3) || breached(said) {
			return true
		}
	}
	return false
}

// spelt is a password as it would be said: folded, digits that stand for letters read as those, all else dropped.
func spelt(password string) string {
	as := map[rune]rune{'0': 'o', '1': 'i', '!': 'i', '3': 'e', '4': 'a', '@': 'a', '5': 's', '$': 's', '7': 't', '8': 'b'}
	trimmed := strings.TrimFunc(password, func(r rune) bool { return !unicode.IsLetter(r) && r != '@' && r != '$' })
	return strings.Map(func(r rune) rune {
		if letter, ok := as[r]; ok {
			return letter
		}
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, text.Fold(trimmed))
}

// bare is a password's letters alone.
func bare(password string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, text.Fold(password))
}

// madeOf reports whether a text is at most so many words one after the other.
func madeOf(said string, words map[string]bool, most int) bool {
	if said == "" {
		return true
	}
	if most == 0 {
		return false
	}
	for end := len(said); end >= 2; end-- {
		if words[said[:end]] && madeOf(said[end:], words, most-1) {
			return true
		}
	}
	return false
}

// variety is how many different letters a password has.
func variety(password string) int {
	seen := map[rune]bool{}
	for _, r := range text.Fold(password) {
		seen[r] = true
	}
	return len(seen)
}

// rows reports whether a password runs along the alphabet, the digits or the rows of a keyboard for most of its length.
func rows(password string) bool {
	said := text.Fold(password)
	longest := 0
	for _, row := range []string{"abcdefghijklmnopqrstuvwxyz", "01234567890", "azertyuiopqsdfghjklmwxcvbn", "qwertyuiopasdfghjklzxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn"} {
		for _, way := range []string{row, reversed(row)} {
			longest = max(longest, run(said, way))
		}
	}
	return longest >= 6 && longest*2 > utf8.RuneCountInString(said)
}

// run is the length of the longest part of s that stands in a row.
func run(s, row string) (longest int) {
	for from := range s {
		for to := from + longest + 1; to <= len(s) && strings.Contains(row, s[from:to]); to++ {
			longest = to - from
		}
	}
	return longest
}

func reversed(s string) string {
	b := []byte(s)
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return string(b)
}

// setPassword changes an account's password to one that was hashed, and ends its other sessions and what waits at its door.
func setPassword(ctx context.Context, tx *db.Tx, id AccountID, hash string, keep SessionID) error {
	n, err := tx.Exec(ctx, "UPDATE account SET password_hash = $2 WHERE id = $1 AND ended_at = 0", id, hash)
	if err == nil && n == 0 {
		err = errNoAccount()
	}
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM door_link WHERE account_id = $1", id); err != nil {
		return err
	}
	return endSessions(ctx, tx, id, keep)
}

// ChangePassword changes one's own password: every other session ends. A wrong old one is fault.Forbidden, with the same slow-down as at the door.
func (d *Door) ChangePassword(ctx context.Context, now time.Time, by Actor, s *Session, paper, old, fresh string) error {
	key := "password:" + AccountSubject(by.ID)
	var hash string
	err := d.db.Transact(ctx, func(tx *db.Tx) error {
		if err := knock(ctx, tx, now, key, accountAllowance()); err != nil {
			return err
		}
		return tx.QueryRow(ctx, "SELECT password_hash FROM account WHERE id = $1", by.ID).Scan(&hash)
	})
	if err != nil {
		return err
	}
	right, err := d.isPassword(ctx, hash, old)
	switch {
	case err != nil:
		return err
	case !right:
		return fault.Wrap(fault.Forbidden, OldPasswordWrong, "the old password is wrong")
	}
	if err := CheckNewPassword(fresh, s.Account.Name, s.Account.Email, paper); err != nil {
		return err
	}
	if hash, err = d.hash(ctx, fresh); err != nil {
		return err
	}
	return d.db.Transact(ctx, func(tx *db.Tx) error {
		if err := admit(ctx, tx, key); err != nil {
			return err
		}
		if err := setPassword(ctx, tx, by.ID, hash, s.ID); err != nil {
			return err
		}
		return Audit(ctx, tx, now, by, Deed{Act: "password.change", Subject: AccountSubject(by.ID)})
	})
}

// OldPasswordWrong is why a password was not changed.
const OldPasswordWrong Reason = "old_password_wrong"

// hash hashes outside of any transaction, with few at once.
func (d *Door) hash(ctx context.Context, password string) (string, error) {
	select {
	case d.hashing <- struct{}{}:
		defer func() { <-d.hashing }()
		return hashPassword(password), nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}
