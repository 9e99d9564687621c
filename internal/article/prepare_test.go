package article_test

import (
	"slices"
	"strings"
	"testing"

	"griot/internal/article"
	"griot/internal/fault"
	"griot/internal/taxonomy"
)

// TestPrepare: an article that was prepared is kept and found as one that was not, however often it is put, and also when it was changed after it was prepared.
func TestPrepare(t *testing.T) {
	each(t, func(n newsroom) {
		draft := article.Article{Language: "fr", Status: article.Published, Title: "Les <b>pirogues</b>", Standfirst: "Au  port", Body: "<p onclick=x>Les pêcheurs rentrent.</p><script>x</script>",
			Tags: []taxonomy.TagID{1}, Hero: article.Hero{Caption: "Un mareyeur"}}
		plain := n.put(noon, draft)
		if err := article.Prepare(&draft); err != nil {
			n.Fatal(err)
		}
		once, again := n.put(noon, draft), n.put(noon, draft)
		for _, a := range []*article.Article{once, again} {
			if a.Body != plain.Body || a.Title != plain.Title || a.Standfirst != plain.Standfirst || a.Words != plain.Words {
				n.Errorf("prepared: %+v\nnot prepared: %+v", a, plain)
			}
		}
		changed := draft
		changed.Body, changed.Title = "<p>Les forgerons</p>", "Le marteau"
		other := n.put(noon, changed)
		if other.Words != 2 {
			n.Errorf("the changed article has %d words", other.Words)
		}
		same := []int64{int64(plain.ID), int64(once.ID), int64(again.ID)}
		for words, want := range map[string][]int64{"pirogues": same, "pêcheurs": same, "mareyeur": append(same, int64(other.ID)), "eau": append(same, int64(other.ID)),
			"forgerons": {int64(other.ID)}, "marteau": {int64(other.ID)}} {
			got := n.found(words)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				n.Errorf("%s finds %v, want %v", words, got, want)
			}
		}
		if err := article.Prepare(&article.Article{Body: strings.Repeat("x", 3<<20)}); !fault.Is(err, fault.TooLarge) {
			n.Errorf("a text of 3 MB: %v", err)
		}
	})
}
