package api

import (
	"context"
	"strings"
	"unicode/utf8"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// sectionAt is the rubric that a client names by its slug path; 0 for none.
func sectionAt(ctx context.Context, q db.Querier, path string) (taxonomy.SectionID, error) {
	if strings.Trim(path, "/") == "" {
		return 0, nil
	}
	s, err := named(ctx, q, "section", path, taxonomy.SectionByPath)
	if err != nil {
		return 0, err
	}
	return s.ID, nil
}

// countryAt is the country that a client names by its slug.
func countryAt(ctx context.Context, q db.Querier, slug string) (taxonomy.CountryID, error) {
	c, err := named(ctx, q, "country", slug, taxonomy.CountryBySlug)
	if err != nil {
		return 0, err
	}
	return c.ID, nil
}

// tagAt is the tag that a client names by its slug.
func tagAt(ctx context.Context, q db.Querier, slug string) (taxonomy.TagID, error) {
	t, err := named(ctx, q, "tag", slug, taxonomy.TagBySlug)
	if err != nil {
		return 0, err
	}
	return t.ID, nil
}

// authorAt is the byline that a client names by its slug.
func authorAt(ctx context.Context, q db.Querier, slug string) (staff.BylineID, error) {
	b, err := named(ctx, q, "author", slug, staff.BylineBySlug)
	if err != nil {
		return 0, err
	}
	return b.ID, nil
}

// named finds what a word names; where that is nothing, it is fault.Invalid and says which word.
func named[T any](ctx context.Context, q db.Querier, what, word string, find func(context.Context, db.Querier, string) (*T, error)) (*T, error) {
	if !isText(word) {
		return nil, unknown(what, word)
	}
	found, err := find(ctx, q, word)
	if fault.Is(err, fault.NotFound) {
		err = unknown(what, word)
	}
	return found, err
}

func unknown(what, word string) error {
	if r := []rune(word); len(r) > 60 {
		word = string(r[:60]) + "…"
	}
	return fault.New(fault.Invalid, "unknown %s %q", what, word)
}

// isText reports whether a database can be asked for a word: PostgreSQL takes neither NUL nor broken UTF-8.
func isText(word string) bool { return utf8.ValidString(word) && !strings.ContainsRune(word, 0) }
