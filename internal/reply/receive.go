package reply

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/masthead"
	"griot/internal/staff"
	"griot/internal/text"
)

// Why a request was not taken in or not brought on.
const (
	Unpublished staff.Reason = "reply_unpublished"
	Incomplete  staff.Reason = "reply_incomplete"
	Unlikely    staff.Reason = "reply_unlikely"
	NoReason    staff.Reason = "reply_no_reason"
	NoSuchMove  staff.Reason = "reply_no_such_move"
	StillRead   staff.Reason = "reply_still_read"
	MayNot      staff.Reason = "reply_may_not"
	TooLong     staff.Reason = "reply_too_long"
)

// Receive takes in a request and completes it: its number, its deadline, its state. by is whoever enters it at the desk, or the zero Actor for who asks by themselves. Received is now where it is zero.
// The article must be one that readers have read.
func Receive(ctx context.Context, tx *db.Tx, paper *masthead.Newspaper, now time.Time, by staff.Actor, r *Request) error {
	if by.ID != 0 {
		if err := demand(by, staff.KeepReplies); err != nil {
			return err
		}
	}
	if err := r.clean(now); err != nil {
		return err
	}
	a, err := article.ByID(ctx, tx, r.Article)
	if fault.Is(err, fault.NotFound) || err == nil && a.FirstPublished.IsZero() {
		return fault.Wrap(fault.Invalid, Unpublished, "a reply answers an article that readers have read")
	}
	if err != nil {
		return err
	}
	r.Due = r.Received.In(paper.Location()).AddDate(0, 0, paper.ReplyWithin())
	r.Status, r.Entered, r.Closed, r.Reply, r.Reason = Received, by.ID, time.Time{}, 0, ""
	const insert = `INSERT INTO reply_request (article_id, name, contact, wording, received_at, due_at, status, entered_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`
	err = tx.QueryRow(ctx, insert, r.Article, r.Name, r.Contact, r.Wording, db.Millis(r.Received), db.Millis(r.Due), string(r.Status), by.ID).Scan(&r.ID)
	if err != nil {
		return fmt.Errorf("take in a request on article %d: %w", r.Article, err)
	}
	if err := tellChiefs(ctx, tx, now, by.ID, r.Article); err != nil {
		return err
	}
	if err := remind(ctx, tx, now, r); err != nil {
		return err
	}
	return audit(ctx, tx, now, by, "reply.receive", "", r, "")
}

// clean refuses what is no request.
func (r *Request) clean(now time.Time) error {
	r.Name, r.Contact, r.Wording = text.CleanLine(r.Name), text.CleanLine(r.Contact), paragraphs(r.Wording)
	if r.Received.IsZero() {
		r.Received = now
	}
	switch {
	case r.Name == "" || r.Contact == "" || r.Wording == "":
		return fault.Wrap(fault.Invalid, Incomplete, "a request has a name, a way to reach whoever asks, and the wording of the reply")
	case utf8.RuneCountInString(r.Name) > MaxName || utf8.RuneCountInString(r.Contact) > MaxContact || utf8.RuneCountInString(r.Wording) > MaxWording:
		return fault.Wrap(fault.TooLarge, TooLong, "a name has at most %d letters, a contact %d and a reply %d", MaxName, MaxContact, MaxWording)
	case r.Received.After(now) || r.Received.Before(now.AddDate(-1, 0, 0)): // the law gives three months to ask
		return fault.Wrap(fault.Invalid, Unlikely, "a request was received within the last year")
	}
	return nil
}

// paragraphs is a text in lines without spaces around them, one empty line at most between two. It is no HTML, and no word of it is left out.
func paragraphs(s string) string {
	var b strings.Builder
	empty := 0
	for line := range strings.Lines(strings.ToValidUTF8(s, "")) {
		if line = plain(line); line == "" {
			empty++
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n")
			if empty > 0 {
				b.WriteString("\n")
			}
		}
		b.WriteString(line)
		empty = 0
	}
	return b.String()
}

// plain is a line without what cannot be seen, one space between two words.
func plain(line string) string {
	line = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\t' {
			return -1
		}
		return r
	}, line)
	return strings.Join(strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == '\t' }), " ")
}

// demand is nil when somebody may do an act.
func demand(by staff.Actor, act staff.Act) error {
	if staff.May(by.Role, act) {
		return nil
	}
	return fault.Wrap(fault.Forbidden, MayNot, "your role, %s, may not %s", by.Role, act)
}

// entry is what the audit log keeps of a request: a line is for good, so nobody from outside is named in it.
type entry struct {
	Article article.ID `json:"article"`
	Status  Status     `json:"status,omitempty"`
	Due     string     `json:"due,omitempty"`
	Reply   article.ID `json:"reply,omitempty"`
	Reason  string     `json:"reason,omitempty"`
}

func audit(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, act string, was Status, r *Request, reason string) error {
	d := staff.Deed{Act: act, Subject: fmt.Sprintf("reply:%d", r.ID), After: entry{r.Article, r.Status, r.Due.UTC().Format(time.RFC3339), r.Reply, reason}}
	if was != "" {
		d.Before = entry{Article: r.Article, Status: was}
	}
	return staff.Audit(ctx, tx, now, by, d)
}
