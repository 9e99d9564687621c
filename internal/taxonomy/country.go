package taxonomy

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
)

// CountryID numbers a country; 0 is none.
type CountryID int64

// Country is a country that the newspaper covers. Its names in other languages come from package locale by its code.
type Country struct {
	ID        CountryID
	Code      string // ISO 3166-1 alpha-2
	Slug      string
	Name      string
	Region    string // a key of package locale's regions
	Continent bool   // counted among the countries of the continent
	Position  int
}

// Path is the country's own address.
func (c *Country) Path() string { return "/pays/" + c.Slug + "/" }

// SaveCountry adds a country (ID 0) or changes one; a changed slug leaves a redirect.
func SaveCountry(ctx context.Context, tx *db.Tx, now time.Time, sort Sorter, c *Country) error {
	before := ""
	if c.ID != 0 {
		old, err := CountryByID(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		before = old.Path()
	}
	const upsert = `INSERT INTO country (code, slug, name, name_key, region, continent, position) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (code) DO UPDATE SET slug = excluded.slug, name = excluded.name, name_key = excluded.name_key, region = excluded.region,
  continent = excluded.continent, position = excluded.position RETURNING id`
	err := tx.QueryRow(ctx, upsert, c.Code, c.Slug, c.Name, sort.SortKey(c.Name), c.Region, c.Continent, c.Position).Scan(&c.ID)
	if err != nil {
		return fmt.Errorf("save country %s: %w", c.Slug, err)
	}
	if _, err := address.Claim(ctx, tx, now, c.Path(), address.Country, int64(c.ID)); err != nil {
		return err
	}
	if err := address.Move(ctx, tx, now, before, c.Path()); err != nil {
		return err
	}
	return event.Append(ctx, tx, now, page.Menu, page.Country(int64(c.ID)))
}

const countryColumns = "id, code, slug, name, region, continent, position"

func scanCountry(row interface{ Scan(...any) error }) (c Country, err error) {
	err = row.Scan(&c.ID, &c.Code, &c.Slug, &c.Name, &c.Region, &c.Continent, &c.Position)
	return c, err
}

// Countries lists every country in the newspaper's own order.
func Countries(ctx context.Context, q db.Querier) ([]Country, error) {
	list, err := db.All(ctx, q, func(rows *sql.Rows) (Country, error) { return scanCountry(rows) },
		"SELECT "+countryColumns+" FROM country ORDER BY position, name_key, id")
	if err != nil {
		return nil, fmt.Errorf("list countries: %w", err)
	}
	return list, nil
}

// CountryByID is one country.
func CountryByID(ctx context.Context, q db.Querier, id CountryID) (*Country, error) {
	return oneCountry(ctx, q, "SELECT "+countryColumns+" FROM country WHERE id = $1", id)
}

// CountryBySlug is the country with a slug.
func CountryBySlug(ctx context.Context, q db.Querier, slug string) (*Country, error) {
	return oneCountry(ctx, q, "SELECT "+countryColumns+" FROM country WHERE slug = $1", slug)
}

func oneCountry(ctx context.Context, q db.Querier, query string, arg any) (*Country, error) {
	c, err := scanCountry(q.QueryRow(ctx, query, arg))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "no such country")
	}
	if err != nil {
		return nil, fmt.Errorf("find country: %w", err)
	}
	return &c, nil
}
