package feed

import (
	"context"
	"encoding/xml"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"griot/internal/address"
	"griot/internal/article"
	"griot/internal/fault"
	"griot/internal/page"
	"griot/internal/preview"
	"griot/internal/preview/press"
)

// oEmbedAge is how many seconds whoever embeds a card may keep it.
const oEmbedAge = 3600

type oEmbedDocument struct {
	XMLName      xml.Name `json:"-" xml:"oembed"`
	Version      string   `json:"version" xml:"version"`
	Type         string   `json:"type" xml:"type"`
	Title        string   `json:"title" xml:"title"`
	Author       string   `json:"author_name,omitempty" xml:"author_name,omitempty"`
	AuthorURL    string   `json:"author_url,omitempty" xml:"author_url,omitempty"`
	Provider     string   `json:"provider_name" xml:"provider_name"`
	ProviderURL  string   `json:"provider_url" xml:"provider_url"`
	CacheAge     int      `json:"cache_age" xml:"cache_age"`
	Thumbnail    string   `json:"thumbnail_url,omitempty" xml:"thumbnail_url,omitempty"`
	ThumbnailWid int      `json:"thumbnail_width,omitempty" xml:"thumbnail_width,omitempty"`
	ThumbnailHei int      `json:"thumbnail_height,omitempty" xml:"thumbnail_height,omitempty"`
	HTML         string   `json:"html" xml:"html"`
	Width        int      `json:"width" xml:"width"`
	Height       int      `json:"height" xml:"height"`
}

// oEmbedFormats are those that can be asked for; JSON goes without saying. The specification's answer to any other is 501.
var oEmbedFormats = map[string]struct {
	contentType string
	write       func(any) ([]byte, error)
}{"": {typeJSON, marshalJSON}, "json": {typeJSON, marshalJSON}, "xml": {typeOEmbedXML, marshalXML}}

// oEmbed gives other sites the card of an article of ours (oembed.com §2). Only what everybody may read has one, so nobody is ever answered 401.
func (f *Feed) oEmbed(ctx context.Context, at page.Address) (*page.Page, error) {
	format, ok := oEmbedFormats[at.Query.Get("format")]
	if !ok {
		return &page.Page{Status: http.StatusNotImplemented, ContentType: typeText, Body: []byte("only format=json or format=xml\n"), Volatile: true}, nil
	}
	p, err := f.paper(ctx)
	if err != nil {
		return nil, err
	}
	r, err := p.reader(ctx)
	if err != nil {
		return nil, err
	}
	c, err := r.cardAt(ctx, at.Query.Get("url"))
	if err != nil {
		return nil, err
	}
	body, err := format.write(r.embed(c, limit(at.Query.Get("maxwidth")), limit(at.Query.Get("maxheight"))))
	if err != nil {
		return nil, err
	}
	made := document(format.contentType, body, page.Article(int64(c.ID)))
	if c.Pending != 0 {
		made.Labels = append(made.Labels, page.Picture(int64(c.Pending)))
	}
	return made, nil
}

// cardAt is the article at an absolute address of this site, or at one that redirects to it.
func (r *reader) cardAt(ctx context.Context, raw string) (*article.Card, error) {
	path, ok := r.ours(raw)
	if !ok {
		return nil, noCard()
	}
	at, err := r.find(ctx, path)
	if err == nil && at.Kind == address.Redirect {
		at, err = r.find(ctx, at.Location)
	}
	if err != nil {
		return nil, err
	}
	if at.Kind != address.Article {
		return nil, noCard()
	}
	cards, err := article.Cards(ctx, r.db, []article.ID{article.ID(at.Target)})
	if err != nil {
		return nil, err
	}
	if len(cards) == 0 {
		return nil, noCard()
	}
	return &cards[0], nil
}

func noCard() error { return fault.New(fault.NotFound, "no article stands at this address") }

// ours is the path of an address of this site, however it is spelled.
func (p *paper) ours(raw string) (path string, ok bool) {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return "", false
	}
	if _, host, _ := strings.Cut(p.origin, "://"); !strings.EqualFold(u.Host, host) {
		return "", false
	}
	return strings.TrimSuffix(u.Path, "/") + "/", true
}

// limit reads a greatest size; what is no number limits nothing.
func limit(s string) int {
	if n, err := strconv.Atoi(s); err == nil && n > 0 {
		return n
	}
	return math.MaxInt
}

// embed fills the card's document for a host that has room for so many pixels.
func (r *reader) embed(c *article.Card, maxWidth, maxHeight int) oEmbedDocument {
	doc := oEmbedDocument{Version: "1.0", Type: "rich", Title: r.headline(c.Language, c.Kind, c.Title), Provider: r.Title, ProviderURL: r.abs("/"),
		CacheAge: oEmbedAge, Width: min(cardWidth, maxWidth), Height: min(cardHeight, maxHeight)}
	for i, b := range c.Bylines {
		if i > 0 {
			doc.Author += ", "
		}
		doc.Author += b.Name
	}
	if len(c.Bylines) == 1 {
		doc.AuthorURL = r.abs("/auteurs/" + c.Bylines[0].Slug + "/")
	}
	doc.HTML = r.card(c, doc.Title)
	if t := r.thumbnail(c, maxWidth, maxHeight); t != nil {
		doc.Thumbnail, doc.ThumbnailWid, doc.ThumbnailHei = t.URL, t.Width, t.Height
	}
	return doc
}

// thumbnail is the article's preview picture, or its small photograph where that is too large; nil when neither fits.
func (r *reader) thumbnail(c *article.Card, maxWidth, maxHeight int) *picture {
	terms := &preview.Terms{Paper: r.Newspaper, Locales: r.locales, Sections: r.sections, Countries: r.countries, Kinds: r.kinds}
	shown := terms.Article(&preview.Story{ID: c.ID, Language: c.Language, Kind: c.Kind, Title: c.Title, Section: c.Section, Countries: c.Countries, Hero: c.Hero})
	fitting := []*picture{{URL: r.abs(shown.URL()), Width: press.Width, Height: press.Height}}
	if m := c.Hero; m != nil {
		w := m.SmallestJPEG()
		fitting = append(fitting, &picture{URL: r.abs(m.URL(w, "jpg")), Width: w, Height: m.HeightAt(w)})
	}
	for _, p := range fitting {
		if p.Width <= maxWidth && p.Height <= maxHeight {
			return p
		}
	}
	return nil
}
