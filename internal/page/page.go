// Package page holds what the surfaces make and the edge keeps: a page is a value, bytes with the labels of what they show.
// Nothing in a page depends on who asks for it.
package page

import (
	"context"
	"strconv"
	"time"
)

// Label names one thing that a page shows. When the thing changes, an event with the label is appended and every page that
// bears it is dropped (ADR 2).
type Label string

// Labels that every page bears. The edge compares their generation on each hit instead of looking through what it keeps.
const (
	Ticker Label = "ticker" // the breaking line
	Menu   Label = "menu"   // menus, countries, names of rubrics and tags and where they stand, the newspaper's own settings
	Theme  Label = "theme"  // templates and sheet
)

// Labels of single pages and of everything.
const (
	Front       Label = "front"       // the composed front page of any language
	Corrections Label = "corrections" // the list of all notes
	Team        Label = "team"        // who stands on the team page, and how
	Moved       Label = "moved"       // where redirects lead that somebody made
	Archive     Label = "archive"     // the sitemap's index and its lists: which lists and pieces hold articles, and their dates
	All         Label = "*"           // drops everything: after an import, a restore, a reindex
)

// Article labels whatever shows the article with this row number.
func Article(id int64) Label { return numbered("article", id) }

// Section labels the lists whose members are the articles of a rubric.
func Section(id int64) Label { return numbered("section", id) }

// Country labels the lists of a country.
func Country(id int64) Label { return numbered("country", id) }

// Tag labels the lists of a tag.
func Tag(id int64) Label { return numbered("tag", id) }

// Author labels the lists of a byline.
func Author(id int64) Label { return numbered("author", id) }

// Picture labels pages that show a picture whose variants are still being made.
func Picture(id int64) Label { return numbered("picture", id) }

// Standing labels a standing page.
func Standing(id int64) Label { return numbered("standing", id) }

// Language labels the lists of everything in a language, the front page's feed among them.
func Language(code string) Label { return Label("language:" + code) }

// Piece labels the sitemap of a piece of the archive.
func Piece(number int64) Label { return numbered("archive", number) }

func numbered(kind string, id int64) Label { return Label(kind + ":" + strconv.FormatInt(id, 10)) }

// Page is a finished answer. A zero Status means 200.
type Page struct {
	Status      int
	ContentType string // with charset
	Language    string // BCP 47, for Content-Language; may be empty
	Body        []byte
	Location    string            // for redirects: a path on this site or an absolute address
	Header      map[string]string // further fields that are part of the page: Link, X-Robots-Tag, Content-Security-Policy
	Labels      []Label
	Until       time.Time // the first instant at which the page stops being true; zero: no such instant
	Volatile    bool      // never kept: search results, answers to unknown addresses
	Reads       int64     // the article whose read counter a hit adds to; 0 none
}

// Maker makes the page at an address. Errors carry a fault.Kind.
type Maker func(ctx context.Context, at Address) (*Page, error)
