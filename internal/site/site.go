// Package site is the public site: one table of routes, a file a page. It asks the newsroom's rooms what a page shows, fills a typed view, and hands the edge a page with the labels of
// all it showed. It decides nothing about the news and knows nothing of who asks.
package site

import (
	"log/slog"
	"slices"
	"sync/atomic"
	"time"

	"griot/internal/audience"
	"griot/internal/blob"
	"griot/internal/db"
	"griot/internal/locale"
	"griot/internal/page"
	"griot/internal/preview"
	"griot/internal/search"
	"griot/internal/site/theme"
)

// Config is what the site is made from.
type Config struct {
	DB      *db.DB
	Blob    blob.Store
	Locales *locale.Catalogues
	Origin  func() string // "https://host", without a slash at its end
	Now     func() time.Time
	Log     *slog.Logger
}

// Site makes the public pages. It is safe for concurrent use.
type Site struct {
	Config
	*memory
	Previews *preview.Maker // of the pictures that pages name where they are shared
	index    *search.Index
	light    bool // it makes the light versions
}

// memory is what pages were made of and the next may be made of too.
type memory struct {
	look     atomic.Pointer[look]
	shelf    shelf
	ranking  minutes[int, audience.Ranking] // by how many days it looks back
	mostRead minutes[string, []int64]
}

// look is a theme with what follows from it.
type look struct {
	*theme.Theme
	light *look // the same in its light dress
	own   own
}

// New makes a site that looks as the theme says.
func New(cfg Config, t *theme.Theme) *Site {
	s := &Site{Config: cfg, memory: &memory{}, index: search.New(search.KeepBytes), Previews: preview.NewMaker(cfg.DB, cfg.Blob, cfg.Locales, cfg.Log, cfg.Now)}
	s.SetTheme(t)
	return s
}

// Index finds published articles by their words; what it has read of them is kept once for all who ask.
func (s *Site) Index() *search.Index { return s.index }

// SetTheme changes the look of every page made from now on. Kept pages go when the caller has appended page.Theme.
func (s *Site) SetTheme(t *theme.Theme) {
	s.look.Store(&look{Theme: t, light: &look{Theme: t.Light()}})
}

// Routes is every public page, in the order in which an address is compared. What no line names is looked up among the addresses of the newsroom.
func (s *Site) Routes() page.Table {
	return slices.Concat(s.offlineRoutes(), s.flashRoutes(), s.lightRoutes(), s.previewRoutes(), s.pages())
}

// pages are those that have a light version.
func (s *Site) pages() page.Table {
	t := page.Table{
		{Name: "front", Pattern: "/", Query: []string{"p", "page_id", "cat", "tag", "author", "attachment_id", "feed"}, Make: s.Front},
		{Name: "countries", Pattern: "/pays/", Make: s.Countries},
		{Name: "authors", Pattern: "/auteurs/", Make: s.Authors},
		{Name: "corrections", Pattern: "/corrections/", Query: []string{"page"}, Make: s.Corrections},
		{Name: "search", Pattern: "/recherche/", Query: searchParameters(), Make: s.Search},
		{Name: "suggestions", Pattern: "/recherche/suggestions", Query: []string{"q"}, Make: s.Suggestions},
	}
	for _, lang := range locale.Languages() {
		t = append(t, page.Route{Name: "front " + lang, Pattern: "/" + lang + "/", Make: s.Front})
	}
	t = append(t, page.Route{Name: "versions", Pattern: "/*/" + versionsWord, Query: []string{"de", "a", "page"}, Make: s.Versions})
	return append(t, page.Route{Name: "address", Pattern: "/*", Query: []string{"page"}, Make: s.At})
}
