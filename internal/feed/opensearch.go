package feed

import (
	"context"
	"encoding/xml"

	"griot/internal/page"
)

// maxShortName is OpenSearch's limit, in runes.
const maxShortName = 16

type openSearchDocument struct {
	XMLName     xml.Name         `xml:"OpenSearchDescription"`
	NS          string           `xml:"xmlns,attr"`
	ShortName   string           `xml:"ShortName"`
	Description string           `xml:"Description"`
	URLs        []openSearchURL  `xml:"Url"`
	Image       *openSearchImage `xml:"Image"`
	Language    string           `xml:"Language"`
	Encoding    string           `xml:"InputEncoding"`
}

type openSearchURL struct {
	Type     string `xml:"type,attr"`
	Rel      string `xml:"rel,attr,omitempty"`
	Template string `xml:"template,attr"`
}

type openSearchImage struct {
	Width  int    `xml:"width,attr"`
	Height int    `xml:"height,attr"`
	Type   string `xml:"type,attr"`
	URL    string `xml:",chardata"`
}

// openSearch lets browsers search the archive from their address line.
func (f *Feed) openSearch(ctx context.Context, at page.Address) (*page.Page, error) {
	p, err := f.paper(ctx)
	if err != nil {
		return nil, err
	}
	body, err := marshalXML(openSearchDocument{
		NS: "http://a9.com/-/spec/opensearch/1.1/", ShortName: shortName(firstOf(p.ShortName, p.Title), maxShortName), Description: p.title(p.Language, p.loc.T("search.title")),
		URLs: []openSearchURL{
			{Type: "text/html", Template: p.abs("/recherche/") + "?q={searchTerms}"},
			{Type: mediaType(typeOpenSearch), Rel: "self", Template: p.abs(at.Path)},
		},
		Image: &openSearchImage{Width: 32, Height: 32, Type: iconType, URL: p.abs("/favicon.ico")}, Language: p.Language, Encoding: "UTF-8",
	})
	if err != nil {
		return nil, err
	}
	return document(typeOpenSearch, body), nil
}
