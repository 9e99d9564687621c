package feed

import (
	"context"
	"encoding/xml"
	"time"

	"griot/internal/page"
)

// Namespaces that more than one format uses.
const (
	nsAtom  = "http://www.w3.org/2005/Atom"
	nsMedia = "http://search.yahoo.com/mrss/"
)

// atom makes a feed as Atom (RFC 4287).
func (f *Feed) atom(ctx context.Context, at page.Address) (*page.Page, error) {
	return f.publish(ctx, at, format{file: "atom.xml", contentType: typeAtom, write: writeAtom})
}

type atomFeed struct {
	XMLName   xml.Name    `xml:"feed"`
	NS        string      `xml:"xmlns,attr"`
	Media     string      `xml:"xmlns:media,attr"`
	Language  string      `xml:"xml:lang,attr"`
	ID        string      `xml:"id"`
	Title     string      `xml:"title"`
	Subtitle  string      `xml:"subtitle,omitempty"`
	Updated   string      `xml:"updated"`
	Links     []atomLink  `xml:"link"`
	Author    atomPerson  `xml:"author"`
	Rights    string      `xml:"rights,omitempty"`
	Icon      string      `xml:"icon"`
	Generator string      `xml:"generator"`
	Entries   []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Lang string `xml:"hreflang,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomPerson struct {
	Name string `xml:"name"`
	URI  string `xml:"uri"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

type atomEntry struct {
	Language   string         `xml:"xml:lang,attr"`
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Links      []atomLink     `xml:"link"`
	Published  string         `xml:"published"`
	Updated    string         `xml:"updated"`
	Authors    []atomPerson   `xml:"author"`
	Categories []atomCategory `xml:"category"`
	Summary    string         `xml:"summary,omitempty"`
	Content    atomText       `xml:"content"`
	Picture    *mediaContent  `xml:"media:content"`
}

func writeAtom(c *channel) ([]byte, error) {
	doc := atomFeed{NS: nsAtom, Media: nsMedia, Language: c.Language, ID: c.ID, Title: c.Title, Subtitle: c.Description, Updated: c.Updated.Format(time.RFC3339),
		Links: []atomLink{{Rel: "self", Type: mediaType(typeAtom), Href: c.Self}, {Rel: "alternate", Type: "text/html", Lang: c.Language, Href: c.Home}},
		// An entry without a byline is signed by the newspaper (§4.2.1).
		Author: atomPerson{Name: c.Publisher.Name, URI: c.Publisher.URL}, Rights: c.Rights, Icon: c.Icon, Generator: generator}
	if c.Hub != "" {
		doc.Links = append(doc.Links, atomLink{Rel: "hub", Href: c.Hub})
	}
	for i := range c.Entries {
		doc.Entries = append(doc.Entries, atomEntryOf(&c.Entries[i]))
	}
	return marshalXML(doc)
}

func atomEntryOf(e *entry) atomEntry {
	to := atomEntry{Language: e.Language, ID: e.ID, Title: e.Title, Published: e.Published.Format(time.RFC3339), Updated: e.Updated.Format(time.RFC3339),
		Summary: e.Summary, Content: atomText{Type: "html", Text: e.Content}, Picture: mediaOf(e.Picture),
		Links: []atomLink{{Rel: "alternate", Type: "text/html", Lang: e.Language, Href: e.URL}}}
	for _, a := range e.Authors {
		to.Authors = append(to.Authors, atomPerson{Name: a.Name, URI: a.URL})
	}
	for _, name := range e.Categories {
		to.Categories = append(to.Categories, atomCategory{Term: name})
	}
	if e.Picture != nil {
		to.Links = append(to.Links, atomLink{Rel: "enclosure", Type: "image/jpeg", Href: e.Picture.URL})
	}
	return to
}
