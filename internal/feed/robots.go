package feed

import (
	"context"
	"strings"

	"griot/internal/page"
)

// robots lets everybody read everything but the newsroom, the API, and the results of searches, which are endless.
func (f *Feed) robots(ctx context.Context, _ page.Address) (*page.Page, error) {
	p, err := f.paper(ctx)
	if err != nil {
		return nil, err
	}
	lines := []string{
		"User-agent: *",
		"Disallow: /desk/",
		"Disallow: /api/",
		"Disallow: /recherche/",
		"",
		"Sitemap: " + p.abs("/sitemap.xml"),
		"Sitemap: " + p.abs("/sitemap-news.xml"),
	}
	return textDocument(lines...), nil
}

// noSellers says by IAB's ads.txt 1.1 §3.2.1 that nobody may sell this site's space by machine; an empty file would say nothing.
const noSellers = "# Nobody sells advertising on this site by machine.\nplaceholder.example.com, placeholder, DIRECT, placeholder"

// ads is the newspaper's own list of who may sell its space.
func (f *Feed) ads(ctx context.Context, _ page.Address) (*page.Page, error) {
	p, err := f.paper(ctx)
	if err != nil {
		return nil, err
	}
	own := strings.TrimSpace(strings.ReplaceAll(p.AdsTxt, "\r\n", "\n"))
	return textDocument(firstOf(own, noSellers)), nil
}

func textDocument(lines ...string) *page.Page {
	return document(typeText, []byte(strings.Join(lines, "\n")+"\n"))
}
