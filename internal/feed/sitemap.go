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

// Namespaces of sitemaps: sitemaps.org, and Google's for the pictures of a page.
const (
	nsSitemap = "http://www.sitemaps.org/schemas/sitemap/0.9"
	nsImage   = "http://www.google.com/schemas/sitemap-image/1.1"
)

type sitemapIndex struct {
	XMLName xml.Name     `xml:"sitemapindex"`
	NS      string       `xml:"xmlns,attr"`
	Maps    []sitemapURL `xml:"sitemap"`
}

type sitemapSet struct {
	XMLName xml.Name     `xml:"urlset"`
	NS      string       `xml:"xmlns,attr"`
	Image   string       `xml:"xmlns:image,attr,omitempty"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Location string        `xml:"loc"`
	Changed  string        `xml:"lastmod,omitempty"`
	Image    *sitemapImage `xml:"image:image,omitempty"`
}

type sitemapImage struct {
	Location string `xml:"image:loc"`
}

// sitemap is the index: the sitemaps of pages and of tags, and the pieces that hold the articles. The date of a piece is that of the last change of its sitemap, not that of the newest article in
// it: a withdrawal is a change too (sitemaps.org).
func (f *Feed) sitemap(ctx context.Context, _ page.Address) (*page.Page, error) {
	p, err := f.paper(ctx)
	if err != nil {
		return nil, err
	}
	tags, err := article.TagPieces(ctx, p.db, tagsInPiece)
	if err != nil {
		return nil, err
	}
	pieces, err := article.Pieces(ctx, p.db)
	if err != nil {
		return nil, err
	}
	doc := sitemapIndex{NS: nsSitemap, Maps: []sitemapURL{{Location: p.abs("/sitemap-pages.xml")}}}
	for _, n := range tags {
		doc.Maps = append(doc.Maps, sitemapURL{Location: p.abs("/sitemap-tags-" + strconv.FormatInt(n, 10) + ".xml")})
	}
	for _, n := range pieces {
		doc.Maps = append(doc.Maps, p.url(located{"/sitemap-" + strconv.FormatInt(n.Number, 10) + ".xml", n.Changed}))
	}
	body, err := marshalXML(doc)
	if err != nil {
		return nil, err
	}
	return document(typeXML, body, page.Archive), nil
}

// sitemapPiece lists the articles of a piece of the archive, each with its picture.
func (f *Feed) sitemapPiece(ctx context.Context, at page.Address) (*page.Page, error) {
	n, err := pieceNumber(at.Any)
	if err != nil {
		return nil, err
	}
	p, err := f.paper(ctx)
	if err != nil {
		return nil, err
	}
	list, err := article.InPiece(ctx, p.db, n)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, noPiece()
	}
	doc := sitemapSet{NS: nsSitemap, Image: nsImage, URLs: make([]sitemapURL, len(list))}
	labels := []page.Label{page.Piece(n)}
	for i := range list {
		a := &list[i]
		doc.URLs[i] = p.url(located{a.Path, a.Changed})
		if a.Hero != nil {
			doc.URLs[i].Image = &sitemapImage{p.abs(a.Hero.URL(a.Hero.LargestJPEG(), "jpg"))}
		}
		if a.Pending != 0 {
			labels = append(labels, page.Picture(int64(a.Pending)))
		}
	}
	body, err := marshalXML(doc)
	if err != nil {
		return nil, err
	}
	return document(typeXML, body, labels...), nil
}

// pieceNumber reads the number of a piece as the index writes it.
func pieceNumber(s string) (int64, error) {
	n, err := strconv.ParseInt(s, 10, 32)
	if err != nil || n < 1 || strconv.FormatInt(n, 10) != s {
		return 0, noPiece()
	}
	return n, nil
}

func noPiece() error { return fault.New(fault.NotFound, "the archive has no such piece") }

// urlset is a sitemap without pictures.
func (p *paper) urlset(list []located, labels ...page.Label) (*page.Page, error) {
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

// located is an address with the instant at which what stands there last changed for readers; zero when nobody knows.
type located struct {
	path    string
	changed time.Time
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
