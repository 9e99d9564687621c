package staff_test

import (
	"database/sql"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/masthead"
	"griot/internal/staff"
)

// TestRolesAreDrawn: the table of docs/roles.md is the program's.
func TestRolesAreDrawn(t *testing.T) {
	t.Parallel()
	doc, err := os.ReadFile("../../docs/roles.md")
	if err != nil {
		t.Fatal(err)
	}
	head := "| |"
	rule := "|---|"
	for _, role := range staff.Roles() {
		head += " " + string(role) + " |"
		rule += ":-:|"
	}
	table := head + "\n" + rule + "\n"
	for _, act := range staff.Acts() {
		table += "| " + string(act) + " |"
		for _, role := range staff.Roles() {
			if staff.May(role, act) {
				table += " ✓ |"
			} else {
				table += " |"
			}
		}
		table += "\n"
	}
	if !strings.Contains(string(doc), table) {
		t.Errorf("docs/roles.md must have this table:\n%s", table)
	}
	if staff.May("somebody", staff.EnterDesk) || staff.May(staff.Administrator, "burn the press") {
		t.Error("what the table does not name is allowed")
	}
}

// crew is one account of each role.
func (h *hall) crew() map[staff.Role]staff.Actor {
	h.Helper()
	all := map[staff.Role]staff.Actor{}
	for _, role := range staff.Roles() {
		a, err := h.account(string(role)+"@example.org", "The "+string(role), role)
		if err != nil {
			h.Fatal(err)
		}
		all[role] = staff.Actor{ID: a.ID, Role: role, Address: "203.0.113.9", Device: "Firefox, Linux"}
	}
	return all
}

// TestWhoManagesWhom: every role against every other, by what comes of it.
func TestWhoManagesWhom(t *testing.T) {
	eachHall(t, func(h *hall) {
		crew := h.crew()
		for by, actor := range crew {
			for of, target := range crew {
				may := staff.MayManage(by, of)
				if want := by == staff.Administrator || by == staff.EditorInChief && of != staff.Administrator; may != want {
					h.Errorf("MayManage(%s, %s) is %v", by, of, may)
				}
				acts := map[string]func(tx *db.Tx) error{
					"invite": func(tx *db.Tx) error {
						_, err := staff.Invite(h.Context(), tx, h.now, actor, "new."+string(by)+"."+string(of)+"@example.org", "New", of)
						return err
					},
					"link": func(tx *db.Tx) error { _, err := staff.NewLink(h.Context(), tx, h.now, actor, target.ID); return err },
					"change": func(tx *db.Tx) error {
						return staff.ChangeMember(h.Context(), tx, h.now, actor, target.ID, "Renamed", of)
					},
				}
				for name, act := range acts {
					err := h.do(func(tx *db.Tx) error {
						if err := act(tx); err != nil {
							return err
						}
						return errBack
					})
					if may && err != errBack || !may && !refusedFor(err, fault.Forbidden, staff.NotYours) {
						h.Errorf("%s: %s of %s: %v", name, by, of, err)
					}
				}
			}
		}
		err := h.do(func(tx *db.Tx) error {
			return staff.ChangeMember(h.Context(), tx, h.now, crew[staff.EditorInChief], crew[staff.EditorInChief].ID, "Me", staff.Administrator)
		})
		if !refusedFor(err, fault.Forbidden, staff.NotYours) {
			h.Errorf("an editor-in-chief makes themself administrator: %v", err)
		}
	})
}

// errBack undoes an act that went well.
var errBack = fault.New(fault.Internal, "back")

func TestTheLastAdministratorStays(t *testing.T) {
	eachHall(t, func(h *hall) {
		crew := h.crew()
		admin := crew[staff.Administrator]
		change := func(by staff.Actor, id staff.AccountID, role staff.Role) error {
			return h.do(func(tx *db.Tx) error { return staff.ChangeMember(h.Context(), tx, h.now, by, id, "Name", role) })
		}
		end := func(by staff.Actor, id staff.AccountID) error {
			return h.do(func(tx *db.Tx) error { return staff.EndAccount(h.Context(), tx, h.now, by, id) })
		}
		if err := end(admin, admin.ID); !refusedFor(err, fault.Conflict, staff.NotYourself) {
			h.Errorf("one's own account: %v", err)
		}
		if err := change(admin, admin.ID, staff.Editor); !refusedFor(err, fault.Conflict, staff.LastAdministrator) {
			h.Errorf("the last administrator's role: %v", err)
		}
		if err := end(staff.Actor{}, admin.ID); !refusedFor(err, fault.Conflict, staff.LastAdministrator) {
			h.Errorf("the last administrator, from the command line: %v", err)
		}
		if err := change(admin, crew[staff.Editor].ID, staff.Administrator); err != nil {
			h.Fatal(err)
		}
		if err := change(admin, admin.ID, staff.Editor); err != nil {
			h.Errorf("once there is another: %v", err)
		}
		if err := end(crew[staff.EditorInChief], crew[staff.Moderator].ID); err != nil {
			h.Fatal(err)
		}
		if err := end(crew[staff.EditorInChief], crew[staff.Moderator].ID); !fault.Is(err, fault.NotFound) {
			h.Errorf("an account that has ended already: %v", err)
		}
		dbtest.Do(h.T, h.db, func(tx *db.Tx) error {
			return staff.ReopenAccount(h.Context(), tx, h.now, crew[staff.EditorInChief], crew[staff.Moderator].ID)
		})
		if p, err := staff.MemberByID(h.Context(), h.db, crew[staff.Moderator].ID); err != nil || p.HasPassword {
			h.Errorf("open again: %+v, %v", p, err)
		}
		people, err := staff.People(h.Context(), h.db)
		if err != nil || len(people) != len(staff.Roles()) {
			h.Errorf("%d people: %v", len(people), err)
		}
	})
}

func TestInviteRefuses(t *testing.T) {
	eachHall(t, func(h *hall) {
		for _, test := range []struct {
			email, name string
			role        staff.Role
			reason      staff.Reason
		}{
			{"nobody", "N", staff.Editor, staff.AddressWrong},
			{"a@b.example\r\nBcc: c@d.example", "N", staff.Editor, staff.AddressWrong},
			{"a@b.example", "", staff.Editor, staff.NameWrong},
			{"a@b.example", strings.Repeat("n", 121), staff.Editor, staff.NameWrong},
		} {
			err := h.do(func(tx *db.Tx) error {
				_, err := staff.Invite(h.Context(), tx, h.now, staff.Actor{}, test.email, test.name, test.role)
				return err
			})
			if !refusedFor(err, fault.Invalid, test.reason) {
				h.Errorf("%q %.20q: %v", test.email, test.name, err)
			}
		}
	})
}

func TestBeats(t *testing.T) {
	eachHall(t, func(h *hall) {
		crew := h.crew()
		var sport, niger int64
		dbtest.Do(h.T, h.db, func(tx *db.Tx) error {
			const section = "INSERT INTO section (slug, name, name_key, path) VALUES ('sport', 'Sport', $1, '/sport/') RETURNING id"
			if err := tx.QueryRow(h.Context(), section, []byte("sport")).Scan(&sport); err != nil {
				return err
			}
			const country = "INSERT INTO country (code, slug, name, name_key, region, continent) VALUES ('NE', 'niger', 'Niger', $1, 'west', TRUE) RETURNING id"
			return tx.QueryRow(h.Context(), country, []byte("niger")).Scan(&niger)
		})
		id := crew[staff.Journalist].ID
		set := func(by staff.Actor, b staff.Beat) error {
			return h.do(func(tx *db.Tx) error { return staff.SetBeat(h.Context(), tx, h.now, by, id, b) })
		}
		if err := set(crew[staff.EditorInChief], staff.Beat{Sections: []int64{sport, sport}, Countries: []int64{niger}}); err != nil {
			h.Fatal(err)
		}
		b, err := staff.BeatOf(h.Context(), h.db, id)
		if err != nil || !slices.Equal(b.Sections, []int64{sport}) || !slices.Equal(b.Countries, []int64{niger}) {
			h.Errorf("%+v: %v", b, err)
		}
		if err := set(crew[staff.Administrator], staff.Beat{Sections: []int64{sport + 99}}); !fault.Is(err, fault.Invalid) {
			h.Errorf("a rubric that is none: %v", err)
		}
		if err := set(crew[staff.Editor], staff.Beat{}); !refusedFor(err, fault.Forbidden, staff.NotYours) {
			h.Errorf("by an editor: %v", err)
		}
		if err := set(crew[staff.Administrator], staff.Beat{}); err != nil {
			h.Error(err)
		}
		if b, err := staff.BeatOf(h.Context(), h.db, id); err != nil || len(b.Sections)+len(b.Countries) != 0 {
			h.Errorf("%+v: %v", b, err)
		}
	})
}

func TestCodes(t *testing.T) {
	eachHall(t, func(h *hall) {
		a := h.member("awa@example.org", staff.Editor)
		by := staff.Actor{ID: a.ID, Role: a.Role}
		in, err := h.try("awa@example.org", goodPassword, "", "203.0.113.9")
		if err != nil {
			h.Fatal(err)
		}
		session := func() *staff.Session {
			h.Helper()
			s, err := h.session(in.Token)
			if err != nil {
				h.Fatal(err)
			}
			return s
		}
		admin := h.crew()[staff.Administrator]
		demand := func(roles ...staff.Role) {
			dbtest.Do(h.T, h.db, func(tx *db.Tx) error {
				return staff.SaveDoors(h.Context(), tx, h.now, admin, staff.Doors{SecondFactor: roles})
			})
		}
		demand(staff.Editor)
		if due := session().Due(); due != staff.Enrolment {
			h.Errorf("a role that needs a second factor owes %d", due)
		}
		var secret string
		begin := func() error {
			return h.do(func(tx *db.Tx) error {
				key, err := staff.BeginCodes(h.Context(), tx, a.ID, "Le Fleuve", a.Email)
				if err == nil {
					secret = key.Secret()
				}
				return err
			})
		}
		if err := begin(); err != nil {
			h.Fatal(err)
		}
		first := secret
		if err := begin(); err != nil || secret != first {
			h.Errorf("shown again, the secret is another: %v", err)
		}
		code := func() string {
			c, err := totp.GenerateCode(secret, h.now)
			if err != nil {
				h.Fatal(err)
			}
			return c
		}
		var recovery []string
		confirm := func(code string) error {
			return h.do(func(tx *db.Tx) (err error) {
				recovery, err = staff.ConfirmCodes(h.Context(), tx, h.now, by, session(), code)
				return err
			})
		}
		if err := confirm("000000"); !refusedFor(err, fault.Forbidden, staff.WrongCode) {
			h.Errorf("a wrong first code: %v", err)
		}
		if err := confirm(code()); err != nil || len(recovery) != 10 {
			h.Fatalf("%d recovery codes: %v", len(recovery), err)
		}
		if due := session().Due(); due != staff.Nothing {
			h.Errorf("whoever just confirmed owes %d", due)
		}
		if in, err = h.try("awa@example.org", goodPassword, in.DeviceToken, "203.0.113.9"); err != nil {
			h.Fatal(err)
		}
		if due := session().Due(); due != staff.Code {
			h.Errorf("a new session owes %d", due)
		}
		prove := func(code string) error {
			return h.do(func(tx *db.Tx) error { return staff.ProveCode(h.Context(), tx, h.now, by, session(), code) })
		}
		if err := prove(code()); !refusedFor(err, fault.Forbidden, staff.WrongCode) {
			h.Errorf("a code that was taken already: %v", err)
		}
		h.now = h.now.Add(time.Minute)
		if err := prove(code()); err != nil || session().Due() != staff.Nothing {
			h.Errorf("the next code: %v", err)
		}
		for n, want := range []bool{true, false} {
			if err := prove(" " + strings.ToUpper(recovery[0]) + " "); (err == nil) != want {
				h.Errorf("a recovery code, time %d: %v", n+1, err)
			}
		}
		if left, err := staff.RecoveryLeft(h.Context(), h.db, a.ID); err != nil || left != 9 {
			h.Errorf("%d recovery codes are left: %v", left, err)
		}
		end := func() error {
			return h.do(func(tx *db.Tx) error { return staff.EndCodes(h.Context(), tx, h.now, by) })
		}
		if err := end(); !refusedFor(err, fault.Conflict, staff.CodesDemanded) {
			h.Errorf("turned off though demanded: %v", err)
		}
		demand()
		if err := end(); err != nil || session().Due() != staff.Nothing {
			h.Errorf("turned off: %v", err)
		}
	})
}

// TestCodesCannotBeGuessed: after a few the guesser waits, also when they are right by then.
func TestCodesCannotBeGuessed(t *testing.T) {
	eachHall(t, func(h *hall) {
		a := h.member("awa@example.org", staff.Editor)
		passed := 0
		for range 100 {
			if h.do(func(tx *db.Tx) error { return staff.KnockForCode(h.Context(), tx, h.now, a.ID) }) == nil {
				passed++
			}
			h.now = h.now.Add(time.Second)
		}
		if passed > 10 {
			h.Errorf("%d guesses in 100 seconds were looked at", passed)
		}
	})
}

func TestOwnTokens(t *testing.T) {
	eachHall(t, func(h *hall) {
		crew := h.crew()
		by := crew[staff.Editor]
		make1 := func(by staff.Actor, name string, life time.Duration) (token string, err error) {
			err = h.do(func(tx *db.Tx) (err error) {
				token, err = staff.MakeToken(h.Context(), tx, h.now, by, name, life)
				return err
			})
			return token, err
		}
		token, err := make1(by, "Site mobile", 30*24*time.Hour)
		if err != nil {
			h.Fatal(err)
		}
		for name, err := range map[string]error{
			"no name":    second(make1(by, " ", time.Hour)),
			"for ever":   second(make1(by, "N", 100*365*24*time.Hour)),
			"no time":    second(make1(by, "N", 0)),
			"moderators": second(make1(crew[staff.Moderator], "N", time.Hour)),
		} {
			if err == nil {
				h.Errorf("%s: made", name)
			}
		}
		h.now = h.now.Add(time.Hour)
		for _, after := range []time.Duration{0, time.Minute} { // the second is too soon to be written
			if err := staff.NoteTokenUse(h.Context(), h.db, h.now.Add(after), token); err != nil {
				h.Error(err)
			}
		}
		list, err := staff.Tokens(h.Context(), h.db, h.now, by.ID)
		if err != nil || len(list) != 1 || list[0].Name != "Site mobile" || !list[0].Seen.Equal(h.now) {
			h.Fatalf("%+v: %v", list, err)
		}
		end := func(by staff.Actor) error {
			return h.do(func(tx *db.Tx) error {
				return staff.EndToken(h.Context(), tx, h.now, by, crew[staff.Editor].ID, list[0].ID)
			})
		}
		if err := end(crew[staff.Journalist]); !refusedFor(err, fault.Forbidden, staff.NotYours) {
			h.Errorf("a journalist ends an editor's: %v", err)
		}
		if _, err := staff.AccountByToken(h.Context(), h.db, h.now.AddDate(0, 0, 31), token); !fault.Is(err, fault.Forbidden) {
			h.Errorf("after its end: %v", err)
		}
		if err := end(crew[staff.EditorInChief]); err != nil {
			h.Error(err)
		}
		if _, err := staff.AccountByToken(h.Context(), h.db, h.now, token); !fault.Is(err, fault.Forbidden) {
			h.Errorf("ended: %v", err)
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestAudit(t *testing.T) {
	eachHall(t, func(h *hall) {
		crew := h.crew()
		admin := crew[staff.Administrator]
		var invited *staff.Account
		dbtest.Do(h.T, h.db, func(tx *db.Tx) (err error) {
			invited, err = staff.Invite(h.Context(), tx, h.now, admin, "zoe@example.org", "Zoé O’Brien 100%", staff.Editor)
			return err
		})
		_ = h.do(func(tx *db.Tx) error { // undone with its act
			if err := staff.EndAccount(h.Context(), tx, h.now, admin, invited.ID); err != nil {
				return err
			}
			return errBack
		})
		h.now = h.now.Add(time.Hour)
		dbtest.Do(h.T, h.db, func(tx *db.Tx) error {
			return staff.ChangeMember(h.Context(), tx, h.now, crew[staff.EditorInChief], invited.ID, "Zoé O’Brien", staff.Journalist)
		})
		find := func(q staff.AuditQuery) (acts []string) {
			h.Helper()
			lines, err := staff.AuditLog(h.Context(), h.db, q)
			if err != nil {
				h.Fatal(err)
			}
			for _, l := range lines {
				acts = append(acts, l.Act)
			}
			return acts
		}
		both := []string{"account.change", "account.invite"}
		for _, test := range []struct {
			name string
			ask  staff.AuditQuery
			want []string
		}{
			{"everything", staff.AuditQuery{}, both},
			{"a name without its accent", staff.AuditQuery{Words: "zoe"}, both},
			{"two words, both to be found", staff.AuditQuery{Words: "o'brien INVITE"}, both[1:]},
			{"a percent sign is one", staff.AuditQuery{Words: "100%"}, both},
			{"alone too", staff.AuditQuery{Words: "1%0"}, nil},
			{"an underscore is one", staff.AuditQuery{Words: "z_e"}, nil},
			{"SQL is words", staff.AuditQuery{Words: "' OR 1=1; DROP TABLE audit; --"}, nil},
			{"a backslash", staff.AuditQuery{Words: `\`}, nil},
			{"who", staff.AuditQuery{Account: admin.ID}, both[1:]},
			{"to what", staff.AuditQuery{Subject: staff.AccountSubject(invited.ID)}, both},
			{"since", staff.AuditQuery{From: noon.Add(time.Minute)}, both[:1]},
			{"until", staff.AuditQuery{To: noon.Add(time.Minute)}, both[1:]},
			{"one", staff.AuditQuery{Limit: 1}, both[:1]},
		} {
			if got := find(test.ask); !slices.Equal(got, test.want) {
				h.Errorf("%s: %v, want %v", test.name, got, test.want)
			}
		}
		lines, err := staff.AuditLog(h.Context(), h.db, staff.AuditQuery{Limit: 1})
		if err != nil || lines[0].Before != `{"email":"zoe@example.org","name":"Zoé O’Brien 100%","role":"editor"}` || !strings.Contains(lines[0].After, `"role":"journalist"`) ||
			lines[0].Name != "The editor-in-chief" || lines[0].Whom != "Zoé O’Brien" || lines[0].Address != "203.0.113.9" || !lines[0].At.Equal(h.now) {
			h.Errorf("%+v: %v", lines, err)
		}
	})
}

// TestForget: addresses and devices go after the newspaper's number of days, and nothing else of the log.
func TestForget(t *testing.T) {
	eachHall(t, func(h *hall) {
		h.member("awa@example.org", staff.Editor)
		if _, err := h.try("awa@example.org", goodPassword, "", "203.0.113.9"); err != nil {
			h.Fatal(err)
		}
		dbtest.Do(h.T, h.db, func(tx *db.Tx) error {
			paper, err := masthead.Load(h.Context(), tx)
			if err != nil {
				return err
			}
			paper.AuditDays = 5
			return masthead.Save(h.Context(), tx, h.now, paper)
		})
		lines := dbtest.Count(h.T, h.db, "audit")
		traces := func() (n int) {
			h.Helper()
			scan := func(rows *sql.Rows) (s string, err error) { err = rows.Scan(&s); return s, err }
			found, err := db.All(h.Context(), h.db, scan, "SELECT address FROM audit WHERE address <> '' OR device <> ''")
			if err != nil {
				h.Fatal(err)
			}
			return len(found)
		}
		forget := func(after time.Duration) {
			dbtest.Do(h.T, h.db, func(tx *db.Tx) error { return staff.Forget(h.Context(), tx, noon.Add(after)) })
		}
		if forget(5 * 24 * time.Hour); traces() == 0 {
			h.Error("forgotten too soon")
		}
		forget(5*24*time.Hour + time.Second)
		if traces() != 0 || dbtest.Count(h.T, h.db, "audit") != lines {
			h.Errorf("%d traces are left, %d lines of %d", traces(), dbtest.Count(h.T, h.db, "audit"), lines)
		}
		if n := dbtest.Count(h.T, h.db, "session"); n != 2 {
			h.Errorf("%d sessions after five days, want 2", n)
		}
		if forget(14 * 24 * time.Hour); dbtest.Count(h.T, h.db, "session") != 0 {
			h.Error("sessions outlive their end")
		}
	})
}
