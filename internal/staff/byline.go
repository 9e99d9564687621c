// Package staff is the newsroom's people: bylines, which sign articles and are public, and accounts, which sign in and never are. An account may stand behind
// a byline; nothing public leads from the one to the other.
package staff

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"griot/internal/address"
	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/fault"
	"griot/internal/page"
	"griot/internal/text"
)

// BylineID numbers a byline; 0 is none.
type BylineID int64

// BylineKind tells machines what signs.
type BylineKind string

// The kinds of byline.
const (
	Person     BylineKind = "person" // a name, real or a pseudonym: nobody outside can tell
	Collective BylineKind = "collective"
)

// Byline is a name that signs articles.
type Byline struct {
	ID       BylineID
	Slug     string
	Name     string
	Kind     BylineKind
	Role     string // in a line, on their page
	Bio      string
	Portrait int64 // a picture; 0 none
}

// Path is the byline's own address.
func (b *Byline) Path() string { return "/auteurs/" + b.Slug + "/" }

// Sorter makes the key by which a name sorts in the newspaper's language.
type Sorter interface{ SortKey(name string) []byte }

// SaveByline adds a byline (ID 0) or changes one. The slug is made from the name when empty, and gets a number when another has it; it stays when the name changes.
func SaveByline(ctx context.Context, tx *db.Tx, now time.Time, sort Sorter, b *Byline) error {
	b.Name = text.CleanLine(b.Name)
	if b.Name == "" {
		return fault.New(fault.Invalid, "a byline needs a name")
	}
	if b.Kind == "" {
		b.Kind = Person
	}
	if b.ID == 0 {
		if err := insertByline(ctx, tx, sort, b); err != nil {
			return err
		}
	}
	const update = `UPDATE byline SET name = $2, name_key = $3, kind = $4, role = $5, bio = $6, portrait_id = $7 WHERE id = $1
RETURNING slug`
	portrait := sql.NullInt64{Int64: b.Portrait, Valid: b.Portrait != 0}
	err := tx.QueryRow(ctx, update, b.ID, b.Name, sort.SortKey(b.Name), string(b.Kind), b.Role, b.Bio, portrait).Scan(&b.Slug)
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(fault.NotFound, "no such author")
	}
	if err != nil {
		return fmt.Errorf("save byline %s: %w", b.Slug, err)
	}
	if _, err := address.Claim(ctx, tx, now, b.Path(), address.Author, int64(b.ID)); err != nil {
		return err
	}
	return event.Append(ctx, tx, now, page.Author(int64(b.ID)), page.Menu)
}

func insertByline(ctx context.Context, tx *db.Tx, sort Sorter, b *Byline) error {
	wish := text.Slug(b.Slug)
	if wish == "" {
		wish = text.Slug(b.Name)
	}
	if wish == "" {
		wish = "auteur"
	}
	b.Slug = wish
	for n := 2; ; n++ {
		if _, err := BylineBySlug(ctx, tx, b.Slug); fault.Is(err, fault.NotFound) {
			break
		} else if err != nil {
			return err
		}
		b.Slug = wish + "-" + strconv.Itoa(n)
	}
	const insert = "INSERT INTO byline (slug, name, name_key) VALUES ($1, $2, $3) RETURNING id"
	if err := tx.QueryRow(ctx, insert, b.Slug, b.Name, sort.SortKey(b.Name)).Scan(&b.ID); err != nil {
		return fmt.Errorf("add byline %s: %w", b.Slug, err)
	}
	return nil
}

const bylineColumns = "id, slug, name, kind, role, bio, COALESCE(portrait_id, 0)"

func scanByline(row interface{ Scan(...any) error }) (b Byline, err error) {
	err = row.Scan(&b.ID, &b.Slug, &b.Name, &b.Kind, &b.Role, &b.Bio, &b.Portrait)
	return b, err
}

// BylineByID is one byline.
func BylineByID(ctx context.Context, q db.Querier, id BylineID) (*Byline, error) {
	return oneByline(ctx, q, "SELECT "+bylineColumns+" FROM byline WHERE id = $1", id)
}

// BylineBySlug is the byline with a slug.
func BylineBySlug(ctx context.Context, q db.Querier, slug string) (*Byline, error) {
	return oneByline(ctx, q, "SELECT "+bylineColumns+" FROM byline WHERE slug = $1", slug)
}

func oneByline(ctx context.Context, q db.Querier, query string, arg any) (*Byline, error) {
	b, err := scanByline(q.QueryRow(ctx, query, arg))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "no such author")
	}
	if err != nil {
		return nil, fmt.Errorf("find byline: %w", err)
	}
	return &b, nil
}

// Bylines lists every byline by name.
func Bylines(ctx context.Context, q db.Querier) ([]Byline, error) {
	return db.All(ctx, q, func(rows *sql.Rows) (Byline, error) { return scanByline(rows) },
		"SELECT "+bylineColumns+" FROM byline ORDER BY name_key, id")
}

// BylinesByID lists some bylines by name; those that are not there are left out.
func BylinesByID(ctx context.Context, q db.Querier, ids []int64) ([]Byline, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	args := make([]any, (len(ids)+15)/16*16) // in few lengths, so that few texts of SQL are ever prepared
	for i := range args {
		args[i] = ids[min(i, len(ids)-1)]
	}
	return db.All(ctx, q, func(rows *sql.Rows) (Byline, error) { return scanByline(rows) },
		"SELECT "+bylineColumns+" FROM byline WHERE id IN ("+db.Placeholders(1, len(args))+") ORDER BY name_key, id", args...)
}

// BylinesOf lists the bylines of an article in its order.
func BylinesOf(ctx context.Context, q db.Querier, article int64) ([]Byline, error) {
	const query = `SELECT b.id, b.slug, b.name, b.kind, b.role, b.bio, COALESCE(b.portrait_id, 0) FROM article_byline l
JOIN byline b ON b.id = l.byline_id WHERE l.article_id = $1 ORDER BY l.position`
	return db.All(ctx, q, func(rows *sql.Rows) (Byline, error) { return scanByline(rows) }, query, article)
}
