package app

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/masthead"
	"griot/internal/staff"
	"griot/internal/taxonomy"
)

// accused is a published and corrected article that names a person in its title, text and tags.
func accused(t *testing.T, n *Newsroom, by staff.Actor) *article.Article {
	t.Helper()
	ctx := context.Background()
	a := &article.Article{}
	for _, body := range []string{"<p>Hier, Zoubeyrou Kpatcha a parlé.</p>", "<p>Hier, Zoubeyrou Kpatcha a parlé longtemps.</p>"} {
		dbtest.Do(t, n.DB, func(tx *db.Tx) error {
			paper, err := masthead.Load(ctx, tx)
			if err != nil {
				return err
			}
			c := article.Change{By: by}
			if a.ID != 0 {
				c.Note = &article.Note{Kind: article.Correction, Text: "Zoubeyrou Kpatcha a parlé longtemps."}
			}
			tag, err := taxonomy.EnsureTag(ctx, tx, n.Now(), n.Words.For("fr"), "Zoubeyrou Kpatcha", "")
			if err != nil {
				return err
			}
			a.Title, a.Body, a.Status, a.Tags = "Zoubeyrou Kpatcha devant ses juges", body, article.Published, []taxonomy.TagID{tag.ID}
			return article.Save(ctx, tx, paper, n.Now(), a, c)
		})
	}
	return a
}

// shownOutside is the address of a preview link to a draft.
func shownOutside(t *testing.T, n *Newsroom, by staff.Actor) (path string) {
	t.Helper()
	ctx := context.Background()
	dbtest.Do(t, n.DB, func(tx *db.Tx) error {
		paper, err := masthead.Load(ctx, tx)
		if err != nil {
			return err
		}
		a := &article.Article{Title: "Pas encore", Status: article.Draft}
		if err := article.Save(ctx, tx, paper, n.Now(), a, article.Change{By: by}); err != nil {
			return err
		}
		path, err = article.AddPreview(ctx, tx, n.Now(), by, a.ID, 0)
		return err
	})
	return path
}

// TestNobodyReadsWhatWasSealed: after a person was anonymised no public answer of any surface names them, not even those that were kept; and before, they did.
func TestNobodyReadsWhatWasSealed(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	n, service, token := served(t)
	chief := staff.Actor{ID: 1, Role: staff.EditorInChief}
	a := accused(t, n, chief)
	follow(t, service)
	naming := func() (paths []string) {
		look := func(path string, _ int, body string) {
			if strings.Contains(strings.ToLower(body), "kpatcha") || strings.Contains(strings.ToLower(path), "kpatcha") {
				paths = append(paths, path)
			}
		}
		now, err := article.ByID(ctx, n.DB, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		everyAnswer(t, service, token, now, []string{"/recherche/?q=devant+juges", "/recherche/suggestions?q=zoub"}, []string{"/api/v1/tags", fmt.Sprintf("/api/v1/articles/%d", a.ID)}, look)
		slices.Sort(paths)
		return slices.Compact(paths)
	}
	before := naming()
	for _, path := range []string{a.Path, a.Path + "versions/", "/feed.xml", "/corrections/", "/recherche/?q=devant+juges", "/recherche/suggestions?q=zoub", "/api/v1/articles", "/sitemap-news.xml", "/mots-cles/zoubeyrou-kpatcha/"} {
		if !slices.Contains(before, path) {
			t.Errorf("before, %s did not name them", path)
		}
	}
	dbtest.Do(t, n.DB, func(tx *db.Tx) error {
		paper, err := masthead.Load(ctx, tx)
		if err != nil {
			return err
		}
		return article.Anonymise(ctx, tx, paper, n.Now(), []article.ID{a.ID}, article.Anonymity{By: chief, Reason: "Relaxe", Names: []string{"Zoubeyrou Kpatcha", "Kpatcha"}, Instead: "un ancien ministre"})
	})
	follow(t, service)
	if after := naming(); len(after) > 0 {
		t.Errorf("they are still named by %v", after)
	}
	if w := ask(service, a.Path); w.Code != http.StatusMovedPermanently || strings.Contains(w.Header().Get("Location"), "kpatcha") {
		t.Errorf("the old address answers %d, %s", w.Code, w.Header().Get("Location"))
	}
}
