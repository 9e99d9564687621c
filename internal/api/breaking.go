package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/frontpage"
	"griot/internal/masthead"
	"griot/internal/staff"
)

// BreakingLine is a pushed line as a client is told of it.
type BreakingLine struct {
	ID       int64     `json:"id"`
	Language string    `json:"language"`
	Text     string    `json:"text"`
	Link     string    `json:"link,omitempty" doc:"An address of its own. Absent where it leads to an article, or nowhere."`
	Article  int64     `json:"article,omitempty"`
	Pushed   time.Time `json:"pushed_at"`
	Expires  time.Time `json:"expires_at"`
}

func tellLine(b *frontpage.Breaking, paper *masthead.Newspaper) BreakingLine {
	here := paper.Location()
	return BreakingLine{ID: int64(b.ID), Language: b.Language, Text: b.Text, Link: b.URL, Article: b.Article, Pushed: b.Pushed.In(here), Expires: b.Expires.In(here)}
}

type lineAnswer struct {
	Status int
	Body   BreakingLine
}

type linesAnswer struct {
	Body struct {
		Lines []BreakingLine `json:"lines" nullable:"false" doc:"In their order. Readers see the first six that have begun, completed by the newest articles."`
	}
}

// usualBreaking is how long a line runs where nobody says.
const usualBreaking = 6 * time.Hour

// languageOf is a language of the newspaper; its own where none is named.
func languageOf(paper *masthead.Newspaper, asked string) (string, error) {
	if asked == "" || asked == paper.Language {
		return paper.Language, nil
	}
	if !slices.Contains(paper.Languages, asked) {
		return "", fault.New(fault.Invalid, "this newspaper does not publish in %q", asked)
	}
	return asked, nil
}

// inPaper does something for whoever may do an act, in one transaction, in a language of the newspaper.
func (a *API) inPaper(ctx context.Context, act staff.Act, language string, do func(tx *db.Tx, paper *masthead.Newspaper, language string) error) error {
	err := a.DB.Transact(ctx, func(tx *db.Tx) error {
		if err := staff.Demand(callerOf(ctx).Role, act); err != nil {
			return err
		}
		paper, err := masthead.Load(ctx, tx)
		if err != nil {
			return err
		}
		if language, err = languageOf(paper, language); err != nil {
			return err
		}
		return do(tx, paper, language)
	})
	if err != nil {
		return a.problem(ctx, err)
	}
	return nil
}

func (l *linesAnswer) read(ctx context.Context, q db.Querier, now time.Time, paper *masthead.Newspaper, language string) error {
	lines, err := frontpage.Lines(ctx, q, now, language)
	l.Body.Lines = []BreakingLine{}
	for i := range lines {
		l.Body.Lines = append(l.Body.Lines, tellLine(&lines[i], paper))
	}
	return err
}

// listBreaking lists the lines that have not expired.
func (a *API) listBreaking(ctx context.Context, in *struct {
	Language string `query:"language" maxLength:"10" doc:"The newspaper's own where none is named."`
}) (*linesAnswer, error) {
	out := &linesAnswer{}
	err := a.inPaper(ctx, staff.PushBreaking, in.Language, func(tx *db.Tx, paper *masthead.Newspaper, language string) error {
		return out.read(ctx, tx, a.Now(), paper, language)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// SentLine is what a client says of a line.
type SentLine struct {
	Text    *string `json:"text,omitempty" nullable:"false" doc:"At most 140 characters."`
	Link    *string `json:"link,omitempty" nullable:"false" doc:"https://…, or a path of this newspaper: one of an article's leads to the article, wherever it moves. Empty: nowhere."`
	Expires *string `json:"expires_at,omitempty" nullable:"false" maxLength:"40" doc:"At first: in six hours; at most in thirty days." example:"2026-03-01T18:30"`
}

// into brings what was sent into a line.
func (s *SentLine) into(ctx context.Context, tx *db.Tx, origin string, paper *masthead.Newspaper, b *frontpage.Breaking) (err error) {
	if s.Text != nil {
		b.Text = *s.Text
	}
	if s.Link != nil {
		if b.Article, b.URL, err = frontpage.Link(ctx, tx, origin, *s.Link); err != nil {
			return err
		}
	}
	if s.Expires != nil {
		b.Expires, err = hour(*s.Expires, paper.Location())
	}
	return err
}

// addBreaking pushes a line, before the others. The same text again is refused while it runs, so that a request may be sent twice.
func (a *API) addBreaking(ctx context.Context, in *struct {
	Body struct {
		SentLine
		Language string `json:"language,omitempty" maxLength:"10"`
	}
}) (*lineAnswer, error) {
	out := &lineAnswer{Status: http.StatusCreated}
	err := a.inPaper(ctx, staff.PushBreaking, in.Body.Language, func(tx *db.Tx, paper *masthead.Newspaper, language string) error {
		now := a.Now()
		b := &frontpage.Breaking{Language: language, Expires: now.Add(usualBreaking)}
		if err := in.Body.into(ctx, tx, a.Origin(), paper, b); err != nil {
			return err
		}
		if err := frontpage.Announce(ctx, tx, now, callerOf(ctx).Actor, b); err != nil {
			return err
		}
		out.Body = tellLine(b, paper)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// changeBreaking changes what it names of a line.
func (a *API) changeBreaking(ctx context.Context, in *struct {
	ID   int64 `path:"id" minimum:"1"`
	Body SentLine
}) (*lineAnswer, error) {
	out := &lineAnswer{Status: http.StatusOK}
	err := a.inPaper(ctx, staff.PushBreaking, "", func(tx *db.Tx, paper *masthead.Newspaper, _ string) error {
		b, err := frontpage.Line(ctx, tx, a.Now(), frontpage.BreakingID(in.ID))
		if err != nil {
			return err
		}
		if err := in.Body.into(ctx, tx, a.Origin(), paper, b); err != nil {
			return err
		}
		if err := frontpage.Reword(ctx, tx, a.Now(), callerOf(ctx).Actor, b); err != nil {
			return err
		}
		out.Body = tellLine(b, paper)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// endBreaking has a line expire now.
func (a *API) endBreaking(ctx context.Context, in *struct {
	ID int64 `path:"id" minimum:"1"`
}) (*struct{}, error) {
	err := a.inPaper(ctx, staff.PushBreaking, "", func(tx *db.Tx, _ *masthead.Newspaper, _ string) error {
		return frontpage.End(ctx, tx, a.Now(), callerOf(ctx).Actor, frontpage.BreakingID(in.ID))
	})
	if err != nil {
		return nil, err
	}
	return nil, nil
}

// orderBreaking puts the lines of a language in an order. Those that it does not name come first.
func (a *API) orderBreaking(ctx context.Context, in *struct {
	Body struct {
		Language string  `json:"language,omitempty" maxLength:"10"`
		Lines    []int64 `json:"lines" nullable:"false" maxItems:"100" doc:"Their numbers. Lines that were pushed meanwhile come first; those that have ended are passed over."`
	}
}) (*linesAnswer, error) {
	out := &linesAnswer{}
	err := a.inPaper(ctx, staff.PushBreaking, in.Body.Language, func(tx *db.Tx, paper *masthead.Newspaper, language string) error {
		var order []frontpage.BreakingID
		for _, id := range in.Body.Lines {
			order = append(order, frontpage.BreakingID(id))
		}
		if err := frontpage.Arrange(ctx, tx, a.Now(), callerOf(ctx).Actor, language, order); err != nil {
			return err
		}
		return out.read(ctx, tx, a.Now(), paper, language)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}
