package site

import (
	"bytes"
	"context"
	"io"
	"strings"
	"time"

	"griot/internal/article"
	"griot/internal/locale"
	"griot/internal/page"
	"griot/internal/text"
)

// frame is one page while it is filled: what all pages share, and the labels that this one gathers.
type frame struct {
	*shared
	site   *Site
	look   *look
	loc    *locale.Locale
	now    time.Time // on the newsroom's clock
	labels []page.Label
	until  time.Time
	known  map[article.ID]*article.Card // what this page has read of articles
	frames []string                     // origins that the page may show in a frame
}

// frame begins a page in a language; "" is the newspaper's own, which also stands in for a language we do not have.
func (s *Site) frame(ctx context.Context, lang string) (*frame, error) {
	if !s.Locales.Has(lang) {
		lang = ""
	}
	now := s.Now()
	sh, err := s.shared(ctx, lang, now)
	if err != nil {
		return nil, err
	}
	return s.begin(sh, now), nil
}

func (s *Site) begin(sh *shared, now time.Time) *frame {
	f := &frame{shared: sh, site: s, look: s.dress().on(sh, s.Log), loc: s.Locales.For(sh.lang), known: map[article.ID]*article.Card{}, now: now.In(sh.paper.Location())}
	f.stopsAt(midnight(f.now).AddDate(0, 0, 1)) // the date over every page, the hours in the breaking line
	f.stopsAt(sh.until)
	f.knows(sh.newest)
	return f
}

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
	var b bytes.Buffer // written to once
	if err := render(&b); err != nil {
		return nil, err
	}
	f.shows(page.Ticker, page.Menu, page.Theme)
	f.shows(f.logos.labels...)
	policy := f.look.policy(b.Bytes())
	if len(f.frames) > 0 {
		policy += "; frame-src " + strings.Join(f.frames, " ")
	}
	return &page.Page{ContentType: "text/html; charset=utf-8", Language: f.lang, Body: b.Bytes(), Labels: f.labels, Until: f.until,
		Header: map[string]string{"Content-Security-Policy": policy}}, nil
}

func redirect(to string) *page.Page {
	return &page.Page{Status: 301, Location: to, Labels: []page.Label{page.Menu}} // rubrics and tags move, and move back
}
