package api

import (
	"context"

	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// sectionTold is a rubric as a client is told of it.
type sectionTold struct {
	Slug        string `json:"slug" doc:"With the slugs of the rubrics above it."`
	Name        string `json:"name"`
	Description string `json:"description"`
	URL         string `json:"url"`
}

type sections struct {
	Body struct {
		Sections []sectionTold `json:"sections" nullable:"false"`
	}
}

func (a *API) listSections(ctx context.Context, _ *struct{}) (*sections, error) {
	list, err := taxonomy.Sections(ctx, a.DB)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	out := &sections{}
	out.Body.Sections = []sectionTold{}
	for i := range list {
		s := &list[i]
		out.Body.Sections = append(out.Body.Sections, sectionTold{slugPath(s), s.Name, s.Description, a.Origin() + s.Path})
	}
	return out, nil
}

// countryTold is a country as a client is told of it.
type countryTold struct {
	Slug string `json:"slug"`
	Code string `json:"code" doc:"ISO 3166-1 alpha-2."`
	Name string `json:"name"`
	URL  string `json:"url"`
}

type countries struct {
	Body struct {
		Countries []countryTold `json:"countries" nullable:"false"`
	}
}

func (a *API) listCountries(ctx context.Context, _ *struct{}) (*countries, error) {
	list, err := taxonomy.Countries(ctx, a.DB)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	out := &countries{}
	out.Body.Countries = []countryTold{}
	for i := range list {
		c := &list[i]
		out.Body.Countries = append(out.Body.Countries, countryTold{c.Slug, c.Code, c.Name, a.Origin() + c.Path()})
	}
	return out, nil
}

// tagTold is a tag as a client is told of it.
type tagTold struct {
	Slug string `json:"slug"`
	Name string `json:"name"`
	URL  string `json:"url"`
}

type tags struct {
	Body struct {
		Tags []tagTold `json:"tags" nullable:"false"`
		Next int64     `json:"next,omitempty" doc:"What to send as after for the next page; absent on the last."`
	}
}

func (a *API) listTags(ctx context.Context, in *Paging) (*tags, error) {
	list, err := taxonomy.TagsAfter(ctx, a.DB, taxonomy.TagID(in.After), in.Limit+1)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	out := &tags{}
	out.Body.Tags = []tagTold{}
	if len(list) > in.Limit {
		list = list[:in.Limit]
		out.Body.Next = int64(list[in.Limit-1].ID)
	}
	for i := range list {
		t := &list[i]
		out.Body.Tags = append(out.Body.Tags, tagTold{t.Slug, t.Name, a.Origin() + t.Path()})
	}
	return out, nil
}

// authorTold is a byline as a client is told of it: as readers see it, and not who stands behind it.
type authorTold struct {
	Slug string `json:"slug"`
	Name string `json:"name"`
	Kind string `json:"kind" enum:"person,collective"`
	Role string `json:"role"`
	URL  string `json:"url"`
}

type authors struct {
	Body struct {
		Authors []authorTold `json:"authors" nullable:"false"`
	}
}

func (a *API) listAuthors(ctx context.Context, _ *struct{}) (*authors, error) {
	list, err := staff.Bylines(ctx, a.DB)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	out := &authors{}
	out.Body.Authors = []authorTold{}
	for i := range list {
		b := &list[i]
		out.Body.Authors = append(out.Body.Authors, authorTold{b.Slug, b.Name, string(b.Kind), b.Role, a.Origin() + b.Path()})
	}
	return out, nil
}
