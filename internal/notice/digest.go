package notice

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/job"
	"griot/internal/locale"
	"griot/internal/mail"
	"griot/internal/masthead"
	"griot/internal/staff"
)

// Rhythm is how often somebody is written to.
type Rhythm string

// The rhythms.
const (
	Hourly  Rhythm = "hour"    // at the full hour
	Morning Rhythm = "morning" // at MorningHour in the newsroom's time zone; what everybody begins with
	Never   Rhythm = "never"
)

// Rhythms lists every rhythm.
func Rhythms() []Rhythm { return []Rhythm{Hourly, Morning, Never} }

// MorningHour is when letters of the morning are written.
const MorningHour = 7

// DigestJob gathers, for the account whose number is its payload, what it has not read; LetterJob writes the letter about it.
const (
	DigestJob = "notice.digest"
	LetterJob = "notice.letter"
)

// stale is from when on a letter tells nothing of a notice any more: that of a program that was off for a week, or got a mail server only now.
const stale = 72 * time.Hour

// due is when the next letter is written.
func (r Rhythm) due(now time.Time, zone *time.Location) time.Time {
	if r == Hourly {
		return now.Truncate(time.Hour).Add(time.Hour)
	}
	here := now.In(zone)
	morning := time.Date(here.Year(), here.Month(), here.Day(), MorningHour, 0, 0, 0, zone)
	if !morning.After(now) {
		morning = time.Date(here.Year(), here.Month(), here.Day()+1, MorningHour, 0, 0, 0, zone)
	}
	return morning
}

// summon has somebody written to when their hour comes.
func summon(ctx context.Context, tx *db.Tx, id staff.AccountID, now time.Time) error {
	r, err := RhythmOf(ctx, tx, id)
	if err != nil || r == Never {
		return err
	}
	paper, err := masthead.Load(ctx, tx)
	if err != nil {
		return err
	}
	return job.Enqueue(ctx, tx, now, DigestJob, id, job.Options{At: r.due(now, paper.Location()), Unique: key(id)})
}

func key(id staff.AccountID) string { return strconv.FormatInt(int64(id), 10) }

// RhythmOf is how often somebody is written to.
func RhythmOf(ctx context.Context, q db.Querier, id staff.AccountID) (r Rhythm, err error) {
	if err := q.QueryRow(ctx, "SELECT digest FROM account WHERE id = $1", id).Scan(&r); err != nil {
		return r, fmt.Errorf("rhythm of letters: %w", err)
	}
	return r, nil
}

// SetRhythm changes how often somebody is written to, from the next letter on.
func SetRhythm(ctx context.Context, tx *db.Tx, now time.Time, id staff.AccountID, r Rhythm) error {
	if !slices.Contains(Rhythms(), r) {
		return fault.New(fault.Invalid, "unknown rhythm %q: one of %v", r, Rhythms())
	}
	if _, err := tx.Exec(ctx, "UPDATE account SET digest = $2 WHERE id = $1", id, string(r)); err != nil {
		return fmt.Errorf("set rhythm: %w", err)
	}
	if err := job.Cancel(ctx, tx, DigestJob, key(id)); err != nil {
		return err
	}
	unread, err := Unread(ctx, tx, id)
	if err != nil || unread == 0 {
		return err
	}
	return summon(ctx, tx, id, now)
}

// batch is what a letter is about: what was not read of all that was gathered at one time. It holds no title, which may have to be sealed before the letter is sent.
type batch struct {
	Account staff.AccountID `json:"account"`
	At      int64           `json:"at"`
}

// Post writes the letters.
type Post struct {
	DB      *db.DB
	Letters staff.Letters
	Now     func() time.Time
	// Sees reports whether somebody may see an article: its title is not for those who may no longer.
	Sees func(ctx context.Context, q db.Querier, who *staff.Account, article int64) (bool, error)
}

// WorkDigest gathers what an account has not read and was not written about. Without a mail server there is nothing to do.
func (p *Post) WorkDigest(ctx context.Context, j job.Job) error {
	var id staff.AccountID
	if err := json.Unmarshal(j.Payload, &id); err != nil {
		return err
	}
	return p.DB.Transact(ctx, func(tx *db.Tx) error {
		now := p.Now()
		if who, err := p.reader(ctx, tx, id); who == nil {
			return err
		}
		const gather = "UPDATE notice SET written_at = $2 WHERE account_id = $1 AND read_at = 0 AND written_at = 0 AND at > $3"
		some, err := tx.Exec(ctx, gather, id, db.Millis(now), db.Millis(now.Add(-stale)))
		if err != nil || some == 0 {
			return err
		}
		return job.Enqueue(ctx, tx, now, LetterJob, batch{id, db.Millis(now)}, job.Options{})
	})
}

// reader is somebody who is written to; nil for those who are not.
func (p *Post) reader(ctx context.Context, q db.Querier, id staff.AccountID) (*staff.Account, error) {
	if !p.Letters.Office.On() {
		return nil, nil //nolint:nilnil // nobody is written to, and nothing is wrong
	}
	m, err := staff.MemberByID(ctx, q, id)
	if fault.Is(err, fault.NotFound) {
		return nil, nil //nolint:nilnil // they have left
	}
	if err != nil {
		return nil, err
	}
	if r, err := RhythmOf(ctx, q, id); err != nil || r == Never {
		return nil, err
	}
	return &m.Account, nil
}

// WorkLetter sends a letter about what is still not read of a batch.
func (p *Post) WorkLetter(ctx context.Context, j job.Job) error {
	var b batch
	if err := json.Unmarshal(j.Payload, &b); err != nil {
		return err
	}
	who, err := p.reader(ctx, p.DB, b.Account)
	if who == nil {
		return err
	}
	list, err := p.unread(ctx, who, b)
	if err != nil || len(list) == 0 {
		return err
	}
	paper, err := masthead.Load(ctx, p.DB)
	if err != nil {
		return err
	}
	return p.Letters.Office.Send(ctx, p.letter(who, paper, list))
}

// unread is what somebody has still not read of a batch, and may see.
func (p *Post) unread(ctx context.Context, who *staff.Account, b batch) (seen []Notice, err error) {
	const where = "WHERE n.account_id = $1 AND n.written_at = $2 AND n.read_at = 0 ORDER BY n.id DESC"
	list, err := db.All(ctx, p.DB, scanRows, selectNotice+where, b.Account, b.At)
	for i := range list {
		sees, err := p.Sees(ctx, p.DB, who, list[i].Article)
		if err != nil {
			return nil, err
		}
		if sees {
			seen = append(seen, list[i])
		}
	}
	return seen, err
}

// maxLines is how many notices a letter names.
const maxLines = 30

// letter is the letter about some notices.
func (p *Post) letter(who *staff.Account, paper *masthead.Newspaper, list []Notice) mail.Message {
	loc := p.Letters.Locale(who, paper)
	desk := p.Letters.Origin() + "/desk/"
	body := loc.T("digest.hello", who.Name) + "\n\n" + loc.T("digest.open") + "\n"
	for i := range list[:min(len(list), maxLines)] {
		body += "\n" + line(loc, &list[i], paper, p.Now(), desk)
	}
	if more := len(list) - maxLines; more > 0 {
		body += "\n" + loc.Plural("digest.more", more) + " " + desk + "notices/\n"
	}
	body += "\n" + loc.T("digest.end") + "\n" + desk + "account/"
	return mail.Message{To: who.Email, Name: who.Name, Subject: loc.Plural("digest.subject", len(list), paper.Title), Text: body}
}

// line is what a letter says of a notice: what happened to which article, who did it and when, and where it is opened. No word of what was said or written.
func line(loc *locale.Locale, n *Notice, paper *masthead.Newspaper, now time.Time, desk string) string {
	said := loc.T("digest.line", loc.Plural("notice."+string(n.What), n.Times), cmp.Or(n.Title, loc.T("articles.untitled"))) + "\n"
	if n.Name != "" {
		said += n.Name + " · "
	}
	zone := paper.Location()
	return said + loc.DateTimeShort(n.At.In(zone), now.In(zone)) + "\n" + desk + "notices/" + strconv.FormatInt(int64(n.ID), 10) + "/\n"
}
