// Package standing is the pages that stand: about, team, legal notice, contact and whatever else a newspaper must say of itself. Every state in which a page was saved is kept.
package standing

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"griot/internal/address"
	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/fault"
	"griot/internal/page"
	"griot/internal/staff"
	"griot/internal/text"
)

// ID numbers a standing page.
type ID int64

// Kind is what a page is to the program. It is given when the page is made and stays.
type Kind string

// The kinds. Only the newsroom's own can be removed.
const (
	Own   Kind = ""
	Law   Kind = "law"   // the law asks for it in one country or another
	Legal Kind = "legal" // begins with what the imprint says; one for a language
	Team  Kind = "team"  // shows the team; one for a language
)

// Kinds lists the kinds.
func Kinds() []Kind { return []Kind{Own, Law, Legal, Team} }

// Places lists where the footer may name a page; "" is nowhere.
func Places() []string { return []string{"paper", "legal", ""} }

// Page is one standing page.
type Page struct {
	ID          ID
	Language    string
	Slug        string
	Title       string
	Description string
	Body        string // cleaned HTML
	Place       string // where the footer names it: one of Places
	Position    int
	Published   bool
	Path        string
	Changed     time.Time
	Kind        Kind
	Furnished   bool // nobody on the staff has saved it yet: it says what it was furnished with
	Version     int  // number of the newest; from 1
}

// Save adds a page, or changes the one with its ID, or else with its language and slug, as the program does by itself; people change pages by Edit. The body is cleaned. Path holds the wish on the way in,
// "" for the slug's own, and the address given on the way out; the address that it had leads there.
func Save(ctx context.Context, tx *db.Tx, now time.Time, p *Page) error {
	return save(ctx, tx, now, p, keeping{})
}

// keeping is who saves a page, and the version that they bring back; 0: none.
type keeping struct {
	by       staff.AccountID
	restored int
}

func save(ctx context.Context, tx *db.Tx, now time.Time, p *Page, k keeping) error {
	if err := p.Clean(); err != nil {
		return err
	}
	p.Changed = now
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
	if err := keep(ctx, tx, p, k); err != nil {
		return err
	}
	return event.Append(ctx, tx, now, page.Standing(int64(p.ID)), page.Menu)
}

// Clean makes good copy of a page, and refuses what cannot be one.
func (p *Page) Clean() (err error) {
	if p.Body, err = text.Clean(p.Body); err != nil {
		return err
	}
	p.Title, p.Description = text.CleanLine(p.Title), text.CleanLine(p.Description)
	if p.Title == "" {
		return fault.Wrap(fault.Invalid, NoTitle, "a page needs a title")
	}
	if p.Slug == "" {
		p.Slug = text.Slug(p.Title)
	}
	if p.Slug == "" {
		return fault.Wrap(fault.Invalid, NoSlug, "an address needs letters or digits")
	}
	return nil
}

// write gives the address at which the page stood before; "" for a new one.
func write(ctx context.Context, tx *db.Tx, p *Page) (before string, err error) {
	query := `INSERT INTO standing (language, slug, title, description, body, place, position, published, changed_at, furnished, kind)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (language, slug) DO UPDATE SET title = excluded.title, description = excluded.description, body = excluded.body, place = excluded.place,
  position = excluded.position, published = excluded.published, changed_at = excluded.changed_at, furnished = excluded.furnished RETURNING id, path, kind`
	last := any(string(p.Kind))
	if p.ID != 0 {
		query = `UPDATE standing SET language = $1, slug = $2, title = $3, description = $4, body = $5, place = $6, position = $7, published = $8, changed_at = $9, furnished = $10
WHERE id = $11 RETURNING id, path, kind`
		last = p.ID
	}
	err = tx.QueryRow(ctx, query, p.Language, p.Slug, p.Title, p.Description, p.Body, p.Place, p.Position, p.Published, db.Millis(p.Changed), p.Furnished, last).Scan(&p.ID, &before, &p.Kind)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return "", noPage()
	case db.Duplicate(err):
		return "", fault.Wrap(fault.Conflict, SlugTaken, "another page has the address %s in this language", p.Slug)
	case err != nil:
		return "", fmt.Errorf("save page %s: %w", p.Slug, err)
	}
	return before, nil
}

func noPage() error { return fault.New(fault.NotFound, "no such page") }

const columns = `id, language, slug, title, description, body, place, position, published, path, changed_at, kind, furnished,
(SELECT COALESCE(MAX(number), 0) FROM standing_version WHERE standing_id = standing.id)`

func scan(row interface{ Scan(...any) error }) (p Page, err error) {
	var changed int64
	err = row.Scan(&p.ID, &p.Language, &p.Slug, &p.Title, &p.Description, &p.Body, &p.Place, &p.Position, &p.Published, &p.Path, &changed, &p.Kind, &p.Furnished, &p.Version)
	p.Changed = db.Time(changed)
	return p, err
}

// ByID is one published page.
func ByID(ctx context.Context, q db.Querier, id ID) (*Page, error) {
	p, err := Any(ctx, q, id)
	if err == nil && !p.Published {
		return nil, noPage()
	}
	return p, err
}

// Any is one page, published or not.
func Any(ctx context.Context, q db.Querier, id ID) (*Page, error) {
	p, err := scan(q.QueryRow(ctx, "SELECT "+columns+" FROM standing WHERE id = $1", id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, noPage()
	}
	if err != nil {
		return nil, fmt.Errorf("find page: %w", err)
	}
	return &p, nil
}

// Pages lists every page of every language as the footer has them: by place and position, what stands nowhere last.
func Pages(ctx context.Context, q db.Querier) ([]Page, error) {
	list, err := db.All(ctx, q, func(rows *sql.Rows) (Page, error) { return scan(rows) },
		"SELECT "+columns+" FROM standing ORDER BY language, CASE place WHEN 'paper' THEN 0 WHEN 'legal' THEN 1 ELSE 2 END, position, id")
	if err != nil {
		return nil, fmt.Errorf("list pages: %w", err)
	}
	return list, nil
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

// Unfilled is what the furnished texts say where the newsroom must put its own facts.
const Unfilled = "à compléter par la rédaction"

// Lack is what a page lacks that readers, or the law, expect.
type Lack string

// What a page may lack.
const (
	Words    Lack = "words"    // there is no text
	Reading  Lack = "reading"  // it was furnished, and nobody has read it over
	Facts    Lack = "facts"    // it says that something is still to be filled in
	Readers  Lack = "readers"  // the law asks for it, and it is not published
	Identity Lack = "identity" // what the law demands of the imprint is missing
)

// Lacks says what a page lacks. A page that the program fills, with the imprint or the team, needs no text of its own.
func (p *Page) Lacks(im *Imprint) (list []Lack) {
	filled := p.Kind == Legal || p.Kind == Team
	for _, l := range []struct {
		lack Lack
		so   bool
	}{
		{Words, !filled && strings.TrimSpace(text.Plain(p.Body)) == ""},
		{Identity, p.Kind == Legal && len(im.Missing()) > 0},
		{Readers, (p.Kind == Law || p.Kind == Legal) && !p.Published},
		{Facts, strings.Contains(p.Body, Unfilled)},
		{Reading, p.Furnished},
	} {
		if l.so {
			list = append(list, l.lack)
		}
	}
	return list
}
