// Package advert is advertising as data: what stands in each named slot of the pages, in the trade's sizes. Campaigns, schedules and counts come later.
package advert

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"griot/internal/db"
	"griot/internal/event"
	"griot/internal/page"
)

// Slot is a place in the pages (docs/contract.md).
type Slot string

// The slots: under the masthead, after the third paragraph on phones, in the sidebar, after the fourth entry of lists.
const (
	Top    Slot = "haut"
	Text   Slot = "texte"
	Column Slot = "colonne"
	List   Slot = "liste"
)

// ID numbers an advertisement.
type ID int64

// Advert is one advertisement in one slot.
type Advert struct {
	ID         ID
	Slot       Slot
	Advertiser string
	Alt        string // what the picture says, for those who do not see it
	URL        string
	Starts     time.Time // zero: has started
	Ends       time.Time // zero: does not end
	Pictures   []Picture
}

// Picture is the advertisement at one of the trade's sizes.
type Picture struct {
	Width, Height int
	File          string // a public address
}

// Add puts an advertisement into its slot.
func Add(ctx context.Context, tx *db.Tx, now time.Time, a *Advert) error {
	const insert = "INSERT INTO advert (slot, advertiser, alt, url, position, starts_at, ends_at) VALUES ($1, $2, $3, $4, 0, $5, $6) RETURNING id"
	err := tx.QueryRow(ctx, insert, string(a.Slot), a.Advertiser, a.Alt, a.URL, db.Millis(a.Starts), db.Millis(a.Ends)).Scan(&a.ID)
	if err != nil {
		return fmt.Errorf("add advertisement: %w", err)
	}
	for _, p := range a.Pictures {
		const picture = "INSERT INTO advert_picture (advert_id, width, height, file) VALUES ($1, $2, $3, $4)"
		if _, err := tx.Exec(ctx, picture, a.ID, p.Width, p.Height, p.File); err != nil {
			return fmt.Errorf("add advertisement: %w", err)
		}
	}
	return event.Append(ctx, tx, now, page.Menu)
}

// Running gives the advertisement that stands in each slot now, and the instant at which that may change (zero: never). An empty slot has no entry.
func Running(ctx context.Context, q db.Querier, now time.Time) (map[Slot]*Advert, time.Time, error) {
	const query = "SELECT id, slot, advertiser, alt, url, starts_at, ends_at FROM advert WHERE ends_at = 0 OR ends_at > $1 ORDER BY slot, position, id"
	list, err := db.All(ctx, q, scan, query, db.Millis(now))
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("running advertisements: %w", err)
	}
	running, until := map[Slot]*Advert{}, time.Time{}
	for i := range list {
		a := &list[i]
		if a.Starts.After(now) {
			until = earlier(until, a.Starts)
			continue
		}
		until = earlier(until, a.Ends)
		if running[a.Slot] == nil {
			running[a.Slot] = a
		}
	}
	return running, until, addPictures(ctx, q, running)
}

func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

func scan(rows *sql.Rows) (a Advert, err error) {
	var starts, ends int64
	err = rows.Scan(&a.ID, &a.Slot, &a.Advertiser, &a.Alt, &a.URL, &starts, &ends)
	a.Starts, a.Ends = db.Time(starts), db.Time(ends)
	return a, err
}

func addPictures(ctx context.Context, q db.Querier, running map[Slot]*Advert) error {
	for _, a := range running {
		pictures, err := db.All(ctx, q, func(rows *sql.Rows) (p Picture, err error) {
			err = rows.Scan(&p.Width, &p.Height, &p.File)
			return p, err
		}, "SELECT width, height, file FROM advert_picture WHERE advert_id = $1 ORDER BY width, height", a.ID)
		if err != nil {
			return err
		}
		a.Pictures = pictures
	}
	return nil
}
