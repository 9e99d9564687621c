package remark

import (
	"context"
	"fmt"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/manuscript"
	"griot/internal/notice"
	"griot/internal/staff"
)

// Add writes a remark on a passage of an article, and tells the article's people. Its errors are fault.Forbidden, fault.Invalid for what is empty, too long or not in the text, and fault.Conflict where
// there are too many already.
func Add(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, a *article.Article, said string, p Passage) (ID, error) {
	id, said, err := add(ctx, tx, now, by, a, said, p)
	if err != nil {
		return 0, err
	}
	people, err := article.Owners(ctx, tx, a)
	if err != nil {
		return 0, err
	}
	return id, tell(ctx, tx, now, by, a, saying{what: notice.Remark, place: notice.InRemarks, said: said, people: people, sees: seesRemarks})
}

// Attach writes a remark on all of an article which its people are told of by other means: the move that it comes with.
func Attach(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, a *article.Article, said string) error {
	_, said, err := add(ctx, tx, now, by, a, said, Passage{})
	if err != nil {
		return err
	}
	return tell(ctx, tx, now, by, a, saying{place: notice.InRemarks, said: said, sees: seesRemarks})
}

func add(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, a *article.Article, said string, p Passage) (ID, string, error) {
	if err := demand(ctx, tx, by, a); err != nil {
		return 0, "", err
	}
	said, err := written(said)
	if err != nil {
		return 0, "", err
	}
	m, err := manuscript.Open(ctx, tx, now, a)
	if err != nil {
		return 0, "", err
	}
	if p, err = p.clean(m.Text); err != nil {
		return 0, "", err
	}
	id, err := insert(ctx, tx, now, by, &Remark{Article: a.ID, Text: said, Passage: p})
	return id, said, err
}

func insert(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, r *Remark) (id ID, err error) {
	var there int
	if err := tx.QueryRow(ctx, "SELECT COUNT(*) FROM remark WHERE article_id = $1 AND answers = $2", r.Article, r.To).Scan(&there); err != nil {
		return 0, err
	}
	if there >= MaxRemarks {
		return 0, fault.Wrap(fault.Conflict, TooMany, "there are %d already", there)
	}
	const query = `INSERT INTO remark (article_id, answers, account_id, text, quote, before, after, anchor, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`
	p := &r.Passage
	if err := tx.QueryRow(ctx, query, r.Article, r.To, by.ID, r.Text, p.Quote, p.Before, p.After, p.Anchor, db.Millis(now)).Scan(&id); err != nil {
		return 0, fmt.Errorf("add remark to article %d: %w", r.Article, err)
	}
	return id, nil
}

// Answer answers a remark, and tells the article's people and whoever spoke before. A resolved one is open again.
func Answer(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, a *article.Article, to ID, said string) error {
	if err := demand(ctx, tx, by, a); err != nil {
		return err
	}
	said, err := written(said)
	if err != nil {
		return err
	}
	first, err := one(ctx, tx, a.ID, to)
	if err != nil {
		return err
	}
	if _, err := insert(ctx, tx, now, by, &Remark{Article: a.ID, To: first.ID, Text: said}); err != nil {
		return err
	}
	if !first.Resolved.IsZero() {
		if err := resolve(ctx, tx, first.ID, time.Time{}, 0); err != nil {
			return err
		}
	}
	people, err := article.Owners(ctx, tx, a)
	if err != nil {
		return err
	}
	before, err := db.All(ctx, tx, scanAccount, "SELECT DISTINCT account_id FROM remark WHERE id = $1 OR answers = $1", first.ID)
	if err != nil {
		return err
	}
	return tell(ctx, tx, now, by, a, saying{what: notice.Remark, place: notice.InRemarks, said: said, people: append(people, before...), sees: seesRemarks})
}

// Resolve says that a remark was dealt with; Reopen that it was not.
func Resolve(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, a *article.Article, id ID) error {
	r, err := changing(ctx, tx, by, a, id)
	if err != nil || !r.Resolved.IsZero() {
		return err
	}
	return resolve(ctx, tx, id, now, by.ID)
}

// Reopen says that a remark was not dealt with after all.
func Reopen(ctx context.Context, tx *db.Tx, by staff.Actor, a *article.Article, id ID) error {
	r, err := changing(ctx, tx, by, a, id)
	if err != nil || r.Resolved.IsZero() {
		return err
	}
	return resolve(ctx, tx, id, time.Time{}, 0)
}

func changing(ctx context.Context, tx *db.Tx, by staff.Actor, a *article.Article, id ID) (*Remark, error) {
	if err := demand(ctx, tx, by, a); err != nil {
		return nil, err
	}
	return one(ctx, tx, a.ID, id)
}

func resolve(ctx context.Context, tx *db.Tx, id ID, at time.Time, by staff.AccountID) error {
	if _, err := tx.Exec(ctx, "UPDATE remark SET resolved_at = $2, resolved_by = $3 WHERE id = $1", id, db.Millis(at), by); err != nil {
		return fmt.Errorf("resolve remark %d: %w", id, err)
	}
	return nil
}
