package theme

import (
	"html/template"
	"io"
)

// VersionsView compares two published versions of an article.
type VersionsView struct {
	Shell
	Heading  string
	Article  Link
	Intro    string
	Between  string // which two
	Parts    []Compared
	Versions []Version // newest first
	Whole    string    // where the first and the newest are compared; empty where that says nothing more
}

// Compared is a part of the article in which the versions differ.
type Compared struct {
	Title string
	Text  template.HTML // paragraphs with ins and del
}

// Version is one version in the list. Without Href, it is the first.
type Version struct {
	Time    Moment
	Label   string
	Href    string // to what it changed
	Current bool   // that is what the page shows
}

// Versions writes the comparison of two versions of an article.
func (t *Theme) Versions(w io.Writer, v *VersionsView) error { return t.render(w, "versions", v) }
