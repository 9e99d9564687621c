package api

import (
	"context"
	"net/http"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/filing"
	"griot/internal/masthead"
	"griot/internal/taxonomy"
)

// sectionTold is a rubric as a client is told of it.
type sectionTold struct {
	ID          int64             `json:"id"`
	Slug        string            `json:"slug" doc:"With the slugs of the rubrics above it."`
	Name        string            `json:"name"`
	Names       map[string]string `json:"names" doc:"In other languages, by their codes."`
	Description string            `json:"description"`
	Hue         string            `json:"hue"`
	Parent      int64             `json:"parent,omitempty" doc:"The rubric above it; absent at the top."`
	Articles    int               `json:"articles" doc:"Published, in it and below it."`
	URL         string            `json:"url"`
	Version     string            `json:"version" doc:"Of its state: sent back with a change, it refuses what somebody else changed meanwhile."`
}

func (a *API) tellSection(r *filing.Rubric) sectionTold {
	t := sectionTold{ID: int64(r.ID), Slug: slugPath(&r.Section), Name: r.Name, Names: r.Names, Description: r.Description, Hue: r.Hue, Parent: int64(r.Parent), Articles: r.Articles,
		URL: a.Origin() + r.Path, Version: r.Mark}
	if t.Names == nil {
		t.Names = map[string]string{}
	}
	return t
}

type sections struct {
	Body struct {
		Sections []sectionTold `json:"sections" nullable:"false" doc:"As a tree is read: each before those below it."`
	}
}

type sectionAnswer struct {
	Status int
	Body   sectionTold
}

func (a *API) listSections(ctx context.Context, _ *struct{}) (*sections, error) {
	list, err := filing.Rubrics(ctx, a.DB)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	out := &sections{}
	out.Body.Sections = []sectionTold{}
	for i := range list {
		out.Body.Sections = append(out.Body.Sections, a.tellSection(&list[i]))
	}
	return out, nil
}

// SentSection is what a client says of a rubric.
type SentSection struct {
	Name        *string           `json:"name,omitempty" nullable:"false" doc:"At most 100 characters."`
	Slug        *string           `json:"slug,omitempty" nullable:"false" doc:"The last part of its address, which leads on from the one it had. At first, where none is sent, it is made from the name."`
	Parent      *int64            `json:"parent,omitempty" nullable:"false" minimum:"0" doc:"The rubric above it; 0: none."`
	Names       map[string]string `json:"names,omitempty" doc:"In other languages. One that is empty goes; those that are not sent stay."`
	Description *string           `json:"description,omitempty" nullable:"false" doc:"At most 500 characters."`
	Hue         *string           `json:"hue,omitempty" nullable:"false" doc:"A dye of the sheet; empty: none."`
}

func (s *SentSection) into(to *taxonomy.Section) {
	for _, text := range []struct {
		sent *string
		kept *string
	}{{s.Name, &to.Name}, {s.Slug, &to.Slug}, {s.Description, &to.Description}, {s.Hue, &to.Hue}} {
		if text.sent != nil {
			*text.kept = *text.sent
		}
	}
	if s.Parent != nil {
		to.Parent = taxonomy.SectionID(*s.Parent)
	}
	to.Names = s.Names
}

// filed does something as a clerk, in one transaction.
func (a *API) filed(ctx context.Context, do func(tx *db.Tx, c *filing.Clerk) error) error {
	err := a.DB.Transact(ctx, func(tx *db.Tx) error {
		paper, err := masthead.Load(ctx, tx)
		if err != nil {
			return err
		}
		return do(tx, &filing.Clerk{By: callerOf(ctx).Actor, Now: a.Now(), Locale: a.Locales.For(paper.Language)})
	})
	if err != nil {
		return a.problem(ctx, err)
	}
	return nil
}

// answer tells of a rubric as it is after an act.
func (o *sectionAnswer) answer(ctx context.Context, a *API, q db.Querier, id taxonomy.SectionID) error {
	r, err := filing.RubricByID(ctx, q, id)
	if err == nil {
		o.Body = a.tellSection(r)
	}
	return err
}

func (a *API) addSection(ctx context.Context, in *struct{ Body SentSection }) (*sectionAnswer, error) {
	out := &sectionAnswer{Status: http.StatusCreated}
	err := a.filed(ctx, func(tx *db.Tx, c *filing.Clerk) error {
		s := &taxonomy.Section{}
		in.Body.into(s)
		if err := c.SaveRubric(ctx, tx, s, ""); err != nil {
			return err
		}
		return out.answer(ctx, a, tx, s.ID)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// changeSection changes what it names of a rubric, and then its place.
func (a *API) changeSection(ctx context.Context, in *struct {
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		SentSection
		Move    int    `json:"move,omitempty" doc:"By so many places among the rubrics beside it, up where it is negative."`
		Version string `json:"version,omitempty" maxLength:"64"`
	}
}) (*sectionAnswer, error) {
	out, id := &sectionAnswer{Status: http.StatusOK}, taxonomy.SectionID(in.ID)
	err := a.filed(ctx, func(tx *db.Tx, c *filing.Clerk) error {
		s, err := taxonomy.SectionByID(ctx, tx, id)
		if err != nil {
			return err
		}
		s.ID = id // of one that was merged, the clerk says so
		in.Body.into(s)
		if err := c.SaveRubric(ctx, tx, s, in.Body.Version); err != nil {
			return err
		}
		if in.Body.Move != 0 {
			if err := c.ShiftRubric(ctx, tx, id, in.Body.Move); err != nil {
				return err
			}
		}
		return out.answer(ctx, a, tx, id)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// mergeSection makes a rubric part of another, of which it tells.
func (a *API) mergeSection(ctx context.Context, in *struct {
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		Into    int64  `json:"into" minimum:"1" doc:"The rubric that stays."`
		Version string `json:"version,omitempty" maxLength:"64"`
	}
}) (*sectionAnswer, error) {
	out := &sectionAnswer{Status: http.StatusOK}
	err := a.filed(ctx, func(tx *db.Tx, c *filing.Clerk) error {
		if err := c.MergeRubric(ctx, tx, taxonomy.SectionID(in.ID), taxonomy.SectionID(in.Body.Into), in.Body.Version); err != nil {
			return err
		}
		return out.answer(ctx, a, tx, taxonomy.SectionID(in.Body.Into))
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func (a *API) removeSection(ctx context.Context, in *struct {
	ID int64 `path:"id" minimum:"1"`
}) (*struct{}, error) {
	err := a.filed(ctx, func(tx *db.Tx, c *filing.Clerk) error {
		err := c.RemoveRubric(ctx, tx, taxonomy.SectionID(in.ID), "")
		if fault.Is(err, fault.NotFound) {
			return fault.New(fault.NotFound, "there is no rubric %d", in.ID)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return nil, nil
}
