package feed

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"net/url"
	"time"

	"griot/internal/blob"
	"griot/internal/db"
	"griot/internal/locale"
	"griot/internal/masthead"
	"griot/internal/page"
	"griot/internal/text"
)

// The media types of the documents. JSON knows no charset parameter.
const (
	typeRSS        = "application/rss+xml; charset=utf-8"
	typeAtom       = "application/atom+xml; charset=utf-8"
	typeJSONFeed   = "application/feed+json"
	typeOPML       = "text/x-opml; charset=utf-8"
	typeXML        = "application/xml; charset=utf-8"
	typeText       = "text/plain; charset=utf-8"
	typeManifest   = "application/manifest+json"
	typeOpenSearch = "application/opensearchdescription+xml; charset=utf-8"
	typeJSON       = "application/json"
	typeOEmbedXML  = "text/xml; charset=utf-8"
)

// paper is the newspaper as one document needs it, read afresh for each.
type paper struct {
	*masthead.Newspaper
	db      db.Querier
	blob    blob.Store
	locales *locale.Catalogues
	loc     *locale.Locale // of the newspaper's own language
	zone    *time.Location
	origin  string
}

func (f *Feed) paper(ctx context.Context) (*paper, error) {
	n, err := masthead.Load(ctx, f.DB)
	if err != nil {
		return nil, err
	}
	return &paper{Newspaper: n, db: f.DB, blob: f.Blob, locales: f.Locales, loc: f.Locales.For(n.Language), zone: n.Location(), origin: f.Origin()}, nil
}

// abs is a path of this site as others must name it. Paths are kept decoded.
func (p *paper) abs(path string) string { return p.origin + (&url.URL{Path: path}).EscapedPath() }

// home is the front page of a language.
func (p *paper) home(lang string) string {
	if lang == p.Language {
		return "/"
	}
	return "/" + lang + "/"
}

// title sets a name before the newspaper's own.
func (p *paper) title(lang, name string) string {
	return text.Typography(lang, p.locales.For(lang).T("frame.title", name, p.Title))
}

// machine is an instant on the newsroom's clock.
func (p *paper) machine(t time.Time) string { return p.loc.Machine(t.In(p.zone)) }

// document is a finished answer. Each shows something of the masthead, so each bears page.Menu.
func document(contentType string, body []byte, labels ...page.Label) *page.Page {
	return &page.Page{ContentType: contentType, Body: body, Labels: append(labels, page.Menu)}
}

func marshalXML(doc any) ([]byte, error) {
	body, err := xml.MarshalIndent(doc, "", " ")
	if err != nil {
		return nil, err
	}
	return append(append([]byte(xml.Header), body...), '\n'), nil
}

// marshalJSON leaves <, > and & as they are: these documents are never set into HTML.
func marshalJSON(doc any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(doc)
	return b.Bytes(), err
}
