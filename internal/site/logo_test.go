package site_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"griot/internal/db"
	"griot/internal/masthead"
	"griot/internal/media"
)

// drawing takes a drawing into the library.
func (n *newsroom) drawing(width, height string) *media.Media {
	n.t.Helper()
	svg := `<svg xmlns="http://www.w3.org/2000/svg" width="` + width + `" height="` + height + `" viewBox="0 0 ` + width + ` ` + height + `"><path d="M0 0h9v9z"/></svg>`
	f, err := media.Receive(context.Background(), n.site.Blob, bytes.NewReader([]byte(svg)))
	if err != nil {
		n.t.Fatal(err)
	}
	var m *media.Media
	n.do(func(ctx context.Context, tx *db.Tx) error {
		m, err = media.Add(ctx, tx, n.now, f, media.Media{})
		return err
	})
	return m
}

// settles changes the newspaper.
func (n *newsroom) settles(change func(p *masthead.Newspaper)) {
	n.t.Helper()
	change(n.paper)
	n.do(func(ctx context.Context, tx *db.Tx) error { return masthead.Save(ctx, tx, n.now, n.paper) })
}

// TestLogoStandsForTheTitle: over every page and for machines, at once, and gone at once.
func TestLogoStandsForTheTitle(t *testing.T) {
	t.Parallel()
	n := open(t)
	day, night := n.drawing("200", "40"), n.drawing("210", "42")
	article := n.find("asmara-mur-des-chronos").Path
	before := n.page(article).body
	n.settles(func(p *masthead.Newspaper) { p.Logo, p.LogoNight = int64(day.ID), int64(night.ID) })
	for _, path := range []string{"/", article, "/sport/", "/a-propos/"} {
		a := n.page(path)
		if got := a.attrs(".wm img", "src"); len(got) != 2 || got[0] != day.FileURL() {
			t.Errorf("%s shows %v", path, got)
		}
		if a.attr("header .wm img", "alt") != n.paper.Title || a.attr("header .wm source", "srcset") != night.FileURL() {
			t.Errorf("%s: the logo does not say its name, or is the same at night", path)
		}
		a.none(".wm svg")
	}
	a := n.page(article)
	if got := a.jsonLD()["NewsArticle"]["publisher"].(map[string]any)["logo"].(map[string]any); !strings.HasSuffix(got["url"].(string), day.FileURL()) || got["width"] != 200.0 {
		t.Errorf("machines are told of %v", got)
	}
	if a.text("h1") == n.paper.Title {
		t.Error("the headline is lost")
	}
	n.page("/leger/").none("img")
	n.settles(func(p *masthead.Newspaper) { p.Logo, p.LogoNight = 99999, 0 }) // a hand could write it
	n.page(article).one("header .wm svg")
	n.settles(func(p *masthead.Newspaper) { p.Logo = 0 })
	if after := n.page(article).body; after != before {
		t.Errorf("without a logo the page has %d bytes, and had %d", len(after), len(before))
	}
}

// TestAccentOfTheNewspaper: every sheet is dyed, the policy allows it, and the weighed light page too.
func TestAccentOfTheNewspaper(t *testing.T) {
	t.Parallel()
	n := open(t)
	article := n.find("asmara-mur-des-chronos").Path
	plain := len(n.page(article).body)
	n.settles(func(p *masthead.Newspaper) { p.Accent = "#0c5c45" })
	for _, path := range []string{"/", article, "/leger/", "/recherche/?q=fleuve", "/poids/"} {
		a := n.page(path)
		if strings.Contains(a.body, "--accent:#a63a12") || !strings.Contains(a.body, "#0c5c45") {
			t.Errorf("%s is not dyed", path)
		}
		if policy := a.header["Content-Security-Policy"]; !strings.Contains(policy, "style-src 'sha256-") {
			t.Errorf("%s: the policy is %s", path, policy)
		}
	}
	if now := len(n.page(article).body); now != plain {
		t.Errorf("a colour costs %d bytes", now-plain)
	}
}
