package preview

import (
	"context"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/media"
	"griot/internal/page"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// Find makes the picture of a subject as it is now; fault.NotFound when readers may not see the subject, or there is none.
func (t *Terms) Find(ctx context.Context, q db.Querier, subject page.Label) (*Picture, error) {
	kind, id := number(subject)
	switch kind {
	case "article":
		return t.findArticle(ctx, q, article.ID(id))
	case "section":
		if s := t.Sections[taxonomy.SectionID(id)]; s != nil {
			return t.Section(s), nil
		}
	case "country":
		if c := t.Countries[taxonomy.CountryID(id)]; c != nil {
			return t.Country(c), nil
		}
	case "tag":
		tag, err := taxonomy.TagByID(ctx, q, taxonomy.TagID(id))
		if err != nil {
			return nil, err
		}
		return t.Tag(tag), nil
	case "author":
		b, err := staff.BylineByID(ctx, q, staff.BylineID(id))
		if err != nil {
			return nil, err
		}
		return t.Author(b), nil
	case "language":
		if lang := string(subject[len("language:"):]); t.Locales.Has(lang) {
			return t.Front(lang), nil
		}
	}
	return nil, noPicture()
}

func (t *Terms) findArticle(ctx context.Context, q db.Querier, id article.ID) (*Picture, error) {
	a, err := article.ByID(ctx, q, id)
	if err != nil {
		return nil, err
	}
	if !a.Public() {
		return nil, noPicture()
	}
	found, err := media.ByIDs(ctx, q, []media.ID{a.Hero.Picture})
	if err != nil {
		return nil, err
	}
	s := &Story{ID: a.ID, Language: a.Language, Kind: a.Kind, Title: a.Title, Section: a.Section, Countries: a.Countries}
	if hero := found[a.Hero.Picture]; hero != nil && hero.State == media.Ready {
		s.Hero = hero
	}
	return t.Article(s), nil
}
