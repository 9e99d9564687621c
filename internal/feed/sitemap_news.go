package feed

import (
	"context"
	"encoding/xml"
	"slices"
	"time"

	"griot/internal/article"
	"griot/internal/page"
	"griot/internal/text"
)

// Limits of a news sitemap (Google Publisher Center).
const (
	newsAge = 48 * time.Hour
	maxNews = 1000
)

type newsSet struct {
	XMLName xml.Name  `xml:"urlset"`
	NS      string    `xml:"xmlns,attr"`
	News    string    `xml:"xmlns:news,attr"`
	URLs    []newsURL `xml:"url"`
}

type newsURL struct {
	Location  string `xml:"loc"`
	Changed   string `xml:"lastmod"`
	Name      string `xml:"news:news>news:publication>news:name"`
	Language  string `xml:"news:news>news:publication>news:language"`
	Published string `xml:"news:news>news:publication_date"`
	Title     string `xml:"news:news>news:title"`
}

// sitemapNews lists the articles of the last 48 hours in every language, newest first. What is paid for is not news, and what is kept out of search engines is not for them.
func (f *Feed) sitemapNews(ctx context.Context, _ page.Address) (*page.Page, error) {
	p, err := f.paper(ctx)
	if err != nil {
		return nil, err
	}
	languages, err := p.languages(ctx)
	if err != nil {
		return nil, err
	}
	cards, err := p.news(ctx, languages, f.Now().Add(-newsAge))
	if err != nil {
		return nil, err
	}
	doc := newsSet{NS: nsSitemap, News: "http://www.google.com/schemas/sitemap-news/0.9"}
	labels := labelsOf(languages)
	for i := range cards {
		doc.URLs = append(doc.URLs, p.newsURL(&cards[i]))
		labels = append(labels, page.Article(int64(cards[i].ID)))
	}
	body, err := marshalXML(doc)
	if err != nil {
		return nil, err
	}
	made := document(typeXML, body, labels...)
	if len(cards) > 0 {
		made.Until = cards[len(cards)-1].Published.Add(newsAge) // the oldest falls out
	}
	return made, nil
}

func (p *paper) news(ctx context.Context, languages []shelf, since time.Time) (news []article.Card, err error) {
	kinds, err := article.Kinds(ctx, p.db)
	if err != nil {
		return nil, err
	}
	for _, l := range languages {
		ids, err := article.Since(ctx, p.db, l.label, since, maxNews)
		if err != nil {
			return nil, err
		}
		cards, err := article.Cards(ctx, p.db, ids)
		if err != nil {
			return nil, err
		}
		news = append(news, cards...)
	}
	news = slices.DeleteFunc(news, func(c article.Card) bool { return c.NoIndex || kinds[c.Kind] != nil && kinds[c.Kind].Sponsored })
	slices.SortStableFunc(news, func(a, b article.Card) int { return b.Published.Compare(a.Published) })
	return news[:min(len(news), maxNews)], nil
}

func (p *paper) newsURL(c *article.Card) newsURL {
	changed := c.Published
	if c.Updated.After(changed) {
		changed = c.Updated
	}
	return newsURL{Location: p.abs(c.Path), Changed: p.machine(changed), Name: p.Title, Language: c.Language, Published: p.machine(c.Published),
		Title: text.Typography(c.Language, c.Title)}
}
