package app

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"griot/internal/article"
)

// served is the sample newspaper with its service, and the token of its administrator.
func served(t *testing.T) (n *Newsroom, service *Service, token string) {
	t.Helper()
	n, access, err := OpenDemo(t.Context(), settings(demo(t)), DemoOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = n.Close() })
	if service, err = NewService(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closePort(service) })
	return n, service, access.Token
}

// everyAnswer hands to look what every public surface says: whatever a reader can come to, the pages and files that show an article, more paths, and what the API answers to a token.
func everyAnswer(t *testing.T, service *Service, token string, a *article.Article, more, api []string, look func(path string, status int, body string)) {
	t.Helper()
	crawl(t, service, look)
	paths := []string{a.Path, a.Path + "versions/", "/leger" + a.Path, "/leger" + a.Path + "versions/", "/feed.xml", "/atom.xml", "/feed.json", "/sitemap-news.xml", "/sitemap-1.xml", "/corrections/",
		"/oembed?url=" + service.Origin() + a.Path}
	for _, path := range append(paths, more...) {
		w := ask(service, path)
		look(path, w.Code, w.Body.String())
	}
	for _, path := range append([]string{"/api/v1/articles"}, api...) {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		service.api.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			t.Errorf("%s answers %d", path, w.Code)
		}
		look(path, w.Code, w.Body.String())
	}
}
