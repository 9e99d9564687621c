package remark

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/notice"
	"griot/internal/staff"
)

// Colleague is somebody who can be mentioned.
type Colleague struct {
	ID     staff.AccountID
	Name   string
	Handle string // "awa-diallo": what a mention of them is written with, after @
	role   staff.Role
}

// ForRemarks are those who may be mentioned in remarks on an article, ForNotes in notes on it: whoever may see them.
func ForRemarks(ctx context.Context, q db.Querier, a *article.Article) ([]Colleague, error) {
	return colleagues(ctx, q, a, seesRemarks)
}

// ForNotes are those who may be mentioned in notes on an article.
func ForNotes(ctx context.Context, q db.Querier, a *article.Article) ([]Colleague, error) {
	return colleagues(ctx, q, a, seesNotes)
}

// sight reports whether somebody sees what is said, from their role and whether the article is their own.
type sight func(role staff.Role, a *article.Article, own bool) bool

func seesRemarks(role staff.Role, _ *article.Article, own bool) bool { return May(role, own) }
func seesNotes(role staff.Role, a *article.Article, _ bool) bool     { return MayNote(role, a.Status) }

func colleagues(ctx context.Context, q db.Querier, a *article.Article, sees sight) (list []Colleague, err error) {
	all, err := db.All(ctx, q, func(rows *sql.Rows) (c Colleague, err error) {
		err = rows.Scan(&c.ID, &c.Name, &c.role)
		c.Handle = staff.Handle(c.Name)
		return c, err
	}, "SELECT id, name, role FROM account WHERE ended_at = 0 ORDER BY LOWER(name), id")
	if err != nil {
		return nil, err
	}
	own, err := article.Owners(ctx, q, a)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(c Colleague) bool { return c.Handle == "" || !sees(c.role, a, slices.Contains(own, c.ID)) }), nil
}

// mentioned are the colleagues whom a text mentions.
func mentioned(said string, among []Colleague) (list []staff.AccountID) {
	for _, handle := range staff.Handles(said) {
		for _, c := range among {
			if c.Handle == handle {
				list = append(list, c.ID)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// saying is something said, and who is to know.
type saying struct {
	what   notice.What // that people are told; "": they are told by other means
	place  notice.Place
	said   string
	people []staff.AccountID
	sees   sight
}

// tell tells whoever is mentioned, and the other people of it, as far as they may see it.
func tell(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, a *article.Article, s saying) error {
	if s.what == "" && !strings.Contains(s.said, "@") {
		return nil
	}
	among, err := colleagues(ctx, tx, a, s.sees)
	if err != nil {
		return err
	}
	named := mentioned(s.said, among)
	n := notice.Notice{Article: int64(a.ID), By: by.ID, Words: s.said, Place: s.place, At: now}
	for _, c := range among {
		switch n.To = c.ID; {
		case slices.Contains(named, c.ID):
			n.What = notice.Mentioned
		case s.what != "" && slices.Contains(s.people, c.ID):
			n.What = s.what
		default:
			continue
		}
		if err := notice.Tell(ctx, tx, n); err != nil {
			return err
		}
	}
	return nil
}

func scanAccount(rows *sql.Rows) (id staff.AccountID, err error) {
	err = rows.Scan(&id)
	return id, err
}
