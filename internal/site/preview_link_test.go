package site_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/db"
)

// Whoever has a preview link reads a draft as it stands; nobody else does, no machine is told of it, and nothing keeps it.
func TestPreviewLink(t *testing.T) {
	t.Parallel()
	n := open(t)
	by := n.chief()
	a := &article.Article{Title: "Pas encore", Status: article.Draft, Body: "<p>Un brouillon.</p>"}
	n.save(a, article.Change{By: by})
	var link string
	n.do(func(ctx context.Context, tx *db.Tx) (err error) {
		link, err = article.AddPreview(ctx, tx, n.now, by, a.ID, 0)
		return err
	})
	for _, path := range []string{"/apercu/", "/apercu/?cle=x", link[:len(link)-1], "/leger" + link} {
		n.refuses(path, http.StatusNotFound)
	}
	p := n.page(link)
	holds(t, p)
	if got := p.text("h1"); got != "Pas encore" || p.header["Cache-Control"] != "no-store" || p.header["Referrer-Policy"] != "no-referrer" || !strings.Contains(p.header["X-Robots-Tag"], "noindex") {
		t.Errorf("%q with %v", got, p.header)
	}
	if p.none(`link[rel="canonical"], .share, [data-reads]`); !strings.Contains(p.attr(`meta[name="robots"]`, "content"), "noindex") || strings.Contains(p.body, strings.TrimPrefix(link, "/apercu/?cle=")) {
		t.Error("the page tells machines of itself, or repeats its secret")
	}
	if !n.make("/apercu/", strings.TrimPrefix(link, "/apercu/?")).Volatile {
		t.Error("the page is kept")
	}
	a.Body = "<p>Un autre.</p>"
	n.save(a, article.Change{By: by})
	if got := n.page(link).text(".article-body"); !strings.Contains(got, "Un autre") {
		t.Errorf("after a change it says %s", got)
	}
	n.now = n.now.Add(article.PreviewLife)
	n.refuses(link, http.StatusNotFound)
	n.do(func(ctx context.Context, tx *db.Tx) (err error) {
		link, err = article.AddPreview(ctx, tx, n.now, by, a.ID, time.Hour)
		return err
	})
	a.Status = article.Published
	n.save(a, article.Change{By: by})
	if w := n.ask("GET", link); w.Code != http.StatusFound || w.Header().Get("Location") != a.Path {
		t.Errorf("once it is published the link answers %d, %s", w.Code, w.Header().Get("Location"))
	}
}
