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
	"griot/internal/text"
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
	Hidden    bool // stands in no menu and not among the countries; its page answers
	Highlight bool // stands first
}

// Path is the country's own address.
func (c *Country) Path() string { return "/pays/" + c.Slug + "/" }

// SaveCountry adds a country or changes the one with its ID, or else with its code; a changed slug leaves a redirect.
func SaveCountry(ctx context.Context, tx *db.Tx, now time.Time, sort Sorter, c *Country) error {
	before, err := knownCountry(ctx, tx, c)
	if err != nil {
		return err
	}
	args := []any{c.Code, c.Slug, c.Name, sort.SortKey(c.Name), c.Region, c.Continent, c.Position, c.Hidden, c.Highlight}
	query := "INSERT INTO country (code, slug, name, name_key, region, continent, position, hidden, highlighted) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id"
	if c.ID != 0 {
		query = `UPDATE country SET code = $1, slug = $2, name = $3, name_key = $4, region = $5, continent = $6, position = $7, hidden = $8, highlighted = $9 WHERE id = $10 RETURNING id`
		args = append(args, c.ID)
	}
	if err := tx.QueryRow(ctx, query, args...).Scan(&c.ID); err != nil {
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

// knownCountry completes the ID of a country that exists and gives the address at which it stands now.
func knownCountry(ctx context.Context, q db.Querier, c *Country) (path string, err error) {
	if !text.ValidSlug(c.Slug) || c.Code == "" || c.Name == "" {
		return "", fault.New(fault.Invalid, "a country needs a code, a name, and an address of letters, digits and hyphens")
	}
	query, arg := "SELECT "+countryColumns+" FROM country WHERE id = $1", any(c.ID)
	if c.ID == 0 {
		query, arg = "SELECT "+countryColumns+" FROM country WHERE code = $1", c.Code
	}
	old, err := oneCountry(ctx, q, query, arg)
	if c.ID == 0 && fault.Is(err, fault.NotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	if c.ID == 0 { // whoever knows it by its code knows nothing of how it is shown
		c.Hidden, c.Highlight = old.Hidden, old.Highlight
	}
	c.ID = old.ID
	return old.Path(), nil
}

const countryColumns = "id, code, slug, name, region, continent, position, hidden, highlighted"

func scanCountry(row interface{ Scan(...any) error }) (c Country, err error) {
	err = row.Scan(&c.ID, &c.Code, &c.Slug, &c.Name, &c.Region, &c.Continent, &c.Position, &c.Hidden, &c.Highlight)
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

// RemoveCountry removes a country under which no article stands. Its address is gone, its menu entries with it.
func RemoveCountry(ctx context.Context, tx *db.Tx, now time.Time, id CountryID) error {
	c, err := CountryByID(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := address.BuryAll(ctx, tx, now, c.Path(), 0); err != nil {
		return err
	}
	if err := leaveMenus(ctx, tx, ToCountry, int64(id), 0); err != nil {
		return err
	}
	for _, statement := range []string{
		"UPDATE tag SET repeats_country = NULL WHERE repeats_country = $1",
		"UPDATE import_term SET country_id = 0 WHERE country_id = $1",
		"UPDATE import_term SET became = '', new_id = 0 WHERE became = 'country' AND new_id = $1",
		"DELETE FROM country WHERE id = $1",
	} {
		if _, err := tx.Exec(ctx, statement, id); err != nil {
			return fmt.Errorf("remove country %d: %w", id, err)
		}
	}
	return nil
}

// CountryStands reports whether an article stands under a country, in any state.
func CountryStands(ctx context.Context, q db.Querier, id CountryID) (bool, error) {
	var n int
	err := q.QueryRow(ctx, "SELECT COUNT(*) FROM (SELECT 1 FROM article_country WHERE country_id = $1 LIMIT 1) AS one", id).Scan(&n)
	return n > 0, err
}
