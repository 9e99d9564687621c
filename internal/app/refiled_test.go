package app

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/filing"
	"griot/internal/page"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// TestRefiledIsSeenEverywhere: a rubric that is renamed and then merged, a tag that is renamed, and a country that is hidden are so on every page, feed, sitemap and list of feeds that readers have kept, and old addresses lead on once.
func TestRefiledIsSeenEverywhere(t *testing.T) {
	t.Parallel()
	n := opened(t, settings(demo(t)))
	r := run(t, n)
	file := func(act func(ctx context.Context, tx *db.Tx, c *filing.Clerk) error) {
		t.Helper()
		err := n.DB.Transact(t.Context(), func(tx *db.Tx) error {
			return act(t.Context(), tx, &filing.Clerk{By: staff.Actor{Role: staff.Editor}, Now: n.Now(), Locale: n.Words.For("fr")})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	body := func(path string) string { _, b := r.get(path); return b }
	shown := func(words string, paths ...string) {
		t.Helper()
		for _, path := range paths {
			eventually(t, path+" says "+words, func() bool { return strings.Contains(body(path), words) })
		}
	}
	gone := func(words string, paths ...string) {
		t.Helper()
		for _, path := range paths {
			eventually(t, path+" says nothing of "+words, func() bool { return !strings.Contains(body(path), words) })
		}
	}
	once := func(from, to string) {
		t.Helper()
		eventually(t, from+" leads to "+to, func() bool {
			resp, _ := r.asked(from, "Accept", "*/*")
			return resp.StatusCode == http.StatusMovedPermanently && resp.Header.Get("Location") == to
		})
		if resp, _ := r.asked(to, "Accept", "*/*"); resp.StatusCode != http.StatusOK {
			t.Errorf("%s answers %d", to, resp.StatusCode)
		}
	}
	sante, err := taxonomy.SectionByPath(t.Context(), n.DB, "sante")
	if err != nil {
		t.Fatal(err)
	}
	monde, err := taxonomy.SectionByPath(t.Context(), n.DB, "monde")
	if err != nil {
		t.Fatal(err)
	}
	everywhere := []string{"/", "/pays/niger/", "/feeds.opml", "/sitemap-pages.xml"}
	shown("/sante/", everywhere...)

	file(func(ctx context.Context, tx *db.Tx, c *filing.Clerk) error {
		s := *sante
		s.Name, s.Slug = "Bien-être", "bien-etre"
		return c.SaveRubric(ctx, tx, &s, "")
	})
	gone("/sante/", everywhere...)
	shown("/bien-etre/", everywhere...)
	shown("Bien-être", "/bien-etre/", "/bien-etre/feed.xml", "/recherche/?q=eau")
	newest, err := article.In(t.Context(), n.DB, page.Section(int64(sante.ID)), 1, 0)
	if err != nil || len(newest) != 1 {
		t.Fatal(newest, err)
	}
	story, err := article.ByID(t.Context(), n.DB, newest[0])
	if err != nil {
		t.Fatal(err)
	}
	shown(story.Path, "/recherche/?rubrique=sante", "/recherche/?rubrique=bien-etre")
	once("/sante/", "/bien-etre/")
	once("/sante/feed.xml", "/bien-etre/feed.xml")

	file(func(ctx context.Context, tx *db.Tx, c *filing.Clerk) error {
		return c.MergeRubric(ctx, tx, sante.ID, monde.ID, "")
	})
	gone("/bien-etre/", everywhere...)
	for _, old := range []string{"/sante/", "/bien-etre/"} {
		once(old, "/monde/")
		once(old+"feed.json", "/monde/feed.json")
		for asked, to := range map[string]string{"?page=2": "/monde/?page=2", "?page=1": "/monde/", "?page=x": "/monde/"} {
			if resp, _ := r.asked(old+asked, "Accept", "*/*"); resp.StatusCode != http.StatusMovedPermanently || resp.Header.Get("Location") != to {
				t.Errorf("%s%s answers %d to %s", old, asked, resp.StatusCode, resp.Header.Get("Location"))
			}
		}
	}
	if found := body("/recherche/?q=eau&rubrique=monde"); strings.Contains(found, "rubrique=sante") {
		t.Error("the search offers the rubric that was merged")
	}

	file(func(ctx context.Context, tx *db.Tx, c *filing.Clerk) error {
		niger, err := taxonomy.CountryBySlug(ctx, tx, "niger")
		if err != nil {
			return err
		}
		yes := true
		return c.ShowCountry(ctx, tx, niger.ID, &yes, nil)
	})
	gone(`href="/pays/niger/"`, "/pays/")
	shown("Niger", "/pays/niger/") // its page answers

	tag, err := taxonomy.TagByID(t.Context(), n.DB, taxonomy.TagID(number(t, n, "SELECT MIN(tag_id) FROM article_tag l JOIN article a ON a.id = l.article_id WHERE a.status = 'published'")))
	if err != nil {
		t.Fatal(err)
	}
	old := tag.Path()
	shown(tag.Name, old)
	file(func(ctx context.Context, tx *db.Tx, c *filing.Clerk) error {
		_, err := c.RenameTag(ctx, tx, tag.ID, "Un tout autre mot", "un-tout-autre-mot", "")
		return err
	})
	once(old, "/mots-cles/un-tout-autre-mot/")
	shown("Un tout autre mot", "/mots-cles/un-tout-autre-mot/", "/mots-cles/un-tout-autre-mot/feed.xml")
	shown("/mots-cles/un-tout-autre-mot/", "/sitemap-tags-1.xml")
}
