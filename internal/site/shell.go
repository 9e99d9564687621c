package site

import (
	"cmp"
	"net/url"

	"griot/internal/site/theme"
)

// head is what a page says of itself to machines.
type head struct {
	title       string // without the newspaper's name
	description string
	path        string // its canonical path, with its query
	asked       string // where the same is found in the other dress, if it was asked for something that its canonical path does not say; "" is path
	front       bool   // it is a front page
	feed        string // the path of its list, whose feeds it announces; "" announces none
	robots      string
	og          theme.OpenGraph
	jsonld      []any
	alternates  []theme.Alternate
	languages   []theme.Link // of this page; nil: the newspaper's
}

// shell fills everything around a page's own matter.
func (f *frame) shell(h head) (theme.Shell, error) {
	s, err := f.around(h)
	if err != nil {
		return s, err
	}
	s.Title, s.Description = f.loc.T("frame.title", f.typo(f.lang, h.title), f.paper.Title), f.typo(f.lang, h.description)
	s.Canonical, s.Alternates, s.Robots, s.OG = f.abs(h.path), h.alternates, h.robots, h.og
	if h.title == "" {
		s.Title = f.paper.Title + " : " + f.paper.Tagline
	}
	f.versions(&s, cmp.Or(h.asked, h.path))
	f.completeOG(&s, h)
	s.Feeds = f.feeds(h)
	if s.Robots == "" {
		s.Robots = "max-image-preview:large" // and index, follow, which go without saying
	}
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
	if s.OG.Image == nil {
		s.OG.Image = f.sharedAs(f.terms().Front(f.lang), f.paper.Title)
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
	list := []theme.Feed{
		{Type: "application/rss+xml", Title: name, Href: path + "feed.xml"},
		{Type: "application/atom+xml", Title: name + " (Atom)", Href: path + "atom.xml"},
		{Type: "application/feed+json", Title: name + " (JSON)", Href: path + "feed.json"},
	}
	if h.og.Article != nil { // its card, for sites that embed it (oembed.com §4)
		card := f.abs("/oembed?url=" + url.QueryEscape(f.abs(h.path)))
		list = append(list, theme.Feed{Type: "application/json+oembed", Title: h.og.Title, Href: card}, theme.Feed{Type: "text/xml+oembed", Title: h.og.Title, Href: card + "&format=xml"})
	}
	return list
}
