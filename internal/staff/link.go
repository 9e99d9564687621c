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
	"griot/internal/job"
	"griot/internal/mail"
	"griot/internal/masthead"
)

// LinkLife is how long a link opens the door.
const LinkLife = time.Hour

// LinkSpent is why a link opens nothing: it was used, an hour has passed, or a newer one was made.
const LinkSpent Reason = "link_spent"

// NewLink makes the link by which somebody chooses a password and comes in, once, within an hour. The one before it ends. Only its hash is kept.
func NewLink(ctx context.Context, tx *db.Tx, now time.Time, by Actor, id AccountID) (token string, err error) {
	p, err := MemberByID(ctx, tx, id)
	if err != nil {
		return "", err
	}
	if err := mayManage(by, p.Role); err != nil {
		return "", err
	}
	token = secret(24)
	const upsert = `INSERT INTO door_link (account_id, hash, ends_at) VALUES ($1, $2, $3)
ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash, ends_at = excluded.ends_at`
	if _, err := tx.Exec(ctx, upsert, id, tokenHash(token), db.Millis(now.Add(LinkLife))); err != nil {
		return "", fmt.Errorf("make link: %w", err)
	}
	return token, Audit(ctx, tx, now, by, Deed{Act: "link.make", Subject: AccountSubject(id)})
}

// LinkPath is the address of a link on the site. The token is in the query, which no log holds.
func LinkPath(token string) string { return "/desk/link?k=" + token }

// AccountByLink is whose link this is; fault.Gone with LinkSpent when it opens nothing any more, or never did.
func AccountByLink(ctx context.Context, q db.Querier, now time.Time, token string) (*Account, error) {
	const from = "JOIN door_link l ON l.account_id = a.id WHERE l.hash = $1 AND l.ends_at > $2 AND a.ended_at = 0"
	a, err := scanAccount(q.QueryRow(ctx, selectAccount+from, tokenHash(token), db.Millis(now)))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.Wrap(fault.Gone, LinkSpent, "this link has been used or is older than an hour: ask for another")
	}
	if err != nil {
		return nil, fmt.Errorf("find link: %w", err)
	}
	return a, nil
}

// UseLink sets a password by a link and lets its owner in. Every session of the account ends, browsers that it knew are strangers again, and what had slowed its owner down is lifted.
func (d *Door) UseLink(ctx context.Context, now time.Time, from Actor, paper, token, password string) (in *Entered, err error) {
	a, err := AccountByLink(ctx, d.db, now, token)
	if err != nil {
		return nil, err
	}
	if err := CheckNewPassword(password, a.Name, a.Email, paper); err != nil {
		return nil, err
	}
	hash, err := d.hash(ctx, password)
	if err != nil {
		return nil, err
	}
	from.ID, from.Role = a.ID, a.Role
	err = d.db.Transact(ctx, func(tx *db.Tx) error {
		if _, err := AccountByLink(ctx, tx, now, token); err != nil { // somebody may have been quicker
			return err
		}
		if err := setPassword(ctx, tx, a.ID, hash, 0); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM device WHERE account_id = $1", a.ID); err != nil {
			return err
		}
		if err := admit(ctx, tx, accountKey(a.Email), addressKey(from.Address)); err != nil {
			return err
		}
		if err := Audit(ctx, tx, now, from, Deed{Act: "password.set", Subject: AccountSubject(a.ID)}); err != nil {
			return err
		}
		in = &Entered{Account: a}
		return d.admitted(ctx, tx, now, from, in, 0, nil)
	})
	if err != nil {
		return nil, err
	}
	return in, nil
}

// LinkJob is the kind of the job that makes a link and sends it: the link exists nowhere but in the letter.
const LinkJob = "staff.link"

// linkLetter is the payload of a LinkJob.
type linkLetter struct {
	Account AccountID `json:"account"`
	Invited bool      `json:"invited"`
}

// Writes reports whether links are sent by letter; else whoever makes one hands it on.
func (d *Door) Writes() bool { return d.letters.Office.On() }

// SendLink has a link made and sent. An invitation is worded as one.
func (d *Door) SendLink(ctx context.Context, tx *db.Tx, now time.Time, id AccountID, invited bool) error {
	return job.Enqueue(ctx, tx, now, LinkJob, linkLetter{id, invited}, job.Options{Unique: AccountSubject(id)})
}

// Forgot sends a link to the account with an address, if there is one: whoever asks is not told. It is fault.TooMany when the address was asked for too often.
func (d *Door) Forgot(ctx context.Context, now time.Time, from Actor, email string) error {
	if len(email) > maxEmail {
		return fault.New(fault.Invalid, "an e-mail address has at most %d bytes", maxEmail)
	}
	return d.db.Transact(ctx, func(tx *db.Tx) error {
		if err := knock(ctx, tx, now, "letter:"+accountKey(email), letterAllowance()); err != nil {
			return err
		}
		if err := knock(ctx, tx, now, "letter:"+addressKey(from.Address), addressAllowance()); err != nil {
			return err
		}
		a, err := AccountByEmail(ctx, tx, email)
		if fault.Is(err, fault.NotFound) || err == nil && !d.Writes() {
			return nil
		}
		if err != nil {
			return err
		}
		return d.SendLink(ctx, tx, now, a.ID, false)
	})
}

// WorkLink makes the link of a LinkJob and sends it.
func (d *Door) WorkLink(now func() time.Time) job.Work {
	return func(ctx context.Context, j job.Job) error {
		var l linkLetter
		if err := json.Unmarshal(j.Payload, &l); err != nil {
			return err
		}
		var m mail.Message
		err := d.db.Transact(ctx, func(tx *db.Tx) (err error) { m, err = d.writeLink(ctx, tx, now(), l); return err })
		if fault.Is(err, fault.NotFound) { // the account has ended meanwhile
			return nil
		}
		if err != nil {
			return err
		}
		return d.letters.Office.Send(ctx, m)
	}
}

func (d *Door) writeLink(ctx context.Context, tx *db.Tx, now time.Time, l linkLetter) (m mail.Message, err error) {
	p, err := MemberByID(ctx, tx, l.Account)
	if err != nil {
		return m, err
	}
	paper, err := masthead.Load(ctx, tx)
	if err != nil {
		return m, err
	}
	token, err := NewLink(ctx, tx, now, Actor{Device: "letter"}, l.Account)
	if err != nil {
		return m, err
	}
	key := "letter.reset"
	if l.Invited {
		key = "letter.invitation"
	}
	loc := d.letters.Locale(&p.Account, paper)
	m = mail.Message{To: p.Email, Name: p.Name, Subject: loc.T(key+"_subject", paper.Title)}
	m.Text = loc.T(key, p.Name, paper.Title, d.letters.Origin()+LinkPath(token))
	return m, nil
}
