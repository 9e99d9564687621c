package api

import (
	"cmp"
	"context"
	"strings"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/masthead"
	"griot/internal/staff"
	"griot/internal/taxonomy"
	"griot/internal/text"
)

// taking is what a client sent, on its way into an article.
type taking struct {
	*Sent
	tx    *db.Tx
	now   time.Time
	paper *masthead.Newspaper
	sort  taxonomy.Sorter
	by    staff.Actor
}

// into changes an article as the client asks.
func (s *taking) into(ctx context.Context, a *article.Article) error {
	for _, line := range []struct {
		from *string
		to   *string
	}{{s.Title, &a.Title}, {s.ShortTitle, &a.Short}, {s.Standfirst, &a.Standfirst}, {s.Body, &a.Body}, {s.Kind, &a.Kind}, {s.Language, &a.Language}, {s.Dateline, &a.Dateline}, {s.Reason, &a.Reason}} {
		if line.from != nil {
			*line.to = *line.from
		}
	}
	if s.NoIndex != nil {
		a.NoIndex = *s.NoIndex
	}
	if s.Hero != nil {
		if err := s.hero(ctx, a); err != nil {
			return err
		}
	}
	if s.Slug != nil {
		a.Slug = text.Slug(*s.Slug)
	}
	if s.Preview != nil {
		var err error
		if a.Preview, err = s.preview(ctx); err != nil {
			return err
		}
	}
	if err := s.file(ctx, a); err != nil {
		return err
	}
	return s.place(a)
}

// file files the article under what the client named.
func (s *taking) file(ctx context.Context, a *article.Article) (err error) {
	if s.Kind != nil {
		if kinds, err := article.Kinds(ctx, s.tx); err != nil || kinds[*s.Kind] == nil {
			return cmp.Or(err, unknown("kind", *s.Kind))
		}
	}
	if s.Section != nil {
		if a.Section, err = sectionAt(ctx, s.tx, *s.Section); err != nil {
			return err
		}
	}
	if s.Countries != nil {
		if a.Countries, err = each(*s.Countries, func(slug string) (taxonomy.CountryID, error) { return countryAt(ctx, s.tx, slug) }); err != nil {
			return err
		}
	}
	if s.Tags != nil {
		if a.Tags, err = each(*s.Tags, func(name string) (taxonomy.TagID, error) { return s.tag(ctx, name) }); err != nil {
			return err
		}
	}
	if s.Authors != nil {
		a.Bylines, err = each(*s.Authors, func(slug string) (staff.BylineID, error) { return authorAt(ctx, s.tx, slug) })
	}
	if err == nil && len(a.Bylines) == 0 && a.ID == 0 {
		var own staff.BylineID
		own, err = staff.OwnByline(ctx, s.tx, s.now, s.sort, s.by.ID)
		a.Bylines = []staff.BylineID{own}
	}
	return err
}

// tag finds a tag by its slug or name, or makes it.
func (s *taking) tag(ctx context.Context, name string) (taxonomy.TagID, error) {
	if text.ValidSlug(name) {
		if t, err := taxonomy.TagBySlug(ctx, s.tx, name); err == nil {
			return t.ID, nil
		} else if !fault.Is(err, fault.NotFound) {
			return 0, err
		}
	}
	t, err := article.EnsureTag(ctx, s.tx, s.now, s.by, s.sort, name)
	if err != nil {
		return 0, err
	}
	return t.ID, nil
}

// place reads the state that the client asks for, and the hours.
func (s *taking) place(a *article.Article) (err error) {
	if s.PublishAt != nil {
		if a.PublishAt, err = hour(*s.PublishAt, s.paper.Location()); err != nil {
			return err
		}
	}
	if s.Embargo != nil {
		if a.Embargo, err = hour(*s.Embargo, s.paper.Location()); err != nil {
			return err
		}
	}
	if s.Status != nil {
		a.Status = article.Status(*s.Status)
		if a.Status == article.Published && s.PublishAt != nil && a.PublishAt.After(s.now) {
			a.Status = article.Scheduled
		}
	}
	return nil
}

// hour reads a time; one without a zone is the newsroom's.
func hour(written string, here *time.Location) (time.Time, error) {
	if written == "" {
		return time.Time{}, nil
	}
	for _, form := range []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if at, err := time.ParseInLocation(form, strings.ToUpper(written), here); err == nil && at.Year() > 1970 && at.Year() < 10_000 {
			return at, nil
		}
	}
	return time.Time{}, fault.New(fault.Invalid, "%q is no time: write 2026-03-01T18:30, with +01:00 or Z behind it where it is not the newsroom's zone", written)
}

// note is what readers are told, if anything.
func (s *Sent) note() (n *article.Note, err error) {
	for _, said := range []struct {
		kind article.NoteKind
		text *string
	}{{article.Correction, s.Correction}, {article.Precision, s.Precision}, {article.UpdateNote, s.Update}} {
		switch {
		case said.text == nil:
		case n != nil:
			return nil, fault.New(fault.Invalid, "one of correction, precision and update, not several")
		default:
			n = &article.Note{Kind: said.kind, Text: *said.text}
		}
	}
	return n, nil
}

// each translates every word of a list; one that is named twice counts once.
func each[T comparable](words []string, one func(string) (T, error)) (list []T, err error) {
	seen := map[T]bool{}
	for _, w := range words {
		v, err := one(w)
		if err != nil {
			return nil, err
		}
		if !seen[v] {
			list = append(list, v)
		}
		seen[v] = true
	}
	return list, nil
}
