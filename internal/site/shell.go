package site

import (
	"griot/internal/site/theme"
	"griot/internal/taxonomy"
	"griot/internal/text"
)

// head is what a page says of itself to machines.
type head struct {
	title       string // without the newspaper's name
	description string
	path        string // its canonical path, with its query
	feed        string // the path of its list, whose feeds it announces; "" announces none
	robots      string
	og          theme.OpenGraph
	jsonld      []any
	alternates  []theme.Alternate
	languages   []theme.Link // of this page; nil: the newspaper's
}

// shell fills everything around a page's own matter.
func (f *frame) shell(h head) (theme.Shell, error) {
	s := theme.Shell{
		Lang: f.lang, Dir: text.Direction(f.lang), Words: f.loc, Title: f.loc.T("frame.title", f.typo(f.lang, h.title), f.paper.Title),
		Description: f.typo(f.lang, h.description), Canonical: f.abs(h.path), Alternates: h.alternates, Robots: h.robots, OG: h.og,
		Manifest: "/manifest.webmanifest", OpenSearch: "/opensearch.xml", Name: f.paper.Title, Home: f.home(f.lang), Search: "/recherche/",
		Tagline: f.typo(f.paper.Language, f.paper.Tagline),
		Today:   theme.Moment{Text: f.loc.DateWeekday(f.now), Machine: f.now.Format("2006-01-02")},
	}
	if h.title == "" {
		s.Title = f.paper.Title + " : " + f.paper.Tagline
	}
	f.completeOG(&s, h)
	s.Feeds = f.feeds(h)
	if s.Robots == "" {
		s.Robots = "max-image-preview:large" // and index, follow, which go without saying
	}
	s.Top, s.Main = f.menu(f.menus[taxonomy.TopMenu], h.path), f.menu(f.menus[taxonomy.MainMenu], h.path)
	s.Countries, s.Languages, s.Ticker, s.Ads, s.Footer = f.countriesPanel(h.path), f.languages(), f.ticker(), f.adverts(), f.footer()
	if h.languages != nil {
		s.Languages = h.languages
	}
	var err error
	s.JSONLD, err = f.graph(h.jsonld)
	return s, err
}

// home is the front page of a language.
func (f *frame) home(lang string) string {
	if lang == f.paper.Language {
		return "/"
	}
	return "/" + lang + "/"
}

func (f *frame) completeOG(s *theme.Shell, h head) {
	if s.OG.Type == "" {
		s.OG.Type = "website"
	}
	if s.OG.Title == "" {
		s.OG.Title = f.typo(f.lang, h.title)
	}
	s.OG.SiteName = f.paper.Title
	s.OG.Locale = ogLocale(f.lang)
}

// ogLocale is a language as Facebook writes it, with the territory it expects.
func ogLocale(lang string) string {
	if l, ok := map[string]string{"fr": "fr_FR", "en": "en_GB", "pt": "pt_PT", "ar": "ar_AR", "sw": "sw_KE"}[lang]; ok {
		return l
	}
	return lang
}

func (f *frame) feeds(h head) []theme.Feed {
	path := h.feed
	if path == "" {
		path = f.home(f.lang)
	}
	name := f.paper.Title
	if h.feed != "" && h.title != "" {
		name = f.loc.T("frame.title", h.title, f.paper.Title)
	}
	return []theme.Feed{
		{Type: "application/rss+xml", Title: name, Href: path + "feed.xml"},
		{Type: "application/atom+xml", Title: name + " (Atom)", Href: path + "atom.xml"},
		{Type: "application/feed+json", Title: name + " (JSON)", Href: path + "feed.json"},
	}
}
