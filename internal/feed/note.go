package feed

import (
	"context"
	"strings"

	"golang.org/x/net/html"

	"griot/internal/article"
	"griot/internal/locale"
	"griot/internal/page"
	"griot/internal/text"
)

// answers leads from a right of reply to the article that it answers.
func (r *reader) answers(ctx context.Context, a *article.Article) (string, error) {
	if a.ReplyTo == 0 {
		return "", nil
	}
	link, err := r.link(ctx, a.ReplyTo)
	if err != nil || link == "" {
		return "", err
	}
	return "<p>" + html.EscapeString(r.locales.For(a.Language).T("note.in_reply_to")) + " " + link + "</p>\n", nil
}

// remarks are the notes under an article, a dated paragraph each.
func (r *reader) remarks(ctx context.Context, lang string, notes []article.Note) (string, error) {
	if len(notes) == 0 {
		return "", nil
	}
	loc := r.locales.For(lang)
	var b strings.Builder
	b.WriteString("\n<hr>\n<h2>" + html.EscapeString(loc.T("note.title")) + "</h2>")
	for i := range notes {
		remark, err := r.remark(ctx, loc, &notes[i])
		if err != nil {
			return "", err
		}
		b.WriteString("\n" + remark)
	}
	return b.String(), nil
}

// remark is one note. A right of reply is a text of its own: its note leads there.
func (r *reader) remark(ctx context.Context, loc *locale.Locale, n *article.Note) (string, error) {
	noted := n.Noted.In(r.zone)
	head := "<p><strong>" + html.EscapeString(noteName(loc, n.Kind)) + "</strong> · <time datetime=\"" + loc.Machine(noted) + "\">" + html.EscapeString(loc.Date(noted)) + "</time>"
	lines := []string{head}
	if n.Text != "" {
		lines = append(lines, html.EscapeString(text.Typography(loc.Lang(), n.Text)))
	}
	if n.Reply != 0 {
		link, err := r.link(ctx, n.Reply)
		if err != nil {
			return "", err
		}
		if link != "" {
			lines = append(lines, link)
		}
	}
	if n.Signature != "" {
		lines = append(lines, "<em>"+html.EscapeString(text.Typography(loc.Lang(), n.Signature))+"</em>")
	}
	return strings.Join(lines, "<br>") + "</p>", nil
}

func noteName(loc *locale.Locale, kind article.NoteKind) string {
	switch kind {
	case article.Precision:
		return loc.T("note.clarification")
	case article.UpdateNote:
		return loc.T("note.update")
	case article.RightOfReply:
		return loc.T("note.reply")
	}
	return loc.T("note.correction")
}

// link names another article; "" when readers may not see it. Either way the page depends on it.
func (r *reader) link(ctx context.Context, id article.ID) (string, error) {
	r.shows(page.Article(int64(id)))
	cards, err := article.Cards(ctx, r.db, []article.ID{id})
	if err != nil || len(cards) == 0 {
		return "", err
	}
	c := &cards[0]
	return `<a href="` + html.EscapeString(r.abs(c.Path)) + `">` + html.EscapeString(text.Typography(c.Language, c.Title)) + "</a>", nil
}
