package site

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"strings"

	"griot/internal/fault"
	"griot/internal/locale"
	"griot/internal/masthead"
	"griot/internal/page"
	"griot/internal/site/theme"
)

// failures are the status and the catalogue's words of each kind of error.
var failures = map[fault.Kind]struct {
	status int
	key    string
}{
	fault.NotFound:    {http.StatusNotFound, "not_found"},
	fault.Gone:        {http.StatusGone, "gone"},
	fault.Invalid:     {http.StatusBadRequest, "invalid"},
	fault.TooLarge:    {http.StatusRequestEntityTooLarge, "invalid"},
	fault.Conflict:    {http.StatusConflict, "invalid"},
	fault.Forbidden:   {http.StatusForbidden, "not_found"}, // whoever may not see a thing is not told that it is there
	fault.TooMany:     {http.StatusTooManyRequests, "too_many"},
	fault.Unavailable: {http.StatusServiceUnavailable, "unavailable"},
	fault.Internal:    {http.StatusInternalServerError, "internal"},
}

// Failure is the designed page for an error. It is in the language of the address; when the newsroom cannot be read it shows what it can without it.
func (s *Site) Failure(ctx context.Context, at page.Address, err error) *page.Page {
	if full, light := fullPath(at.Path); light {
		at.Path = full
		s = s.lighter()
	}
	kind := fault.Of(err)
	how, ok := failures[kind]
	if !ok {
		how = failures[fault.Internal]
	}
	lang := ""
	if first, _, _ := strings.Cut(strings.Trim(at.Path, "/"), "/"); s.Locales.Has(first) {
		lang = first
	}
	f, frameErr := s.frame(ctx, lang)
	if frameErr != nil {
		f = s.bare(lang)
	}
	v := &theme.FailureView{Status: how.status, Heading: f.loc.T("error." + how.key + "_title"), Message: f.loc.T("error." + how.key + "_text")}
	if reason := fault.Message(err); kind == fault.Gone && reason != "" {
		v.Message += " " + reason
	}
	if kind == fault.NotFound {
		v.Query = searchWords(at.Path)
	}
	h := head{title: v.Heading, description: v.Message, path: "/", robots: "noindex, follow"}
	var shellErr error
	if v.Shell, shellErr = f.shell(h); shellErr == nil {
		v.Recent = f.items(f.newest[:min(len(f.newest), recentShown)], showing{short: true, country: true})
	}
	v.Canonical = ""
	p, renderErr := f.finish(func(w io.Writer) error { return f.look.Failure(w, v) })
	if renderErr != nil {
		return &page.Page{Status: how.status, ContentType: "text/plain; charset=utf-8", Body: []byte(v.Heading + "\n\n" + v.Message + "\n"), Volatile: true}
	}
	p.Status, p.Volatile = how.status, true
	return p
}

// bare is a frame for when the newsroom cannot be read: what is kept of it, else nothing of it.
func (s *Site) bare(lang string) *frame {
	if kept := s.shelf.get(lang); kept != nil {
		return s.begin(kept, s.Now())
	}
	return s.begin(&shared{lang: cmp.Or(lang, locale.Default), paper: &masthead.Newspaper{Title: "Griot", Language: locale.Default}}, s.Now())
}

// searchWords guesses from an address what a reader was after.
func searchWords(path string) string {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	last := parts[len(parts)-1]
	if i := strings.LastIndexByte(last, '.'); i > 0 {
		last = last[:i]
	}
	words := strings.Join(strings.FieldsFunc(last, func(r rune) bool { return r == '-' || r == '_' || r == '+' || r == '%' }), " ")
	if len(words) > 100 {
		return ""
	}
	return words
}
