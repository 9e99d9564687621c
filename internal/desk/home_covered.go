package desk

import (
	"time"

	"griot/internal/article"
	"griot/internal/locale"
)

// The steps of how long a country went without an article, in days: below the first it is covered.
const (
	silentDays     = 30
	longSilentDays = 60
	forgottenDays  = 90
)

// coverageView is which countries of the continent went without an article, as a map of tiles and as a list.
type coverageView struct {
	Tiles   []coverageTile
	Regions []coverageRegion
	Silent  int // countries in Regions
	Covered int // the others
	Height  int // of the map, in the units of its drawing
}

// coverageTile is a country on the map.
type coverageTile struct {
	Code string
	X, Y int // of its upper left corner
	Step int // 0: covered; 1, 2, 3: for how long it is not
}

// Marks are the signs under the code, as many as the step is high: the map says nothing by colour alone. They are given as places from the left.
func (t *coverageTile) Marks() []int { return [][]int{nil, {8}, {5, 11}, {3, 8, 13}}[t.Step] }

// coverageStep is a line of the map's legend.
type coverageStep struct {
	coverageTile
	Key string // of its text
}

// Legend says what the steps on the map mean.
func (*coverageView) Legend() (list []coverageStep) {
	for i, key := range []string{"home.step_covered", "home.step_month", "home.step_two_months", "home.step_forgotten"} {
		list = append(list, coverageStep{coverageTile{Step: i}, key})
	}
	return list
}

// coverageRegion is a part of the continent with its countries that went without an article.
type coverageRegion struct {
	Name      string
	Countries []silentCountry
}

// silentCountry is a country without an article for a while.
type silentCountry struct {
	ID   string
	Name string
	Said string // for how long
	Step int
}

// tileSize is the side of a tile with the gap to the next.
const tileSize = 21

// mapRows are the countries of the continent as tiles, our own drawing: each about where it lies, so that whoever knows the continent finds it.
func mapRows() []string {
	return []string{
		"....MADZTNLYEG......",
		"..EHMRMLNETDSDER....",
		"CVSNGMBFBJNGCFSSETDJ",
		"GWGNCIGHTGCMCGUGKESO",
		"..SLLRSTGQGACDRWTZSC",
		"..........AOZMBIMWKM",
		"..........NABWZWMZMG",
		"............ZALSSZMU",
	}
}

// coverage says which countries went without an article; nil where the newspaper knows none of the continent.
func (v *Visit) coverage() (*coverageView, error) {
	list, err := article.Covered(v.R.Context(), v.desk.DB)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	view := &coverageView{}
	steps := map[string]int{}
	silent := map[locale.Region][]silentCountry{}
	for i := range list {
		c := &list[i]
		step, said := v.silence(c.Newest)
		steps[c.Country.Code] = step
		if step == 0 {
			view.Covered++
			continue
		}
		view.Silent++
		region := locale.Region(c.Country.Region)
		silent[region] = append(silent[region], silentCountry{ID: idText(c.Country.ID), Name: countryName(v.Loc, &c.Country), Said: said, Step: step})
	}
	for _, region := range locale.Regions() {
		if len(silent[region]) > 0 {
			view.Regions = append(view.Regions, coverageRegion{v.Loc.Region(region), silent[region]})
		}
	}
	view.draw(steps)
	return view, nil
}

// silence is the step of a country whose newest article is of a time, and how long that is in words.
func (v *Visit) silence(newest time.Time) (step int, said string) {
	if newest.IsZero() {
		return 3, v.T("home.never")
	}
	days := int(v.Now.Sub(newest) / (24 * time.Hour))
	for _, least := range []int{silentDays, longSilentDays, forgottenDays} {
		if days >= least {
			step++
		}
	}
	return step, v.Loc.Plural("home.silent_days", days)
}

// draw places the tiles of the countries that the newspaper has.
func (view *coverageView) draw(steps map[string]int) {
	for y, row := range mapRows() {
		for x := 0; x+1 < len(row); x += 2 {
			code := row[x : x+2]
			if step, known := steps[code]; known {
				view.Tiles = append(view.Tiles, coverageTile{code, x / 2 * tileSize, y * tileSize, step})
			}
		}
		view.Height = (y + 1) * tileSize
	}
}
