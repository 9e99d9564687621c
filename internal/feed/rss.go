package feed

import (
	"context"
	"encoding/xml"
	"time"

	"griot/internal/page"
)

// rss makes a feed as RSS 2.0, with the modules that readers of news know: Atom's links, Dublin Core's authors, the full text, Media RSS.
func (f *Feed) rss(ctx context.Context, at page.Address) (*page.Page, error) {
	return f.publish(ctx, at, format{file: "feed.xml", contentType: typeRSS, write: writeRSS})
}

type rssDocument struct {
	XMLName xml.Name   `xml:"rss"`
	Version string     `xml:"version,attr"`
	Atom    string     `xml:"xmlns:atom,attr"`
	Content string     `xml:"xmlns:content,attr"`
	DC      string     `xml:"xmlns:dc,attr"`
	Media   string     `xml:"xmlns:media,attr"`
	Channel rssChannel `xml:"channel"`
}

type rssChannel struct {
	Title       string    `xml:"title"`
	Link        string    `xml:"link"`
	Description string    `xml:"description"`
	Language    string    `xml:"language"`
	Copyright   string    `xml:"copyright,omitempty"`
	Built       string    `xml:"lastBuildDate"`
	Generator   string    `xml:"generator"`
	Links       []rssLink `xml:"atom:link"`
	Items       []rssItem `xml:"item"`
}

type rssLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type rssItem struct {
	Title       string        `xml:"title"`
	Link        string        `xml:"link"`
	GUID        rssGUID       `xml:"guid"`
	Published   string        `xml:"pubDate"`
	Updated     string        `xml:"atom:updated"`
	Creators    []string      `xml:"dc:creator"`
	Language    string        `xml:"dc:language"`
	Categories  []string      `xml:"category"`
	Description string        `xml:"description,omitempty"`
	Content     string        `xml:"content:encoded"`
	Enclosure   *rssEnclosure `xml:"enclosure"`
	Picture     *mediaContent `xml:"media:content"`
}

// rssEnclosure is the picture for readers that do not know Media RSS. Its length is demanded (RSS 2.0, <enclosure>).
type rssEnclosure struct {
	URL    string `xml:"url,attr"`
	Length int64  `xml:"length,attr"`
	Type   string `xml:"type,attr"`
}

type rssGUID struct {
	Permalink bool   `xml:"isPermaLink,attr"`
	ID        string `xml:",chardata"`
}

// mediaContent is a picture by Media RSS.
type mediaContent struct {
	URL         string `xml:"url,attr"`
	Type        string `xml:"type,attr"`
	Medium      string `xml:"medium,attr"`
	Width       int    `xml:"width,attr"`
	Height      int    `xml:"height,attr"`
	Description string `xml:"media:description,omitempty"`
	Credit      string `xml:"media:credit,omitempty"`
}

func mediaOf(p *picture) *mediaContent {
	if p == nil {
		return nil
	}
	return &mediaContent{URL: p.URL, Type: "image/jpeg", Medium: "image", Width: p.Width, Height: p.Height, Description: p.Description, Credit: p.Credit}
}

func writeRSS(c *channel) ([]byte, error) {
	doc := rssDocument{Version: "2.0", Atom: nsAtom, Content: "http://purl.org/rss/1.0/modules/content/", DC: "http://purl.org/dc/elements/1.1/", Media: nsMedia,
		Channel: rssChannel{Title: c.Title, Link: c.Home, Description: c.Description, Language: c.Language, Copyright: c.Rights, Built: rssTime(c.Updated), Generator: generator,
			Links: []rssLink{{Rel: "self", Type: mediaType(typeRSS), Href: c.Self}, {Rel: "alternate", Type: "text/html", Href: c.Home}}}}
	if c.Hub != "" {
		doc.Channel.Links = append(doc.Channel.Links, rssLink{Rel: "hub", Href: c.Hub})
	}
	for i := range c.Entries {
		doc.Channel.Items = append(doc.Channel.Items, rssItemOf(&c.Entries[i]))
	}
	return marshalXML(doc)
}

func rssItemOf(e *entry) rssItem {
	it := rssItem{Title: e.Title, Link: e.URL, GUID: rssGUID{ID: e.ID}, Published: rssTime(e.Published), Updated: e.Updated.Format(time.RFC3339), Language: e.Language,
		Categories: e.Categories, Description: e.Summary, Content: e.Content, Picture: mediaOf(e.Picture)}
	if e.Picture != nil && e.Picture.Bytes > 0 {
		it.Enclosure = &rssEnclosure{URL: e.Picture.URL, Length: e.Picture.Bytes, Type: "image/jpeg"}
	}
	for _, a := range e.Authors {
		it.Creators = append(it.Creators, a.Name)
	}
	return it
}

func rssTime(t time.Time) string { return t.Format(time.RFC1123Z) }
