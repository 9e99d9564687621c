package feed

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"griot/internal/address"
	"griot/internal/article"
	"griot/internal/fault"
	"griot/internal/page"
)

// oEmbedAge is how many seconds whoever embeds a card may keep it.
const oEmbedAge = 3600

type oEmbedDocument struct {
	Version      string `json:"version"`
	Type         string `json:"type"`
	Title        string `json:"title"`
	Author       string `json:"author_name,omitempty"`
	AuthorURL    string `json:"author_url,omitempty"`
	Provider     string `json:"provider_name"`
	ProviderURL  string `json:"provider_url"`
	CacheAge     int    `json:"cache_age"`
	Thumbnail    string `json:"thumbnail_url,omitempty"`
	ThumbnailWid int    `json:"thumbnail_width,omitempty"`
	ThumbnailHei int    `json:"thumbnail_height,omitempty"`
	HTML         string `json:"html"`
	Width        int    `json:"width"`
	Height       int    `json:"height"`
}

// oEmbed gives other sites the card of an article of ours (oembed.com §2). JSON is the one format: the specification's answer to any other is 501.
func (f *Feed) oEmbed(ctx context.Context, at page.Address) (*page.Page, error) {
	if format := at.Query.Get("format"); format != "" && format != "json" {
		return &page.Page{Status: http.StatusNotImplemented, ContentType: typeText, Body: []byte("only format=json\n"), Volatile: true}, nil
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
	body, err := marshalJSON(r.embed(c, atMost(at.Query.Get("maxwidth"), cardWidth), atMost(at.Query.Get("maxheight"), cardHeight)))
	if err != nil {
		return nil, err
	}
	made := document(typeJSON, body, page.Article(int64(c.ID)))
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

// atMost reads a limit; what is no number limits nothing.
func atMost(limit string, size int) int {
	if n, err := strconv.Atoi(limit); err == nil && n > 0 {
		return min(n, size)
	}
	return size
}

func (r *reader) embed(c *article.Card, width, height int) oEmbedDocument {
	doc := oEmbedDocument{Version: "1.0", Type: "rich", Title: r.headline(c.Language, c.Kind, c.Title), Provider: r.Title, ProviderURL: r.abs("/"),
		CacheAge: oEmbedAge, Width: width, Height: height}
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
	if m := c.Hero; m != nil {
		w := m.SmallestJPEG()
		if h := m.HeightAt(w); w <= width {
			doc.Thumbnail, doc.ThumbnailWid, doc.ThumbnailHei = r.abs(m.URL(w, "jpg")), w, h
		}
	}
	return doc
}
