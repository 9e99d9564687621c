package app

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/remark"
	"griot/internal/staff"
)

// TestWhatColleaguesSayStaysAtTheDesk: no remark and no note on an article is in a public page, a feed, a preview for outsiders, an answer of the API, whoever asks, what programs elsewhere are told, or a revision.
func TestWhatColleaguesSayStaysAtTheDesk(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	n, access, err := OpenDemo(ctx, settings(demo(t)), DemoOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = n.Close() })
	service, err := NewService(ctx, n)
	if err != nil {
		t.Fatal(err)
	}
	defer closePort(service)
	chief := staff.Actor{ID: 1, Role: staff.EditorInChief}
	public := accused(t, n, chief)
	preview := shownOutside(t, n, chief)
	draft := article.ID(0)
	if err := n.DB.QueryRow(ctx, "SELECT article_id FROM preview_link").Scan(&draft); err != nil {
		t.Fatal(err)
	}
	for _, id := range []article.ID{public.ID, draft} {
		dbtest.Do(t, n.DB, func(tx *db.Tx) error {
			a, err := article.ByID(ctx, tx, id)
			if err != nil {
				return err
			}
			if err := remark.AddNote(ctx, tx, n.Now(), chief, a, "Xylographe entre nous."); err != nil {
				return err
			}
			_, err = remark.Add(ctx, tx, n.Now(), chief, a, "Xylographe aux auteurs.", remark.Passage{})
			return err
		})
	}
	follow(t, service)
	seen := 0
	look := func(path string, status int, body string) {
		if seen++; strings.Contains(strings.ToLower(body), "xylographe") {
			t.Errorf("%s (%d) says what colleagues said", path, status)
		}
	}
	crawl(t, service, look)
	for _, path := range []string{public.Path, public.Path + "versions/", "/leger" + public.Path, preview, "/feed.xml", "/atom.xml", "/feed.json", "/sitemap-news.xml", "/corrections/", "/recherche/?q=xylographe", "/recherche/suggestions?q=xyl",
		"/oembed?url=" + service.Origin() + public.Path} {
		w := ask(service, path)
		body := strings.ReplaceAll(w.Body.String(), "q=xylographe", "")
		if strings.HasPrefix(path, "/recherche/?") { // which repeats the question
			body = strings.ReplaceAll(body, "xylographe", "")
		}
		look(path, w.Code, body)
	}
	for _, path := range []string{"/api/v1/articles", "/api/v1/articles/" + strconv.FormatInt(int64(public.ID), 10), "/api/v1/articles/" + strconv.FormatInt(int64(draft), 10), "/api/v1/articles?status=draft", "/api/v1/openapi.json"} {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Authorization", "Bearer "+access.Token)
		w := httptest.NewRecorder()
		service.api.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			t.Errorf("%s answers %d", path, w.Code)
		}
		look(path, w.Code, w.Body.String())
	}
	if seen < 30 {
		t.Errorf("only %d answers were read", seen)
	}
	for _, id := range []article.ID{public.ID, draft} {
		list, err := article.Revisions(ctx, n.DB, id, 0, 10)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range list {
			a, err := article.AtRevision(ctx, n.DB, id, r.Number)
			if err != nil {
				t.Fatal(err)
			}
			look("revision", 0, a.Title+a.Standfirst+a.Body+a.Reason)
		}
	}
	var told int
	if err := n.DB.QueryRow(ctx, "SELECT COUNT(*) FROM webhook_delivery WHERE event LIKE '%ylograph%' OR problem LIKE '%ylograph%'").Scan(&told); err != nil || told != 0 {
		t.Errorf("programs elsewhere were told: %d, %v", told, err)
	}
}
