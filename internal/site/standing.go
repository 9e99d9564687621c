package site

import (
	"context"
	"html/template"
	"io"
	"net/url"
	"strings"

	"griot/internal/article"
	"griot/internal/fault"
	"griot/internal/media"
	"griot/internal/page"
	"griot/internal/site/theme"
	"griot/internal/staff"
	"griot/internal/standing"
	"griot/internal/text"
)

func (s *Site) standing(ctx context.Context, id standing.ID) (*page.Page, error) {
	p, err := standing.ByID(ctx, s.DB, id)
	if err != nil {
		return nil, err
	}
	return s.standingPage(ctx, p)
}

// StandingDraft is a standing page as readers would see it, for whoever writes it. Nothing keeps it.
func (s *Site) StandingDraft(ctx context.Context, p *standing.Page) (*page.Page, error) {
	made, err := s.standingPage(ctx, p)
	if err != nil {
		return nil, err
	}
	return unread(made), nil
}

func (s *Site) standingPage(ctx context.Context, p *standing.Page) (*page.Page, error) {
	f, err := s.frame(ctx, p.Language)
	if err != nil {
		return nil, err
	}
	f.shows(page.Standing(int64(p.ID)))
	body := p.Body
	if p.Language == "fr" {
		body = text.FrenchHTML(body)
	}
	if p.Kind == standing.Legal {
		im, err := standing.LoadImprint(ctx, s.DB)
		if err != nil {
			return nil, err
		}
		body = f.imprint(im) + body
	}
	pictures, err := f.bodyPictures(ctx, body, 0)
	if err != nil {
		return nil, err
	}
	f.frames = frames(body)
	start, rest := theme.Body(setBody(body, pictures, false), f.loc.T("frame.table"))
	v := &theme.StandingView{Heading: f.typo(p.Language, p.Title), Body: template.HTML(start + rest)} //nolint:gosec // both cleaned
	if !p.Changed.IsZero() {
		changed := f.moment(p.Changed, f.loc.Date)
		changed.Text = f.loc.T("article.updated_on", changed.Text)
		v.Updated = &changed
	}
	if p.Kind == standing.Team {
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

// imprint is what the imprint says, as it stands at the head of the legal notice: what is empty is left out.
func (f *frame) imprint(im *standing.Imprint) string {
	var b strings.Builder
	facts := im.Facts()
	for _, part := range []struct{ title, first, last string }{{"imprint.publishing", "publisher", "receipt"}, {"imprint.direction", "director", "editor"}, {"imprint.hosting", "host", "host_phone"}} {
		var lines strings.Builder
		within := false
		for _, fact := range facts {
			within = within || fact.Name == part.first
			if within && *fact.Value != "" {
				lines.WriteString("<li><strong>" + template.HTMLEscapeString(f.loc.T("imprint."+fact.Name)) + "</strong><br>" + factHTML(fact) + "</li>")
			}
			within = within && fact.Name != part.last
		}
		if lines.Len() > 0 {
			b.WriteString("<h2>" + template.HTMLEscapeString(f.loc.T(part.title)) + "</h2>\n<ul>" + lines.String() + "</ul>\n")
		}
	}
	return b.String()
}

// factHTML is a line of the imprint. Numbers and addresses of mail run from left to right in any script.
func factHTML(fact standing.Fact) string {
	said := template.HTMLEscapeString(*fact.Value)
	switch fact.Name {
	case "email":
		return `<a href="mailto:` + template.HTMLEscapeString(url.PathEscape(*fact.Value)) + `" dir="ltr">` + said + "</a>"
	case "phone", "host_phone", "capital", "registration":
		return `<span dir="ltr">` + said + "</span>"
	}
	return strings.ReplaceAll(said, "\n", "<br>")
}

// team are those of the staff who agreed to be shown.
func (f *frame) team(ctx context.Context) (people []theme.Person, err error) {
	list, err := staff.Team(ctx, f.site.DB)
	if err != nil {
		return nil, err
	}
	f.shows(page.Team)
	for i := range list {
		face := &list[i]
		person := theme.Person{Name: face.Name, Role: f.typo(f.lang, face.Role), Bio: f.typo(f.lang, face.Bio)}
		if face.Byline != 0 {
			f.shows(page.Author(int64(face.Byline)))
			person.Href = (&staff.Byline{Slug: face.Slug}).Path()
		}
		if face.Link != "" {
			person.Link = &theme.Link{Text: linkText(face.Link), Href: face.Link}
		}
		if person.Portrait, err = f.face(ctx, face); err != nil {
			return nil, err
		}
		if person.Portrait != nil {
			person.Credit = f.loc.T("team.portrait", f.typo(f.lang, face.Credit))
		}
		people = append(people, person)
	}
	return people, nil
}

// linkText names a link by where it leads.
func linkText(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return link
	}
	if address, err := url.PathUnescape(u.Opaque); err == nil && address != "" {
		return address
	}
	return strings.TrimSuffix(u.Host+u.Path, "/")
}

// face is somebody's portrait, with their own words for it; nil while it is being made.
func (f *frame) face(ctx context.Context, face *staff.Face) (*theme.Picture, error) {
	if face.Portrait == 0 {
		return nil, nil
	}
	m, err := media.ByID(ctx, f.site.DB, media.ID(face.Portrait))
	if err != nil {
		return nil, ignore(err, fault.NotFound)
	}
	if m.State != media.Ready {
		f.shows(page.Picture(face.Portrait))
		return nil, nil
	}
	p := picture(m)
	p.Alt = face.Alt
	return p, nil
}

// people are bylines as their page lists them.
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
