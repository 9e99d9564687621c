package locale

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

//go:embed countries.tsv
var countriesTSV string

// Region is a part of the continent, or of the world beyond it; Locale.Region names it.
type Region string

// The regions, the continent's own first.
const (
	North       Region = "north"
	West        Region = "west"
	Central     Region = "central"
	East        Region = "east"
	Southern    Region = "southern"
	IndianOcean Region = "indian_ocean"
	NearEast    Region = "near_east"
	America     Region = "america"
	Europe      Region = "europe"
)

// Regions lists all of them, the continent's own first.
func Regions() []Region {
	return []Region{North, West, Central, East, Southern, IndianOcean, NearEast, America, Europe}
}

// Continent reports whether the region is African: Liban and the five countries of the world are not counted with the continent.
func (r Region) Continent() bool { return r != NearEast && r != America && r != Europe }

// Country is one of the 60 that the newspaper names.
type Country struct {
	Code       string // ISO 3166-1 alpha-2
	Slug       string // of its address, from the French name
	Region     Region
	Neighbours []string // codes, in the newspaper's order: land borders, or the nearest of an island
	names      map[string]name
	aliases    []string
}

// name is a country's name in one language with the preposition that says "in".
type name struct{ plain, in string }

// Name is the country's name in a language; the French one, as the newspaper writes it, when we do not have the language.
func (c Country) Name(lang string) string {
	if n, ok := c.names[lang]; ok {
		return n.plain
	}
	return c.names[Default].plain
}

// Countries are the 60 in the newspaper's order: the 55 of the menu "Les Pays", then Canada to Ukraine. The slice is the
// caller's; Neighbours are shared and not to be written to.
func Countries() []Country { return slices.Clone(theAtlas().countries) }

// CountryByCode finds a country by its ISO 3166-1 alpha-2 code in capitals.
func CountryByCode(code string) (Country, bool) {
	i, ok := theAtlas().byCode[code]
	if !ok {
		return Country{}, false
	}
	return theAtlas().countries[i], true
}

// Country is a country's name by its ISO 3166-1 alpha-2 code; the code itself when it is none of ours.
func (l *Locale) Country(code string) string {
	if c, ok := CountryByCode(code); ok {
		return c.Name(l.code)
	}
	return code
}

// CountryIn is a country's name with the preposition that says "in": "au Niger", "à Maurice", "in the Gambia".
func (l *Locale) CountryIn(code string) string {
	c, ok := CountryByCode(code)
	if !ok {
		return code
	}
	n := c.names[l.code]
	return n.in + " " + n.plain
}

// Region is a region's name: "Afrique de l’Ouest".
func (l *Locale) Region(r Region) string { return l.T("region." + string(r)) }

// atlas is the table of countries and the index of their spellings.
type atlas struct {
	countries []Country
	byCode    map[string]int
	byAbbrev  map[string]int // "RDC", in capitals
	bySpell   map[string]int // folded
}

// theAtlas reads the table when it is first asked for and never changes it: it is a constant that Go cannot write as one.
var theAtlas = sync.OnceValue(readAtlas)

func readAtlas() *atlas {
	a := &atlas{byCode: map[string]int{}, byAbbrev: map[string]int{}, bySpell: map[string]int{}}
	var columns []string
	for line := range strings.Lines(countriesTSV) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		switch {
		case strings.HasPrefix(line, "#"):
		case columns == nil:
			columns = fields
		default:
			a.add(row(columns, fields))
		}
	}
	return a
}

// row gives a line's fields by the names of their columns; a test holds that every line has them all.
func row(columns, fields []string) map[string]string {
	r := make(map[string]string, len(columns))
	for i, f := range fields {
		r[columns[i]] = f
	}
	return r
}

func (a *atlas) add(r map[string]string) {
	i := len(a.countries)
	c := Country{
		Code: r["code"], Slug: r["slug"], Region: Region(r["region"]), Neighbours: strings.Fields(r["neighbours"]),
		names: make(map[string]name, len(languages)), aliases: strings.Split(r["aliases"], ";"),
	}
	for _, l := range languages {
		c.names[l.code] = name{plain: r[l.code], in: r["in_"+l.code]}
	}
	a.countries = append(a.countries, c)
	a.byCode[c.Code] = i
	for _, abbrev := range strings.Fields(r["abbrev"]) {
		a.byAbbrev[abbrev] = i
	}
	a.index(c, i)
}
