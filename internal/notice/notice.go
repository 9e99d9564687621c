// Package notice tells people of the newsroom what colleagues did that concerns them: in the desk, and by a letter now and then.
//
// What it promises:
//
//   - A notice exists only if what it tells of was committed: Tell writes in the transaction of the act.
//   - Nobody is told of what they did themselves, nor anybody whose account has ended.
//   - A letter names what happened, the article's title, who and when, and no word of a text. Nothing is in two letters, and no title waits in the database to be sent.
//   - A notice is kept for as long as Keep says, read or not.
package notice

import (
	"context"
	"fmt"
	"slices"
	"time"

	"griot/internal/db"
	"griot/internal/staff"
	"griot/internal/text"
)

// ID numbers a notice.
type ID int64

// What is what somebody is told of.
type What string

// What people are told of.
const (
	ReviewAsked What = "review"    // an article waits to be read by an editor
	Refused     What = "refused"   // an article was sent back to its writers
	Ready       What = "ready"     // it may appear
	Scheduled   What = "scheduled" // it has its hour
	Published   What = "published"
	Withdrawn   What = "withdrawn"
	Remark      What = "remark"    // on a text of theirs, or in answer to them
	Note        What = "note"      // among colleagues, on an article of theirs
	Mentioned   What = "mentioned" // in a remark or a note
	Assigned    What = "assigned"  // they answer for an article now
	DueSoon     What = "due"       // its hour comes
	Freed       What = "freed"     // whoever answered for an article has left
	ReplyDue    What = "reply-due" // the legal term of a droit de réponse
)

// Whats lists all that people are told of.
func Whats() []What {
	return []What{ReviewAsked, Refused, Ready, Scheduled, Published, Withdrawn, Remark, Note, Mentioned, Assigned, DueSoon, Freed, ReplyDue}
}

// Place is the page of an article on which what somebody is told of is seen.
type Place string

// The places.
const (
	OnArticle Place = ""        // the article's own page
	InRemarks Place = "remarks" // on its text
	InNotes   Place = "notes"   // among colleagues
)

// Notice is something that a person is told of.
type Notice struct {
	ID      ID
	To      staff.AccountID
	What    What
	Article int64           // its number: article stands above this room
	By      staff.AccountID // who did it; 0: nobody, as for an hour that came
	Words   string          // a few, for the desk alone; may be empty
	Place   Place
	At      time.Time

	Times int       // how often it was done since the last time it was read, 1 at least
	Read  time.Time // zero: not yet
	Title string    // of the article, as it is now
	Name  string    // of By, as it is now
}

// MaxWords is how many letters of what was said a notice keeps.
const MaxWords = 200

// Keep is how long a notice is kept.
const Keep = 90 * 24 * time.Hour

// Tell writes down that somebody is told of something, and has a letter written to them when their hour for it comes. What the same person did to the same article before, and nobody has read or was
// written to about, becomes one notice with it. It does nothing where To is nobody, is By, or has left.
func Tell(ctx context.Context, tx *db.Tx, n Notice) error {
	if !slices.Contains(Whats(), n.What) || n.Article == 0 {
		return fmt.Errorf("tell of %q on article %d: there is no such thing", n.What, n.Article)
	}
	if n.To == 0 || n.To == n.By {
		return nil
	}
	times, err := merged(ctx, tx, &n)
	if err != nil {
		return fmt.Errorf("tell account %d: %w", n.To, err)
	}
	const insert = `INSERT INTO notice (account_id, what, article_id, by_id, words, place, times, at)
SELECT id, CAST($2 AS TEXT), CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($5 AS TEXT), CAST($6 AS TEXT), CAST($7 AS INTEGER), CAST($8 AS BIGINT) FROM account WHERE id = $1 AND ended_at = 0`
	told, err := tx.Exec(ctx, insert, n.To, string(n.What), n.Article, n.By, shortened(n.Words), string(n.Place), times+1, db.Millis(n.At))
	if err != nil {
		return fmt.Errorf("tell account %d: %w", n.To, err)
	}
	if told == 0 {
		return nil
	}
	return summon(ctx, tx, n.To, n.At)
}

// merged takes out the notice that another becomes one with, and gives how often it was done.
func merged(ctx context.Context, tx *db.Tx, n *Notice) (times int, err error) {
	const same = `DELETE FROM notice WHERE account_id = $1 AND what = $2 AND article_id = $3 AND by_id = $4 AND place = $5 AND read_at = 0 AND written_at = 0 RETURNING times`
	all, err := db.All(ctx, tx, scanInt, same, n.To, string(n.What), n.Article, n.By, string(n.Place))
	for _, k := range all {
		times += k
	}
	return times, err
}

// shortened is what a notice keeps of words.
func shortened(words string) string {
	words = text.CleanLine(words)
	if letters := []rune(words); len(letters) > MaxWords {
		return string(letters[:MaxWords-1]) + "…"
	}
	return words
}

// Forget is for once a day: it removes what is older than Keep.
func Forget(ctx context.Context, tx *db.Tx, now time.Time) error {
	_, err := tx.Exec(ctx, "DELETE FROM notice WHERE at < $1", db.Millis(now.Add(-Keep)))
	if err != nil {
		return fmt.Errorf("forget notices: %w", err)
	}
	return nil
}
