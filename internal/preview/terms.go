package preview

import (
	"context"
	"strings"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/locale"
	"griot/internal/masthead"
	"griot/internal/media"
	"griot/internal/page"
	"griot/internal/preview/press"
	"griot/internal/staff"
	"griot/internal/taxonomy"
	"griot/internal/text"
)

// Terms is what the words of every picture come from. Whoever makes a page has read it anyway.
type Terms struct {
	Paper     *masthead.Newspaper
	Locales   *locale.Catalogues
	Sections  map[taxonomy.SectionID]*taxonomy.Section
	Countries map[taxonomy.CountryID]*taxonomy.Country
	Kinds     map[string]*article.Kind
}

// Read reads the terms.
func Read(ctx context.Context, q db.Querier, words *locale.Catalogues) (*Terms, error) {
	t := &Terms{Locales: words, Sections: map[taxonomy.SectionID]*taxonomy.Section{}, Countries: map[taxonomy.CountryID]*taxonomy.Country{}}
	var err error
	if t.Paper, err = masthead.Load(ctx, q); err != nil {
		return nil, err
	}
	sections, err := taxonomy.Sections(ctx, q)
	if err != nil {
		return nil, err
	}
	for i := range sections {
		t.Sections[sections[i].ID] = &sections[i]
	}
	countries, err := taxonomy.Countries(ctx, q)
	if err != nil {
		return nil, err
	}
	for i := range countries {
		t.Countries[countries[i].ID] = &countries[i]
	}
	t.Kinds, err = article.Kinds(ctx, q)
	return t, err
}

// Story is what a picture needs to know of an article. Hero is nil for a picture that is absent or not ready.
type Story struct {
	ID        article.ID
	Language  string
	Kind      string
	Title     string
	Section   taxonomy.SectionID
	Countries []taxonomy.CountryID
	Hero      *media.Media
}

// Article is the picture of an article: its title under its rubric, and its hero.
func (t *Terms) Article(s *Story) *Picture {
	if s.Hero != nil && s.Hero.Kind != media.Picture {
		s.Hero = nil
	}
	p := &Picture{Subject: page.Article(int64(s.ID)), Hero: s.Hero}
	p.Sheet = t.sheet(s.Language, s.Title, p.Subject)
	p.Sheet.Label, p.Sheet.Hue = t.over(s), t.hue(s.Section)
	return p
}

// over is the line over an article's title: the rubric, else the country, and the kind that is not plain news. What is paid for says that and nothing else.
func (t *Terms) over(s *Story) string {
	var parts []string
	kind := t.Kinds[s.Kind]
	if kind != nil && kind.Sponsored {
		return text.Typography(s.Language, kind.Label(s.Language))
	}
	if section := t.Sections[s.Section]; section != nil {
		parts = append(parts, section.NameIn(s.Language))
	} else if len(s.Countries) > 0 && t.Countries[s.Countries[0]] != nil {
		parts = append(parts, t.country(s.Language, t.Countries[s.Countries[0]]))
	}
	if kind != nil && kind.Code != article.News {
		parts = append(parts, kind.Label(s.Language))
	}
	return text.Typography(s.Language, strings.Join(parts, " · "))
}

// Section is the picture of a rubric's list.
func (t *Terms) Section(s *taxonomy.Section) *Picture {
	label := t.own().T("list.rubric")
	if above := t.Sections[s.Parent]; above != nil {
		label = above.NameIn(t.Paper.Language)
	}
	return t.list(page.Section(int64(s.ID)), s.NameIn(t.Paper.Language), label, t.hue(s.ID))
}

// Country is the picture of a country's list.
func (t *Terms) Country(c *taxonomy.Country) *Picture {
	return t.list(page.Country(int64(c.ID)), t.country(t.Paper.Language, c), t.own().Region(locale.Region(c.Region)), accent)
}

// Tag is the picture of a tag's list.
func (t *Terms) Tag(tag *taxonomy.Tag) *Picture {
	return t.list(page.Tag(int64(tag.ID)), tag.Name, t.own().T("list.tag"), accent)
}

// Author is the picture of a byline's list.
func (t *Terms) Author(b *staff.Byline) *Picture {
	label := b.Role
	if label == "" {
		label = t.own().T("list.author")
	}
	return t.list(page.Author(int64(b.ID)), b.Name, label, accent)
}

// Front is the picture of the front page in a language, and of every page that has none of its own.
func (t *Terms) Front(lang string) *Picture {
	loc := t.Locales.For(lang)
	p := &Picture{Subject: page.Language(lang)}
	p.Sheet = t.sheet(lang, t.Paper.Title, p.Subject)
	p.Sheet.Label, p.Sheet.Hue = t.Paper.Tagline, accent
	if lang != t.Paper.Language {
		p.Sheet.Label = loc.Name()
	}
	return p
}

// accent is the dye of the newspaper's own mark, for lists that have no rubric's.
const accent = "laterite"

func (t *Terms) list(subject page.Label, title, label, hue string) *Picture {
	p := &Picture{Subject: subject, Sheet: t.sheet(t.Paper.Language, title, subject)}
	p.Sheet.Label, p.Sheet.Hue = text.Typography(t.Paper.Language, label), hue
	return p
}

func (t *Terms) sheet(lang, title string, subject page.Label) press.Sheet {
	return press.Sheet{Language: lang, Title: text.Typography(lang, title), Name: t.Paper.Title, Seed: string(subject)}
}

func (t *Terms) own() *locale.Locale { return t.Locales.For(t.Paper.Language) }

// hue is the dye of a rubric, else of one above it.
func (t *Terms) hue(id taxonomy.SectionID) string {
	for depth := 0; id != 0 && depth < 8; depth++ {
		s := t.Sections[id]
		if s == nil {
			return ""
		}
		if s.Hue != "" {
			return s.Hue
		}
		id = s.Parent
	}
	return ""
}

// country is the newspaper's own name for a country in its own language, and the catalogue's in others.
func (t *Terms) country(lang string, c *taxonomy.Country) string {
	if lang != t.Paper.Language {
		if n := t.Locales.For(lang).Country(c.Code); n != c.Code {
			return n
		}
	}
	return c.Name
}
