package mail_test

import (
	"context"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/job"
	"griot/internal/mail"
	"griot/internal/mail/mailtest"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// TestLetter: enqueued with its cause, a letter reaches the server as it was written.
func TestLetter(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		address, letters := mailtest.Postbox(t)
		office, err := mail.Open(address, "redaction@fleuve.example")
		if err != nil || !office.On() {
			t.Fatal(err)
		}
		m := mail.Message{To: "awa@fleuve.example", Name: "Awa “la Plume” Diallo", Subject: "Un nouveau mot de passe : été", Text: "Bonjour,\n\nVoici.\n.\nFin."}
		dbtest.Do(t, d, func(tx *db.Tx) error { return office.Enqueue(t.Context(), tx, noon, m) })
		runner := &job.Runner{DB: d, Works: map[string]job.Work{mail.Job: office.Work}, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return noon }}
		if !runner.Once(t.Context()) {
			t.Fatal("no job")
		}
		if n := dbtest.Count(t, d, "job"); n != 0 {
			t.Fatalf("%d jobs are left", n)
		}
		letter := <-letters
		for _, want := range []string{"MAIL FROM:<redaction@fleuve.example>", "RCPT TO:<awa@fleuve.example>", "<awa@fleuve.example>\r\n", "From: <redaction@fleuve.example>", "Auto-Submitted: auto-generated",
			"Content-Type: text/plain", "Bonjour,\r\n\r\nVoici.\r\n..\r\nFin."} {
			if !strings.Contains(letter, want) {
				t.Errorf("the letter lacks %q\n%s", want, letter)
			}
		}
	})
}

// TestWithdraw: letters to one address are taken back, and no other job.
func TestWithdraw(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		office, err := mail.Open("smtp://localhost:2525", "redaction@fleuve.example")
		if err != nil {
			t.Fatal(err)
		}
		dbtest.Do(t, d, func(tx *db.Tx) error {
			for _, to := range []string{"Awa@fleuve.example", "ben@fleuve.example", "awa@fleuve.example"} {
				if err := office.Enqueue(t.Context(), tx, noon, mail.Message{To: to, Subject: "S", Text: "T"}); err != nil {
					return err
				}
			}
			if err := job.Enqueue(t.Context(), tx, noon, "other", mail.Message{To: "awa@fleuve.example"}, job.Options{}); err != nil {
				return err
			}
			return mail.Withdraw(t.Context(), tx, "awa@fleuve.example")
		})
		left, err := job.Payloads(t.Context(), d, mail.Job)
		if err != nil || len(left) != 1 || dbtest.Count(t, d, "job") != 2 {
			t.Fatalf("%v: %v", left, err)
		}
		for _, payload := range left {
			if !strings.Contains(string(payload), "ben@fleuve.example") {
				t.Errorf("%s is left", payload)
			}
		}
	})
}

func TestLettersThatAreNone(t *testing.T) {
	t.Parallel()
	good := mail.Message{To: "a@b.example", Subject: "S", Text: "T"}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(m *mail.Message){
		"no address":          func(m *mail.Message) { m.To = "nobody" },
		"two addresses":       func(m *mail.Message) { m.To = "a@b.example, c@d.example" },
		"a name in it":        func(m *mail.Message) { m.To = "A <a@b.example>" },
		"a header in it":      func(m *mail.Message) { m.To = "a@b.example\r\nBcc: c@d.example" },
		"a header in a name":  func(m *mail.Message) { m.Name = "A\r\nBcc: c@d.example" },
		"a header in subject": func(m *mail.Message) { m.Subject = "S\nBcc: c@d.example" },
		"no subject":          func(m *mail.Message) { m.Subject = "" },
		"a long subject":      func(m *mail.Message) { m.Subject = strings.Repeat("s", 301) },
		"a long text":         func(m *mail.Message) { m.Text = strings.Repeat("t", 200<<10) },
	} {
		m := good
		change(&m)
		if err := m.Check(); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOpen(t *testing.T) {
	t.Parallel()
	if o, err := mail.Open("", ""); err != nil || o.On() {
		t.Errorf("no server: %v", err)
	}
	if o, err := mail.Open("smtps://journal:s3cret@smtp.example", "a@b.example"); err != nil || !o.On() {
		t.Errorf("a server: %v", err)
	}
	for _, address := range []string{"smtp.example", "http://smtp.example", "smtp://", "smtp://u:s3cret@smtp.example:99999", "smtp://u:s3cret@smtp.example/x", "smtp://u:s3cret@\x00"} {
		_, err := mail.Open(address, "a@b.example")
		if !fault.Is(err, fault.Invalid) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%q: %v", address, err)
		}
	}
	if _, err := mail.Open("smtp://smtp.example", "nobody"); !fault.Is(err, fault.Invalid) {
		t.Errorf("from nobody: %v", err)
	}
	var none *mail.Office
	d := dbtest.SQLite(t)
	err := d.Transact(context.Background(), func(tx *db.Tx) error {
		return none.Enqueue(t.Context(), tx, noon, mail.Message{To: "a@b.example", Subject: "S"})
	})
	if !fault.Is(err, fault.Unavailable) {
		t.Errorf("without an office: %v", err)
	}
}

// TestServerAway: a letter that could not be sent is an error, so that its job tries again.
func TestServerAway(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := "smtp://" + l.Addr().String()
	_ = l.Close()
	office, err := mail.Open(address, "a@b.example")
	if err != nil {
		t.Fatal(err)
	}
	if err := office.Send(t.Context(), mail.Message{To: "a@b.example", Subject: "S", Text: "T"}); err == nil {
		t.Error("a server that is away took a letter")
	}
}
