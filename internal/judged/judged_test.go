package judged

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

const sampleFolder = "../transfer/sample/"

var (
	kinds     = []Kind{Plain, Name, Inflection, Typo, Accents, Phrase, Minus}
	languages = []string{"fr", "en", "ar", "pt", "sw"}
)

func TestSampleQueries(t *testing.T) {
	known, all := sampleSlugs(t), must(SampleQueries())(t)
	perLanguage := map[string]int{}
	for _, q := range all {
		checkQuery(t, q, known)
		perLanguage[q.Language]++
		if len(q.Grades) == 0 || q.Topic != "" {
			t.Errorf("%q: a query of the sample has grades and no topic", q.Text)
		}
		if recalled := q.Kind == Inflection || q.Kind == Typo; recalled != (len(q.Must) > 0) {
			t.Errorf("%q (%s) demands %d articles", q.Text, q.Kind, len(q.Must))
		}
		for _, slug := range q.Must {
			if q.Grades[slug] < 2 {
				t.Errorf("%q demands %s, of grade %d", q.Text, slug, q.Grades[slug])
			}
		}
	}
	noneTwice(t, all)
	if len(all) < 70 {
		t.Errorf("%d queries, want at least 70", len(all))
	}
	for _, language := range languages {
		if perLanguage[language] < 6 {
			t.Errorf("%d queries in %s, want at least 6", perLanguage[language], language)
		}
	}
}

func TestTopicQueries(t *testing.T) {
	known, topics, all := sampleSlugs(t), plantedTopics(t), must(TopicQueries())(t)
	asked := map[string][]Kind{}
	for _, q := range all {
		checkQuery(t, q, known)
		if !slices.Contains(topics, q.Topic) {
			t.Errorf("%q asks for topic %q, which is not planted", q.Text, q.Topic)
		}
		asked[q.Topic] = append(asked[q.Topic], q.Kind)
	}
	noneTwice(t, all)
	for _, topic := range topics {
		if want := []Kind{Plain, Inflection, Typo}; !slices.Equal(asked[topic], want) {
			t.Errorf("topic %s is asked for as %v, want %v", topic, asked[topic], want)
		}
	}
}

func TestRelated(t *testing.T) {
	known, all := sampleSlugs(t), must(Related())(t)
	seen := map[string]bool{}
	for _, next := range all {
		checkGrades(t, next.Article, next.Grades, known)
		if !known[next.Article] || seen[next.Article] {
			t.Errorf("%s is not an article of the sample, or judged twice", next.Article)
		}
		if _, itself := next.Grades[next.Article]; itself || len(next.Grades) < 3 {
			t.Errorf("%s is related to itself or to fewer than three", next.Article)
		}
		seen[next.Article] = true
	}
	if len(all) < 40 {
		t.Errorf("%d articles, want at least 40", len(all))
	}
}

func TestAMisspeltKeyIsAnError(t *testing.T) {
	var other struct{ Related []struct{ Article string } }
	if err := read("related.toml", &other); err == nil || !strings.Contains(err.Error(), "grades") {
		t.Errorf("reading a file with a key that nobody knows: %v", err)
	}
}

func checkQuery(t *testing.T, q Query, known map[string]bool) {
	t.Helper()
	if strings.TrimSpace(q.Text) != q.Text || q.Text == "" || !slices.Contains(kinds, q.Kind) || !slices.Contains(languages, q.Language) {
		t.Errorf("query %q is of kind %q in language %q", q.Text, q.Kind, q.Language)
	}
	if quoted := strings.Count(q.Text, `"`) == 2; quoted != (q.Kind == Phrase) {
		t.Errorf("%q is of kind %s", q.Text, q.Kind)
	}
	if excludes := strings.Contains(q.Text, " -"); excludes != (q.Kind == Minus) {
		t.Errorf("%q is of kind %s", q.Text, q.Kind)
	}
	checkGrades(t, q.Text, q.Grades, known)
}

func checkGrades(t *testing.T, of string, grades map[string]int, known map[string]bool) {
	t.Helper()
	for _, slug := range slices.Sorted(maps.Keys(grades)) {
		if !known[slug] {
			t.Errorf("%s: there is no article %q in the sample", of, slug)
		}
		if g := grades[slug]; g < 1 || g > 3 {
			t.Errorf("%s: %s has grade %d", of, slug, g)
		}
	}
}

func noneTwice(t *testing.T, all []Query) {
	t.Helper()
	seen := map[string]bool{}
	for _, q := range all {
		if key := q.Language + " " + q.Text; seen[key] {
			t.Errorf("%q is judged twice", q.Text)
		} else {
			seen[key] = true
		}
	}
}

// sampleSlugs reads the slugs from the sample's own files: the file's name, or what its header wishes for.
func sampleSlugs(t *testing.T) map[string]bool {
	t.Helper()
	names, err := filepath.Glob(sampleFolder + "articles/*.html")
	if err != nil || len(names) == 0 {
		t.Fatalf("no articles of the sample: %v", err)
	}
	wish, slugs := regexp.MustCompile(`(?m)^slug: *(\S+)$`), map[string]bool{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		slug := strings.TrimSuffix(filepath.Base(name), ".html")
		header, _, _ := strings.Cut(string(text), "\n\n")
		if m := wish.FindStringSubmatch(header); m != nil {
			slug = m[1]
		}
		slugs[slug] = true
	}
	return slugs
}

func plantedTopics(t *testing.T) (slugs []string) {
	t.Helper()
	var data struct{ Topic []struct{ Slug string } }
	if _, err := toml.DecodeFile(sampleFolder+"topics.toml", &data); err != nil {
		t.Fatal(err)
	}
	for _, topic := range data.Topic {
		slugs = append(slugs, topic.Slug)
	}
	if len(slugs) < 30 {
		t.Errorf("%d topics, want at least 30", len(slugs))
	}
	return slugs
}

// must gives what was read, or ends the test.
func must[T any](list []T, err error) func(*testing.T) []T {
	return func(t *testing.T) []T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
}
