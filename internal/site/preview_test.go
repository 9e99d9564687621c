package site_test

import (
	"bytes"
	"context"
	"fmt"
	"image/jpeg"
	"net/http"
	"slices"
	"strings"
	"testing"

	"griot/internal/article"
	"griot/internal/article/articletest"
	"griot/internal/db"
	"griot/internal/media"
	"griot/internal/preview"
	"griot/internal/preview/press"
)

// shared is the path of the picture by which a page is known where it is shared.
func (a *answer) shared() string {
	a.t.Helper()
	address := a.attr(`meta[property="og:image"]`, "content")
	path, ours := strings.CutPrefix(address, origin)
	if _, ok := preview.Subject(strings.TrimPrefix(path, "/media/")); !ours || !ok {
		a.t.Errorf("%s: og:image is %q", a.path, address)
	}
	for selector, want := range map[string]string{`meta[name="twitter:image"]`: address, `meta[property="og:image:width"]`: "1200", `meta[property="og:image:height"]`: "630",
		`meta[property="og:image:type"]`: "image/jpeg", `meta[name="twitter:card"]`: "summary_large_image"} {
		if got := a.attr(selector, "content"); got != want {
			a.t.Errorf("%s: %s is %q, want %q", a.path, selector, got, want)
		}
	}
	if a.attr(`meta[property="og:image:alt"]`, "content") == "" {
		a.t.Errorf("%s: its picture has no alt", a.path)
	}
	return path
}

// TestEveryPageHasAPreview: each address names a picture of its own, which is there when somebody asks for it.
func TestEveryPageHasAPreview(t *testing.T) {
	t.Parallel()
	n := open(t)
	seen := map[string]string{}
	for _, path := range []string{"/", "/en/", "/ar/", "/environnement/", "/environnement/environnement-et-developpement/", "/pays/niger/", n.column("SELECT '/mots-cles/' || slug || '/' FROM tag LIMIT 1")[0],
		"/auteurs/mariama-djibo/", n.find("fleuve-niger-guetteurs").Path, n.find("nahr-annijar-rasidun-ar").Path, n.find("bascules-reponse-planteurs-lobo").Path} {
		src := n.page(path).shared()
		if other, twice := seen[src]; twice {
			t.Errorf("%s has the picture of %s", path, other)
		}
		seen[src] = path
		w := n.ask("GET", src)
		if w.Code != 200 || w.Header().Get("Content-Type") != "image/jpeg" || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") || w.Body.Len() > press.MaxBytes {
			t.Fatalf("%s: %s answers %d %v, %d bytes", path, src, w.Code, w.Header(), w.Body.Len())
		}
		if size, err := jpeg.DecodeConfig(bytes.NewReader(w.Body.Bytes())); err != nil || size.Width != press.Width || size.Height != press.Height {
			t.Errorf("%s: %v, %v", src, size, err)
		}
		if w := n.ask("GET", src, "If-None-Match", w.Header().Get("ETag")); w.Code != http.StatusNotModified {
			t.Errorf("%s: asked for again it answers %d", src, w.Code)
		}
	}
	front := n.page("/").shared()
	for _, path := range []string{"/pays/", "/auteurs/", "/corrections/", "/a-propos/"} {
		if got := n.page(path).shared(); got != front {
			t.Errorf("%s has %s, want the front page's", path, got)
		}
	}
}

// TestThePreviewFollows: a changed title gives the page another picture; the old address leads there, and a withdrawn article's is gone.
func TestThePreviewFollows(t *testing.T) {
	t.Parallel()
	n := open(t)
	a := n.find("asmara-mur-des-chronos")
	old := n.page(a.Path).shared()
	a.Title = "Asmara : un tout autre titre"
	n.put(a)
	now := n.page(a.Path).shared()
	if now == old {
		t.Fatal("the picture stays")
	}
	w := n.ask("GET", old)
	if w.Code != http.StatusFound || w.Header().Get("Location") != now || strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("the old address answers %d %v", w.Code, w.Header())
	}
	n.do(func(ctx context.Context, tx *db.Tx) error {
		return articletest.Withdraw(ctx, tx, n.paper, n.now, a.ID, "")
	})
	if w := n.ask("GET", now); w.Code != http.StatusNotFound {
		t.Errorf("the picture of a withdrawn article answers %d", w.Code)
	}
	for _, path := range []string{"/media/00000000000000000000-a99999.jpg", "/media/00000000000000000000-lzz.jpg", "/media/00000000000000000000-x1.jpg"} {
		if w := n.ask("GET", path); w.Code != http.StatusNotFound {
			t.Errorf("%s answers %d", path, w.Code)
		}
	}
}

// TestCardsAreFound: an article says where its card is, in both formats, and nothing else does.
func TestCardsAreFound(t *testing.T) {
	t.Parallel()
	n := open(t)
	a := n.page(n.find("fleuve-niger-guetteurs").Path)
	want := origin + "/oembed?url=https%3A%2F%2Fpresse.example%2F2026%2F03%2F02%2Ffleuve-niger-guetteurs%2F"
	if got := a.attrs(`link[rel="alternate"][type$="oembed"]`, "href"); !slices.Equal(got, []string{want, want + "&format=xml"}) {
		t.Errorf("its cards are %q", got)
	}
	n.page("/").none(`link[type$="oembed"]`)
	n.page("/environnement/").none(`link[type$="oembed"]`)
}

// Where an article is shared its chosen photograph is shown, as long as the article has it; else the picture that is drawn.
func TestChosenPreview(t *testing.T) {
	t.Parallel()
	n := open(t)
	a := n.find("fleuve-niger-guetteurs")
	drawn := n.page(a.Path).shared()
	a.Preview = article.HeroPreview
	n.put(a)
	photo := n.page(a.Path).attr(`meta[property="og:image"]`, "content")
	if w := n.ask("GET", strings.TrimPrefix(photo, origin)); strings.HasSuffix(photo, drawn) || w.Code != http.StatusOK || w.Header().Get("Content-Type") != "image/jpeg" {
		t.Errorf("%s answers %d, %s", photo, w.Code, w.Header().Get("Content-Type"))
	}
	other := media.ID(n.number("SELECT a.hero_id FROM article a JOIN media m ON m.id = a.hero_id WHERE m.state = 'ready' AND a.hero_id <> $1 LIMIT 1", a.Hero.Picture))
	for _, none := range []article.Article{{Preview: other}, {Preview: article.HeroPreview}} {
		b := *a
		b.Preview = none.Preview
		if none.Preview == article.HeroPreview {
			b.Hero = article.Hero{}
		}
		n.put(&b)
		n.page(a.Path).shared()
	}
	a.Preview, a.Body = other, fmt.Sprintf(`<figure><img data-media="%d" alt="x"></figure>%s`, other, a.Body)
	n.put(a)
	if got := n.page(a.Path).attr(`meta[property="og:image"]`, "content"); got == photo || strings.HasSuffix(got, drawn) {
		t.Errorf("of the text's own picture it shows %s", got)
	}
}
