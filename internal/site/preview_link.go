package site

import (
	"context"
	"io"
	"strings"

	"griot/internal/article"
	"griot/internal/page"
	"griot/internal/site/theme"
)

// previewRoutes is the address of preview links. It has no light version, and nothing keeps what it shows.
func (s *Site) previewRoutes() page.Table {
	return page.Table{{Name: "preview link", Pattern: article.PreviewPath, Query: []string{"cle"}, Make: s.PreviewLink}}
}

// PreviewLink is an article as it stands, for whoever brings the secret of a preview link. What is published already is where readers find it.
func (s *Site) PreviewLink(ctx context.Context, at page.Address) (*page.Page, error) {
	a, err := article.ByPreview(ctx, s.DB, s.Now(), at.Query.Get("cle"))
	if err != nil {
		return nil, err
	}
	if a.Public() {
		return &page.Page{Status: 302, Location: a.Path, Volatile: true, Header: map[string]string{"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}}, nil
	}
	a.FirstPublished = s.Now()
	if a.Status == article.Scheduled {
		a.FirstPublished = a.PublishAt
	}
	f, err := s.frame(ctx, a.Language)
	if err != nil {
		return nil, err
	}
	st, err := f.story(ctx, a)
	if err != nil {
		return nil, err
	}
	v := &theme.ArticleView{}
	f.fillArticle(v, st)
	v.ReadsID, v.Share, v.Report = "", theme.Share{}, ""
	v.Notice = f.loc.T("article.preview")
	if v.Shell, err = f.shell(head{title: a.Title, description: v.Notice, path: article.PreviewPath, robots: "noindex, nofollow, noarchive"}); err != nil {
		return nil, err
	}
	v.Light, v.Canonical, v.Feeds, v.Alternates = "", "", nil, nil
	p, err := f.finish(func(w io.Writer) error { return f.look.Article(w, v) })
	if err != nil {
		return nil, err
	}
	p.Volatile = true
	p.Header["Cache-Control"], p.Header["X-Robots-Tag"], p.Header["Referrer-Policy"] = "no-store", strings.ReplaceAll(v.Robots, " ", ""), "no-referrer"
	return p, nil
}
