package staff_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/masthead"
	"griot/internal/staff"
)

const goodPassword = "girafe tambour 42 nuage"

// hall is an office with a door, and a clock that the test moves.
type hall struct {
	office
	door *staff.Door
	now  time.Time
}

func eachHall(t *testing.T, test func(h *hall)) {
	each(t, func(o office) {
		dbtest.Do(o.T, o.db, func(tx *db.Tx) error {
			return masthead.Save(o.Context(), tx, noon, &masthead.Newspaper{Title: "Le Fleuve", Language: "fr", TimeZone: "UTC"})
		})
		test(&hall{o, staff.NewDoor(o.db, staff.Letters{}), noon})
	})
}

// member is an account with the good password.
func (h *hall) member(email string, role staff.Role) *staff.Account {
	h.Helper()
	a, err := h.account(email, "Awa Diallo", role)
	if err != nil {
		h.Fatal(err)
	}
	if _, err := h.door.UseLink(h.Context(), h.now, at("198.51.100.1"), "Le Fleuve", h.link(a.ID), goodPassword); err != nil {
		h.Fatal(err)
	}
	return a
}

func (h *hall) link(id staff.AccountID) (token string) {
	h.Helper()
	dbtest.Do(h.T, h.db, func(tx *db.Tx) (err error) {
		token, err = staff.NewLink(h.Context(), tx, h.now, staff.Actor{}, id)
		return err
	})
	return token
}

func at(address string) staff.Actor { return staff.Actor{Address: address, Device: "Firefox, Linux"} }

func (h *hall) try(email, password, device, address string) (*staff.Entered, error) {
	return h.door.SignIn(h.Context(), h.now, staff.Try{Email: email, Password: password, DeviceToken: device, From: at(address)})
}

func refusedFor(err error, kind fault.Kind, reason staff.Reason) bool {
	var r staff.Reason
	return fault.Is(err, kind) && errors.As(err, &r) && r == reason
}

func (h *hall) session(token string) (*staff.Session, error) {
	return staff.SessionByToken(h.Context(), h.db, h.now, token)
}

func TestSignIn(t *testing.T) {
	eachHall(t, func(h *hall) {
		a := h.member("awa@example.org", staff.Journalist)
		in, err := h.try(" AWA@example.org", goodPassword, "", "203.0.113.9")
		if err != nil || in.Account.ID != a.ID || in.DeviceToken == "" {
			h.Fatalf("%+v: %v", in, err)
		}
		s, err := h.session(in.Token)
		if err != nil || s.Account.ID != a.ID || s.Account.Role != staff.Journalist || s.Address != "203.0.113.9" || s.Device != "Firefox, Linux" || s.Due() != staff.Nothing {
			h.Errorf("session %+v: %v", s, err)
		}
		again, err := h.try("awa@example.org", goodPassword, in.DeviceToken, "203.0.113.9")
		if err != nil || again.DeviceToken != "" || again.Token == in.Token {
			h.Errorf("from a known browser: %+v, %v", again, err)
		}
		for _, test := range [][2]string{{"awa@example.org", "girafe tambour 42 nuages"}, {"awa@example.org", ""}, {"nobody@example.org", goodPassword}, {"", ""},
			{"awa@example.org", strings.Repeat("x", 2000)}, {strings.Repeat("x", 300) + "@example.org", goodPassword}, {"awa@example.org' OR 1=1 --", "x"}} {
			if in, err := h.try(test[0], test[1], "", "203.0.113.9"); !refusedFor(err, fault.Forbidden, staff.WrongPassword) || in != nil {
				h.Errorf("%.40q %.40q: %+v, %v", test[0], test[1], in, err)
			}
		}
		if _, err := h.session("nothing"); !fault.Is(err, fault.Forbidden) {
			h.Errorf("a token of nobody: %v", err)
		}
	})
}

func TestSessionsEnd(t *testing.T) {
	eachHall(t, func(h *hall) {
		a := h.member("awa@example.org", staff.Editor)
		by := staff.Actor{ID: a.ID, Role: a.Role}
		open := func() string {
			in, err := h.try("awa@example.org", goodPassword, "", "203.0.113.9")
			if err != nil {
				h.Fatal(err)
			}
			return in.Token
		}
		is := func(token string, open bool, when string) {
			h.Helper()
			if _, err := h.session(token); (err == nil) != open {
				h.Errorf("%s: %v", when, err)
			}
		}
		idle, visited := open(), open()
		for day := range 61 {
			h.now = noon.AddDate(0, 0, day)
			if s, err := h.session(visited); err == nil {
				dbtest.Do(h.T, h.db, func(tx *db.Tx) error { return staff.NoteVisit(h.Context(), tx, h.now, s.ID) })
			}
			is(idle, day < 14, "without a visit, day "+h.now.Format(time.DateOnly))
			is(visited, day < 60, "visited daily, day "+h.now.Format(time.DateOnly))
		}
		one, two := open(), open()
		s, err := h.session(one)
		if err != nil {
			h.Fatal(err)
		}
		other, err := h.account("other@example.org", "Other", staff.Administrator)
		if err != nil {
			h.Fatal(err)
		}
		err = h.do(func(tx *db.Tx) error {
			return staff.EndSession(h.Context(), tx, h.now, staff.Actor{ID: other.ID}, s.ID)
		})
		if !fault.Is(err, fault.NotFound) {
			h.Errorf("somebody else's session: %v", err)
		}
		dbtest.Do(h.T, h.db, func(tx *db.Tx) error { return staff.EndSession(h.Context(), tx, h.now, by, s.ID) })
		is(one, false, "ended")
		is(two, true, "the other")
		admin := staff.Actor{ID: other.ID, Role: staff.Administrator}
		dbtest.Do(h.T, h.db, func(tx *db.Tx) error {
			return staff.ChangeMember(h.Context(), tx, h.now, admin, a.ID, "Awa Diallo", staff.Moderator)
		})
		if s, err := h.session(two); err != nil || s.Account.Role != staff.Moderator {
			h.Errorf("a role that was taken away counts at once: %+v, %v", s, err)
		}
		dbtest.Do(h.T, h.db, func(tx *db.Tx) error { return staff.EndAccount(h.Context(), tx, h.now, admin, a.ID) })
		is(two, false, "the account has ended")
		if _, err := h.try("awa@example.org", goodPassword, "", "203.0.113.9"); !refusedFor(err, fault.Forbidden, staff.WrongPassword) {
			h.Errorf("an account that has ended: %v", err)
		}
	})
}

// TestGuessing: a guesser is slowed down, by account and by address and whether or not there is such an account, also after a restart; the owner comes in from a browser that is
// known, and by a link from anywhere.
func TestGuessing(t *testing.T) {
	eachHall(t, func(h *hall) {
		h.member("awa@example.org", staff.Editor)
		known, err := h.try("awa@example.org", goodPassword, "", "203.0.113.9")
		if err != nil {
			h.Fatal(err)
		}
		for _, email := range []string{"awa@example.org", "nobody@example.org"} {
			slowed := 0
			for n := range 40 {
				_, err := h.try(email, "wrong password", "", "192.0.2."+string(rune('0'+n%10)))
				if refusedFor(err, fault.TooMany, staff.TooManyGuesses) {
					slowed++
				}
			}
			if slowed != 35 {
				h.Errorf("%s: %d of 40 guesses at once were refused, want 35", email, slowed)
			}
		}
		if _, err := h.try("awa@example.org", goodPassword, "", "203.0.113.200"); !fault.Is(err, fault.TooMany) {
			h.Errorf("the right password while the pause lasts: %v", err)
		}
		h.door = staff.NewDoor(h.db, staff.Letters{}) // a restart
		if _, err := h.try("awa@example.org", goodPassword, "", "203.0.113.200"); !fault.Is(err, fault.TooMany) {
			h.Errorf("after a restart: %v", err)
		}
		if _, err := h.try("awa@example.org", goodPassword, known.DeviceToken, "192.0.2.1"); err != nil {
			h.Errorf("the owner's own browser: %v", err)
		}
		h.now = h.now.Add(15 * time.Minute)
		if _, err := h.try("awa@example.org", goodPassword, "", "203.0.113.200"); err != nil {
			h.Errorf("a quarter of an hour later: %v", err)
		}
	})
}

func TestGuessingFromOneAddress(t *testing.T) {
	eachHall(t, func(h *hall) {
		refused := 0
		for n := range 60 {
			_, err := h.try(string(rune('a'+n%26))+string(rune('a'+n/26))+"@example.org", "wrong password", "", "2001:db8:1:2::"+string(rune('a'+n%6)))
			if fault.Is(err, fault.TooMany) {
				refused++
			}
		}
		if refused != 30 {
			h.Errorf("%d of 60 guesses from one subscriber's network were refused, want 30", refused)
		}
		if _, err := h.try("z@example.org", "wrong password", "", "2001:db8:1:3::a"); !fault.Is(err, fault.Forbidden) {
			h.Errorf("from another: %v", err)
		}
		h.now = h.now.Add(-48 * time.Hour) // the clock is set back
		if _, err := h.try("y@example.org", "wrong password", "", "2001:db8:1:2::a"); !fault.Is(err, fault.Forbidden) {
			h.Errorf("a clock that was set back locks nobody out: %v", err)
		}
	})
}

func TestLinkLiftsTheSlowDown(t *testing.T) {
	eachHall(t, func(h *hall) {
		a := h.member("awa@example.org", staff.Editor)
		for range 20 {
			_, _ = h.try("awa@example.org", "wrong password", "", "192.0.2.1")
		}
		in, err := h.door.UseLink(h.Context(), h.now, at("203.0.113.9"), "Le Fleuve", h.link(a.ID), "quatre crayons bleus dorment")
		if err != nil || in.DeviceToken == "" {
			h.Fatalf("%+v: %v", in, err)
		}
		if _, err := h.try("awa@example.org", "quatre crayons bleus dorment", "", "203.0.113.77"); err != nil {
			h.Errorf("with the new password, from elsewhere: %v", err)
		}
	})
}

func TestLinks(t *testing.T) {
	eachHall(t, func(h *hall) {
		a := h.member("awa@example.org", staff.Editor)
		b := h.member("ben@example.org", staff.Editor)
		before, err := h.try("awa@example.org", goodPassword, "", "203.0.113.9")
		if err != nil {
			h.Fatal(err)
		}
		use := func(token, password string) error {
			_, err := h.door.UseLink(h.Context(), h.now, at("203.0.113.9"), "Le Fleuve", token, password)
			return err
		}
		first := h.link(a.ID)
		second := h.link(a.ID)
		theirs := h.link(b.ID)
		if err := use(first, "quatre crayons bleus"); !refusedFor(err, fault.Gone, staff.LinkSpent) {
			h.Errorf("a link that a newer one replaced: %v", err)
		}
		if err := use(second, "court"); !refusedFor(err, fault.Invalid, staff.PasswordShort) {
			h.Errorf("a short password: %v", err)
		}
		if err := use(second, "quatre crayons bleus"); err != nil {
			h.Errorf("a refused password spends nothing: %v", err)
		}
		if err := use(second, "cinq crayons bleus"); !refusedFor(err, fault.Gone, staff.LinkSpent) {
			h.Errorf("a link that was used: %v", err)
		}
		if _, err := h.session(before.Token); !fault.Is(err, fault.Forbidden) {
			h.Errorf("a session from before the new password: %v", err)
		}
		if _, err := h.try("ben@example.org", goodPassword, "", "203.0.113.9"); err != nil {
			h.Errorf("somebody else's password stays: %v", err)
		}
		h.now = h.now.Add(time.Hour)
		for _, token := range []string{theirs, "", "x", strings.Repeat("y", 5000)} {
			if err := use(token, "quatre crayons bleus"); !refusedFor(err, fault.Gone, staff.LinkSpent) {
				h.Errorf("link %.10q: %v", token, err)
			}
		}
	})
}

// TestLinkUsedTwiceAtOnce: of two who use one link at the same moment, one comes in.
func TestLinkUsedTwiceAtOnce(t *testing.T) {
	eachHall(t, func(h *hall) {
		a := h.member("awa@example.org", staff.Editor)
		token := h.link(a.ID)
		results := make(chan error)
		for range 2 {
			go func() {
				_, err := h.door.UseLink(h.Context(), h.now, at("203.0.113.9"), "Le Fleuve", token, "quatre crayons bleus")
				results <- err
			}()
		}
		one, two := <-results, <-results
		if one != nil {
			one, two = two, one
		}
		if one != nil || !refusedFor(two, fault.Gone, staff.LinkSpent) {
			h.Errorf("%v and %v", one, two)
		}
	})
}

func TestChangePassword(t *testing.T) {
	eachHall(t, func(h *hall) {
		h.member("awa@example.org", staff.Editor)
		mine, err := h.try("awa@example.org", goodPassword, "", "203.0.113.9")
		if err != nil {
			h.Fatal(err)
		}
		other, err := h.try("awa@example.org", goodPassword, "", "203.0.113.10")
		if err != nil {
			h.Fatal(err)
		}
		s, err := h.session(mine.Token)
		if err != nil {
			h.Fatal(err)
		}
		change := func(old, fresh string) error {
			return h.door.ChangePassword(h.Context(), h.now, staff.Actor{ID: s.Account.ID, Role: s.Account.Role}, s, "Le Fleuve", old, fresh)
		}
		if err := change("wrong password", "quatre crayons bleus"); !refusedFor(err, fault.Forbidden, staff.OldPasswordWrong) {
			h.Errorf("a wrong old password: %v", err)
		}
		if err := change(goodPassword, "awa.diallo.1"); !refusedFor(err, fault.Invalid, staff.PasswordOwn) {
			h.Errorf("their own name: %v", err)
		}
		if err := change(goodPassword, "quatre crayons bleus"); err != nil {
			h.Fatal(err)
		}
		if _, err := h.session(mine.Token); err != nil {
			h.Errorf("one's own session goes on: %v", err)
		}
		if _, err := h.session(other.Token); err == nil {
			h.Error("the other session goes on too")
		}
		if _, err := h.try("awa@example.org", goodPassword, "", "203.0.113.9"); !fault.Is(err, fault.Forbidden) {
			h.Errorf("the old password: %v", err)
		}
	})
}

func TestNewPassword(t *testing.T) {
	t.Parallel()
	for password, want := range map[string]staff.Reason{
		"":                            staff.PasswordShort,
		"neuf signe":                  "",
		"neuf sign":                   staff.PasswordShort,
		strings.Repeat("abcdé ", 200): staff.PasswordLong,
		"password123":                 staff.PasswordCommon,
		"P@ssw0rd2026!":               staff.PasswordCommon,
		"motdepasse1":                 staff.PasswordCommon,
		"azertyuiop":                  staff.PasswordCommon,
		"qwertyuiop12":                staff.PasswordCommon,
		"1234567890":                  staff.PasswordCommon,
		"9876543210":                  staff.PasswordCommon,
		"aaaaaaaaaaaa":                staff.PasswordCommon,
		"abababababab":                staff.PasswordCommon,
		"12/03/1987":                  staff.PasswordCommon,
		"Jesus-Christ-2026":           staff.PasswordCommon,
		"MariamTraore92":              staff.PasswordCommon,
		"cotonou2026!":                staff.PasswordCommon,
		"iloveyou123":                 staff.PasswordCommon,
		"abcdefghijkl":                staff.PasswordCommon,
		"liverpool1892":               staff.PasswordCommon,
		"1Wolverine!!":                staff.PasswordCommon,
		"snowboard-snowboard":         staff.PasswordCommon,
		"snowboard lagune brousse":    "",
		"AfricaPresse":                staff.PasswordOwn,
		"africa-presse-2026":          staff.PasswordOwn,
		"awa.diallo@2026":             staff.PasswordOwn,
		goodPassword:                  "",
		"crue pirogue tamis onze":     "",
		"Vm4x9qLr2tKz":                "",
		"مرحبا يا نهر النيجر الكبير": "",
	} {
		err := staff.CheckNewPassword(password, "Awa Diallo", "awa.diallo@redaction.example", "Africa Presse")
		if want == "" && err != nil || want != "" && !refusedFor(err, fault.Invalid, want) {
			t.Errorf("%.40q: %v, want %q", password, err, want)
		}
	}
}

// FuzzNewPassword: whatever is typed is judged, soon.
func FuzzNewPassword(f *testing.F) {
	f.Add("P@ssw0rd2026!", "Awa Diallo")
	f.Add("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "")
	f.Add("\xff\x00é", "\x00")
	f.Fuzz(func(t *testing.T, password, own string) {
		if len(password) < staff.MinPassword && staff.CheckNewPassword(password, own) == nil {
			t.Errorf("%q passes", password)
		}
		_ = staff.CheckNewPassword(password, own)
	})
}
