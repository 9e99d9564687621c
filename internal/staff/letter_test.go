package staff_test

import (
	"io"
	"log/slog"
	"mime/quotedprintable"
	"regexp"
	"strings"
	"testing"
	"time"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/job"
	"griot/internal/locale"
	"griot/internal/mail"
	"griot/internal/mail/mailtest"
	"griot/internal/staff"
	"griot/internal/staff/stafftest"
)

// eachWriting is eachHall with a mail server: letters says what the next letter is, "" when none waits.
func eachWriting(t *testing.T, test func(h *hall, letter func() string)) {
	eachHall(t, func(h *hall) {
		address, letters := mailtest.Postbox(h.T)
		office, err := mail.Open(address, "redaction@fleuve.example")
		if err != nil {
			h.Fatal(err)
		}
		words, err := locale.Load()
		if err != nil {
			h.Fatal(err)
		}
		h.door = staff.NewDoor(h.db, staff.Letters{Office: office, Words: words, Origin: func() string { return "https://fleuve.example" }})
		runner := &job.Runner{DB: h.db, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return h.now }}
		runner.Works = map[string]job.Work{mail.Job: office.Work, staff.LinkJob: h.door.WorkLink(func() time.Time { return h.now })}
		test(h, func() string {
			h.Helper()
			if !runner.Once(h.Context()) {
				return ""
			}
			select {
			case letter := <-letters:
				plain, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(letter)))
				if err != nil {
					h.Fatal(err)
				}
				return string(plain)
			case <-time.After(10 * time.Second):
				h.Fatal("the letter did not arrive")
				return ""
			}
		})
	})
}

// TestNewPasskeyIsAnnounced: whoever adds one to an account that is not theirs is seen. Letters to somebody who was erased meanwhile are not sent.
func TestNewPasskeyIsAnnounced(t *testing.T) {
	eachWriting(t, func(h *hall, letter func() string) {
		a := h.member("awa@example.org", staff.Editor)
		s, by := h.in("awa@example.org") // which is announced too
		if _, err := h.key(s, by, stafftest.New(h.T, site)); err != nil {
			h.Fatal(err)
		}
		_ = letter()
		if said := letter(); !strings.Contains(said, "clé d’accès vient d’être ajoutée") || !strings.Contains(said, "203.0.113.9") || !strings.Contains(said, "To: \"Awa Diallo\" <awa@example.org>") {
			h.Errorf("the letter says %s", said)
		}
		if err := h.door.Forgot(h.Context(), h.now, by, "awa@example.org"); err != nil {
			h.Fatal(err)
		}
		if _, err := h.key(s, by, stafftest.New(h.T, site)); err != nil {
			h.Fatal(err)
		}
		if err := h.erase(staff.Actor{}, staff.Erasure{Account: a.ID, Email: "awa@example.org"}); err != nil {
			h.Fatal(err)
		}
		if n := dbtest.Count(h.T, h.db, "job"); n != 0 {
			h.Errorf("%d letters wait for somebody who was erased", n)
		}
	})
}

// TestNewDeviceIsAnnounced: to the owner, by letter, except the first time and where they were before.
func TestNewDeviceIsAnnounced(t *testing.T) {
	eachWriting(t, func(h *hall, letter func() string) {
		h.member("awa@example.org", staff.Editor) // comes in for the first time, by a link
		in, err := h.try("awa@example.org", goodPassword, "", "203.0.113.9")
		if err != nil {
			h.Fatal(err)
		}
		if got := letter(); !strings.Contains(got, "RCPT TO:<awa@example.org>") || !strings.Contains(got, "203.0.113.9") || !strings.Contains(got, "Firefox, Linux") ||
			!strings.Contains(got, "https://fleuve.example/desk/account/") || strings.Contains(got, in.Token) {
			h.Errorf("the letter is %q", got)
		}
		if _, err := h.try("awa@example.org", goodPassword, in.DeviceToken, "203.0.113.200"); err != nil {
			h.Fatal(err)
		}
		if got := letter(); got != "" {
			h.Errorf("a known browser is announced: %q", got)
		}
	})
}

var linkInLetter = regexp.MustCompile(`https://fleuve\.example/desk/link\?k=([A-Za-z0-9_-]+)`)

// TestForgot: the link is in the letter and nowhere else; for an address of nobody there is neither, and whoever asks cannot tell.
func TestForgot(t *testing.T) {
	eachWriting(t, func(h *hall, letter func() string) {
		h.member("awa@example.org", staff.Editor)
		forgot := func(email string) error { return h.door.Forgot(h.Context(), h.now, at("203.0.113.9"), email) }
		if err := forgot("nobody@example.org"); err != nil || letter() != "" {
			h.Errorf("for nobody: %v", err)
		}
		if err := forgot(" AWA@example.org"); err != nil {
			h.Fatal(err)
		}
		found := linkInLetter.FindStringSubmatch(letter())
		if found == nil {
			h.Fatal("no link in the letter")
		}
		if n := dbtest.Count(h.T, h.db, "job WHERE payload LIKE '%"+found[1]+"%'"); n != 0 {
			h.Error("the link waits in the database")
		}
		if _, err := h.door.UseLink(h.Context(), h.now, at("203.0.113.9"), "Le Fleuve", found[1], "quatre crayons bleus"); err != nil {
			h.Errorf("the link of the letter: %v", err)
		}
		for range 2 {
			_ = forgot("awa@example.org")
		}
		if err := forgot("awa@example.org"); !fault.Is(err, fault.TooMany) {
			h.Errorf("a fourth letter at once: %v", err)
		}
		if err := forgot(strings.Repeat("x", 300)); !fault.Is(err, fault.Invalid) {
			h.Errorf("an endless address: %v", err)
		}
	})
}

// TestInvitationIsSent: and not to somebody whose account has ended meanwhile.
func TestInvitationIsSent(t *testing.T) {
	eachWriting(t, func(h *hall, letter func() string) {
		admin := h.crew()[staff.Administrator]
		invite := func(email string) (a *staff.Account) {
			dbtest.Do(h.T, h.db, func(tx *db.Tx) (err error) {
				if a, err = staff.Invite(h.Context(), tx, h.now, admin, email, "Zoé", staff.Editor); err != nil {
					return err
				}
				return h.door.SendLink(h.Context(), tx, h.now, a.ID, true)
			})
			return a
		}
		invite("zoe@example.org")
		if got := letter(); !linkInLetter.MatchString(got) || !strings.Contains(got, "Un compte vous attend") {
			h.Errorf("the letter is %q", got)
		}
		gone := invite("gone@example.org")
		dbtest.Do(h.T, h.db, func(tx *db.Tx) error { return staff.EndAccount(h.Context(), tx, h.now, admin, gone.ID) })
		runner := &job.Runner{DB: h.db, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return h.now },
			Works: map[string]job.Work{staff.LinkJob: h.door.WorkLink(func() time.Time { return h.now })}}
		if runner.Once(h.Context()); dbtest.Count(h.T, h.db, "job") != 0 || dbtest.Count(h.T, h.db, "door_link") != 1 {
			h.Error("an account that has ended got a link")
		}
	})
}
