package theme

import "html/template"

// Words gives a page its language: every string a template shows that is not the newsroom's own. Absent keys come back as themselves.
type Words interface {
	T(key string, args ...any) string
	Plural(key string, n int, args ...any) string
}

// Shell is what every page carries around its own matter. Texts are ready to show: typography, numbers and dates are the caller's.
type Shell struct {
	Lang  string // BCP 47: "fr", "ar"
	Dir   string // "ltr" or "rtl"
	Words Words  // may be nil: keys are then shown

	Title       string // the whole of <title>
	Description string
	Canonical   string // absolute
	Alternates  []Alternate
	Robots      string // empty: no element, which means index, follow
	OG          OpenGraph
	Feeds       []Feed
	JSONLD      template.JS // one JSON value; may hold anything inside its strings
	ThemeColor  Colours     // of the browser's own bar; zero: the sheet's paper
	Manifest    string      // address of the web manifest; empty: no element
	OpenSearch  string      // address of the search description; empty: no element

	Light string // the light version of this page; empty: none
	Full  string // on a light page: the page itself
	Weigh string // on a light page: the same with what each link costs

	Name    string // the wordmark
	Logo    Logo   // that stands for it
	Home    string // the front page in this language
	Tagline string
	Today   Moment
	Search  string // where the search form leads

	Top       []MenuItem // the top line after the countries: further countries, videos, podcasts
	Main      []MenuItem // the rubrics
	Languages []Link     // each in its own language; Current marks this page's
	Countries Countries
	Ticker    []TickerItem
	Ads       Ads
	Footer    Footer

	around *Around
}

// Around is the head and the foot of pages that have them alike, rendered: what stands in a Shell between Name and Footer.
type Around struct{ Head, Foot template.HTML }

// Wear gives the page a head and a foot that are rendered already, in place of its own.
func (s *Shell) Wear(a *Around) { s.around = a }

// Around is what the page wears, or nil.
func (s *Shell) Around() *Around { return s.around }

// T is a string of the interface in the page's language.
func (s *Shell) T(key string, args ...any) string {
	if s.Words == nil {
		return key
	}
	return s.Words.T(key, args...)
}

// Plural is a string of the interface that counts n things.
func (s *Shell) Plural(key string, n int, args ...any) string {
	if s.Words == nil {
		return key
	}
	return s.Words.Plural(key, n, args...)
}

// Moment is a date or an hour: as it is read, and as machines read it. A zero Moment shows nothing.
type Moment struct {
	Text    string
	Machine string // the datetime attribute: "2026-11-22T14:05+01:00" or "2026-11-22"
}

// Link is a text that leads somewhere. Without Href it is only the text.
type Link struct {
	Text    string
	Href    string
	Lang    string // where it differs from the page's
	Dir     string // where it differs from the page's
	Current bool   // this very page
}

// LinkGroup is a list of links under a heading.
type LinkGroup struct {
	Title string
	Links []Link
}

// MenuItem is an entry of a menu. Children are one level deep; deeper ones are not shown.
type MenuItem struct {
	Text     string
	Href     string
	Hue      string // a dye: "indigo", "kola" …; empty: ink
	Current  bool
	Children []MenuItem
}

// Countries is the panel "Les Pays". Without Continent there is neither panel nor entry.
type Countries struct {
	Title     string
	Href      string // the page of all countries
	Continent []Link
	World     []Link
}

// TickerItem is one line of the breaking news. Href may be empty.
type TickerItem struct {
	Time      Moment
	Title     string
	Href      string
	Lang, Dir string // where they differ from the page's
}

// Footer closes every page.
type Footer struct {
	About   string // a short text about the newspaper
	Recent  []Item // two or four, shown small with their pictures
	Lists   []LinkGroup
	Follow  []Link // the newspaper's own channels
	Legal   []Link
	Closing string // "© …"
}

// Colours are one colour by day and one by night, as CSS writes them.
type Colours struct{ Light, Dark string }
