package api

import (
	"context"
	"fmt"
	"net/url"
	"strconv"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/masthead"
	"griot/internal/taxonomy"
)

// getArticle reads an article in any state.
func (a *API) getArticle(ctx context.Context, in *struct {
	ID int64 `path:"id" minimum:"1"`
}) (*answer, error) {
	it, err := visible(ctx, a.DB, callerOf(ctx), article.ID(in.ID))
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	paper, err := masthead.Load(ctx, a.DB)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	out, err := a.answer(ctx, a.DB, paper, it.ID)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return out, nil
}

// Paging is where in a list a client is.
type Paging struct {
	Limit int   `query:"limit" minimum:"1" maximum:"100" default:"20"`
	After int64 `query:"after" minimum:"0" doc:"The number at next of the page before."`
}

// filter is which articles a client asks for.
type filter struct {
	Paging
	Status   string `query:"status" enum:"draft,review,ready,scheduled,published,withdrawn,private,locked"`
	Section  string `query:"section" maxLength:"200" doc:"Slug path of a rubric: its articles, and those of the rubrics below it."`
	Country  string `query:"country" maxLength:"200"`
	Tag      string `query:"tag" maxLength:"200" doc:"Slug."`
	Author   string `query:"author" maxLength:"200"`
	Language string `query:"language" maxLength:"40"`
}

// articles is a page of a list.
type articles struct {
	Link string `header:"Link" doc:"rel=next (RFC 8288)."`
	Body struct {
		Articles []Told `json:"articles" nullable:"false"`
		Next     int64  `json:"next,omitempty" doc:"What to send as after for the next page; absent on the last."`
	}
}

// listArticles lists what the caller may see, the newest first.
func (a *API) listArticles(ctx context.Context, in *filter) (*articles, error) {
	out := &articles{}
	out.Body.Articles = []Told{}
	err := func() error {
		sought, err := in.sought(ctx, a.DB, callerOf(ctx))
		if err != nil {
			return err
		}
		ids, err := article.Seek(ctx, a.DB, sought)
		if err != nil {
			return err
		}
		if len(ids) > in.Limit {
			ids = ids[:in.Limit]
			out.Body.Next = int64(ids[len(ids)-1])
			out.Link = in.next(out.Body.Next)
		}
		out.Body.Articles, err = a.tellAll(ctx, ids)
		return err
	}()
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return out, nil
}

// sought is the filter as the room takes it: one more than asked for, to know whether there is a next page.
func (f *filter) sought(ctx context.Context, q db.Querier, c *caller) (s article.Sought, err error) {
	s = article.Sought{Status: article.Status(f.Status), Language: f.Language, For: c.Actor, Before: article.ID(f.After), Limit: f.Limit + 1}
	if !isText(f.Language) {
		return s, unknown("language", f.Language)
	}
	if f.Section != "" {
		id, err := sectionAt(ctx, q, f.Section)
		if err != nil {
			return s, err
		}
		if s.Section, err = taxonomy.Descendants(ctx, q, id); err != nil {
			return s, err
		}
	}
	if f.Country != "" {
		if s.Country, err = countryAt(ctx, q, f.Country); err != nil {
			return s, err
		}
	}
	if f.Tag != "" {
		if s.Tag, err = tagAt(ctx, q, f.Tag); err != nil {
			return s, err
		}
	}
	if f.Author != "" {
		s.Byline, err = authorAt(ctx, q, f.Author)
	}
	return s, err
}

// next is the address of the next page, as a Link.
func (f *filter) next(after int64) string {
	q := url.Values{}
	for name, value := range map[string]string{"status": f.Status, "section": f.Section, "country": f.Country, "tag": f.Tag, "author": f.Author, "language": f.Language} {
		if value != "" {
			q.Set(name, value)
		}
	}
	q.Set("limit", strconv.Itoa(f.Limit))
	q.Set("after", strconv.FormatInt(after, 10))
	return fmt.Sprintf("<%s/articles?%s>; rel=\"next\"", Root, q.Encode())
}

// tellAll tells of some articles without their texts.
func (a *API) tellAll(ctx context.Context, ids []article.ID) ([]Told, error) {
	list := []Told{}
	paper, err := masthead.Load(ctx, a.DB)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		it, err := article.ByID(ctx, a.DB, id)
		if err != nil {
			return nil, err
		}
		told, err := a.tell(ctx, a.DB, paper, it)
		if err != nil {
			return nil, err
		}
		told.Body = ""
		list = append(list, *told)
	}
	return list, nil
}
