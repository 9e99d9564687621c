package sample

import (
	"regexp"
	"strconv"
	"sync"
)

// Topic is a subject of which the generator plants articles, so that it is known of each how much it is about it.
type Topic struct {
	Slug      string
	Rubric    string   // slug
	Countries []string // slugs
	Tags      []string // names
	Titles    []string
	Sentences []string // about the subject
	Mentions  []string // that only touch it
}

// Grades of a planted article.
const (
	Mentions = 1 // one sentence mentions the subject
	Partly   = 2 // one paragraph is about it
	About    = 3 // headline, standfirst and most of the text are
)

// Of the first thousand generated articles every other is planted, until each topic has so many of each grade; after them a few of every ten thousand are.
const (
	plantedFirst  = 1_000
	plantedRarely = 75
)

var (
	firstGrades = []int{About, Partly, Mentions, About, Mentions, Partly, About, Partly, Mentions, Mentions, About, Partly, Mentions, Mentions}
	laterGrades = []int{About, Mentions, Partly, Mentions}
)

// Topics are the topics that the generator plants.
func Topics() ([]Topic, error) { return readTopics() }

var readTopics = sync.OnceValues(func() ([]Topic, error) {
	var data struct{ Topic []Topic }
	err := decode("topics.toml", &data)
	return data.Topic, err
})

// planted says what generated article number n is planted with; ok is false for nearly all.
func planted(topics []Topic, n int) (t *Topic, grade int, ok bool) {
	if len(topics) == 0 {
		return nil, 0, false
	}
	if n < plantedFirst {
		turn := n / 2 / len(topics)
		if n%2 != 0 || turn >= len(firstGrades) {
			return nil, 0, false
		}
		return &topics[n/2%len(topics)], firstGrades[turn], true
	}
	if n -= plantedFirst; n%plantedRarely != 0 {
		return nil, 0, false
	}
	n /= plantedRarely
	return &topics[n%len(topics)], laterGrades[n/len(topics)%len(laterGrades)], true
}

// generatedSlug ends as the slugs of generated articles do.
var generatedSlug = regexp.MustCompile(`-n([0-9]{1,9})$`)

// Planted says of the slug of a generated article which topic was planted in it and how much it is about it: About, Partly or Mentions. ok is false for all others.
func Planted(slug string) (topic string, grade int, ok bool) {
	found := generatedSlug.FindStringSubmatch(slug)
	topics, err := readTopics()
	if found == nil || err != nil {
		return "", 0, false
	}
	n, err := strconv.Atoi(found[1])
	if err != nil {
		return "", 0, false
	}
	t, grade, ok := planted(topics, n)
	if !ok {
		return "", 0, false
	}
	return t.Slug, grade, true
}
