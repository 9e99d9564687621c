package site

import (
	"context"
	"html/template"
	"io"

	"griot/internal/article"
	"griot/internal/page"
	"griot/internal/site/theme"
)

// Corrections lists all notes and replies under published articles, newest first.
func (s *Site) Corrections(ctx context.Context, at page.Address) (*page.Page, error) {
	f, err := s.frame(ctx, "")
	if err != nil {
		return nil, err
	}
	count, err := article.CountNotes(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	n, total, err := pageNumber(at.Query.Get("page"), count)
	if err != nil {
		return nil, err
	}
	const path = "/corrections/"
	if n == 1 && at.Query.Has("page") {
		return redirect(path), nil
	}
	notes, err := article.AllNotes(ctx, s.DB, perPage, (n-1)*perPage)
	if err != nil {
		return nil, err
	}
	f.shows(page.Corrections)
	v := &theme.CorrectionsView{Heading: f.loc.T("corrections.title"), Description: f.loc.T("corrections.intro"),
		Pages: theme.Pages(n, total, func(p int) string { return pagePath(path, p) })}
	if v.Entries, err = f.corrected(ctx, notes); err != nil {
		return nil, err
	}
	if count == 0 {
		v.Empty = f.loc.T("corrections.empty")
	}
	h := head{title: v.Heading, description: v.Description, path: pagePath(path, n),
		jsonld: []any{f.crumbs([]theme.Link{{Text: f.loc.T("frame.home"), Href: "/"}, {Text: v.Heading, Href: path}})}}
	if v.Shell, err = f.shell(h); err != nil {
		return nil, err
	}
	return f.finish(func(w io.Writer) error { return f.look.Corrections(w, v) })
}

func (f *frame) corrected(ctx context.Context, notes []article.Note) (entries []theme.Correction, err error) {
	var wanted []article.ID
	for _, n := range notes {
		wanted = append(wanted, n.Article, n.Reply)
	}
	cards, err := article.Cards(ctx, f.site.DB, wanted)
	if err != nil {
		return nil, err
	}
	byID := map[article.ID]*article.Card{}
	for i := range cards {
		byID[cards[i].ID] = &cards[i]
		f.shows(page.Article(int64(cards[i].ID)))
	}
	for i := range notes {
		n := &notes[i]
		c := byID[n.Article]
		if c == nil {
			continue // withdrawn between two readings
		}
		e := theme.Correction{Note: f.note(n, c.Language), Article: f.links([]article.Card{*c})[0]}
		if reply := byID[n.Reply]; reply != nil {
			e.Note.Text = f.replyLink(reply)
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// replyLink names the reply itself, which is what a reader of the list wants.
func (f *frame) replyLink(reply *article.Card) template.HTML {
	esc := template.HTMLEscapeString
	return template.HTML(`<a href="` + esc(reply.Path) + `">` + esc(f.typo(reply.Language, reply.Title)) + `</a>`) //nolint:gosec // escaped
}
