package site

import (
	"context"
	"slices"
	"sync"
	"time"

	"griot/internal/advert"
	"griot/internal/article"
	"griot/internal/event"
	"griot/internal/frontpage"
	"griot/internal/masthead"
	"griot/internal/page"
	"griot/internal/standing"
	"griot/internal/taxonomy"
)

// shared is what every page in one language needs to know of the newspaper. A change is a row: while no event has come since it was read and nothing in it
// has begun or ended, it is still true, and the next page need not read it again. Nobody changes one that is kept, but for the surroundings and cards that it gathers.
type shared struct {
	seq       int64     // of the newest event when it was read
	until     time.Time // the first instant at which something in it begins or ends; zero: none
	paper     *masthead.Newspaper
	logos     logos
	lang      string
	sections  []taxonomy.Section
	section   map[taxonomy.SectionID]*taxonomy.Section
	countries []taxonomy.Country
	country   map[taxonomy.CountryID]*taxonomy.Country
	kinds     map[string]*article.Kind
	menus     map[string][]entry
	filed     map[page.Label]int // number of articles in each language
	newest    []article.Card     // of the language: the breaking line and the footer show them
	pushed    []frontpage.Breaking
	ads       map[advert.Slot]*advert.Advert
	pages     []standing.Link
	marked    map[string]bool // paths to which a menu leads

	surroundings surroundings
	popular      popular
}

// newestCards is how many of the newest articles every page knows: six for the breaking line, and among them enough with pictures for the footer.
const newestCards = 8

// shelf keeps one shared a language.
type shelf struct {
	mu   sync.Mutex
	kept map[string]*shared
}

func (h *shelf) get(lang string) *shared {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.kept[lang]
}

func (h *shelf) put(lang string, s *shared) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.kept == nil {
		h.kept = map[string]*shared{}
	}
	h.kept[lang] = s
}

// shared gives what is kept, or reads it afresh. lang is one of the catalogues' or "" for the newspaper's own.
func (s *Site) shared(ctx context.Context, lang string, now time.Time) (*shared, error) {
	// The number comes first: what is read after it may be newer than it says, never older.
	seq, err := event.Last(ctx, s.DB)
	if err != nil {
		return nil, err
	}
	if kept := s.shelf.get(lang); kept != nil && kept.seq == seq && (kept.until.IsZero() || now.Before(kept.until)) {
		return kept, nil
	}
	fresh, err := s.readShared(ctx, lang, now)
	if err != nil {
		return nil, err
	}
	fresh.seq = seq
	s.shelf.put(lang, fresh)
	return fresh, nil
}

func (s *Site) readShared(ctx context.Context, lang string, now time.Time) (sh *shared, err error) {
	sh = &shared{lang: lang, marked: map[string]bool{}}
	if sh.paper, err = masthead.Load(ctx, s.DB); err != nil {
		return nil, err
	}
	if sh.lang == "" {
		sh.lang = sh.paper.Language
	}
	for _, read := range []func(context.Context, *shared, time.Time) error{s.readTerms, s.readNewest, s.readAds, s.readMenus, s.readLogos} {
		if err := read(ctx, sh, now); err != nil {
			return nil, err
		}
	}
	return sh, nil
}

func (s *Site) readTerms(ctx context.Context, sh *shared, _ time.Time) (err error) {
	if sh.sections, err = taxonomy.Sections(ctx, s.DB); err != nil {
		return err
	}
	if sh.countries, err = taxonomy.Countries(ctx, s.DB); err != nil {
		return err
	}
	if sh.kinds, err = article.Kinds(ctx, s.DB); err != nil {
		return err
	}
	sh.section = map[taxonomy.SectionID]*taxonomy.Section{}
	for i := range sh.sections {
		s := &sh.sections[i]
		sh.section[s.ID] = s
		for _, merged := range s.Merged {
			sh.section[merged] = s
		}
	}
	sh.country = map[taxonomy.CountryID]*taxonomy.Country{}
	for i := range sh.countries {
		sh.marked[sh.countries[i].Path()] = true
		sh.country[sh.countries[i].ID] = &sh.countries[i]
	}
	if sh.pages, err = standing.Links(ctx, s.DB, sh.paper.Language); err != nil {
		return err
	}
	sh.filed, err = article.Counts(ctx, s.DB, "language:")
	return err
}

func (s *Site) readNewest(ctx context.Context, sh *shared, now time.Time) error {
	newest, err := s.cardsIn(ctx, page.Language(sh.lang), newestCards, 0)
	if err != nil {
		return err
	}
	sh.newest = slices.DeleteFunc(newest, func(c article.Card) bool { return sh.paid(c.Kind) }) // these lines have no room for its label
	if sh.pushed, err = frontpage.Running(ctx, s.DB, now, sh.lang); err != nil {
		return err
	}
	for i := range sh.pushed {
		sh.endsAt(sh.pushed[i].Expires)
	}
	next, err := frontpage.Begins(ctx, s.DB, now, sh.lang)
	sh.endsAt(next)
	return err
}

func (s *Site) readAds(ctx context.Context, sh *shared, now time.Time) (err error) {
	var until time.Time
	sh.ads, until, err = advert.Running(ctx, s.DB, now)
	sh.endsAt(until)
	return err
}

func (sh *shared) endsAt(t time.Time) {
	if !t.IsZero() && (sh.until.IsZero() || t.Before(sh.until)) {
		sh.until = t
	}
}

func (sh *shared) paid(kind string) bool { k := sh.kinds[kind]; return k != nil && k.Sponsored }
