package feed

import (
	"context"
	"slices"
	"time"

	"griot/internal/article"
	"griot/internal/fault"
	"griot/internal/media"
	"griot/internal/page"
	"griot/internal/text"
)

// entry reads an article as feeds show it; fault.NotFound when readers may not see it.
func (r *reader) entry(ctx context.Context, id article.ID) (*entry, error) {
	a, err := article.ByID(ctx, r.db, id)
	if err != nil {
		return nil, err
	}
	if !a.Public() {
		return nil, fault.New(fault.NotFound, "no such article")
	}
	r.shows(page.Article(int64(id)))
	e := &entry{ID: a.UID, URL: r.abs(a.Path), Language: a.Language, Title: r.headline(a.Language, a.Kind, a.Title),
		Summary: text.Typography(a.Language, a.Standfirst), Published: a.FirstPublished.In(r.zone)}
	notes, err := article.Notes(ctx, r.db, id)
	if err != nil {
		return nil, err
	}
	e.Updated = changed(a, notes).In(r.zone)
	if e.Authors, err = r.authors(ctx, a.Bylines); err != nil {
		return nil, err
	}
	if e.Categories, err = r.categories(ctx, a); err != nil {
		return nil, err
	}
	pictures, err := r.pictures(ctx, a)
	if err != nil {
		return nil, err
	}
	if e.Picture, err = r.hero(ctx, a, pictures[a.Hero.Picture]); err != nil {
		return nil, err
	}
	e.Content, err = r.content(ctx, a, notes, pictures)
	return e, err
}

// changed is when readers last got something new to read: a correction counts, or those who follow the feed would never see it.
func changed(a *article.Article, notes []article.Note) time.Time {
	last := a.FirstPublished
	if a.Updated.After(last) {
		last = a.Updated
	}
	for _, n := range notes {
		if n.Noted.After(last) {
			last = n.Noted
		}
	}
	return last
}

// headline is a title as it may stand alone: what is paid for says so.
func (r *reader) headline(lang, kind, title string) string {
	title = text.Typography(lang, title)
	if r.paid(kind) {
		return "[" + r.kinds[kind].Label(lang) + "] " + title
	}
	return title
}

// categories are the article's rubric, countries and tags, each name once, after the name of what is paid for.
func (r *reader) categories(ctx context.Context, a *article.Article) (names []string, err error) {
	add := func(name string) {
		if name = text.Typography(a.Language, name); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if r.paid(a.Kind) {
		add(r.kinds[a.Kind].Label(a.Language))
	}
	if s := r.sections[a.Section]; s != nil {
		add(s.NameIn(a.Language))
	}
	for _, id := range a.Countries {
		if c := r.countries[id]; c != nil {
			add(r.countryName(a.Language, c))
		}
	}
	for _, id := range a.Tags {
		name, err := r.tag(ctx, id)
		if err != nil {
			return nil, err
		}
		add(name)
	}
	return names, nil
}

// pictures are the pictures of an article that are ready, by number; the page waits for those that are not.
func (r *reader) pictures(ctx context.Context, a *article.Article) (map[media.ID]*media.Media, error) {
	var ids []media.ID
	for _, id := range article.BodyPictures(a.Body) {
		ids = append(ids, media.ID(id))
	}
	if a.Hero.Picture != 0 {
		ids = append(ids, a.Hero.Picture)
	}
	found, err := media.ByIDs(ctx, r.db, ids)
	if err != nil {
		return nil, err
	}
	for id, m := range found {
		if m.State == media.Pending {
			r.shows(page.Picture(int64(id)))
		}
		if m.State != media.Ready || m.Kind != media.Picture && m.Kind != media.Drawing {
			delete(found, id)
		}
	}
	return found, nil
}

func (r *reader) hero(ctx context.Context, a *article.Article, m *media.Media) (*picture, error) {
	if m == nil || m.Kind != media.Picture {
		return nil, nil //nolint:nilnil // an article without a picture is no error
	}
	w := m.LargestJPEG()
	length, err := m.Length(ctx, r.blob, w, "jpg")
	if err != nil && !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	return &picture{URL: r.abs(m.URL(w, "jpg")), Width: w, Height: m.HeightAt(w), Bytes: length,
		Description: text.Typography(a.Language, firstOf(a.Hero.Caption, m.Caption, a.Hero.Alt, m.Alt)),
		Credit:      text.Typography(a.Language, firstOf(a.Hero.Credit, m.Credit))}, nil
}
