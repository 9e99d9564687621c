package site

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"griot/internal/article"
	"griot/internal/locale"
	"griot/internal/masthead"
	"griot/internal/page"
	"griot/internal/taxonomy"
	"griot/internal/text"
)

// frame is what every page needs to know of the newspaper, read afresh for each page, and the labels the page gathers while it is filled.
type frame struct {
	site      *Site
	look      *look
	paper     *masthead.Newspaper
	lang      string
	loc       *locale.Locale
	now       time.Time // on the newsroom's clock
	sections  []taxonomy.Section
	section   map[taxonomy.SectionID]*taxonomy.Section
	countries []taxonomy.Country
	country   map[taxonomy.CountryID]*taxonomy.Country
	kinds     map[string]*article.Kind
	newest    []article.Card // of the page's language: the breaking line and the footer show them
	labels    []page.Label
	until     time.Time
	frames    []string // origins that the page may show in a frame
}

// frame reads the newspaper for a page in a language; "" is the newspaper's own.
func (s *Site) frame(ctx context.Context, lang string) (*frame, error) {
	paper, err := masthead.Load(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	if lang == "" || !s.Locales.Has(lang) {
		lang = paper.Language
	}
	f := &frame{site: s, look: s.look.Load(), paper: paper, lang: lang, loc: s.Locales.For(lang), now: s.Now().In(paper.Location())}
	f.stopsAt(midnight(f.now).AddDate(0, 0, 1)) // the date over every page, the hours in the breaking line
	if f.sections, err = taxonomy.Sections(ctx, s.DB); err != nil {
		return nil, err
	}
	if f.countries, err = taxonomy.Countries(ctx, s.DB); err != nil {
		return nil, err
	}
	if f.kinds, err = article.Kinds(ctx, s.DB); err != nil {
		return nil, err
	}
	f.section = map[taxonomy.SectionID]*taxonomy.Section{}
	for i := range f.sections {
		f.section[f.sections[i].ID] = &f.sections[i]
	}
	f.country = map[taxonomy.CountryID]*taxonomy.Country{}
	for i := range f.countries {
		f.country[f.countries[i].ID] = &f.countries[i]
	}
	newest, err := s.cardsIn(ctx, page.Language(lang), newestCards, 0)
	f.newest = slices.DeleteFunc(newest, func(c article.Card) bool { return f.paid(c.Kind) }) // these lines have no room for its label
	return f, err
}

// newestCards is how many of the newest articles every page knows: six for the breaking line, and among them enough with pictures for the footer.
const newestCards = 8

func (s *Site) cardsIn(ctx context.Context, list page.Label, limit, offset int) ([]article.Card, error) {
	ids, err := article.In(ctx, s.DB, list, limit, offset)
	if err != nil {
		return nil, err
	}
	return article.Cards(ctx, s.DB, ids)
}

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

// shows adds labels of what the page shows.
func (f *frame) shows(labels ...page.Label) { f.labels = append(f.labels, labels...) }

// showsCards adds the labels of articles shown as cards, and of pictures of theirs that are still being made.
func (f *frame) showsCards(cards ...article.Card) {
	for i := range cards {
		f.shows(page.Article(int64(cards[i].ID)))
		if cards[i].Pending != 0 {
			f.shows(page.Picture(int64(cards[i].Pending)))
		}
	}
}

// stopsAt notes an instant at which the page stops being true; the earliest counts.
func (f *frame) stopsAt(t time.Time) {
	if !t.IsZero() && t.After(f.now) && (f.until.IsZero() || t.Before(f.until)) {
		f.until = t
	}
}

// typo sets a text of the newsroom's in the typography of a language.
func (f *frame) typo(lang, s string) string { return text.Typography(lang, s) }

// abs is an address of this site as others must name it.
func (f *frame) abs(path string) string { return f.site.Origin() + path }

// finish renders a view and makes the page of it.
func (f *frame) finish(render func(io.Writer) error) (*page.Page, error) {
	var b bytes.Buffer
	if err := render(&b); err != nil {
		return nil, err
	}
	f.shows(page.Ticker, page.Menu, page.Theme)
	policy := f.look.policy
	if len(f.frames) > 0 {
		policy += "; frame-src " + strings.Join(f.frames, " ")
	}
	return &page.Page{ContentType: "text/html; charset=utf-8", Language: f.lang, Body: b.Bytes(), Labels: f.labels, Until: f.until,
		Header: map[string]string{"Content-Security-Policy": policy}}, nil
}

func redirect(to string) *page.Page {
	return &page.Page{Status: 301, Location: to}
}
