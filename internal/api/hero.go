package api

import (
	"context"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/media"
)

// SentHero is the picture over the text as a client sends it; what is absent stays as it is.
type SentHero struct {
	Media   *int64  `json:"media,omitempty" nullable:"false" minimum:"0" doc:"Number of a picture of the library; 0 for none."`
	Alt     *string `json:"alt,omitempty" nullable:"false" maxLength:"2000" doc:"This article's own words for the picture; empty for those that the library has."`
	Caption *string `json:"caption,omitempty" nullable:"false" maxLength:"2000"`
	Credit  *string `json:"credit,omitempty" nullable:"false" maxLength:"2000"`
}

// ToldHero is the picture over the text as a client is told of it, with the words that readers get.
type ToldHero struct {
	Media   int64  `json:"media"`
	Alt     string `json:"alt"`
	Caption string `json:"caption"`
	Credit  string `json:"credit"`
}

// hero brings the picture that a client named over the text.
func (s *taking) hero(ctx context.Context, a *article.Article) error {
	if s.Hero.Media != nil {
		id := media.ID(*s.Hero.Media)
		if id == 0 {
			a.Hero = article.Hero{}
			return nil
		}
		m, err := media.ByID(ctx, s.tx, id)
		if fault.Is(err, fault.NotFound) || err == nil && (m.Kind != media.Picture || m.State == media.Gone || m.State == media.Failed) {
			return fault.New(fault.Invalid, "no picture of the library has the number %d: send it to %s first", id, mediaPath)
		}
		if err != nil {
			return err
		}
		if id != a.Hero.Picture {
			a.Hero = article.Hero{Picture: id}
		}
	}
	for _, line := range []struct {
		from *string
		to   *string
	}{{s.Hero.Alt, &a.Hero.Alt}, {s.Hero.Caption, &a.Hero.Caption}, {s.Hero.Credit, &a.Hero.Credit}} {
		if line.from != nil {
			*line.to = *line.from
		}
	}
	return nil
}

// tellHero is the picture over a text; nil where there is none.
func tellHero(ctx context.Context, q db.Querier, h article.Hero) (*ToldHero, error) {
	if h.Picture == 0 {
		return nil, nil //nolint:nilnil // an article without a picture is no error
	}
	m, err := media.ByID(ctx, q, h.Picture)
	if err != nil {
		return nil, err
	}
	with := h.With(m)
	return &ToldHero{int64(h.Picture), with.Alt, with.Caption, with.Credit}, nil
}
