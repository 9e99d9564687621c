package reply

import (
	"context"
	"fmt"
	"html"
	"strings"
	"time"
	"unicode/utf8"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/masthead"
	"griot/internal/staff"
	"griot/internal/text"
)

// Accept says that a reply is to be published. A refused one is accepted after all by whoever may refuse.
func Accept(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, id ID) error {
	r, err := move(ctx, tx, by, id, Received, Refused)
	if err != nil {
		return err
	}
	if r.Status == Refused {
		if err := demand(by, staff.RefuseReply); err != nil {
			return err
		}
	}
	was := r.Status
	r.Status, r.Reason, r.Closed = Accepted, "", time.Time{}
	return r.keep(ctx, tx, now, by, "reply.accept", was, "")
}

// Refuse says that a reply is not to be published, and why.
func Refuse(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, id ID, reason string) error {
	if err := demand(by, staff.RefuseReply); err != nil {
		return err
	}
	r, err := move(ctx, tx, by, id, Received, Accepted)
	if err != nil {
		return err
	}
	if reason, err = given(reason); err != nil {
		return err
	}
	was := r.Status
	r.Status, r.Reason, r.Closed = Refused, reason, now
	return r.keep(ctx, tx, now, by, "reply.refuse", was, "")
}

// Publish brings an accepted reply before readers, word for word, under a heading: as an article of its own, filed as the one that it answers, from which a dated note leads there.
func Publish(ctx context.Context, tx *db.Tx, paper *masthead.Newspaper, now time.Time, by staff.Actor, id ID, heading string) (article.ID, error) {
	r, err := move(ctx, tx, by, id, Accepted)
	if err != nil {
		return 0, err
	}
	of, err := article.ByID(ctx, tx, r.Article)
	if err != nil {
		return 0, err
	}
	if !of.Public() {
		return 0, fault.Wrap(fault.Conflict, Unpublished, "the article that it answers is not before readers")
	}
	kinds, err := article.Kinds(ctx, tx)
	if err != nil {
		return 0, err
	}
	a := &article.Article{Status: article.Published, Language: of.Language, Title: heading, Body: body(r.Wording), Section: of.Section, Countries: of.Countries, ReplyTo: of.ID, Kind: article.News}
	if kinds[string(article.RightOfReply)] != nil {
		a.Kind = string(article.RightOfReply)
	}
	if err := article.Save(ctx, tx, paper, now, a, article.Change{By: by}); err != nil {
		return 0, err
	}
	note := &article.Note{Article: of.ID, Kind: article.RightOfReply, Signature: r.Name, Reply: a.ID, Noted: now}
	if err := article.AddNote(ctx, tx, now, note); err != nil {
		return 0, err
	}
	r.Status, r.Reply, r.Closed = Published, a.ID, now
	return a.ID, r.keep(ctx, tx, now, by, "reply.publish", Accepted, "")
}

// Remove takes out a request with all that it holds. A reply that readers read is withdrawn first. The reason is kept by the audit log for good, so it must name nobody.
func Remove(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, id ID, reason string) error {
	if err := demand(by, staff.RefuseReply); err != nil {
		return err
	}
	r, err := ByID(ctx, tx, id)
	if err != nil {
		return err
	}
	if reason, err = given(reason); err != nil {
		return err
	}
	if r.Reply != 0 {
		a, err := article.ByID(ctx, tx, r.Reply)
		if err != nil {
			return err
		}
		if a.Public() {
			return fault.Wrap(fault.Conflict, StillRead, "readers read this reply: withdraw it first")
		}
	}
	if err := forgetReminder(ctx, tx, id); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "DELETE FROM reply_request WHERE id = $1", id); err != nil {
		return fmt.Errorf("remove request %d: %w", id, err)
	}
	was := r.Status
	r.Status = ""
	return audit(ctx, tx, now, by, "reply.remove", was, r, reason)
}

// given is a reason as it is kept; none is fault.Invalid.
func given(reason string) (string, error) {
	reason = text.CleanLine(reason)
	if n := utf8.RuneCountInString(reason); n == 0 || n > MaxReason {
		return "", fault.Wrap(fault.Invalid, NoReason, "say why, in at most %d letters", MaxReason)
	}
	return reason, nil
}

// move is a request that somebody wants to bring on from one of some states; fault.Conflict from any other.
func move(ctx context.Context, tx *db.Tx, by staff.Actor, id ID, from ...Status) (*Request, error) {
	if err := demand(by, staff.KeepReplies); err != nil {
		return nil, err
	}
	r, err := ByID(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	for _, s := range from {
		if r.Status == s {
			return r, nil
		}
	}
	return nil, fault.Wrap(fault.Conflict, NoSuchMove, "this request is %s", r.Status)
}

// keep writes how far a request has come.
func (r *Request) keep(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, act string, was Status, reason string) error {
	var answer any
	if r.Reply != 0 {
		answer = r.Reply
	}
	const update = "UPDATE reply_request SET status = $2, reason = $3, reply_id = $4, closed_at = $5 WHERE id = $1"
	if _, err := tx.Exec(ctx, update, r.ID, string(r.Status), r.Reason, answer, db.Millis(r.Closed)); err != nil {
		return fmt.Errorf("keep request %d: %w", r.ID, err)
	}
	return audit(ctx, tx, now, by, act, was, r, reason)
}

// body is a wording as an article has it.
func body(wording string) string {
	var b strings.Builder
	for p := range strings.SplitSeq(wording, "\n\n") {
		b.WriteString("<p>" + strings.ReplaceAll(html.EscapeString(p), "\n", "<br>") + "</p>\n")
	}
	return b.String()
}
