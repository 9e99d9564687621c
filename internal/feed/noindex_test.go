package feed_test

import (
	"strings"
	"testing"

	"griot/internal/article"
)

// What is kept out of search engines is in no sitemap, and comes back when it is not; feeds have it all the while.
func TestNoIndex(t *testing.T) {
	t.Parallel()
	n := open(t)
	var id article.ID
	var path string
	if err := n.db.QueryRow(t.Context(), "SELECT id, path FROM article WHERE status = 'published' ORDER BY first_published_at DESC LIMIT 1").Scan(&id, &path); err != nil {
		t.Fatal(err)
	}
	for _, hidden := range []bool{false, true, false} {
		n.edit(id, func(a *article.Article) { a.NoIndex = hidden })
		for _, file := range []string{"/sitemap-1.xml", "/sitemap-news.xml"} {
			if strings.Contains(string(n.must(file, "").Body), path) == hidden {
				t.Errorf("hidden is %v, and %s does not follow", hidden, file)
			}
		}
		if !strings.Contains(string(n.must("/feed.xml", "").Body), path) {
			t.Error("the feed lacks it")
		}
	}
}
