package site

import (
	"sync"
	"time"

	"griot/internal/site/theme"
	"griot/internal/taxonomy"
	"griot/internal/text"
)

// surroundings keeps what stands around the matter of pages, for those that have it alike: most pages stand in no menu. They live as long as the shared they
// belong to, and are few.
type surroundings struct {
	mu   sync.Mutex
	kept map[surrounding]theme.Shell
}

// surrounding is all in which the shells of pages that stand in no menu differ.
type surrounding struct {
	look  *look
	day   string // hours and dates in the breaking line are told from it
	front bool
	alone bool // offers no other language
}

// maxSurroundings bounds what is kept, of days past and looks gone too.
const maxSurroundings = 8

func (k *surroundings) get(key surrounding) (theme.Shell, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	s, ok := k.kept[key]
	return s, ok
}

func (k *surroundings) put(key surrounding, s theme.Shell) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.kept == nil || len(k.kept) >= maxSurroundings {
		k.kept = map[surrounding]theme.Shell{}
	}
	k.kept[key] = s
}

// around gives a shell with its head and foot. A page that stands in a menu, or leads to translations of its own, has them made for it.
func (f *frame) around(h head) (theme.Shell, error) {
	if len(h.languages) > 0 || f.marked[h.path] {
		return f.surround(h), nil
	}
	key := surrounding{look: f.look, day: f.now.Format(time.DateOnly), front: h.front, alone: h.languages != nil}
	if kept, ok := f.surroundings.get(key); ok {
		return kept, nil
	}
	s := f.surround(h)
	dress, err := f.look.Around(&s, key.front)
	if err != nil {
		return s, err
	}
	s.Wear(dress)
	f.surroundings.put(key, s)
	return s, nil
}

// surround fills what stands around a page.
func (f *frame) surround(h head) theme.Shell {
	s := theme.Shell{
		Lang: f.lang, Dir: text.Direction(f.lang), Words: f.loc, Manifest: "/manifest.webmanifest", OpenSearch: "/opensearch.xml", Name: f.paper.Title, Logo: f.logos.Logo,
		Home: f.home(f.lang), Search: "/recherche/", Tagline: f.typo(f.paper.Language, f.paper.Tagline),
		Today: theme.Moment{Text: f.loc.DateWeekday(f.now), Machine: f.now.Format("2006-01-02")},
		Top:   f.menu(f.menus[taxonomy.TopMenu], h.path), Main: f.menu(f.menus[taxonomy.MainMenu], h.path),
		Countries: f.countriesPanel(h.path), Languages: f.languages(), Ticker: f.ticker(), Ads: f.adverts(), Footer: f.footer(),
	}
	if h.languages != nil {
		s.Languages = h.languages
	}
	return s
}

// mark notes every path to which a menu or the panel of countries leads.
func (sh *shared) mark(entries []entry) {
	for i := range entries {
		sh.marked[entries[i].href] = true
		sh.mark(entries[i].below)
	}
}
