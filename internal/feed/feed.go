// Package feed is what machines read of the newspaper: RSS, Atom and JSON Feed under every list of articles, the list of those feeds, sitemaps, and the small files by which search engines,
// browsers and advertisers know a site.
//
// It promises that an entry's id never changes and never holds an address (RFC 4287 §4.2.6), that every address in a document is absolute and begins with the public origin, that XML is well formed
// whatever the newsroom wrote, and that nothing here leads from a byline to an account: authors are names, never e-mail addresses. What is paid for says so in its title and stays out of the news sitemap.
// Each document is a page with the labels of what it shows, so the edge keeps it; nothing here does.
package feed

import (
	"time"

	"griot/internal/blob"
	"griot/internal/db"
	"griot/internal/locale"
	"griot/internal/page"
)

// Config is what the feeds are made from.
type Config struct {
	DB      *db.DB
	Blob    blob.Store // to tell the length of a picture
	Locales *locale.Catalogues
	Origin  func() string // "https://host", without a slash at its end
	Now     func() time.Time
}

// Feed makes the documents. It is safe for concurrent use.
type Feed struct{ Config }

// New makes the feeds of a newsroom.
func New(cfg Config) *Feed { return &Feed{Config: cfg} }

// Routes is every document for machines, in the order in which an address is compared; it stands before the public site's own table. The "*" of a feed is the
// path of its list, empty for the newspaper's own.
func (f *Feed) Routes() page.Table {
	return page.Table{
		{Name: "rss", Pattern: "*/feed.xml", Make: f.rss},
		{Name: "atom", Pattern: "*/atom.xml", Make: f.atom},
		{Name: "json feed", Pattern: "*/feed.json", Make: f.jsonFeed},
		{Name: "opml", Pattern: "/feeds.opml", Make: f.opml},

		{Name: "sitemap", Pattern: "/sitemap.xml", Make: f.sitemap},
		{Name: "sitemap of pages", Pattern: "/sitemap-pages.xml", Make: f.sitemapPages},
		{Name: "sitemap of news", Pattern: "/sitemap-news.xml", Make: f.sitemapNews},
		{Name: "sitemap of tags", Pattern: "/sitemap-tags-*.xml", Make: f.sitemapTags},
		{Name: "sitemap piece", Pattern: "/sitemap-*.xml", Make: f.sitemapPiece},

		{Name: "robots", Pattern: "/robots.txt", Make: f.robots},
		{Name: "ads", Pattern: "/ads.txt", Make: f.ads},
		{Name: "security", Pattern: "/.well-known/security.txt", Make: f.security},
		{Name: "manifest", Pattern: "/manifest.webmanifest", Make: f.manifest},
		{Name: "opensearch", Pattern: "/opensearch.xml", Make: f.openSearch},
		{Name: "oembed", Pattern: "/oembed", Query: []string{"url", "format", "maxwidth", "maxheight"}, Make: f.oEmbed},

		{Name: "icon", Pattern: "/icon.svg", Make: f.iconSVG},
		{Name: "favicon", Pattern: "/favicon.ico", Make: f.favicon},
		{Name: "touch icon", Pattern: "/apple-touch-icon.png", Make: f.icon(180)},
		{Name: "icon 192", Pattern: "/icon-192.png", Make: f.icon(192)},
		{Name: "icon 512", Pattern: "/icon-512.png", Make: f.icon(512)},
	}
}
