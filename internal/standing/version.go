package standing

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/staff"
)

// Version is a page as it was at one save.
type Version struct {
	Number      int // from 1
	By          staff.AccountID
	Name        string // of who saved it; "" where the program itself did
	At          time.Time
	Slug        string
	Title       string
	Description string
	Body        string
	Place       string
	Published   bool
	Restored    int // number of the version that this one brought back; 0: none
}

// keep keeps a page as its next version. What says the same as the newest is none, unless a person saved it and a program the one before: they have read it.
func keep(ctx context.Context, tx *db.Tx, p *Page, k keeping) error {
	list, err := Versions(ctx, tx, p.ID, 0, 1)
	if err != nil {
		return err
	}
	p.Version = 1
	if len(list) > 0 {
		newest := list[0]
		same := newest.Slug == p.Slug && newest.Title == p.Title && newest.Description == p.Description && newest.Body == p.Body && newest.Place == p.Place && newest.Published == p.Published
		if p.Version = newest.Number; same && (k.by == 0 || newest.By != 0) {
			return nil
		}
		p.Version++
	}
	const insert = `INSERT INTO standing_version (standing_id, number, saved_by, saved_at, slug, title, description, body, place, published, restored)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`
	if _, err := tx.Exec(ctx, insert, p.ID, p.Version, k.by, db.Millis(p.Changed), p.Slug, p.Title, p.Description, p.Body, p.Place, p.Published, k.restored); err != nil {
		return fmt.Errorf("keep a version of page %d: %w", p.ID, err)
	}
	return nil
}

const selectVersion = `SELECT v.number, v.saved_by, COALESCE(c.name, ''), v.saved_at, v.slug, v.title, v.description, v.body, v.place, v.published, v.restored FROM standing_version v
LEFT JOIN account c ON c.id = v.saved_by `

func scanVersion(row interface{ Scan(...any) error }) (v Version, err error) {
	var at int64
	err = row.Scan(&v.Number, &v.By, &v.Name, &at, &v.Slug, &v.Title, &v.Description, &v.Body, &v.Place, &v.Published, &v.Restored)
	v.At = db.Time(at)
	return v, err
}

// Versions lists the versions of a page, newest first, those before a number; 0 begins with the newest.
func Versions(ctx context.Context, q db.Querier, id ID, before, limit int) ([]Version, error) {
	list, err := db.All(ctx, q, func(rows *sql.Rows) (Version, error) { return scanVersion(rows) },
		selectVersion+"WHERE v.standing_id = $1 AND ($2 = 0 OR v.number < $2) ORDER BY v.number DESC LIMIT $3", id, before, limit)
	if err != nil {
		return nil, fmt.Errorf("list versions of page %d: %w", id, err)
	}
	return list, nil
}

// Newest gives the newest version of every page.
func Newest(ctx context.Context, q db.Querier) (map[ID]Version, error) {
	type of struct {
		ID
		Version
	}
	list, err := db.All(ctx, q, func(rows *sql.Rows) (o of, err error) {
		var at int64
		err = rows.Scan(&o.ID, &o.Number, &o.By, &o.Name, &at)
		o.At = db.Time(at)
		return o, err
	}, `SELECT v.standing_id, v.number, v.saved_by, COALESCE(c.name, ''), v.saved_at FROM standing_version v LEFT JOIN account c ON c.id = v.saved_by
WHERE v.number = (SELECT MAX(n.number) FROM standing_version n WHERE n.standing_id = v.standing_id)`)
	if err != nil {
		return nil, fmt.Errorf("list newest versions: %w", err)
	}
	newest := map[ID]Version{}
	for _, o := range list {
		newest[o.ID] = o.Version
	}
	return newest, nil
}

// AtVersion is a page as it was; fault.NotFound where it has no such version.
func AtVersion(ctx context.Context, q db.Querier, id ID, number int) (*Version, error) {
	v, err := scanVersion(q.QueryRow(ctx, selectVersion+"WHERE v.standing_id = $1 AND v.number = $2", id, number))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.Wrap(fault.NotFound, NoVersion, "this page has no version %d", number)
	}
	if err != nil {
		return nil, fmt.Errorf("read version %d of page %d: %w", number, id, err)
	}
	return &v, nil
}

// Restore brings back the title, the description and the text of a version as a new one. Where the page stands, and whether readers see it, stays.
func Restore(ctx context.Context, tx *db.Tx, now time.Time, by staff.Actor, id ID, number, base int) error {
	p, err := Any(ctx, tx, id)
	if err != nil {
		return err
	}
	v, err := AtVersion(ctx, tx, id, number)
	if err != nil {
		return err
	}
	p.Title, p.Description, p.Body, p.Furnished = v.Title, v.Description, v.Body, false
	return edit(ctx, tx, now, by, p, base, number)
}
