package site_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"griot/internal/article"
	"griot/internal/article/articletest"
	"griot/internal/db"
	"griot/internal/page"
	"griot/internal/staff"
)

// chief is an editor-in-chief.
func (n *newsroom) chief() (by staff.Actor) {
	n.t.Helper()
	n.do(func(ctx context.Context, tx *db.Tx) error {
		a, err := staff.AddAccount(ctx, tx, n.now, "chef@presse.example", "Chef", staff.EditorInChief)
		by = staff.Actor{ID: a.ID, Role: a.Role}
		return err
	})
	return by
}

// save changes an article by the door that people use.
func (n *newsroom) save(a *article.Article, c article.Change) {
	n.t.Helper()
	n.do(func(ctx context.Context, tx *db.Tx) error { return article.Save(ctx, tx, n.paper, n.now, a, c) })
}

// A corrected article leads to its versions, in every language, in both dresses; what changed is marked word by word, and kept pages follow.
func TestVersions(t *testing.T) {
	t.Parallel()
	n := open(t)
	by := n.chief()
	for _, lang := range []string{"fr", "en", "ar", "pt", "sw"} {
		a := &article.Article{Title: "Le fleuve <monte> " + lang, Language: lang, Status: article.Published, Body: "<p>Un deux trois.</p><p>Quatre & cinq.</p>"}
		n.save(a, article.Change{By: by})
		n.page(a.Path).none(`a[href$="/versions/"]`)
		n.refuses(a.Path+"versions/", http.StatusNotFound)
		n.now = n.now.Add(time.Hour)
		a.Body = "<p>Un dix trois.</p><p>Quatre & cinq.</p>"
		n.save(a, article.Change{By: by, Note: &article.Note{Kind: article.Correction, Text: "Dix."}})
		n.page(a.Path).one(`.corr a[href="` + a.Path + `versions/"]`)
		n.page("/leger" + a.Path).one(`a[href="/leger` + a.Path + `versions/"]`)
		p := n.page(a.Path + "versions/")
		holds(t, p)
		if del, ins := p.text("main del"), p.text("main ins"); !strings.HasSuffix(del, "deux") || !strings.HasSuffix(ins, "dix") {
			t.Errorf("%s: out %q, in %q", lang, del, ins)
		}
		if got := p.attr("html", "lang"); got != lang {
			t.Errorf("the versions of an article in %s are in %s", lang, got)
		}
		for _, dress := range []*answer{p, n.page("/leger" + a.Path + "versions/")} {
			if dress.header["X-Robots-Tag"] != "noindex" || strings.Contains(dress.text("main"), "versions.") || strings.Contains(dress.body, "<monte>") {
				t.Errorf("%s: %v", dress.path, dress.header)
			}
		}
		if labels := n.make(a.Path+"versions/", "").Labels; labels[0] != page.Article(int64(a.ID)) {
			t.Errorf("labels %v", labels)
		}
		n.now = n.now.Add(time.Hour)
		a.Title = "La crue " + lang
		n.save(a, article.Change{By: by, Minor: true})
		p = n.page(a.Path + "versions/")
		if rows := p.all("main dt"); len(rows) != 3 {
			t.Errorf("%d versions in the list", len(rows))
		}
		whole := n.page(p.attr(`main a[href*="de="]`, "href"))
		if parts := whole.texts("main h3"); len(parts) != 2 {
			t.Errorf("%s: parts %v", lang, parts)
		}
		for _, query := range []string{"?a=1", "?a=99", "?a=x", "?de=3&a=2", "?de=2&a=2"} {
			n.refuses(a.Path+"versions/"+query, http.StatusNotFound)
		}
		n.do(func(ctx context.Context, tx *db.Tx) error {
			return articletest.Withdraw(ctx, tx, n.paper, n.now, a.ID, "Faux.")
		})
		n.refuses(a.Path+"versions/", http.StatusGone)
	}
	n.refuses("/monde/versions/", http.StatusNotFound)
	n.refuses("/nulle/part/versions/", http.StatusNotFound)
}

// An article kept out of search engines is read as before, and no machine is told of it.
func TestNoIndex(t *testing.T) {
	t.Parallel()
	n := open(t)
	a := &article.Article{Title: "Discret", Status: article.Published, Body: "<p>Un.</p>", NoIndex: true}
	n.put(a)
	for _, path := range []string{a.Path, "/leger" + a.Path} {
		if got := n.page(path).header["X-Robots-Tag"]; got != "noindex" {
			t.Errorf("%s: X-Robots-Tag %q", path, got)
		}
	}
	if got := n.page(a.Path).attr(`meta[name="robots"]`, "content"); got != "noindex" {
		t.Errorf("robots %q", got)
	}
	a.NoIndex = false
	n.put(a)
	if p := n.page(a.Path); p.header["X-Robots-Tag"] != "" || strings.Contains(p.attr(`meta[name="robots"]`, "content"), "noindex") {
		t.Error("it is still kept from search engines")
	}
}
