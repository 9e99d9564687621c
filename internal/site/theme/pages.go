package theme

import "html/template"

// SearchView is the search page: its form, and what was found.
type SearchView struct {
	Shell
	Heading  string
	Query    string
	Places   []Option // countries; the first one stands for all of them and has no value
	Rubrics  []Option // likewise
	Bylines  []Option // likewise
	Kinds    []Option // likewise
	Tongues  []Option // languages, likewise
	Years    []Link   // each narrows to a year
	Sort     string   // the order that is set, to be kept by the form; empty: the usual one
	From, To string   // AAAA-MM-JJ, or empty
	Filtered bool     // a filter is set: the filters are shown open

	Asked     bool   // something was asked: there are results, or there is nothing
	Count     string // "12 articles"
	Problem   string // what was wrong with the question
	Corrected string // "Résultats pour « président »", when a slip was corrected
	Exact     Link   // to the search for what was written
	Partly    string // how many have every word, when some of those found lack one
	Orders    []Link // the ways of ordering what was found
	Results   []Item
	Pages     Paging
	Try       []Link // where to go when nothing was found
}

// Option is one choice of a filter.
type Option struct {
	Value, Text string
	Selected    bool
}

// StandingView is a page that stands: mentions légales, à propos, équipe …
type StandingView struct {
	Shell
	Heading string
	Intro   string
	Body    template.HTML // cleaned
	Updated *Moment       // its Text is the whole remark
	Team    []Person
}

// Person is one of the staff who agreed to be shown.
type Person struct {
	Name     string
	Href     string // their articles; may be empty
	Role     string
	Bio      string
	Portrait *Picture
	Credit   string // of the portrait
	Link     *Link  // elsewhere, of their own
}

// CorrectionsView is the list of all corrections and replies, newest first.
type CorrectionsView struct {
	Shell
	Heading     string
	Description string
	Entries     []Correction
	Empty       string
	Pages       Paging
}

// Correction is a note or a reply with the article it belongs to.
type Correction struct {
	Note
	Article Link
}

// FailureView is the page of an error: 404, 410, 400, 500, 503 and their like.
type FailureView struct {
	Shell
	Status  int
	Heading string
	Message string
	Query   string // what the search form begins with: words of the address
	Retry   *Link
	Recent  []Item
	Request string // a line with the request's id, for whoever writes to the newsroom; may be empty
}
