package article

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"griot/internal/db"
	"griot/internal/taxonomy"
)

// Coverage is a country of the continent, and when the newest article filed under it was published; zero: none is.
type Coverage struct {
	Country taxonomy.Country
	Newest  time.Time
}

// Covered says of every country of the continent that readers are shown when it was last written about, in the newspaper's own order. It asks what is known of each country's list, and reads no list.
func Covered(ctx context.Context, q db.Querier) ([]Coverage, error) {
	list, err := db.All(ctx, q, func(rows *sql.Rows) (c Coverage, err error) {
		var last int64
		err = rows.Scan(&c.Country.ID, &c.Country.Code, &c.Country.Slug, &c.Country.Name, &c.Country.Region, &last)
		c.Newest = db.Time(last)
		return c, err
	}, `SELECT c.id, c.code, c.slug, c.name, c.region, COALESCE(n.last_at, 0) FROM country c
LEFT JOIN listing_count n ON n.list = 'country:' || CAST(c.id AS TEXT) AND n.articles > 0 WHERE c.continent AND NOT c.hidden ORDER BY c.position, c.name_key, c.id`)
	if err != nil {
		return nil, fmt.Errorf("say which countries are covered: %w", err)
	}
	return list, nil
}
