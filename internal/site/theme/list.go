package theme

// ListView is a page of a list: a rubric, a country, a tag or an author.
type ListView struct {
	Shell
	Kind        string // what it is: "Pays", "Mot clé"; empty where the heading says it
	Heading     string
	Hue         string
	Description string // of a rubric or an author
	Portrait    *Picture
	Count       string // "214 articles depuis 2014"
	Feed        string // address; empty: no link
	Chips       []Link // filters; Current marks the one that is on
	Days        []Day
	Empty       string // said when there is no entry

	MostReadTitle string // "Les plus lus au Niger"; empty: the usual one
	MostRead      []Link
	Near          []LinkGroup // neighbours, the region, subrubrics
	Pages         Paging
}

// Day is the entries of one day. Without Title they follow the entries before them.
type Day struct {
	Title   Moment
	Entries []Item
}

// AdAfter is the number of list entries that stand before the advertisement of the list.
const AdAfter = 4

// AdHere reports whether the list's advertisement follows entry number entry of day number day, both from 0. A shorter list has it at its end.
func (v *ListView) AdHere(day, entry int) bool {
	before, all := entry+1, 0
	for i, d := range v.Days {
		if i < day {
			before += len(d.Entries)
		}
		all += len(d.Entries)
	}
	return before == min(AdAfter, all)
}

// Opens reports whether an entry is the first of the list's first page and has a picture to open it with.
func (v *ListView) Opens(day, entry int) bool {
	return day == 0 && entry == 0 && v.Pages.Prev == "" && v.Days[0].Entries[0].Picture != nil
}

// CountriesView is the page of all countries, by region.
type CountriesView struct {
	Shell
	Heading     string
	Description string
	Regions     []Region
}

// Region is a part of the continent, or the rest of the world.
type Region struct {
	Name      string
	Countries []Place
}
