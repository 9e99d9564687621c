package api

import (
	"context"
	"net/http"
	"slices"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/filing"
	"griot/internal/taxonomy"
)

// countryTold is a country as a client is told of it.
type countryTold struct {
	ID          int64  `json:"id"`
	Slug        string `json:"slug"`
	Code        string `json:"code" doc:"ISO 3166-1 alpha-2."`
	Name        string `json:"name"`
	Region      string `json:"region"`
	Hidden      bool   `json:"hidden" doc:"It stands in no menu and not among the countries; its page answers."`
	Highlighted bool   `json:"highlighted" doc:"It stands first among the countries and in their menu."`
	Articles    int    `json:"articles" doc:"Published."`
	URL         string `json:"url"`
}

func (a *API) tellCountry(l *filing.Land) countryTold {
	return countryTold{int64(l.ID), l.Slug, l.Code, l.Name, l.Region, l.Hidden, l.Highlight, l.Articles, a.Origin() + l.Path()}
}

type countries struct {
	Body struct {
		Countries []countryTold `json:"countries" nullable:"false" doc:"In the newspaper's order."`
	}
}

type countryAnswer struct {
	Status int
	Body   countryTold
}

func (a *API) listCountries(ctx context.Context, _ *struct{}) (*countries, error) {
	list, _, err := filing.Lands(ctx, a.DB)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	out := &countries{}
	out.Body.Countries = []countryTold{}
	for i := range list {
		out.Body.Countries = append(out.Body.Countries, a.tellCountry(&list[i]))
	}
	return out, nil
}

// answer tells of a country as it is after an act.
func (o *countryAnswer) answer(ctx context.Context, a *API, q db.Querier, id taxonomy.CountryID) error {
	list, _, err := filing.Lands(ctx, q)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(l filing.Land) bool { return l.ID == id })
	if i < 0 {
		return fault.New(fault.NotFound, "there is no country %d", id)
	}
	o.Body = a.tellCountry(&list[i])
	return nil
}

// addCountry adds a country by its code; its name and its region are known.
func (a *API) addCountry(ctx context.Context, in *struct {
	Body struct {
		Code string `json:"code" minLength:"2" maxLength:"2" doc:"ISO 3166-1 alpha-2, in capitals."`
	}
}) (*countryAnswer, error) {
	out := &countryAnswer{Status: http.StatusCreated}
	err := a.filed(ctx, func(tx *db.Tx, c *filing.Clerk) error {
		l, err := c.AddCountry(ctx, tx, in.Body.Code)
		if err != nil {
			return err
		}
		return out.answer(ctx, a, tx, l.ID)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func (a *API) changeCountry(ctx context.Context, in *struct {
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		Hidden      *bool `json:"hidden,omitempty" nullable:"false"`
		Highlighted *bool `json:"highlighted,omitempty" nullable:"false"`
		Move        int   `json:"move,omitempty" doc:"By so many places among the countries of its region, up where it is negative."`
	}
}) (*countryAnswer, error) {
	out, id := &countryAnswer{Status: http.StatusOK}, taxonomy.CountryID(in.ID)
	err := a.filed(ctx, func(tx *db.Tx, c *filing.Clerk) error {
		if err := c.ShowCountry(ctx, tx, id, in.Body.Hidden, in.Body.Highlighted); err != nil {
			return err
		}
		if in.Body.Move != 0 {
			if err := c.ShiftCountry(ctx, tx, id, in.Body.Move); err != nil {
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

func (a *API) removeCountry(ctx context.Context, in *struct {
	ID int64 `path:"id" minimum:"1"`
}) (*struct{}, error) {
	err := a.filed(ctx, func(tx *db.Tx, c *filing.Clerk) error { return c.RemoveCountry(ctx, tx, taxonomy.CountryID(in.ID)) })
	if err != nil {
		return nil, err
	}
	return nil, nil
}
