package feed

import (
	"context"
	"encoding/xml"

	"griot/internal/page"
	"griot/internal/text"
)

type opmlDocument struct {
	XMLName xml.Name      `xml:"opml"`
	Version string        `xml:"version,attr"`
	Title   string        `xml:"head>title"`
	Body    []opmlOutline `xml:"body>outline"`
}

type opmlOutline struct {
	Text     string        `xml:"text,attr"`
	Type     string        `xml:"type,attr,omitempty"`
	Feed     string        `xml:"xmlUrl,attr,omitempty"`
	Home     string        `xml:"htmlUrl,attr,omitempty"`
	Language string        `xml:"language,attr,omitempty"`
	Outlines []opmlOutline `xml:"outline"`
}

// opml lists the newspaper's own feed and those of every rubric and country, for readers of feeds to take over at once.
func (f *Feed) opml(ctx context.Context, _ page.Address) (*page.Page, error) {
	p, err := f.paper(ctx)
	if err != nil {
		return nil, err
	}
	rubrics, err := p.rubrics(ctx)
	if err != nil {
		return nil, err
	}
	countries, err := p.countries(ctx)
	if err != nil {
		return nil, err
	}
	doc := opmlDocument{Version: "2.0", Title: p.Title, Body: []opmlOutline{p.outline(shelf{name: p.Title, path: "/"})}}
	doc.add(p, p.loc.T("frame.rubrics"), rubrics)
	doc.add(p, p.loc.T("frame.countries"), countries)
	body, err := marshalXML(doc)
	if err != nil {
		return nil, err
	}
	return document(typeOPML, body), nil
}

func (d *opmlDocument) add(p *paper, name string, shelves []shelf) {
	group := opmlOutline{Text: name}
	for _, s := range shelves {
		group.Outlines = append(group.Outlines, p.outline(s))
	}
	if len(shelves) > 0 {
		d.Body = append(d.Body, group)
	}
}

func (p *paper) outline(s shelf) opmlOutline {
	return opmlOutline{Text: text.Typography(p.Language, s.name), Type: "rss", Feed: p.abs(s.path + "feed.xml"), Home: p.abs(s.path), Language: p.Language}
}
