package filing

import (
	"bytes"
	"context"
	"slices"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/locale"
	"griot/internal/page"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// Land is a country as its keepers see it.
type Land struct {
	taxonomy.Country
	Articles int // published
}

// Lands lists every country in the newspaper's order, and the mark of how they are shown.
func Lands(ctx context.Context, q db.Querier) (list []Land, mark string, err error) {
	countries, err := taxonomy.Countries(ctx, q)
	if err != nil {
		return nil, "", err
	}
	counts, err := article.Counts(ctx, q, "country:")
	if err != nil {
		return nil, "", err
	}
	for _, c := range countries {
		list = append(list, Land{c, counts[page.Country(int64(c.ID))]})
	}
	mark, err = markOf(shown(countries))
	return list, mark, err
}

// shownAs is how countries are shown, for the audit log: their codes.
type shownAs struct {
	Hidden      []string `json:"hidden"`
	Highlighted []string `json:"highlighted"`
}

func shown(countries []taxonomy.Country) (s shownAs) {
	for _, c := range countries {
		if c.Hidden {
			s.Hidden = append(s.Hidden, c.Code)
		}
		if c.Highlight {
			s.Highlighted = append(s.Highlighted, c.Code)
		}
	}
	slices.Sort(s.Hidden)
	slices.Sort(s.Highlighted)
	return s
}

// ShowCountries says of all countries at once which are hidden and which highlighted; one that is both is hidden. seen is the mark of how they were shown.
func (c *Clerk) ShowCountries(ctx context.Context, tx *db.Tx, hidden, highlighted []taxonomy.CountryID, seen string) error {
	return c.show(ctx, tx, seen, func(l *taxonomy.Country) {
		l.Hidden = slices.Contains(hidden, l.ID)
		l.Highlight = slices.Contains(highlighted, l.ID) && !l.Hidden
	})
}

// ShowCountry says of one country how it is shown; nil leaves what is.
func (c *Clerk) ShowCountry(ctx context.Context, tx *db.Tx, id taxonomy.CountryID, hidden, highlighted *bool) error {
	return c.show(ctx, tx, "", func(l *taxonomy.Country) {
		if l.ID != id {
			return
		}
		if hidden != nil {
			l.Hidden = *hidden
		}
		if highlighted != nil {
			l.Highlight = *highlighted
		}
		l.Highlight = l.Highlight && !l.Hidden
	})
}

func (c *Clerk) show(ctx context.Context, tx *db.Tx, seen string, change func(l *taxonomy.Country)) error {
	if err := c.enter(); err != nil {
		return err
	}
	list, err := taxonomy.Countries(ctx, tx)
	if err != nil {
		return err
	}
	before := shown(list)
	mark, err := markOf(before)
	if err != nil {
		return err
	}
	if err := unchanged(seen, mark); err != nil {
		return err
	}
	changed := false
	for i := range list {
		was := list[i]
		change(&list[i])
		if is := &list[i]; was.Hidden != is.Hidden || was.Highlight != is.Highlight {
			changed = true
			if err := taxonomy.ShowCountry(ctx, tx, is.ID, is.Hidden, is.Highlight); err != nil {
				return err
			}
		}
	}
	if !changed {
		return nil
	}
	return c.end(ctx, tx, staff.Deed{Act: "country.show", Subject: "countries", Before: before, After: shown(list)})
}

// ShiftCountry moves a country by some places among those of its region.
func (c *Clerk) ShiftCountry(ctx context.Context, tx *db.Tx, id taxonomy.CountryID, places int) error {
	return c.order(ctx, tx, subject("country", id), func(all []taxonomy.Country) error {
		i := slices.IndexFunc(all, func(l taxonomy.Country) bool { return l.ID == id })
		if i < 0 {
			return fault.New(fault.NotFound, "no such country")
		}
		var at []int // the places of the region's countries in the whole order
		var region []taxonomy.Country
		for j := range all {
			if all[j].Region == all[i].Region {
				at, region = append(at, j), append(region, all[j])
			}
		}
		shift(region, all[i], places)
		for j, l := range region {
			all[at[j]] = l
		}
		return nil
	})
}

// SortCountries puts all countries in the order of their names.
func (c *Clerk) SortCountries(ctx context.Context, tx *db.Tx) error {
	return c.order(ctx, tx, "countries", func(all []taxonomy.Country) error {
		slices.SortStableFunc(all, func(a, b taxonomy.Country) int { return bytes.Compare(c.SortKey(a.Name), c.SortKey(b.Name)) })
		return nil
	})
}

// order changes the order of all countries. One that stays as it was is no act.
func (c *Clerk) order(ctx context.Context, tx *db.Tx, subject string, change func(all []taxonomy.Country) error) error {
	if err := c.enter(); err != nil {
		return err
	}
	all, err := taxonomy.Countries(ctx, tx)
	if err != nil {
		return err
	}
	was := slices.Clone(all)
	if err := change(all); err != nil {
		return err
	}
	if slices.Equal(was, all) {
		return nil
	}
	var ids []taxonomy.CountryID
	var before, after []string
	for i := range all {
		ids = append(ids, all[i].ID)
		before, after = append(before, was[i].Code), append(after, all[i].Code)
	}
	if err := taxonomy.PlaceCountries(ctx, tx, ids); err != nil {
		return err
	}
	return c.end(ctx, tx, staff.Deed{Act: "country.order", Subject: subject, Before: before, After: after})
}

// AddCountry adds the country of an ISO code, behind the others, under its name in the newspaper's language. It is fault.Conflict when the newspaper has it.
func (c *Clerk) AddCountry(ctx context.Context, tx *db.Tx, code string) (*taxonomy.Country, error) {
	if err := c.enter(); err != nil {
		return nil, err
	}
	known, ok := locale.CountryByCode(code)
	if !ok {
		return nil, fault.Wrap(fault.Invalid, NoCountry, "%.10q is not the code of a country (ISO 3166-1 alpha-2)", code)
	}
	all, err := taxonomy.Countries(ctx, tx)
	if err != nil {
		return nil, err
	}
	land := &taxonomy.Country{Code: known.Code, Slug: known.Slug, Name: known.Name(c.Lang()), Region: string(known.Region), Continent: known.Region.Continent()}
	for _, other := range all {
		land.Position = max(land.Position, other.Position+1)
		if other.Code == known.Code {
			return nil, fault.Wrap(fault.Conflict, Taken, "the newspaper has this country already")
		}
	}
	if err := taxonomy.SaveCountry(ctx, tx, c.Now, c.Locale, land); err != nil {
		return nil, err
	}
	return land, c.end(ctx, tx, staff.Deed{Act: "country.add", Subject: subject("country", land.ID), After: land.Code}, page.Country(int64(land.ID)))
}

// RemoveCountry removes a country under which no article stands, in any state. Its address is gone.
func (c *Clerk) RemoveCountry(ctx context.Context, tx *db.Tx, id taxonomy.CountryID) error {
	if err := c.enter(); err != nil {
		return err
	}
	land, err := taxonomy.CountryByID(ctx, tx, id)
	if err != nil {
		return err
	}
	if stands, err := taxonomy.CountryStands(ctx, tx, id); err != nil || stands {
		if err == nil {
			err = fault.Wrap(fault.Conflict, CountryStays, "articles stand under this country: hide it")
		}
		return err
	}
	if err := taxonomy.RemoveCountry(ctx, tx, c.Now, id); err != nil {
		return err
	}
	if err := article.Close(ctx, tx, page.Country(int64(id))); err != nil {
		return err
	}
	return c.end(ctx, tx, staff.Deed{Act: "country.remove", Subject: subject("country", id), Before: land.Code}, page.Country(int64(id)))
}
