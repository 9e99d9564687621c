package api

import (
	"context"

	"griot/internal/staff"
)

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
