package article

import (
	"context"
	"fmt"
	"slices"
	"time"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/masthead"
	"griot/internal/staff"
	"griot/internal/text"
)

// Change is who changes an article, and what they say about it.
type Change struct {
	By      staff.Actor
	Note    *Note  // what readers are told of a change of substance: its Kind, Text and Signature
	Minor   bool   // readers need not be told
	Confirm bool   // the embargo may be broken
	Words   string // for the colleagues who are told of a move; may be empty

	restored int    // number of the revision that comes back
	act      BulkID // of which this is a part, and whose one line stands in the audit log for all of them; 0: none
	undoes   bool   // it puts back what the act did: whoever may do the one may do the other
}

// Save is the one door for what people do to articles: it adds an article (ID 0) or changes one, in the state that a.Status asks for, as far as the table of moves allows. A change of
// substance to what readers can see needs a note or must be called minor; before the end of an embargo nothing is published unless an editor-in-chief confirms it, which ends
// the embargo. Every save is a revision; one that changes nothing is none, and does nothing at all.
//
// Its errors are those of Put, fault.Forbidden for what the role may not do, fault.Conflict for what stands in the way, and fault.Invalid for a missing note.
func Save(ctx context.Context, tx *db.Tx, paper *masthead.Newspaper, now time.Time, a *Article, c Change) error {
	before, err := begun(ctx, tx, a, c)
	if err != nil {
		return err
	}
	if err := clean(a); err != nil {
		return err
	}
	changed := differ(before, a)
	if before.ID != 0 && len(changed) == 0 {
		if known, err := c.noted(ctx, tx, before); known || err != nil {
			return err
		}
	}
	if err := c.liftEmbargo(now, a); err != nil {
		return err
	}
	if err := pictured(ctx, tx, a); err != nil {
		return err
	}
	if err := c.justify(now, a, before); err != nil {
		return err
	}
	if a.Status == Withdrawn && before.Status != Withdrawn {
		a.Withdrawn = now
	}
	if a.Status != Withdrawn {
		a.Withdrawn, a.Reason = time.Time{}, ""
	}
	if err := Put(ctx, tx, paper, now, a); err != nil {
		return err
	}
	if err := c.record(ctx, tx, now, a, before, changed); err != nil {
		return err
	}
	return tellMove(ctx, tx, now, c.By.ID, a, before.Status, c.Words)
}

// begun is the article before its change, an empty draft for one that begins, once it is sure that c.By may change it as a asks.
func begun(ctx context.Context, tx *db.Tx, a *Article, c Change) (before *Article, err error) {
	if a.ID == 0 {
		if a.Status == Withdrawn {
			return nil, fault.New(fault.Conflict, "a new article cannot be withdrawn")
		}
		a.Creator = c.By.ID
		return &Article{Status: Draft, Comments: a.Comments}, allow(c.By, Draft, a.Status, true)
	}
	if before, err = ByID(ctx, tx, a.ID); err != nil {
		return nil, err
	}
	own, err := Owns(ctx, tx, c.By.ID, before)
	if err != nil {
		return nil, err
	}
	if err := guardReplies(ctx, tx, c.By.Role, before, a); err != nil {
		return nil, err
	}
	if c.undoes {
		return before, allow(c.By, a.Status, before.Status, own)
	}
	return before, allow(c.By, before.Status, a.Status, own)
}

// Owns reports whether an article is somebody's own: they began it, it bears a byline of theirs, or they answer for it.
func Owns(ctx context.Context, q db.Querier, id staff.AccountID, a *Article) (bool, error) {
	if id == 0 || a.Creator == id {
		return id != 0, nil
	}
	own, err := staff.BylinesOfAccount(ctx, q, id)
	if err != nil || slices.ContainsFunc(own, func(b staff.BylineID) bool { return slices.Contains(a.Bylines, b) }) {
		return err == nil, err
	}
	return answersFor(ctx, q, id, a.ID)
}

// liftEmbargo ends an embargo that is broken with an editor-in-chief's confirmation. The revision before keeps when it would have ended.
func (c *Change) liftEmbargo(now time.Time, a *Article) error {
	broken := embargoed(now, a)
	if broken == nil || !c.Confirm {
		return broken
	}
	if !MayLift(c.By.Role) {
		return fault.Wrap(fault.Forbidden, MayNotLift, "only an editor-in-chief may confirm that an article appears before its embargo ends")
	}
	a.Embargo = time.Time{}
	return nil
}

// embargoed is fault.Conflict where an article would be before readers while its embargo lasts.
func embargoed(now time.Time, a *Article) error {
	hour := now
	switch a.Status {
	case Scheduled:
		hour = a.PublishAt
	case Published:
	default:
		return nil
	}
	if !a.Embargo.After(hour) {
		return nil
	}
	return fault.Wrap(fault.Conflict, UnderEmbargo, "this article is under embargo until %s: an editor-in-chief must confirm that it appears before", a.Embargo.UTC().Format(time.RFC3339))
}

// justify sees that readers are told of a change of substance, and dates the article by it.
func (c *Change) justify(now time.Time, a, before *Article) error {
	if c.Note != nil && c.Minor {
		return fault.New(fault.Invalid, "a change is minor, or readers are told of it: not both")
	}
	if c.Note != nil && !slices.Contains([]NoteKind{Correction, Precision, UpdateNote}, c.Note.Kind) {
		return fault.New(fault.Invalid, "unknown kind of note %q: one of %s, %s, %s", c.Note.Kind, Correction, Precision, UpdateNote)
	}
	seen := a.Public() && before.Public()
	switch {
	case c.Note != nil && !seen:
		return fault.New(fault.Conflict, "a note tells readers of a change to what they could read: this article was not published")
	case c.Note != nil:
		a.Updated = now.Truncate(time.Second)
	case seen && !c.Minor && substance(before, a):
		return fault.Wrap(fault.Invalid, ReadersUntold, "this article is published: say what changed in a correction, a précision or an update, or that the change is minor")
	}
	return nil
}

// noted reports whether there is no note, or the newest under the article is the same: then whoever sent it sent it again.
func (c *Change) noted(ctx context.Context, tx *db.Tx, a *Article) (bool, error) {
	if c.Note == nil {
		return true, nil
	}
	list, err := Notes(ctx, tx, a.ID)
	return len(list) > 0 && list[0].Kind == c.Note.Kind && list[0].Text == text.CleanLine(c.Note.Text), err
}

// record keeps what was done: the revision, the note and the line of the audit log.
func (c *Change) record(ctx context.Context, tx *db.Tx, now time.Time, a, before *Article, changed []string) error {
	said := ""
	if c.Minor {
		said = saidMinor
	}
	if c.Note != nil {
		said = string(c.Note.Kind)
	}
	if before.ID != 0 {
		if err := keepFirst(ctx, tx, before); err != nil {
			return err
		}
	}
	if err := keep(ctx, tx, a, revision{by: c.By.ID, at: now, changed: changed, said: said, restored: c.restored}); err != nil {
		return err
	}
	if c.Note != nil {
		n := *c.Note // the transaction may run again
		n.Article, n.Noted = a.ID, now
		if err := AddNote(ctx, tx, now, &n); err != nil {
			return err
		}
	}
	if c.act != 0 {
		return nil
	}
	return audit(ctx, tx, now, c.By, a, before, changed)
}

// saved is what the audit log says of an article on either side of a change: a line is for good, so no text of the article is in it, which may have to be sealed one day.
type saved struct {
	Status  Status   `json:"status"`
	Changed []string `json:"changed,omitempty"`
	Reason  string   `json:"reason,omitempty"`
}

func audit(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, a, before *Article, changed []string) error {
	d := staff.Deed{Act: "article.change", Subject: fmt.Sprintf("article:%d", a.ID), After: saved{a.Status, changed, a.Reason}}
	switch {
	case before.ID == 0:
		d.Act = "article.begin"
	case a.Status != before.Status:
		d.Act = "article." + string(a.Status)
	}
	if before.ID != 0 {
		d.Before = saved{Status: before.Status, Reason: before.Reason}
	}
	return staff.Audit(ctx, tx, now, by, d)
}
