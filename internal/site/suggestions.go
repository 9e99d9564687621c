package site

import (
	"context"
	"encoding/json"
	"unicode/utf8"

	"griot/internal/article"
	"griot/internal/page"
	"griot/internal/search"
	"griot/internal/text"
)

const (
	maxTypedRunes     = 80 // longer than this nobody needs help
	suggestedArticles = 5
)

// suggestions is what the search field shows while one types.
type suggestions struct {
	Words    []string    `json:"words"`
	Articles []suggested `json:"articles"`
}

type suggested struct {
	Title string `json:"title"`
	Href  string `json:"href"`
	Lang  string `json:"lang"`
}

// Suggestions answers the script of the search page. Its answers are as many as what readers type, so none is kept.
func (s *Site) Suggestions(ctx context.Context, at page.Address) (*page.Page, error) {
	f, err := s.frame(ctx, "")
	if err != nil {
		return nil, err
	}
	answer := suggestions{Words: []string{}, Articles: []suggested{}}
	if typed := text.CleanLine(at.Query.Get("q")); utf8.RuneCountInString(typed) <= maxTypedRunes {
		if err := f.suggest(ctx, typed, &answer); err != nil {
			return nil, err
		}
	}
	body, err := json.Marshal(answer)
	if err != nil {
		return nil, err
	}
	return &page.Page{ContentType: "application/json; charset=utf-8", Body: body, Volatile: true, Header: map[string]string{"X-Robots-Tag": "noindex"}}, nil
}

func (f *frame) suggest(ctx context.Context, typed string, answer *suggestions) error {
	found, err := f.site.index.Suggest(ctx, f.site.DB, search.Query{Words: typed, Language: f.lang, Now: f.now, Limit: suggestedArticles})
	if err != nil {
		return err
	}
	answer.Words = append(answer.Words, found.Words...)
	ids := make([]article.ID, len(found.Articles))
	for i, id := range found.Articles {
		ids[i] = article.ID(id)
	}
	cards, err := article.Cards(ctx, f.site.DB, ids)
	for i := range cards {
		c := &cards[i]
		answer.Articles = append(answer.Articles, suggested{Title: f.typo(c.Language, c.Heading()), Href: c.Path, Lang: c.Language})
	}
	return err
}
