package site

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"time"

	"griot/internal/article"
	"griot/internal/fault"
	"griot/internal/media"
	"griot/internal/page"
	"griot/internal/site/theme"
	"griot/internal/staff"
	"griot/internal/taxonomy"
	"griot/internal/text"
)

const (
	relatedShown = 3
	recentShown  = 4
)

// story is an article with everything its page shows, read before the view is filled.
type story struct {
	*article.Article
	kind     *article.Kind
	section  *taxonomy.Section
	bylines  []staff.Byline
	tags     []taxonomy.Tag
	hero     *media.Media
	pictures map[media.ID]*media.Media
	notes    []article.Note
	answers  map[article.ID]*article.Article // replies by number, and what this replies to
	beside   beside
	onward   onward
}

// article is the page of an article. One that was withdrawn is fault.Gone with the reason.
func (s *Site) article(ctx context.Context, at page.Address, id article.ID) (*page.Page, error) {
	a, err := article.ByID(ctx, s.DB, id)
	if err != nil {
		return nil, err
	}
	if !a.Public() {
		return nil, fault.New(fault.NotFound, "nothing stands at this address")
	}
	f, err := s.frame(ctx, a.Language)
	if err != nil {
		return nil, err
	}
	var b beside
	var o onward
	known := s.aside(func() error { return b.look(ctx, s.DB, a) })
	led := s.aside(func() error { return o.look(ctx, f, a) })
	st, err := f.story(ctx, a)
	if err := errors.Join(err, known(), led()); err != nil {
		return nil, fmt.Errorf("page of article %d: %w", id, err)
	}
	st.beside, st.onward = b, o
	v := &theme.ArticleView{}
	f.fillArticle(v, st)
	if !f.fillPart(v, at) {
		return redirect(at.Path), nil
	}
	f.fillAround(v, st)
	v.Versions = f.versionsLink(st)
	h := f.articleHead(v, st)
	if v.Shell, err = f.shell(h); err != nil {
		return nil, err
	}
	p, err := f.finish(func(w io.Writer) error { return f.look.Article(w, v) })
	if err == nil {
		if v.Parts.Prev == "" { // who turns its pages is one reader
			p.Reads = int64(a.ID)
		}
		if a.NoIndex {
			p.Header["X-Robots-Tag"] = "noindex" // of the light version too
		}
	}
	return p, err
}

func (f *frame) story(ctx context.Context, a *article.Article) (st *story, err error) {
	q := f.site.DB
	st = &story{Article: a, kind: f.kinds[a.Kind], section: f.section[a.Section], answers: map[article.ID]*article.Article{}}
	f.shows(page.Article(int64(a.ID)))
	if st.bylines, err = staff.BylinesOf(ctx, q, int64(a.ID)); err != nil {
		return nil, err
	}
	for i := range st.bylines {
		f.shows(page.Author(int64(st.bylines[i].ID)))
	}
	if st.tags, err = taxonomy.TagsOf(ctx, q, int64(a.ID)); err != nil {
		return nil, err
	}
	if st.notes, err = article.Notes(ctx, q, a.ID); err != nil {
		return nil, err
	}
	if err := f.readAnswers(ctx, st); err != nil {
		return nil, err
	}
	return st, f.readPictures(ctx, st)
}

func (f *frame) readAnswers(ctx context.Context, st *story) error {
	wanted := []article.ID{st.ReplyTo}
	for _, n := range st.notes {
		wanted = append(wanted, n.Reply)
	}
	for _, id := range wanted {
		if id == 0 {
			continue
		}
		f.shows(page.Article(int64(id)))
		a, err := article.ByID(ctx, f.site.DB, id)
		if err != nil {
			return err
		}
		if a.Public() {
			st.answers[id] = a
		}
	}
	return nil
}

func (f *frame) readPictures(ctx context.Context, st *story) (err error) {
	st.pictures, err = f.bodyPictures(ctx, st.Body, st.Hero.Picture)
	if hero := st.pictures[st.Hero.Picture]; hero != nil && hero.Kind == media.Picture {
		st.hero = hero
	}
	return err
}

// bodyPictures reads the pictures of a text that are ready, and one more (0: none). The page bears the labels of those that are still being made.
func (f *frame) bodyPictures(ctx context.Context, body string, more media.ID) (map[media.ID]*media.Media, error) {
	wanted := []media.ID{more}
	for _, id := range article.BodyPictures(body) {
		wanted = append(wanted, media.ID(id))
	}
	pictures, err := media.ByIDs(ctx, f.site.DB, wanted)
	for id, m := range pictures {
		if m.State == media.Pending {
			f.shows(page.Picture(int64(id)))
		}
		if m.State != media.Ready {
			delete(pictures, id)
		}
	}
	return pictures, err
}

// fillArticle fills what the article itself says.
func (f *frame) fillArticle(v *theme.ArticleView, st *story) {
	v.ReadsID = strconv.FormatInt(int64(st.ID), 10)
	v.Headline, v.Standfirst = f.typo(st.Language, st.Title), f.typo(st.Language, st.Standfirst)
	if st.section != nil {
		v.Hue = st.section.Hue
		v.Section = &theme.Link{Text: st.section.NameIn(f.lang), Href: st.section.Path}
	}
	for _, id := range st.Countries {
		if c := f.country[id]; c != nil {
			v.Places = append(v.Places, theme.Link{Text: f.countryName(c.Code, c.Name), Href: c.Path()})
		}
	}
	if st.kind != nil && st.kind.Sponsored {
		v.Sponsored = st.kind.Label(f.lang)
	} else if st.kind != nil && st.kind.Code != article.News {
		v.Kind = st.kind.Label(f.lang)
	}
	for i := range st.bylines {
		v.Authors = append(v.Authors, theme.Author{Name: st.bylines[i].Name, Href: st.bylines[i].Path()})
	}
	v.Dateline = st.Dateline
	v.Agencies = st.Agencies
	f.fillTimes(v, st)
	if st.hero != nil {
		v.Hero = f.heroFigure(st)
	}
	for i := range st.tags {
		v.Tags = append(v.Tags, theme.Link{Text: st.tags[i].Name, Href: st.tags[i].Path()})
	}
	v.Share = theme.Share{URL: f.abs(st.Path), Title: v.Headline}
	v.Report = "/contact/"
	f.fillBody(v, st)
	f.fillNotes(v, st)
}

func (f *frame) moment(t time.Time, say func(time.Time) string) theme.Moment {
	t = t.In(f.paper.Location())
	return theme.Moment{Text: say(t), Machine: f.loc.Machine(t)}
}

func (f *frame) fillTimes(v *theme.ArticleView, st *story) {
	v.Published = f.moment(st.FirstPublished, f.loc.DateTime)
	v.Reading = f.loc.Plural("article.reading_time", text.ReadingMinutes(st.Words))
	if st.Updated.IsZero() {
		return
	}
	updated, published := st.Updated.In(f.paper.Location()), st.FirstPublished.In(f.paper.Location())
	m := f.moment(st.Updated, f.loc.DateTime)
	if midnight(updated).Equal(midnight(published)) {
		m.Text = f.loc.T("article.updated_at", f.loc.Time(updated))
	} else {
		m.Text = f.loc.T("article.updated_on", f.loc.DateTime(updated))
	}
	v.Updated = &m
}

func (f *frame) heroFigure(st *story) *theme.Figure {
	fig := &theme.Figure{Picture: *picture(st.hero), Caption: f.typo(st.Language, or(st.Hero.Caption, st.hero.Caption)), Credit: f.typo(st.Language, or(st.Hero.Credit, st.hero.Credit))}
	fig.Picture.Alt = f.typo(st.Language, or(st.Hero.Alt, st.hero.Alt))
	return fig
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

var noteKeys = map[article.NoteKind]string{article.Correction: "note.correction", article.Precision: "note.clarification",
	article.UpdateNote: "note.update", article.RightOfReply: "note.reply"}

func (f *frame) fillNotes(v *theme.ArticleView, st *story) {
	for _, n := range st.notes {
		at := f.moment(n.Noted, func(t time.Time) string { return f.loc.DateTimeShort(t, f.now) })
		if reply := st.answers[n.Reply]; reply != nil {
			v.Replies = append(v.Replies, theme.Reply{Title: f.typo(reply.Language, reply.Title), Href: reply.Path, Time: at, Signature: n.Signature,
				Text: template.HTML("<p>" + template.HTMLEscapeString(f.typo(reply.Language, or(reply.Standfirst, text.Excerpt(reply.Body, 300)))) + "</p>")}) //nolint:gosec // escaped
			continue
		}
		v.Notes = append(v.Notes, f.note(&n, st.Language))
	}
	if to := st.answers[st.ReplyTo]; to != nil {
		v.AnswerTo = &theme.Link{Text: f.typo(to.Language, to.Title), Href: to.Path}
	}
}

func (f *frame) note(n *article.Note, lang string) theme.Note {
	return theme.Note{Label: f.loc.T(noteKeys[n.Kind]), Signature: n.Signature,
		Time: f.moment(n.Noted, func(t time.Time) string { return f.loc.DateTimeShort(t, f.now) }),
		Text: template.HTML(template.HTMLEscapeString(f.typo(lang, n.Text)))} //nolint:gosec // escaped
}

// fillAround fills what stands beside the article: its count, its translations, what to read next.
func (f *frame) fillAround(v *theme.ArticleView, st *story) {
	v.Reads = f.loc.Plural("article.reads", int(st.beside.reads))
	f.knows(st.onward.cards)
	related := f.knownOf(st.onward.related)
	f.showsCards(related...)
	v.Related = f.items(related, showing{country: true, byline: true, short: true})
	for i := range related {
		v.Related[i].Time = f.moment(related[i].Published, func(t time.Time) string { return f.loc.DateShort(t, f.now) })
	}
	for i := range f.newest {
		if f.newest[i].ID != st.ID && len(v.Recent) < recentShown {
			v.Recent = append(v.Recent, f.links(f.newest[i:i+1])...)
		}
	}
	v.MostRead = f.mostReadLinks(st.onward.mostRead)
}

func (f *frame) articleHead(v *theme.ArticleView, st *story) head {
	h := head{title: or(st.SEOTitle, st.Title), description: or(st.SEODesc, or(st.Standfirst, text.Excerpt(st.Body, 160))), path: st.Path}
	h.og = theme.OpenGraph{Type: "article", Title: v.Headline, Description: f.typo(st.Language, or(st.Standfirst, h.description)), Article: f.ogArticle(st)}
	h.og.Image = f.storyShared(st, v.Headline)
	h.languages = []theme.Link{} // on an article they lead to its translations, and are absent where there is none
	if paths := st.beside.translations; len(paths) > 1 {
		f.translations(v, &h, paths)
	}
	h.jsonld = []any{f.newsArticle(v, st), f.breadcrumb(v, st)}
	if st.NoIndex {
		h.robots = "noindex"
	}
	return h
}

// translations links an article to the others, and says so to machines.
func (f *frame) translations(v *theme.ArticleView, h *head, paths map[string]string) {
	for _, lang := range f.paper.Languages {
		path := paths[lang]
		if path == "" {
			continue
		}
		h.alternates = append(h.alternates, theme.Alternate{Lang: lang, Href: f.abs(path)})
		h.languages = append(h.languages, theme.Link{Text: f.site.Locales.For(lang).Name(), Href: path, Current: lang == f.lang, Lang: lang})
		if lang == f.paper.Language {
			h.alternates = append(h.alternates, theme.Alternate{Lang: "x-default", Href: f.abs(path)})
		}
		if lang != f.lang {
			v.Translations = append(v.Translations, theme.Link{Text: f.site.Locales.For(lang).T("article.read_translation"), Href: path, Lang: lang, Dir: text.Direction(lang)})
		}
	}
}

func (f *frame) ogArticle(st *story) *theme.OGArticle {
	og := &theme.OGArticle{Published: f.loc.Machine(st.FirstPublished.In(f.paper.Location()))}
	if !st.Updated.IsZero() {
		og.Modified = f.loc.Machine(st.Updated.In(f.paper.Location()))
	}
	if st.section != nil {
		og.Section = st.section.Name
	}
	for i := range st.tags {
		og.Tags = append(og.Tags, st.tags[i].Name)
	}
	for i := range st.bylines {
		og.Authors = append(og.Authors, f.abs(st.bylines[i].Path()))
	}
	return og
}

// preview is a picture as a link preview wants it.
func (f *frame) preview(m *media.Media, alt string) *theme.OGImage {
	w := m.LargestJPEG()
	return &theme.OGImage{URL: f.abs(m.URL(w, "jpg")), Width: w, Height: m.HeightAt(w), Alt: alt}
}

func (f *frame) reading(c *article.Card) string {
	return f.loc.Plural("article.reading_time", text.ReadingMinutes(c.Words))
}
