package site

import (
	"strings"

	"griot/internal/article"
	"griot/internal/media"
	"griot/internal/site/theme"
	"griot/internal/text"
)

// showing says what of an article an entry repeats: a rubric's own list need not name the rubric.
type showing struct {
	section, country bool
	standfirst, hour bool
	byline           bool
	short            bool // the short title where there is one
}

// item is an article as a list entry.
func (f *frame) item(c *article.Card, show showing) theme.Item {
	title := c.Title
	if show.short {
		title = c.Heading()
	}
	it := theme.Item{Title: f.typo(c.Language, title), Href: c.Path, Hue: f.hue(c), Picture: f.thumbnail(c)}
	it.Lang, it.Dir = f.foreign(c.Language)
	if k := f.kinds[c.Kind]; k != nil && k.Code != article.News {
		if k.Sponsored {
			it.Sponsored = k.Label(f.lang)
		} else {
			it.Kind = k.Label(f.lang)
		}
	}
	if c.Pinned {
		it.Pinned = f.loc.T("list.pinned")
	}
	if s := f.section[c.Section]; s != nil && show.section {
		it.Section = s.NameIn(f.lang)
	}
	if show.country {
		it.Country = f.countryNames(c)
	}
	if show.standfirst {
		it.Standfirst = f.typo(c.Language, c.Standfirst)
	}
	if show.byline {
		it.Byline = f.signatures(c)
	}
	if show.hour {
		it.Time = theme.Moment{Text: f.loc.Time(c.Published.In(f.paper.Location())), Machine: f.loc.Machine(c.Published.In(f.paper.Location()))}
		it.Reading = f.loc.Plural("article.reading_time", text.ReadingMinutes(c.Words))
	}
	return it
}

func (f *frame) hue(c *article.Card) string {
	for id, n := c.Section, 0; id != 0 && n < 8; n++ {
		s := f.section[id]
		if s == nil || s.Hue != "" {
			if s != nil {
				return s.Hue
			}
			return ""
		}
		id = s.Parent
	}
	return ""
}

// foreign gives the lang and dir of a text where they differ from the page's.
func (f *frame) foreign(lang string) (string, string) {
	if lang == f.lang {
		return "", ""
	}
	return lang, text.Direction(lang)
}

// listedCountries bounds the countries named over a headline.
const listedCountries = 3

func (f *frame) countryNames(c *article.Card) string {
	var names []string
	for _, id := range c.Countries {
		if country := f.country[id]; country != nil && len(names) < listedCountries {
			names = append(names, f.countryName(country.Code, country.Name))
		}
	}
	return strings.Join(names, f.loc.T("article.comma"))
}

// countryName is the newspaper's own name for a country in its own language, and the catalogue's in others.
func (f *frame) countryName(code, name string) string {
	if f.lang == f.paper.Language {
		return name
	}
	if n := f.loc.Country(code); n != code {
		return n
	}
	return name
}

func (f *frame) signatures(c *article.Card) string {
	names := make([]string, len(c.Bylines))
	for i, b := range c.Bylines {
		names[i] = b.Name
	}
	return f.enumerate(names)
}

// enumerate writes "A, B et C".
func (f *frame) enumerate(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], f.loc.T("article.comma")) + f.loc.T("article.and") + names[last]
}

func (f *frame) thumbnail(c *article.Card) *theme.Picture {
	if c.Hero == nil {
		return nil
	}
	p := picture(c.Hero)
	p.Alt = "" // the headline beside it says what it is about
	return p
}

// picture is a ready picture with its variants.
func picture(m *media.Media) *theme.Picture {
	p := &theme.Picture{Src: m.URL(m.SmallestJPEG(), "jpg"), Width: m.Width, Height: m.Height, Alt: m.Alt, FocusX: m.FocalX, FocusY: m.FocalY}
	for _, w := range m.Widths() {
		p.Variants = append(p.Variants, theme.Variant{Src: m.URL(w, "webp"), Width: w})
	}
	return p
}

func (f *frame) items(cards []article.Card, show showing) []theme.Item {
	list := make([]theme.Item, len(cards))
	for i := range cards {
		list[i] = f.item(&cards[i], show)
	}
	return list
}

func (f *frame) links(cards []article.Card) []theme.Link {
	list := make([]theme.Link, len(cards))
	for i := range cards {
		c := &cards[i]
		list[i] = theme.Link{Text: f.typo(c.Language, c.Heading()), Href: c.Path}
		list[i].Lang, list[i].Dir = f.foreign(c.Language)
	}
	return list
}
