package api

import (
	"context"
	"strconv"

	"griot/internal/article"
	"griot/internal/fault"
	"griot/internal/media"
)

// How clients say which picture is shown where an article is shared, besides by its number.
const (
	previewDrawn = "drawn"
	previewHero  = "hero"
)

func previewWord(id media.ID) string {
	switch id {
	case 0:
		return previewDrawn
	case article.HeroPreview:
		return previewHero
	}
	return strconv.FormatInt(int64(id), 10)
}

// preview takes the picture that a client names.
func (s *taking) preview(ctx context.Context) (media.ID, error) {
	switch *s.Preview {
	case previewDrawn, "":
		return 0, nil
	case previewHero:
		return article.HeroPreview, nil
	}
	id, err := strconv.ParseInt(*s.Preview, 10, 64)
	if err != nil || id < 1 {
		return 0, unknown("preview", *s.Preview)
	}
	m, err := media.ByID(ctx, s.tx, media.ID(id))
	if fault.Is(err, fault.NotFound) || err == nil && m.Kind != media.Picture {
		err = unknown("preview", *s.Preview)
	}
	return media.ID(id), err
}
