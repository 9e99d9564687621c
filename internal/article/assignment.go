package article

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/job"
	"griot/internal/notice"
	"griot/internal/staff"
)

// Assignment says who answers for an article, and by when the newsroom wants it.
type Assignment struct {
	Account staff.AccountID // 0: it is free, whoever may takes it
	Due     time.Time       // zero: no hour
}

// same reports whether two say the same, to the millisecond that is kept.
func (a Assignment) same(b Assignment) bool {
	return a.Account == b.Account && db.Millis(a.Due) == db.Millis(b.Due)
}

// Why an article was not assigned as somebody wished.
const (
	NothingDue   staff.Reason = "article_nothing_due"
	MayNotAssign staff.Reason = "article_may_not_assign"
	AlreadyTaken staff.Reason = "article_already_taken"
	NotAWriter   staff.Reason = "article_not_a_writer"
	DuePast      staff.Reason = "article_due_past"
)

// AssignmentOf is an article's assignment; planned says whether it has one.
func AssignmentOf(ctx context.Context, q db.Querier, id ID) (a Assignment, planned bool, err error) {
	var due int64
	err = q.QueryRow(ctx, "SELECT account_id, due_at FROM assignment WHERE article_id = $1", id).Scan(&a.Account, &due)
	if errors.Is(err, sql.ErrNoRows) {
		return Assignment{}, false, nil
	}
	if err != nil {
		return Assignment{}, false, fmt.Errorf("read the assignment of article %d: %w", id, err)
	}
	a.Due = db.Time(due)
	return a, true, nil
}

// Assign says who answers for an article that is awaited, and by when. base is what whoever asks saw before; where somebody else has changed the same since, it is fault.Conflict. Whoever answers for an
// article owns it as if they had begun it. They are told, and reminded once, Reminder before the hour. It is fault.Forbidden for what MayAssign does not allow.
func Assign(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, id ID, base, to Assignment) error {
	a, err := ByID(ctx, tx, id)
	if err != nil {
		return err
	}
	was, planned, err := AssignmentOf(ctx, tx, id)
	if err != nil {
		return err
	}
	if to, err = merge(was, base, to); err != nil {
		return err
	}
	if planned && was.same(to) {
		return nil
	}
	if err := assignable(ctx, tx, now, by, a, was, planned, to); err != nil {
		return err
	}
	const upsert = `INSERT INTO assignment (article_id, account_id, due_at) VALUES ($1, $2, $3)
ON CONFLICT (article_id) DO UPDATE SET account_id = excluded.account_id, due_at = excluded.due_at`
	if _, err := tx.Exec(ctx, upsert, id, to.Account, db.Millis(to.Due)); err != nil {
		return fmt.Errorf("assign article %d: %w", id, err)
	}
	if err := remind(ctx, tx, now, by, id, was, to); err != nil {
		return err
	}
	if to.Account != was.Account {
		n := notice.Notice{To: to.Account, What: notice.Assigned, Article: int64(id), By: by.ID, At: now}
		if err := notice.Tell(ctx, tx, n); err != nil {
			return err
		}
	}
	return staff.Audit(ctx, tx, now, by, staff.Deed{Act: "article.assign", Subject: fmt.Sprintf("article:%d", id), Before: was.told(), After: to.told()})
}

// merge brings together what two people changed since base, each the one or the other; what both changed is a conflict unless they agree.
func merge(was, base, to Assignment) (Assignment, error) {
	clash := fault.Wrap(fault.Conflict, AlreadyTaken, "somebody else has taken or moved this article meanwhile")
	switch {
	case to.Account == base.Account:
		to.Account = was.Account
	case was.Account != base.Account && was.Account != to.Account:
		return to, clash
	}
	switch due := db.Millis(to.Due); {
	case due == db.Millis(base.Due):
		to.Due = was.Due
	case db.Millis(was.Due) != db.Millis(base.Due) && db.Millis(was.Due) != due:
		return to, clash
	}
	return to, nil
}

// assignable refuses what cannot be, or is not for whoever asks.
func assignable(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, a *Article, was Assignment, planned bool, to Assignment) error {
	if !awaited(a.Status) {
		return fault.Wrap(fault.Conflict, NothingDue, "an article that is %s is not awaited any more", a.Status)
	}
	own, err := Owns(ctx, tx, by.ID, a)
	if err != nil {
		return err
	}
	if !MayAssign(by, own, planned, was, to) {
		return fault.Wrap(fault.Forbidden, MayNotAssign, "your role, %s, may not say who answers for this article and by when", by.Role)
	}
	if due := db.Millis(to.Due); due != 0 && due != db.Millis(was.Due) && !to.Due.After(now) {
		return fault.Wrap(fault.Invalid, DuePast, "the hour is past")
	}
	if to.Account == 0 || to.Account == was.Account {
		return nil
	}
	p, err := staff.MemberByID(ctx, tx, to.Account)
	if fault.Is(err, fault.NotFound) || err == nil && !staff.May(p.Role, staff.WriteArticle) {
		return fault.Wrap(fault.Invalid, NotAWriter, "an article is given to somebody who may write it")
	}
	return err
}

// awaited reports whether an article in a state is still to come before readers.
func awaited(s Status) bool { return !slices.Contains([]Status{Published, Withdrawn}, s) }

// MayAssign reports whether somebody may bring an article from one assignment to another. own says whether it is theirs; planned, whether it had an assignment. Editors assign everybody; a journalist takes
// what is free, gives back what they have, and sets the hour of what is their own.
func MayAssign(by staff.Actor, own, planned bool, was, to Assignment) bool {
	if staff.May(by.Role, staff.Assign) {
		return true
	}
	if !staff.May(by.Role, staff.TakeArticle) {
		return false
	}
	takes := to.Account == by.ID && was.Account == 0 && (planned || own)
	leaves := to.Account == 0 && (was.Account == by.ID || !planned && own)
	moved := db.Millis(was.Due) != db.Millis(to.Due)
	return (to.Account == was.Account && planned || takes || leaves) && (own || !moved)
}

// told is what the audit log says of an assignment.
func (a Assignment) told() map[string]any {
	m := map[string]any{"account": a.Account}
	if !a.Due.IsZero() {
		m["due"] = a.Due.UTC().Format(time.RFC3339)
	}
	return m
}

// answersFor reports whether somebody answers for an article.
func answersFor(ctx context.Context, q db.Querier, who staff.AccountID, id ID) (bool, error) {
	a, _, err := AssignmentOf(ctx, q, id)
	return err == nil && a.Account == who, err
}

// settleAssignment closes the assignment of an article that came before readers or was withdrawn, and opens it again when it is awaited once more.
func settleAssignment(ctx context.Context, tx *db.Tx, now time.Time, a, before *Article) error {
	if before == nil || awaited(a.Status) == awaited(before.Status) {
		return nil
	}
	closed := int64(0)
	if !awaited(a.Status) {
		closed = db.Millis(now)
	}
	_, err := tx.Exec(ctx, "UPDATE assignment SET closed_at = $2 WHERE article_id = $1", a.ID, closed)
	return err
}

// remind sets the hour at which whoever answers for an article is reminded of it. Who has just been told of both, or set a near hour themselves, is not.
func remind(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, id ID, was, to Assignment) error {
	key := strconv.FormatInt(int64(id), 10)
	if err := job.Cancel(ctx, tx, DueJob, key); err != nil {
		return err
	}
	at := to.Due.Add(-Reminder)
	known := to.Account != was.Account || to.Account == by.ID
	if to.Account == 0 || to.Due.IsZero() || !to.Due.After(now) || !at.After(now) && known {
		return nil
	}
	return job.Enqueue(ctx, tx, now, DueJob, id, job.Options{At: at, Unique: key})
}
