package api

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/frontpage"
	"griot/internal/masthead"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// FrontPin is an article that is held in a slot of the front page.
type FrontPin struct {
	Slot    string    `json:"slot" maxLength:"40" doc:"lead, second-1 to second-4, or band-RUBRIC-1 to band-RUBRIC-4 with the number of a rubric." example:"second-2"`
	Article int64     `json:"article" minimum:"1"`
	Until   time.Time `json:"until,omitzero" required:"false" doc:"When the rule has the slot again. Absent: when somebody frees it."`
}

// FrontSlot is what readers see in a slot.
type FrontSlot struct {
	Slot    string `json:"slot"`
	Article int64  `json:"article"`
	Title   string `json:"title"`
	URL     string `json:"url"`
}

// FrontPage is the front page of a language as a client is told of it.
type FrontPage struct {
	Number    int64       `json:"number" doc:"Of the front page that was published last; 0 is the rule alone."`
	Language  string      `json:"language"`
	Published time.Time   `json:"published_at,omitzero"`
	By        string      `json:"by,omitempty"`
	Returned  int64       `json:"returned_to,omitempty" doc:"The front page that it brought back."`
	Pins      []FrontPin  `json:"pins" nullable:"false"`
	Stands    []FrontSlot `json:"stands,omitempty" doc:"What readers see: what is pinned, and what the rule has filled."`
}

type frontAnswer struct {
	ETag string `header:"ETag"`
	Body FrontPage
}

func tagOf(id frontpage.FrontID) string { return `"f` + strconv.FormatInt(int64(id), 10) + `"` }

func tellFront(f *frontpage.Front, now time.Time, paper *masthead.Newspaper) FrontPage {
	told := FrontPage{Number: int64(f.ID), Language: f.Language, By: f.Name, Returned: int64(f.Returned), Pins: []FrontPin{}}
	if f.ID != 0 {
		told.Published = f.Published.In(paper.Location())
	}
	for _, pin := range f.Pins.Running(now) {
		p := FrontPin{Slot: pin.Slot.String(), Article: int64(pin.Article)}
		if !pin.Until.IsZero() {
			p.Until = pin.Until.In(paper.Location())
		}
		told.Pins = append(told.Pins, p)
	}
	return told
}

// front is the front page of a language with what readers see on it.
func (a *API) front(ctx context.Context, q db.Querier, paper *masthead.Newspaper, language string) (*frontAnswer, error) {
	f, err := frontpage.Current(ctx, q, language)
	if err != nil {
		return nil, err
	}
	sections, err := taxonomy.Sections(ctx, q)
	if err != nil {
		return nil, err
	}
	now := a.Now()
	c, err := frontpage.Standing(ctx, q, now, frontpage.Wanted{Language: language, Own: language == paper.Language, Rubrics: frontpage.Bands(sections), Pins: f.Pins.Running(now)})
	if err != nil {
		return nil, err
	}
	out := &frontAnswer{ETag: tagOf(f.ID), Body: tellFront(f, now, paper)}
	stand := func(slot frontpage.Slot, card *article.Card) {
		out.Body.Stands = append(out.Body.Stands, FrontSlot{slot.String(), int64(card.ID), card.Title, a.Origin() + card.Path})
	}
	if c.Lead != nil {
		stand(frontpage.Lead(), c.Lead)
	}
	for i := range c.Seconds {
		stand(frontpage.Second(i+1), &c.Seconds[i])
	}
	for _, b := range c.Bands {
		for i := range b.Stories {
			stand(frontpage.InBand(b.Section, i+1), &b.Stories[i])
		}
	}
	return out, nil
}

// getFront tells what stands on the front page.
func (a *API) getFront(ctx context.Context, in *struct {
	Language string `query:"language" maxLength:"10" doc:"The newspaper's own where none is named."`
}) (out *frontAnswer, err error) {
	problem := a.inPaper(ctx, staff.ComposeFront, in.Language, func(tx *db.Tx, paper *masthead.Newspaper, language string) error {
		out, err = a.front(ctx, tx, paper, language)
		return err
	})
	return out, problem
}

// base is the front page that a change is based on: the one that If-Match names, or the one that holds. It refuses one that was outrun (RFC 9110 §13.1.1).
func base(ctx context.Context, q db.Querier, match, language string) (frontpage.FrontID, error) {
	f, err := frontpage.Current(ctx, q, language)
	if err != nil || match == "" || strings.TrimSpace(match) == "*" {
		return f.ID, err
	}
	for tag := range strings.SplitSeq(match, ",") {
		if strings.TrimSpace(tag) == tagOf(f.ID) {
			return f.ID, nil
		}
	}
	return 0, &huma.ErrorModel{Status: http.StatusPreconditionFailed, Detail: "another front page was published since: read it, and bring your change into it"}
}

// putFront publishes a front page: what it pins, and nothing else.
func (a *API) putFront(ctx context.Context, in *struct {
	Match string `header:"If-Match" doc:"The ETag of the front page that was changed: where another was published since, nothing happens (412)."`
	Body  struct {
		Language string     `json:"language,omitempty" maxLength:"10"`
		Pins     []FrontPin `json:"pins" nullable:"false" maxItems:"100" doc:"All that is held by hand; the rule fills the rest."`
	}
}) (out *frontAnswer, err error) {
	problem := a.inPaper(ctx, staff.ComposeFront, in.Body.Language, func(tx *db.Tx, paper *masthead.Newspaper, language string) error {
		e := frontpage.Edition{Language: language}
		for _, p := range in.Body.Pins {
			slot, err := frontpage.ParseSlot(p.Slot)
			if err != nil {
				return err
			}
			e.Pins = append(e.Pins, frontpage.Pin{Slot: slot, Article: article.ID(p.Article), Until: p.Until.Truncate(time.Millisecond)})
		}
		if e.Base, err = base(ctx, tx, in.Match, language); err != nil {
			return err
		}
		if _, err = frontpage.Publish(ctx, tx, a.Now(), callerOf(ctx).Actor, e); err != nil {
			return err
		}
		out, err = a.front(ctx, tx, paper, language)
		return err
	})
	return out, problem
}

type frontsAnswer struct {
	Body struct {
		Fronts []FrontPage `json:"fronts" nullable:"false"`
	}
}

// listFronts lists front pages as they were published.
func (a *API) listFronts(ctx context.Context, in *struct {
	Language string `query:"language" maxLength:"10"`
	Limit    int    `query:"limit" minimum:"1" maximum:"100" default:"20"`
}) (*frontsAnswer, error) {
	out := &frontsAnswer{}
	out.Body.Fronts = []FrontPage{}
	err := a.inPaper(ctx, staff.ComposeFront, in.Language, func(tx *db.Tx, paper *masthead.Newspaper, language string) error {
		past, err := frontpage.Past(ctx, tx, language, in.Limit)
		for i := range past {
			out.Body.Fronts = append(out.Body.Fronts, tellFront(&past[i], past[i].Published, paper))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// returnFront publishes an earlier front page again, as far as its pins still hold.
func (a *API) returnFront(ctx context.Context, in *struct {
	Match string `header:"If-Match"`
	Body  struct {
		Language string `json:"language,omitempty" maxLength:"10"`
		Number   int64  `json:"number" minimum:"0" doc:"Of the front page to return to; 0 is the rule alone."`
	}
}) (out *frontAnswer, err error) {
	problem := a.inPaper(ctx, staff.ComposeFront, in.Body.Language, func(tx *db.Tx, paper *masthead.Newspaper, language string) error {
		on, err := base(ctx, tx, in.Match, language)
		if err != nil {
			return err
		}
		if _, err := frontpage.Return(ctx, tx, a.Now(), callerOf(ctx).Actor, language, on, frontpage.FrontID(in.Body.Number)); err != nil {
			return err
		}
		out, err = a.front(ctx, tx, paper, language)
		return err
	})
	return out, problem
}
