// Package mail sends letters by the newsroom's SMTP server, in the background: a letter is a job of the transaction that causes it. Where no server is configured nothing is
// sent and nothing waits: On says so, and whoever would have written finds another way.
package mail

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	netmail "net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"

	gomail "github.com/wneessen/go-mail"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/job"
)

// Job is the kind of the job that sends one letter.
const Job = "mail"

const (
	sendTimeout = 30 * time.Second
	maxSubject  = 300       // bytes
	maxText     = 100 << 10 // bytes
)

// Message is a letter in plain text to one person. It must hold no secret: it waits in the database until it is sent.
type Message struct {
	To      string `json:"to"`   // the address alone
	Name    string `json:"name"` // of whom it goes to; may be empty
	Subject string `json:"subject"`
	Text    string `json:"text"` // paragraphs, with \n between lines
}

// Check is fault.Invalid for what could not be sent, or would be another letter than it seems: a line break in a header begins another header.
func (m *Message) Check() error {
	parsed, err := netmail.ParseAddress(m.To)
	if err != nil || parsed.Address != m.To {
		return fault.New(fault.Invalid, "%q is no e-mail address", m.To)
	}
	for _, line := range []string{m.To, m.Name, m.Subject} {
		if strings.ContainsFunc(line, unicode.IsControl) {
			return fault.New(fault.Invalid, "an address, a name or a subject has no line breaks: %q", line)
		}
	}
	if m.Subject == "" || len(m.Subject) > maxSubject || len(m.Text) > maxText || len(m.Name) > maxSubject {
		return fault.New(fault.Invalid, "a letter has a subject of at most %d bytes and a text of at most %d", maxSubject, maxText)
	}
	return nil
}

// Office sends letters. A nil Office sends none.
type Office struct {
	host, user, password string
	port                 int
	policy               gomail.TLSPolicy
	implicit             bool // TLS from the first byte
	from                 string
}

// Open reads the address of a server: smtp://user:password@host:587 (STARTTLS is demanded, except on this machine), smtps://…:465 (TLS from the first byte). An empty address is no
// office: nil. from is whom letters come from.
func Open(address, from string) (*Office, error) {
	if address == "" {
		return nil, nil //nolint:nilnil // nil is an office that sends nothing
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" { // the address holds a password: no error repeats it
		return nil, fault.New(fault.Invalid, "--smtp takes an address like smtp://user:password@smtp.example:587")
	}
	if parsed, err := netmail.ParseAddress(from); err != nil || strings.ContainsFunc(parsed.Address, unicode.IsControl) {
		return nil, fault.New(fault.Invalid, "--mail-from takes the address that letters come from, not %q", from)
	}
	o := &Office{host: u.Hostname(), user: u.User.Username(), from: from, policy: gomail.TLSMandatory, implicit: u.Scheme == "smtps"}
	o.password, _ = u.User.Password()
	if o.port, err = portOf(u, o.implicit); err != nil {
		return nil, err
	}
	if ip := net.ParseIP(o.host); o.host == "localhost" || ip != nil && ip.IsLoopback() {
		o.policy = gomail.TLSOpportunistic
	}
	return o, nil
}

func portOf(u *url.URL, implicit bool) (int, error) {
	switch {
	case u.Port() == "" && implicit:
		return 465, nil
	case u.Port() == "":
		return 587, nil
	}
	port, err := strconv.Atoi(u.Port())
	if err != nil || port < 1 || port > 65535 {
		return 0, fault.New(fault.Invalid, "--smtp names a port from 1 to 65535")
	}
	return port, nil
}

// On reports whether letters are sent.
func (o *Office) On() bool { return o != nil }

// Enqueue has a letter sent once the transaction is committed. It is an error where there is no office.
func (o *Office) Enqueue(ctx context.Context, tx *db.Tx, now time.Time, m Message) error {
	if !o.On() {
		return fault.New(fault.Unavailable, "no mail server is configured")
	}
	if err := m.Check(); err != nil {
		return err
	}
	return job.Enqueue(ctx, tx, now, Job, m, job.Options{})
}

// Withdraw takes back every letter to an address that waits, or could not be sent.
func Withdraw(ctx context.Context, tx *db.Tx, to string) error {
	waiting, err := job.Payloads(ctx, tx, Job)
	if err != nil {
		return err
	}
	for id, payload := range waiting {
		var m Message
		if err := json.Unmarshal(payload, &m); err != nil || !strings.EqualFold(m.To, to) {
			continue
		}
		if err := job.Drop(ctx, tx, id); err != nil {
			return err
		}
	}
	return nil
}

// Work sends the letter of a job.
func (o *Office) Work(ctx context.Context, j job.Job) error {
	var m Message
	if err := json.Unmarshal(j.Payload, &m); err != nil {
		return err
	}
	return o.Send(ctx, m)
}

// Send hands a letter to the server.
func (o *Office) Send(ctx context.Context, m Message) error {
	if err := m.Check(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	letter := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := letter.From(o.from); err != nil {
		return fmt.Errorf("mail from: %w", err)
	}
	if err := letter.AddToFormat(m.Name, m.To); err != nil {
		return fmt.Errorf("mail to: %w", err)
	}
	letter.Subject(m.Subject)
	letter.SetDate()
	letter.SetMessageID()
	letter.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: nothing answers it by itself
	letter.SetBodyString(gomail.TypeTextPlain, m.Text)
	client, err := o.client()
	if err != nil {
		return err
	}
	return client.DialAndSendWithContext(ctx, letter)
}

func (o *Office) client() (*gomail.Client, error) {
	options := []gomail.Option{gomail.WithPort(o.port), gomail.WithTimeout(sendTimeout), gomail.WithTLSPolicy(o.policy)}
	if o.implicit {
		options = append(options, gomail.WithSSL())
	}
	if o.user != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(o.user), gomail.WithPassword(o.password))
	}
	client, err := gomail.NewClient(o.host, options...)
	if err != nil {
		return nil, fmt.Errorf("mail server: %w", err)
	}
	return client, nil
}
