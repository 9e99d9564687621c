package feed

import (
	"context"
	"strings"

	"griot/internal/page"
)

// robots lets everybody read everything but the newsroom, the API, and the results of searches, which are endless; the newsroom's own groups follow.
func (f *Feed) robots(ctx context.Context, _ page.Address) (*page.Page, error) {
	p, err := f.paper(ctx)
	if err != nil {
		return nil, err
	}
	all := []string{
		"User-agent: *",
		"Disallow: /desk/",
		"Disallow: /api/",
		"Disallow: /recherche/",
		"",
	}
	if own := lines(p.RobotsTxt); len(own) > 0 {
		all = append(append(all, own...), "")
	}
	all = append(all,
		"Sitemap: "+p.abs("/sitemap.xml"),
		"Sitemap: "+p.abs("/sitemap-news.xml"))
	return textDocument(all...), nil
}

// noSellers says by IAB's ads.txt 1.1 §3.2.1 that nobody may sell this site's space by machine; an empty file would say nothing.
const noSellers = "# Nobody sells advertising on this site by machine.\nplaceholder.example.com, placeholder, DIRECT, placeholder"

// ads is the newspaper's own list of who may sell its space.
func (f *Feed) ads(ctx context.Context, _ page.Address) (*page.Page, error) {
	p, err := f.paper(ctx)
	if err != nil {
		return nil, err
	}
	if own := lines(p.AdsTxt); len(own) > 0 {
		return textDocument(own...), nil
	}
	return textDocument(noSellers), nil
}

// lines are those of a file that the newsroom wrote; none when it wrote nothing.
func lines(text string) []string {
	if text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")); text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

func textDocument(lines ...string) *page.Page {
	return document(typeText, []byte(strings.Join(lines, "\n")+"\n"))
}
