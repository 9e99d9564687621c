package feed

import (
	"context"
	"encoding/xml"
	"strconv"
	"time"

	"griot/internal/article"
	"griot/internal/fault"
	"griot/internal/locale"
	"griot/internal/page"
)

const nsSitemap = "http://www.sitemaps.org/schemas/sitemap/0.9"

// sitemapAge is how old the index and the sitemap of pages may be: they depend on every article, and no page can bear the labels of all.
const sitemapAge = 10 * time.Minute

type sitemapIndex struct {
	XMLName xml.Name     `xml:"sitemapindex"`
	NS      string       `xml:"xmlns,attr"`
	Maps    []sitemapURL `xml:"sitemap"`
}

type sitemapSet struct {
	XMLName xml.Name     `xml:"urlset"`
	NS      string       `xml:"xmlns,attr"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Location string `xml:"loc"`
	Changed  string `xml:"lastmod,omitempty"`
}

// sitemap is the index: the sitemap of pages and the pieces that hold the articles.
func (f *Feed) sitemap(ctx context.Context, _ page.Address) (*page.Page, error) {
	p, err := f.paper(ctx)
	if err != nil {
		return nil, err
	}
	list, err := pieces(ctx, p.db)
	if err != nil {
		return nil, err
	}
	languages, err := p.languages(ctx)
	if err != nil {
		return nil, err
	}
	doc := sitemapIndex{NS: nsSitemap, Maps: []sitemapURL{{Location: p.abs("/sitemap-pages.xml")}}}
	for _, n := range list {
		doc.Maps = append(doc.Maps, p.url(located{"/sitemap-" + strconv.FormatInt(n.number, 10) + ".xml", n.changed}))
	}
	body, err := marshalXML(doc)
	if err != nil {
		return nil, err
	}
	made := document(typeXML, body, labelsOf(languages)...)
	made.Until = f.Now().Add(sitemapAge)
	return made, nil
}

// sitemapPiece lists the articles of a piece.
func (f *Feed) sitemapPiece(ctx context.Context, at page.Address) (*page.Page, error) {
	n, err := strconv.ParseInt(at.Any, 10, 32)
	if err != nil || n < 1 || strconv.FormatInt(n, 10) != at.Any {
		return nil, noPiece()
	}
	p, err := f.paper(ctx)
	if err != nil {
		return nil, err
	}
	part := piece{number: n}
	list, err := part.articles(ctx, p.db)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, noPiece()
	}
	return p.urlset(list, part.labels())
}

func noPiece() error { return fault.New(fault.NotFound, "the archive has no such piece") }

func (p *paper) urlset(list []located, labels []page.Label) (*page.Page, error) {
	doc := sitemapSet{NS: nsSitemap, URLs: make([]sitemapURL, len(list))}
	for i, l := range list {
		doc.URLs[i] = p.url(l)
	}
	body, err := marshalXML(doc)
	if err != nil {
		return nil, err
	}
	return document(typeXML, body, labels...), nil
}

func (p *paper) url(l located) sitemapURL {
	u := sitemapURL{Location: p.abs(l.path)}
	if !l.changed.IsZero() {
		u.Changed = p.machine(l.changed)
	}
	return u
}

// languages are the newspaper's own and those in which there is an article.
func (p *paper) languages(ctx context.Context) (list []shelf, err error) {
	counts, err := article.Counts(ctx, p.db, "language:")
	for _, lang := range locale.Languages() {
		label := page.Language(lang)
		if lang == p.Language || counts[label] > 0 {
			list = append(list, shelf{label: label, path: p.home(lang), name: lang})
		}
	}
	return list, err
}
