package staff

import (
	"context"
	"time"

	"griot/internal/db"
	"griot/internal/locale"
	"griot/internal/mail"
	"griot/internal/masthead"
)

// Letters is what the door writes by.
type Letters struct {
	Office *mail.Office // nil: nothing is written
	Words  *locale.Catalogues
	Origin func() string // the public origin, for links
}

// announce writes to somebody that they signed in where they never have, unless it is the first time at all.
func (d *Door) announce(ctx context.Context, tx *db.Tx, now time.Time, by Actor, a *Account) error {
	var before int64
	if err := tx.QueryRow(ctx, "SELECT signed_at FROM account WHERE id = $1", a.ID).Scan(&before); err != nil {
		return err
	}
	if before == 0 {
		return nil
	}
	return d.warn(ctx, tx, now, by, a, "letter.signed_in")
}

// warn writes to somebody what was just done in their name, when and from where, so that they can undo it if it was not them. key is the text's; its subject's ends in _subject.
func (d *Door) warn(ctx context.Context, tx *db.Tx, now time.Time, by Actor, a *Account, key string) error {
	if !d.letters.Office.On() {
		return nil
	}
	paper, err := masthead.Load(ctx, tx)
	if err != nil {
		return err
	}
	loc := d.letters.Locale(a, paper)
	at := now.In(paper.Location())
	return d.letters.Office.Enqueue(ctx, tx, now, mail.Message{
		To: a.Email, Name: a.Name,
		Subject: loc.T(key+"_subject", paper.Title),
		Text:    loc.T(key, a.Name, loc.DateTime(at)+" "+loc.TimeZone(at), by.Device, by.Address, d.letters.Origin()+"/desk/account/"),
	})
}

// Locale writes in the language that a person reads.
func (l *Letters) Locale(a *Account, paper *masthead.Newspaper) *locale.Locale {
	if a.Language != "" {
		return l.Words.Desk(a.Language)
	}
	return l.Words.Desk(paper.Language)
}
