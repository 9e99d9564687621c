// Package sample is the sample newspaper: articles, pictures, authors and advertisements of our own, put into a newsroom that preset africapresse has furnished. It is dated from the hour in
// which it is put there, so that the front page is always alive.
package sample

import (
	"context"
	"embed"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"griot/internal/article"
	"griot/internal/audience"
	"griot/internal/blob"
	"griot/internal/db"
	"griot/internal/frontpage"
	"griot/internal/locale"
	"griot/internal/masthead"
	"griot/internal/media"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

//go:embed articles/*.html variants topics.toml authors.toml breaking.toml adverts.toml pictures/ads
var files embed.FS

// Newsroom is where the sample goes.
type Newsroom struct {
	DB    *db.DB
	Blob  blob.Store
	Words *locale.Catalogues
	Now   func() time.Time
	Log   *slog.Logger
}

// Fill puts the sample newspaper into an empty newsroom, which furnish furnishes in the same transaction: either all of it is there or nothing.
func (n *Newsroom) Fill(ctx context.Context, furnish func(tx *db.Tx) error) error {
	manuscripts, err := read(files)
	if err != nil {
		return err
	}
	pictures, err := n.receivePictures(ctx)
	if err != nil {
		return fmt.Errorf("sample pictures: %w", err)
	}
	adverts, err := n.receiveAdverts(ctx)
	if err != nil {
		return fmt.Errorf("sample advertisements: %w", err)
	}
	return n.DB.Transact(ctx, func(tx *db.Tx) error {
		if err := furnish(tx); err != nil {
			return err
		}
		f, err := n.filler(ctx, tx, manuscripts)
		if err != nil {
			return err
		}
		if err := f.addPictures(ctx, pictures); err != nil {
			return err
		}
		if err := f.addArticles(ctx, manuscripts); err != nil {
			return err
		}
		if err := f.pushBreaking(ctx); err != nil {
			return err
		}
		return addAdverts(ctx, tx, f.now, adverts)
	})
}

// filler puts the sample in, in one transaction.
type filler struct {
	tx        *db.Tx
	now       time.Time
	paper     *masthead.Newspaper
	sort      *locale.Locale
	sections  map[string]taxonomy.SectionID
	countries map[string]taxonomy.CountryID
	bylines   map[string]staff.BylineID
	pictures  map[string]media.ID
	paths     map[string]string // of articles, by the name of their file
	articles  map[string]article.ID
}

func (n *Newsroom) filler(ctx context.Context, tx *db.Tx, manuscripts []*manuscript) (*filler, error) {
	paper, err := masthead.Load(ctx, tx)
	if err != nil {
		return nil, err
	}
	f := &filler{tx: tx, now: n.Now(), paper: paper, sort: n.Words.For(paper.Language), pictures: map[string]media.ID{}, paths: map[string]string{}, articles: map[string]article.ID{}}
	if f.sections, f.countries, err = places(ctx, tx); err != nil {
		return nil, err
	}
	for _, m := range manuscripts {
		f.paths[m.slug] = "/" + f.published(m).In(paper.Location()).Format("2006/01/02") + "/" + m.address() + "/"
	}
	return f, f.addAuthors(ctx)
}

// places gives the newsroom's rubrics by path and countries by slug.
func places(ctx context.Context, q db.Querier) (map[string]taxonomy.SectionID, map[string]taxonomy.CountryID, error) {
	sections, err := taxonomy.Sections(ctx, q)
	if err != nil {
		return nil, nil, err
	}
	countries, err := taxonomy.Countries(ctx, q)
	if err != nil {
		return nil, nil, err
	}
	byPath, bySlug := map[string]taxonomy.SectionID{}, map[string]taxonomy.CountryID{}
	for _, s := range sections {
		byPath[strings.Trim(s.Path, "/")] = s.ID
	}
	for _, c := range countries {
		bySlug[c.Slug] = c.ID
	}
	return byPath, bySlug, nil
}

func (m *manuscript) address() string {
	if m.wish != "" {
		return m.wish
	}
	return m.slug
}

func (f *filler) published(m *manuscript) time.Time {
	return f.now.Add(-m.age).Truncate(time.Minute)
}

// addArticles puts the articles in, those that others refer to first.
func (f *filler) addArticles(ctx context.Context, manuscripts []*manuscript) error {
	for _, referring := range []bool{false, true} {
		for _, m := range manuscripts {
			if (m.translationOf+m.replyTo != "") != referring {
				continue
			}
			if err := f.addArticle(ctx, m); err != nil {
				return fmt.Errorf("sample article %s: %w", m.slug, err)
			}
		}
	}
	return nil
}

func (f *filler) addArticle(ctx context.Context, m *manuscript) error {
	a, err := f.article(ctx, m)
	if err != nil {
		return err
	}
	if err := article.Put(ctx, f.tx, f.paper, f.now, a); err != nil {
		return err
	}
	f.articles[m.slug] = a.ID
	if a.Path != f.paths[m.slug] {
		return fmt.Errorf("address %s is taken", f.paths[m.slug])
	}
	if err := f.addNotes(ctx, m, a); err != nil {
		return err
	}
	if m.age < 7*24*time.Hour {
		return audience.AddReads(ctx, f.tx, f.now, map[int64]int64{int64(a.ID): m.reads})
	}
	return audience.SetReads(ctx, f.tx, int64(a.ID), m.reads)
}

// article turns a manuscript's names into the newsroom's numbers.
func (f *filler) article(ctx context.Context, m *manuscript) (*article.Article, error) {
	a := &article.Article{Language: m.lang, Kind: m.kind, Status: article.Published, Slug: m.address(), Title: m.title, Short: m.short, Standfirst: m.standfirst,
		Dateline: m.dateline, Agencies: m.agencies, Comments: true, Pinned: m.pinned, FirstPublished: f.published(m), Original: f.articles[m.translationOf], ReplyTo: f.articles[m.replyTo],
		Hero: article.Hero{Picture: f.pictures[m.picture], Alt: m.alt, Caption: m.caption, Credit: m.credit}}
	if m.updated > 0 {
		a.Updated = f.now.Add(-m.updated).Truncate(time.Minute)
	}
	if m.picture != "" && a.Hero.Picture == 0 {
		return nil, fmt.Errorf("there is no picture %q", m.picture)
	}
	if m.section != "" {
		if a.Section = f.sections[m.section]; a.Section == 0 {
			return nil, fmt.Errorf("there is no rubric %q", m.section)
		}
	}
	for _, slug := range m.countries {
		id := f.countries[slug]
		if id == 0 {
			return nil, fmt.Errorf("there is no country %q", slug)
		}
		a.Countries = append(a.Countries, id)
	}
	for _, slug := range m.authors {
		id := f.bylines[slug]
		if id == 0 {
			return nil, fmt.Errorf("there is no author %q", slug)
		}
		a.Bylines = append(a.Bylines, id)
	}
	for _, name := range m.tags {
		t, err := taxonomy.EnsureTag(ctx, f.tx, f.now, f.sort, name, "")
		if err != nil {
			return nil, err
		}
		a.Tags = append(a.Tags, t.ID)
	}
	var err error
	a.Body, err = f.body(m)
	return a, err
}

func (f *filler) addNotes(ctx context.Context, m *manuscript, a *article.Article) error {
	for _, n := range m.notes {
		note := article.Note{Article: a.ID, Kind: n.kind, Text: n.text, Signature: n.signature, Noted: f.now.Add(-n.age).Truncate(time.Minute)}
		if err := article.AddNote(ctx, f.tx, f.now, &note); err != nil {
			return err
		}
	}
	if a.ReplyTo == 0 {
		return nil
	}
	note := article.Note{Article: a.ReplyTo, Kind: article.RightOfReply, Reply: a.ID, Noted: a.FirstPublished}
	return article.AddNote(ctx, f.tx, f.now, &note)
}

// breakingLife is how long a line of the sample stays in the breaking news.
const breakingLife = 24 * time.Hour

func (f *filler) pushBreaking(ctx context.Context) error {
	var data struct {
		Line []struct{ Text, Article, Age string }
	}
	if err := decode("breaking.toml", &data); err != nil {
		return err
	}
	for _, l := range data.Line {
		ago, err := age(l.Age)
		if err != nil {
			return err
		}
		b := frontpage.Breaking{Language: "fr", Text: l.Text, Article: int64(f.articles[l.Article]), Pushed: f.now.Add(-ago), Expires: f.now.Add(breakingLife)}
		if l.Article != "" && b.Article == 0 {
			return fmt.Errorf("breaking line %q leads to no article", l.Text)
		}
		if err := frontpage.Push(ctx, f.tx, &b); err != nil {
			return err
		}
	}
	return nil
}
