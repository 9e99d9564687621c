// Package standing is the pages that stand: about, team, legal notice, contact and whatever else a newspaper must say of itself.
package standing

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"griot/internal/address"
	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/fault"
	"griot/internal/page"
	"griot/internal/text"
)

// ID numbers a standing page.
type ID int64

// Page is one standing page.
type Page struct {
	ID          ID
	Language    string
	Slug        string
	Title       string
	Description string
	Body        string // cleaned HTML
	Place       string // where the footer names it: paper, legal, "" nowhere
	Position    int
	Published   bool
	Path        string
	Changed     time.Time
}

// Save adds a page, or changes the one with its ID, or else with its language and slug. The body is cleaned. Path holds the wish on the way in, "" for the slug's own, and
// the address given on the way out; the address that it had leads there.
func Save(ctx context.Context, tx *db.Tx, now time.Time, p *Page) error {
	var err error
	if p.Body, err = text.Clean(p.Body); err != nil {
		return err
	}
	p.Title, p.Changed = text.CleanLine(p.Title), now
	if p.Title == "" {
		return fault.New(fault.Invalid, "a page needs a title")
	}
	if p.Slug == "" {
		p.Slug = text.Slug(p.Title)
	}
	wish := p.Path
	if wish == "" {
		wish = "/" + p.Slug + "/"
	}
	if address.Reserved(wish) {
		wish = "/" + p.Slug + "-2/"
	}
	before, err := write(ctx, tx, p)
	if err != nil {
		return err
	}
	if p.Path, err = address.Claim(ctx, tx, now, wish, address.Standing, int64(p.ID)); err != nil {
		return err
	}
	if err := address.Move(ctx, tx, now, before, p.Path); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE standing SET path = $2 WHERE id = $1", p.ID, p.Path); err != nil {
		return err
	}
	return event.Append(ctx, tx, now, page.Standing(int64(p.ID)), page.Menu)
}

// write gives the address at which the page stood before; "" for a new one.
func write(ctx context.Context, tx *db.Tx, p *Page) (before string, err error) {
	query := `INSERT INTO standing (language, slug, title, description, body, place, position, published, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (language, slug) DO UPDATE SET title = excluded.title, description = excluded.description, body = excluded.body, place = excluded.place,
  position = excluded.position, published = excluded.published, changed_at = excluded.changed_at RETURNING id, path`
	args := []any{p.Language, p.Slug, p.Title, p.Description, p.Body, p.Place, p.Position, p.Published, db.Millis(p.Changed)}
	if p.ID != 0 {
		query = `UPDATE standing SET language = $1, slug = $2, title = $3, description = $4, body = $5, place = $6, position = $7, published = $8, changed_at = $9
WHERE id = $10 RETURNING id, path`
		args = append(args, p.ID)
	}
	err = tx.QueryRow(ctx, query, args...).Scan(&p.ID, &before)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return "", fault.New(fault.NotFound, "no such page")
	case db.Duplicate(err):
		return "", fault.Wrap(fault.Conflict, err, "another page has the address %s in this language", p.Slug)
	case err != nil:
		return "", fmt.Errorf("save page %s: %w", p.Slug, err)
	}
	return before, nil
}

const columns = "id, language, slug, title, description, body, place, position, published, path, changed_at"

func scan(row interface{ Scan(...any) error }) (p Page, err error) {
	var changed int64
	err = row.Scan(&p.ID, &p.Language, &p.Slug, &p.Title, &p.Description, &p.Body, &p.Place, &p.Position, &p.Published, &p.Path, &changed)
	p.Changed = db.Time(changed)
	return p, err
}

// ByID is one published page.
func ByID(ctx context.Context, q db.Querier, id ID) (*Page, error) {
	p, err := scan(q.QueryRow(ctx, "SELECT "+columns+" FROM standing WHERE id = $1 AND published = TRUE", id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "no such page")
	}
	if err != nil {
		return nil, fmt.Errorf("find page: %w", err)
	}
	return &p, nil
}

// Link is what the footer and menus need of a page.
type Link struct {
	ID                       ID
	Slug, Title, Path, Place string
}

// Links lists the published pages of a language, without their texts.
func Links(ctx context.Context, q db.Querier, language string) ([]Link, error) {
	const query = "SELECT id, slug, title, path, place FROM standing WHERE language = $1 AND published = TRUE ORDER BY position, id"
	return db.All(ctx, q, func(rows *sql.Rows) (l Link, err error) {
		err = rows.Scan(&l.ID, &l.Slug, &l.Title, &l.Path, &l.Place)
		return l, err
	}, query, language)
}
