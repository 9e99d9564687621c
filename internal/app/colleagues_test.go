package app

import (
	"context"
	"fmt"
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
	n, service, token := served(t)
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
	everyAnswer(t, service, token, public, []string{preview, "/recherche/suggestions?q=xyl"},
		[]string{fmt.Sprintf("/api/v1/articles/%d", public.ID), fmt.Sprintf("/api/v1/articles/%d", draft), "/api/v1/articles?status=draft", "/api/v1/openapi.json"}, look)
	const search = "/recherche/?q=xylographe" // its page repeats the question
	look(search, 0, strings.ReplaceAll(strings.ReplaceAll(ask(service, search).Body.String(), "q=xylographe", ""), "xylographe", ""))
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
