package staff_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/staff"
	"griot/internal/staff/stafftest"
)

const site = "https://fleuve.example"

// eachKeyed is eachHall on a site that has a name.
func eachKeyed(t *testing.T, test func(h *hall)) {
	eachHall(t, func(h *hall) {
		h.door = staff.NewDoor(h.db, staff.Letters{Origin: func() string { return site }})
		test(h)
	})
}

// in is somebody who signed in by their password.
func (h *hall) in(email string) (*staff.Session, staff.Actor) {
	h.Helper()
	in, err := h.try(email, goodPassword, "", "203.0.113.9")
	if err != nil {
		h.Fatal(err)
	}
	s, err := h.session(in.Token)
	if err != nil {
		h.Fatal(err)
	}
	by := at("203.0.113.9")
	by.ID, by.Role = s.Account.ID, s.Account.Role
	return s, by
}

// key adds a passkey.
func (h *hall) key(s *staff.Session, by staff.Actor, a *stafftest.Authenticator) ([]string, error) {
	h.Helper()
	asked, err := h.door.AskNewPasskey(h.Context(), h.now, s, "Le Fleuve")
	if err != nil {
		return nil, err
	}
	return h.door.AddPasskey(h.Context(), h.now, by, s, asked.Token, "Téléphone", a.Create(h.T, asked.Options))
}

// byKey signs in by a passkey.
func (h *hall) byKey(a *stafftest.Authenticator) (*staff.Entered, error) {
	h.Helper()
	asked, err := h.door.AskPasskey(h.Context(), h.now, at("203.0.113.9"))
	if err != nil {
		h.Fatal(err)
	}
	return h.door.SignInByPasskey(h.Context(), h.now, at("203.0.113.9"), "", asked.Token, a.Get(h.T, asked.Options))
}

func TestPasskey(t *testing.T) {
	eachKeyed(t, func(h *hall) {
		a := h.member("awa@example.org", staff.Journalist)
		s, by := h.in("awa@example.org")
		phone := stafftest.New(h.T, site)
		recovery, err := h.key(s, by, phone)
		if err != nil || len(recovery) != 10 {
			h.Fatalf("%d recovery codes: %v", len(recovery), err)
		}
		keys, err := staff.Passkeys(h.Context(), h.db, a.ID)
		if err != nil || len(keys) != 1 || keys[0].Name != "Téléphone" || !keys[0].Seen.IsZero() {
			h.Errorf("%+v: %v", keys, err)
		}
		in, err := h.byKey(phone)
		if err != nil || in.Account.ID != a.ID {
			h.Fatalf("%+v: %v", in, err)
		}
		if s, err := h.session(in.Token); err != nil || s.Due() != staff.Nothing || !s.Proven {
			h.Errorf("whoever came by a passkey owes something: %+v, %v", s, err)
		}
		if keys, err = staff.Passkeys(h.Context(), h.db, a.ID); err != nil || !keys[0].Seen.Equal(h.now) {
			h.Errorf("%+v: %v", keys, err)
		}
		byPassword, mine := h.in("awa@example.org")
		if byPassword.Due() != staff.Code {
			h.Errorf("a password alone owes %d", byPassword.Due())
		}
		if _, err := h.key(byPassword, mine, stafftest.New(h.T, site)); !refusedFor(err, fault.Forbidden, staff.SecondFactorDue) {
			h.Errorf("a passkey made before the second factor was shown: %v", err)
		}
		dbtest.Do(h.T, h.db, func(tx *db.Tx) error { // whoever begins codes instead confirms none
			key, err := staff.BeginCodes(h.Context(), tx, a.ID, "Le Fleuve", a.Email)
			if err == nil {
				_, err = staff.ConfirmCodes(h.Context(), tx, h.now, mine, byPassword, codeAt(h.T, key.Secret(), h.now))
			}
			if !refusedFor(err, fault.Forbidden, staff.SecondFactorDue) {
				h.Errorf("codes in place of the passkey: %v", err)
			}
			return nil
		})
		dbtest.Do(h.T, h.db, func(tx *db.Tx) error {
			return staff.ProveCode(h.Context(), tx, h.now, mine, byPassword, recovery[0])
		})
		second := stafftest.New(h.T, site)
		if more, err := h.key(s, by, second); err != nil || len(more) != 0 {
			h.Errorf("a second passkey comes with %d recovery codes: %v", len(more), err)
		}
		if in, err := h.byKey(second); err != nil || in.Account.ID != a.ID {
			h.Errorf("the second passkey: %v", err)
		}
	})
}

// TestPasskeyLies: answers that are late, copied, repeated, another browser's, another site's or nobody's open nothing, and stay in the log.
func TestPasskeyLies(t *testing.T) {
	eachKeyed(t, func(h *hall) {
		h.member("awa@example.org", staff.Journalist)
		s, by := h.in("awa@example.org")
		phone := stafftest.New(h.T, site)
		phone.Count = 7
		if _, err := h.key(s, by, phone); err != nil {
			h.Fatal(err)
		}
		from := at("203.0.113.9")
		refused := func(what, token string, answer []byte) {
			h.Helper()
			if in, err := h.door.SignInByPasskey(h.Context(), h.now, from, "", token, answer); !refusedFor(err, fault.Forbidden, staff.PasskeyRefused) || in != nil {
				h.Errorf("%s: %+v, %v", what, in, err)
			}
		}
		ask := func() *staff.Asked {
			h.Helper()
			asked, err := h.door.AskPasskey(h.Context(), h.now, from)
			if err != nil {
				h.Fatal(err)
			}
			return asked
		}
		asked := ask()
		answer := phone.Get(h.T, asked.Options)
		refused("another browser", ask().Token, answer)
		if _, err := h.door.SignInByPasskey(h.Context(), h.now, from, "", asked.Token, answer); err != nil {
			h.Errorf("the right one: %v", err)
		}
		refused("twice", asked.Token, answer)
		late := ask()
		answer = phone.Get(h.T, late.Options)
		h.now = h.now.Add(staff.AskedLife)
		refused("late", late.Token, answer)
		asked = ask()
		refused("wrong first", asked.Token, []byte("{}"))
		refused("right after a wrong one", asked.Token, phone.Get(h.T, asked.Options))
		for what, bend := range map[string]func(a *stafftest.Authenticator){
			"another site":      func(a *stafftest.Authenticator) { a.Origin = "https://fleuve.example.evil" },
			"without its owner": func(a *stafftest.Authenticator) { a.Unverified = true },
			"nobody's":          func(a *stafftest.Authenticator) { a.Handle = []byte("somebody else") },
			"a copy":            func(a *stafftest.Authenticator) { a.Count = 2 },
		} {
			liar := *phone
			bend(&liar)
			asked := ask()
			refused(what, asked.Token, liar.Get(h.T, asked.Options))
		}
		stranger := stafftest.New(h.T, site)
		stranger.Handle = phone.Handle
		asked = ask()
		refused("a key of its own", asked.Token, stranger.Get(h.T, asked.Options))
		for _, bad := range []string{"", "null", "[]", `{"id":"x"}`, strings.Repeat("{", 1000), "\x00\xff"} {
			refused("nonsense", ask().Token, []byte(bad))
		}
		refused("no token", "", answer)
		added, err := h.door.AskNewPasskey(h.Context(), h.now, s, "Le Fleuve")
		if err != nil {
			h.Fatal(err)
		}
		refused("what was asked for another purpose", added.Token, answer)
		lines, err := staff.AuditLog(h.Context(), h.db, staff.AuditQuery{Words: "session.refused"})
		if err != nil || len(lines) < 10 {
			h.Errorf("%d refusals in the log: %v", len(lines), err)
		}
		if _, err := h.byKey(phone); err != nil {
			h.Errorf("the owner: %v", err)
		}
	})
}

// TestPasskeyIsOneAccounts: a passkey that was made for somebody is nobody else's, and goes with the account.
func TestPasskeyIsOneAccounts(t *testing.T) {
	eachKeyed(t, func(h *hall) {
		a, b := h.member("awa@example.org", staff.Journalist), h.member("ben@example.org", staff.Journalist)
		awa, byAwa := h.in("awa@example.org")
		ben, byBen := h.in("ben@example.org")
		phone := stafftest.New(h.T, site)
		if _, err := h.key(awa, byAwa, phone); err != nil {
			h.Fatal(err)
		}
		if _, err := h.key(ben, byBen, phone); !refusedFor(err, fault.Forbidden, staff.PasskeyRefused) {
			h.Errorf("the same key for two: %v", err)
		}
		asked, err := h.door.AskNewPasskey(h.Context(), h.now, awa, "Le Fleuve")
		if err != nil {
			h.Fatal(err)
		}
		if _, err := h.door.AddPasskey(h.Context(), h.now, byBen, ben, asked.Token, "N", stafftest.New(h.T, site).Create(h.T, asked.Options)); !refusedFor(err, fault.Forbidden, staff.PasskeyRefused) {
			h.Errorf("what was asked of somebody else: %v", err)
		}
		keys, err := staff.Passkeys(h.Context(), h.db, a.ID)
		if err != nil || len(keys) != 1 {
			h.Fatalf("%+v: %v", keys, err)
		}
		remove := func(by staff.Actor) error {
			return h.do(func(tx *db.Tx) error { return staff.RemovePasskey(h.Context(), tx, h.now, by, keys[0].ID) })
		}
		if err := remove(byBen); !fault.Is(err, fault.NotFound) {
			h.Errorf("somebody else's was removed: %v", err)
		}
		h.demand(staff.Journalist)
		if err := remove(byAwa); !refusedFor(err, fault.Conflict, staff.CodesDemanded) {
			h.Errorf("the last one, though demanded: %v", err)
		}
		h.demand()
		if err := remove(byAwa); err != nil {
			h.Error(err)
		}
		if left, err := staff.RecoveryLeft(h.Context(), h.db, a.ID); err != nil || left != 0 {
			h.Errorf("%d recovery codes outlive the last factor: %v", left, err)
		}
		if _, err := h.byKey(phone); !refusedFor(err, fault.Forbidden, staff.PasskeyRefused) {
			h.Errorf("a passkey that was removed: %v", err)
		}
		if _, err := h.key(ben, byBen, stafftest.New(h.T, site)); err != nil {
			h.Fatal(err)
		}
		boss := staff.Actor{ID: 9999, Role: staff.EditorInChief}
		if err := h.do(func(tx *db.Tx) error { return staff.EndFactors(h.Context(), tx, h.now, boss, b.ID) }); err != nil {
			h.Error(err)
		}
		if n := dbtest.Count(h.T, h.db, "passkey"); n != 0 {
			h.Errorf("%d passkeys outlive a lost telephone", n)
		}
		if err := h.do(func(tx *db.Tx) error { return staff.EndFactors(h.Context(), tx, h.now, byBen, b.ID) }); !refusedFor(err, fault.Conflict, staff.NotYourself) {
			h.Errorf("one's own, without a password: %v", err)
		}
	})
}

// demand settles which roles show a second factor.
func (h *hall) demand(roles ...staff.Role) {
	h.Helper()
	dbtest.Do(h.T, h.db, func(tx *db.Tx) error {
		return staff.SaveDoors(h.Context(), tx, h.now, staff.Actor{Role: staff.Administrator}, staff.Doors{SecondFactor: roles})
	})
}

// TestPasskeyServesADemand: whoever must have a second factor has one in a passkey.
func TestPasskeyServesADemand(t *testing.T) {
	eachKeyed(t, func(h *hall) {
		h.member("awa@example.org", staff.Editor)
		h.demand(staff.Editor)
		s, by := h.in("awa@example.org")
		if s.Due() != staff.Enrolment {
			h.Fatalf("owes %d", s.Due())
		}
		phone := stafftest.New(h.T, site)
		if _, err := h.key(s, by, phone); err != nil {
			h.Fatal(err)
		}
		open, err := staff.Sessions(h.Context(), h.db, h.now, s.Account.ID)
		if err != nil || !slices.ContainsFunc(open, func(o staff.Session) bool { return o.ID == s.ID && o.Due() == staff.Nothing }) {
			h.Errorf("it owes still: %+v, %v", open, err)
		}
	})
}

// TestAskingIsBounded: strangers do not fill the table, and what was asked does not stay.
func TestAskingIsBounded(t *testing.T) {
	eachKeyed(t, func(h *hall) {
		passed := 0
		for range 200 {
			if _, err := h.door.AskPasskey(h.Context(), h.now, at("203.0.113.9")); err == nil {
				passed++
			} else if !refusedFor(err, fault.TooMany, staff.TooManyGuesses) {
				h.Fatal(err)
			}
		}
		if n := dbtest.Count(h.T, h.db, "passkey_challenge"); passed != 60 || n != 60 {
			h.Errorf("%d passed, %d are kept", passed, n)
		}
		h.now = h.now.Add(staff.AskedLife)
		dbtest.Do(h.T, h.db, func(tx *db.Tx) error { return staff.Forget(h.Context(), tx, h.now) })
		if n := dbtest.Count(h.T, h.db, "passkey_challenge"); n != 0 {
			h.Errorf("%d challenges are kept", n)
		}
	})
}

// TestPasskeysNeedAName: a number, or a site without https, has none.
func TestPasskeysNeedAName(t *testing.T) {
	t.Parallel()
	for origin, want := range map[string]bool{
		site: true, "http://localhost:8080": true, "https://www.fleuve.example:8443": true, "http://fleuve.example": false, "http://127.0.0.1:8080": false, "https://[2001:db8::1]": false, "": false, "x": false,
	} {
		if got := staff.NewDoor(nil, staff.Letters{Origin: func() string { return origin }}).OffersPasskeys(); got != want {
			t.Errorf("%q: %v", origin, got)
		}
	}
}

// TestConfirm: one's password or a code, not too often.
func TestConfirm(t *testing.T) {
	eachKeyed(t, func(h *hall) {
		h.member("awa@example.org", staff.Editor)
		s, by := h.in("awa@example.org")
		recovery, err := h.key(s, by, stafftest.New(h.T, site))
		if err != nil {
			h.Fatal(err)
		}
		confirm := func(typed string) error { return h.door.Confirm(h.Context(), h.now, by, typed) }
		for _, right := range []string{goodPassword, recovery[0]} {
			if err := confirm(right); err != nil {
				h.Errorf("%q: %v", right, err)
			}
		}
		for _, wrong := range []string{recovery[0], "", strings.Repeat("x", 2000), "000000", "wrong"} {
			if err := confirm(wrong); !refusedFor(err, fault.Forbidden, staff.NotConfirmed) {
				h.Errorf("%.20q: %v", wrong, err)
			}
		}
		if err := confirm(goodPassword); !refusedFor(err, fault.TooMany, staff.TooManyGuesses) {
			h.Errorf("after five wrong ones: %v", err)
		}
		h.now = h.now.Add(time.Minute)
		if err := confirm(goodPassword); err != nil {
			h.Errorf("later: %v", err)
		}
	})
}

// TestNoSecretOfAPasskeyIsAsked: what the browser is told holds neither the account's address, unless it is one's own, nor what would lead to it.
func TestNoSecretOfAPasskeyIsAsked(t *testing.T) {
	eachKeyed(t, func(h *hall) {
		h.member("awa@example.org", staff.Editor)
		s, by := h.in("awa@example.org")
		if _, err := h.key(s, by, stafftest.New(h.T, site)); err != nil {
			h.Fatal(err)
		}
		asked, err := h.door.AskPasskey(h.Context(), h.now, at("198.51.100.7"))
		if err != nil {
			h.Fatal(err)
		}
		data, err := json.Marshal(asked.Options)
		if err != nil || strings.Contains(string(data), "awa") || strings.Contains(string(data), "allowCredentials") || strings.Contains(string(data), asked.Token) {
			h.Errorf("a stranger is told %s: %v", data, err)
		}
	})
}

// codeAt is the one-time code of a time.
func codeAt(t *testing.T, secret string, now time.Time) string {
	t.Helper()
	c, err := totp.GenerateCode(secret, now)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
