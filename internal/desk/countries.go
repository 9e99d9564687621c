package desk

import (
	"slices"
	"strconv"

	"griot/internal/db"
	"griot/internal/filing"
	"griot/internal/locale"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

const countriesPath = "/desk/countries/"

func (d *Desk) countryRoutes() []Route {
	return []Route{
		{Name: "countries", Pattern: "GET /desk/countries/{$}", May: staff.KeepRubrics, Serve: d.countries},
		{Name: "countries show", Pattern: "POST /desk/countries/{$}", May: staff.KeepRubrics, Serve: d.showCountries},
		{Name: "countries order", Pattern: "POST /desk/countries/order", May: staff.KeepRubrics, Serve: d.orderCountries},
		{Name: "countries sort", Pattern: "POST /desk/countries/sort", May: staff.KeepRubrics, Serve: d.sortCountries},
		{Name: "country add", Pattern: "POST /desk/countries/add", May: staff.KeepRubrics, Serve: d.addCountry},
		{Name: "country remove", Pattern: "POST /desk/countries/{id}/remove", May: staff.KeepRubrics, Serve: d.removeCountry},
	}
}

// countriesView is ui/countries.html.
type countriesView struct {
	Regions []landRegion
	Others  []choice // countries that the newspaper has not
	Seen    string
}

// landRegion is a region with its countries, in the newspaper's order.
type landRegion struct {
	Name string
	Rows []landRow
}

type landRow struct {
	filing.Land
	Name        string // in the language of whoever looks
	First, Last bool
}

func (d *Desk) countries(v *Visit) error {
	list, mark, err := filing.Lands(v.R.Context(), d.DB)
	if err != nil {
		return err
	}
	view := countriesView{Seen: mark}
	for _, r := range locale.Regions() {
		region := landRegion{Name: v.Loc.Region(r)}
		for _, l := range list {
			if l.Region == string(r) {
				region.Rows = append(region.Rows, landRow{Land: l, Name: v.landName(l.Code, l.Country.Name)})
			}
		}
		if n := len(region.Rows); n > 0 {
			region.Rows[0].First, region.Rows[n-1].Last = true, true
			view.Regions = append(view.Regions, region)
		}
	}
	for _, c := range locale.Countries() {
		if !slices.ContainsFunc(list, func(l filing.Land) bool { return l.Code == c.Code }) {
			view.Others = append(view.Others, choice{c.Code, v.landName(c.Code, c.Name(v.Paper.Language)), false})
		}
	}
	return v.Page("countries", v.T("land.title"), view)
}

// landName is a country in the language of whoever looks; its own name where the catalogues have none.
func (v *Visit) landName(code, own string) string {
	if c, ok := locale.CountryByCode(code); ok && v.Loc.Lang() != v.Paper.Language {
		return c.Name(v.Loc.Lang())
	}
	return own
}

// showCountries says of all countries which are hidden and which highlighted.
func (d *Desk) showCountries(v *Visit) error {
	var hidden, first []taxonomy.CountryID
	for _, id := range numbers(v.Values("hidden")) {
		hidden = append(hidden, taxonomy.CountryID(id))
	}
	for _, id := range numbers(v.Values("first")) {
		first = append(first, taxonomy.CountryID(id))
	}
	err := v.Transact(func(tx *db.Tx) error {
		return v.clerk().ShowCountries(v.R.Context(), tx, hidden, first, v.Value("seen"))
	})
	return v.again(err, countriesPath, "land_shown", d.countries)
}

func (d *Desk) orderCountries(v *Visit) error {
	id, err := number(v.Value("id"))
	if err != nil {
		return err
	}
	by, _ := strconv.Atoi(v.Value("by"))
	err = v.Transact(func(tx *db.Tx) error { return v.clerk().ShiftCountry(v.R.Context(), tx, taxonomy.CountryID(id), by) })
	return v.again(err, countriesPath+"#c"+strconv.FormatInt(id, 10), "land_ordered", d.countries)
}

func (d *Desk) sortCountries(v *Visit) error {
	err := v.Transact(func(tx *db.Tx) error { return v.clerk().SortCountries(v.R.Context(), tx) })
	return v.again(err, countriesPath, "land_ordered", d.countries)
}

func (d *Desk) addCountry(v *Visit) error {
	err := v.Transact(func(tx *db.Tx) error {
		_, err := v.clerk().AddCountry(v.R.Context(), tx, v.Value("code"))
		return err
	})
	return v.again(err, countriesPath, "land_added", d.countries)
}

func (d *Desk) removeCountry(v *Visit) error {
	id, err := v.Number("id")
	if err != nil {
		return err
	}
	err = v.Transact(func(tx *db.Tx) error { return v.clerk().RemoveCountry(v.R.Context(), tx, taxonomy.CountryID(id)) })
	return v.again(err, countriesPath, "land_removed", d.countries)
}
