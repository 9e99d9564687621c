package site

import (
	"context"
	"html/template"
	"io"

	"griot/internal/article"
	"griot/internal/page"
	"griot/internal/site/theme"
	"griot/internal/staff"
	"griot/internal/standing"
	"griot/internal/text"
)

// teamSlug is the standing page under which those stand who agreed to be shown.
const teamSlug = "equipe"

func (s *Site) standing(ctx context.Context, id standing.ID) (*page.Page, error) {
	p, err := standing.ByID(ctx, s.DB, id)
	if err != nil {
		return nil, err
	}
	f, err := s.frame(ctx, p.Language)
	if err != nil {
		return nil, err
	}
	f.shows(page.Standing(int64(id)))
	body := p.Body
	if p.Language == "fr" {
		body = text.FrenchHTML(body)
	}
	pictures, err := f.bodyPictures(ctx, body, 0)
	if err != nil {
		return nil, err
	}
	f.frames = frames(body)
	start, rest := theme.Body(setBody(body, pictures, false), f.loc.T("frame.table"))
	v := &theme.StandingView{Heading: f.typo(p.Language, p.Title), Body: template.HTML(start + rest)} //nolint:gosec // both cleaned
	changed := f.moment(p.Changed, f.loc.Date)
	changed.Text = f.loc.T("article.updated_on", changed.Text)
	v.Updated = &changed
	if p.Slug == teamSlug {
		if v.Team, err = f.team(ctx); err != nil {
			return nil, err
		}
	}
	h := head{title: p.Title, description: or(p.Description, text.Excerpt(p.Body, 160)), path: p.Path,
		jsonld: []any{f.crumbs([]theme.Link{{Text: f.loc.T("frame.home"), Href: f.home(f.lang)}, {Text: v.Heading, Href: p.Path}})}}
	if v.Shell, err = f.shell(h); err != nil {
		return nil, err
	}
	return f.finish(func(w io.Writer) error { return f.look.Standing(w, v) })
}

func (f *frame) team(ctx context.Context) ([]theme.Person, error) {
	list, err := staff.Team(ctx, f.site.DB)
	if err != nil {
		return nil, err
	}
	return f.people(ctx, list)
}

func (f *frame) people(ctx context.Context, list []staff.Byline) (people []theme.Person, err error) {
	for i := range list {
		b := &list[i]
		f.shows(page.Author(int64(b.ID)))
		person := theme.Person{Name: b.Name, Href: b.Path(), Role: f.typo(f.lang, b.Role), Bio: f.typo(f.lang, b.Bio)}
		if person.Portrait, err = f.portrait(ctx, b); err != nil {
			return nil, err
		}
		people = append(people, person)
	}
	return people, nil
}

// Authors is the page of all bylines that have signed something.
func (s *Site) Authors(ctx context.Context, _ page.Address) (*page.Page, error) {
	f, err := s.frame(ctx, "")
	if err != nil {
		return nil, err
	}
	all, err := staff.Bylines(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	counts, err := article.Counts(ctx, s.DB, "author:")
	if err != nil {
		return nil, err
	}
	f.shows(page.Language(f.lang))
	var signed []staff.Byline
	for _, b := range all {
		if counts[page.Author(int64(b.ID))] > 0 {
			signed = append(signed, b)
		}
	}
	v := &theme.StandingView{Heading: f.loc.T("authors.title"), Intro: f.loc.T("authors.intro")}
	if v.Team, err = f.people(ctx, signed); err != nil {
		return nil, err
	}
	h := head{title: v.Heading, description: v.Intro, path: "/auteurs/",
		jsonld: []any{f.crumbs([]theme.Link{{Text: f.loc.T("frame.home"), Href: "/"}, {Text: v.Heading, Href: "/auteurs/"}})}}
	if v.Shell, err = f.shell(h); err != nil {
		return nil, err
	}
	return f.finish(func(w io.Writer) error { return f.look.Standing(w, v) })
}
