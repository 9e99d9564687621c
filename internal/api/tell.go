package api

import (
	"context"
	"strconv"
	"strings"
	"time"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/masthead"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// tell is an article as clients are told of it.
func (a *API) tell(ctx context.Context, q db.Querier, paper *masthead.Newspaper, from *article.Article) (*Told, error) {
	t := &Told{
		ID: int64(from.ID), Status: string(from.Status), Title: from.Title, ShortTitle: from.Short, Standfirst: from.Standfirst, Body: from.Body, Kind: from.Kind, Language: from.Language,
		Dateline: from.Dateline, Slug: from.Slug, NoIndex: from.NoIndex, Preview: previewWord(from.Preview), Words: from.Words, Reason: from.Reason, Countries: []string{}, Tags: []string{}, Authors: []string{},
	}
	if from.Public() {
		t.URL = a.Origin() + from.Path
	}
	here := func(at time.Time) time.Time {
		if at.IsZero() {
			return at
		}
		return at.In(paper.Location())
	}
	t.PublishAt, t.Embargo, t.Published, t.Updated = here(from.PublishAt), here(from.Embargo), here(from.FirstPublished), here(from.Updated)
	t.Withdrawn, t.Created, t.Changed = here(from.Withdrawn), here(from.Created), here(from.Changed)
	var err error
	if t.Hero, err = tellHero(ctx, q, from.Hero); err != nil {
		return nil, err
	}
	return t, t.file(ctx, q, from)
}

// file adds where the article is filed.
func (t *Told) file(ctx context.Context, q db.Querier, from *article.Article) error {
	if from.Section != 0 {
		s, err := taxonomy.SectionByID(ctx, q, from.Section)
		if err != nil {
			return err
		}
		t.Section = slugPath(s)
	}
	for _, id := range from.Countries {
		c, err := taxonomy.CountryByID(ctx, q, id)
		if err != nil {
			return err
		}
		t.Countries = append(t.Countries, c.Slug)
	}
	tags, err := taxonomy.TagsOf(ctx, q, int64(from.ID))
	if err != nil {
		return err
	}
	for _, tag := range tags {
		t.Tags = append(t.Tags, tag.Name)
	}
	bylines, err := staff.BylinesOf(ctx, q, int64(from.ID))
	for _, b := range bylines {
		t.Authors = append(t.Authors, b.Slug)
	}
	return err
}

// slugPath is a rubric as the API names it: its address without the slashes at its ends.
func slugPath(s *taxonomy.Section) string { return strings.Trim(s.Path, "/") }

// etagOf tells one state of an article from the next (RFC 9110 §8.8.3).
func etagOf(changed time.Time) string { return `"` + strconv.FormatInt(changed.UnixMilli(), 36) + `"` }

// addressOf is where the API has an article.
func addressOf(id int64) string { return Root + "/articles/" + strconv.FormatInt(id, 10) }
