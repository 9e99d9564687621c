package staff

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/text"
)

// Member is an account as its managers see it.
type Member struct {
	Account
	Signed      time.Time // last sign-in; zero: never
	Ended       time.Time // zero: open
	Erased      time.Time // zero: no
	HasPassword bool
	HasCodes    bool // one-time codes are asked of them
	HasPasskeys bool
}

const selectMember = `SELECT a.id, a.email, a.name, a.role, a.language, a.signed_at, a.ended_at, a.password_hash <> '', COALESCE(o.confirmed_at, 0) > 0, EXISTS (SELECT 1 FROM passkey k WHERE k.account_id = a.id), a.erased_at
FROM account a LEFT JOIN otp o ON o.account_id = a.id `

func scanMember(row interface{ Scan(dest ...any) error }) (p Member, err error) {
	var signed, ended, erased int64
	err = row.Scan(&p.ID, &p.Email, &p.Name, &p.Role, &p.Language, &signed, &ended, &p.HasPassword, &p.HasCodes, &p.HasPasskeys, &erased)
	p.Signed, p.Ended, p.Erased = db.Time(signed), db.Time(ended), db.Time(erased)
	return p, err
}

// People lists every account that was not erased: those that are open first, then by name.
func People(ctx context.Context, q db.Querier) ([]Member, error) {
	scan := func(rows *sql.Rows) (Member, error) { return scanMember(rows) }
	return db.All(ctx, q, scan, selectMember+"WHERE a.erased_at = 0 ORDER BY CASE WHEN a.ended_at = 0 THEN 0 ELSE 1 END, LOWER(a.name), a.id")
}

// MemberByID is one account that has not ended.
func MemberByID(ctx context.Context, q db.Querier, id AccountID) (*Member, error) {
	p, err := AnyMember(ctx, q, id)
	if err == nil && !p.Ended.IsZero() {
		return nil, errNoAccount()
	}
	return p, err
}

// AnyMember is one account, ended or not.
func AnyMember(ctx context.Context, q db.Querier, id AccountID) (*Member, error) {
	p, err := scanMember(q.QueryRow(ctx, selectMember+"WHERE a.id = $1", id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, errNoAccount()
	}
	if err != nil {
		return nil, fmt.Errorf("find person: %w", err)
	}
	return &p, nil
}

// Why people are not changed.
const (
	NotYours          Reason = "not_yours"
	NotYourself       Reason = "not_yourself"
	LastAdministrator Reason = "last_administrator"
	AddressTaken      Reason = "address_taken"
	AddressWrong      Reason = "address_wrong"
	NameWrong         Reason = "name_wrong"
)

// maxName is how many letters a person's name has at most.
const maxName = 120

// mayManage is fault.Forbidden unless by may manage accounts of every one of the roles. The command line may.
func mayManage(by Actor, roles ...Role) error {
	for _, role := range roles {
		if by.ID != 0 && !MayManage(by.Role, role) {
			return fault.Wrap(fault.Forbidden, NotYours, "only an administrator manages administrators")
		}
	}
	return nil
}

// Invite adds an account without a password. Its owner comes in by a link.
func Invite(ctx context.Context, tx *db.Tx, now time.Time, by Actor, email, name string, role Role) (*Account, error) {
	if err := checkRole(role); err != nil {
		return nil, err
	}
	if err := mayManage(by, role); err != nil {
		return nil, err
	}
	if err := checkName(name); err != nil {
		return nil, err
	}
	a, err := AddAccount(ctx, tx, now, email, name, role)
	switch {
	case fault.Is(err, fault.Conflict):
		return nil, fault.Wrap(fault.Conflict, AddressTaken, "%s", fault.Message(err))
	case fault.Is(err, fault.Invalid):
		return nil, fault.Wrap(fault.Invalid, AddressWrong, "%s", fault.Message(err))
	case err != nil:
		return nil, err
	}
	return a, Audit(ctx, tx, now, by, Deed{Act: "account.invite", Subject: AccountSubject(a.ID), After: described(a)})
}

func checkName(name string) error {
	if n := utf8.RuneCountInString(text.CleanLine(name)); n == 0 || n > maxName {
		return fault.Wrap(fault.Invalid, NameWrong, "a name has 1 to %d letters", maxName)
	}
	return nil
}

// described is what the audit log keeps of an account.
func described(a *Account) map[string]string {
	return map[string]string{"email": a.Email, "name": a.Name, "role": string(a.Role)}
}

// ChangeMember gives an account another name or role. The last administrator stays one.
func ChangeMember(ctx context.Context, tx *db.Tx, now time.Time, by Actor, id AccountID, name string, role Role) error {
	p, err := MemberByID(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := errors.Join(checkRole(role), checkName(name)); err != nil {
		return err
	}
	if err := mayManage(by, p.Role, role); err != nil {
		return err
	}
	after := p.Account
	after.Name, after.Role = text.CleanLine(name), role
	if after == p.Account {
		return nil
	}
	if role != Administrator {
		if err := notTheLast(ctx, tx, &p.Account); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, "UPDATE account SET name = $2, role = $3 WHERE id = $1", id, after.Name, string(role)); err != nil {
		return fmt.Errorf("change account: %w", err)
	}
	return Audit(ctx, tx, now, by, Deed{Act: "account.change", Subject: AccountSubject(id), Before: described(&p.Account), After: described(&after)})
}

// notTheLast keeps a newsroom from having nobody who may change anything.
func notTheLast(ctx context.Context, tx *db.Tx, a *Account) error {
	if a.Role != Administrator {
		return nil
	}
	var others int
	err := tx.QueryRow(ctx, "SELECT COUNT(*) FROM account WHERE role = $1 AND ended_at = 0 AND id <> $2", string(Administrator), a.ID).Scan(&others)
	if err == nil && others == 0 {
		return fault.Wrap(fault.Conflict, LastAdministrator, "a newsroom keeps one administrator at least")
	}
	return err
}

// EndAccount ends an account at once, with its sessions, its tokens, its links and its place on the team page. What it wrote stays. Nobody ends their own.
func EndAccount(ctx context.Context, tx *db.Tx, now time.Time, by Actor, id AccountID) error {
	p, err := MemberByID(ctx, tx, id)
	if err != nil {
		return err
	}
	if id == by.ID {
		return fault.Wrap(fault.Conflict, NotYourself, "nobody ends their own account")
	}
	if err := mayManage(by, p.Role); err != nil {
		return err
	}
	if err := notTheLast(ctx, tx, &p.Account); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE account SET ended_at = $2, password_hash = '' WHERE id = $1", id, db.Millis(now)); err != nil {
		return fmt.Errorf("end account: %w", err)
	}
	for _, table := range []string{"session", "device", "door_link", "token", "otp", "recovery_code", "passkey"} {
		if _, err := tx.Exec(ctx, "DELETE FROM "+table+" WHERE account_id = $1", id); err != nil {
			return fmt.Errorf("end account: %w", err)
		}
	}
	if err := leaveTeam(ctx, tx, now, id); err != nil {
		return err
	}
	return Audit(ctx, tx, now, by, Deed{Act: "account.end", Subject: AccountSubject(id), Before: described(&p.Account)})
}

// ReopenAccount lets somebody come back who had left, and was not erased: by a link, as when they were invited.
func ReopenAccount(ctx context.Context, tx *db.Tx, now time.Time, by Actor, id AccountID) error {
	p, err := AnyMember(ctx, tx, id)
	if err != nil {
		return err
	}
	if !p.Erased.IsZero() {
		return errNoAccount()
	}
	if err := mayManage(by, p.Role); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE account SET ended_at = 0 WHERE id = $1", id); err != nil {
		return fmt.Errorf("reopen account: %w", err)
	}
	return Audit(ctx, tx, now, by, Deed{Act: "account.reopen", Subject: AccountSubject(id), After: described(&p.Account)})
}

// SetLanguage is the language in which a person works; "" is the newspaper's.
func SetLanguage(ctx context.Context, tx *db.Tx, by Actor, language string, known []string) error {
	if language != "" && !slices.Contains(known, language) {
		return fault.New(fault.Invalid, "unknown language %q: one of %v", language, known)
	}
	_, err := tx.Exec(ctx, "UPDATE account SET language = $2 WHERE id = $1", by.ID, language)
	return err
}

// Beat is what somebody works on: rubrics and countries by row number, sorted.
type Beat struct {
	Sections  []int64 `json:"sections"`
	Countries []int64 `json:"countries"`
}

// BeatOf is an account's beat.
func BeatOf(ctx context.Context, q db.Querier, id AccountID) (b Beat, err error) {
	scan := func(rows *sql.Rows) (n int64, err error) { err = rows.Scan(&n); return n, err }
	if b.Sections, err = db.All(ctx, q, scan, "SELECT section_id FROM account_section WHERE account_id = $1 ORDER BY section_id", id); err != nil {
		return b, err
	}
	b.Countries, err = db.All(ctx, q, scan, "SELECT country_id FROM account_country WHERE account_id = $1 ORDER BY country_id", id)
	return b, err
}

// maxBeat bounds a beat: there are fewer countries, and nobody works on more rubrics.
const maxBeat = 300

// SetBeat changes what somebody works on. What does not exist is fault.Invalid.
func SetBeat(ctx context.Context, tx *db.Tx, now time.Time, by Actor, id AccountID, b Beat) error {
	p, err := MemberByID(ctx, tx, id)
	if err != nil {
		return err
	}
	if id != by.ID {
		if err := mayManage(by, p.Role); err != nil {
			return err
		}
	}
	before, err := BeatOf(ctx, tx, id)
	if err != nil {
		return err
	}
	b.Sections, b.Countries = sortedOnce(b.Sections), sortedOnce(b.Countries)
	if len(b.Sections) > maxBeat || len(b.Countries) > maxBeat {
		return fault.New(fault.Invalid, "a beat has at most %d rubrics and countries", maxBeat)
	}
	if slices.Equal(before.Sections, b.Sections) && slices.Equal(before.Countries, b.Countries) {
		return nil
	}
	if err := replaceBeat(ctx, tx, "section", id, b.Sections); err != nil {
		return err
	}
	if err := replaceBeat(ctx, tx, "country", id, b.Countries); err != nil {
		return err
	}
	return Audit(ctx, tx, now, by, Deed{Act: "account.beat", Subject: AccountSubject(id), Before: before, After: b})
}

func sortedOnce(list []int64) []int64 {
	slices.Sort(list)
	return slices.Compact(list)
}

func replaceBeat(ctx context.Context, tx *db.Tx, what string, id AccountID, list []int64) error {
	if _, err := tx.Exec(ctx, "DELETE FROM account_"+what+" WHERE account_id = $1", id); err != nil {
		return err
	}
	for _, n := range list {
		added, err := tx.Exec(ctx, "INSERT INTO account_"+what+" (account_id, "+what+"_id) SELECT CAST($1 AS BIGINT), id FROM "+what+" WHERE id = $2", id, n)
		if err != nil {
			return fmt.Errorf("set beat: %w", err)
		}
		if added == 0 {
			return fault.New(fault.Invalid, "there is no %s %d", what, n)
		}
	}
	return nil
}
