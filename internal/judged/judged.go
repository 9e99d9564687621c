// Package judged holds what people judged: which articles answer a reader's query and how well, and what a reader of an article would want next. The judgements
// were written before the engines they measure, by meaning and over all the articles, so that a figure says what a reader gets and not what an engine does.
// Only tests and internal/bench import it; nothing of it is in the program that serves readers.
//
// Articles are named by their slugs. The grades are 3 (what the reader was looking for), 2 (clearly of use) and 1 (touches upon it); an article without a grade
// is of no use.
package judged

import (
	"embed"
	"fmt"

	"github.com/BurntSushi/toml"
)

//go:embed sample.toml topics.toml related.toml
var files embed.FS

// Kind is what a query tries in a search.
type Kind string

// The kinds of query.
const (
	Plain      Kind = "plain"      // words as they stand in the articles, or what they mean
	Name       Kind = "name"       // people, places, countries
	Inflection Kind = "inflection" // another number, gender or tense than the articles have
	Typo       Kind = "typo"       // a slip of the finger or two
	Accents    Kind = "accents"    // written without the accents or the hamzas
	Phrase     Kind = "phrase"     // in quotes
	Minus      Kind = "minus"      // a word with a minus before it must not occur
)

// Query is what a reader typed and what they should be given.
type Query struct {
	Text     string `toml:"q"`
	Language string // the code of the language in which the reader asks
	Kind     Kind
	Topic    string         // the planted topic that it asks for; none when it asks the sample newspaper
	Grades   map[string]int // by slug, 1 to 3; of a topic's query only articles of the sample newspaper, the planting grades the others
	Must     []string       // the slugs that recall demands, of inflections and typos; of a topic's query none: every article planted at 3
}

// Next is what a reader of an article would want to read after it.
type Next struct {
	Article string
	Grades  map[string]int // by slug, 1 to 3
}

// SampleQueries is what readers ask of the sample newspaper.
func SampleQueries() ([]Query, error) {
	return queries("sample.toml")
}

// TopicQueries is what readers ask about the topics planted in the generated archive.
func TopicQueries() ([]Query, error) {
	return queries("topics.toml")
}

// Related is what goes with the articles of the sample newspaper.
func Related() ([]Next, error) {
	var data struct{ Related []Next }
	err := read("related.toml", &data)
	return data.Related, err
}

func queries(name string) ([]Query, error) {
	var data struct{ Query []Query }
	err := read(name, &data)
	return data.Query, err
}

// read is strict: a misspelt key would silently lose a judgement.
func read(name string, into any) error {
	meta, err := toml.DecodeFS(files, name, into)
	if err != nil {
		return fmt.Errorf("judgements %s: %w", name, err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return fmt.Errorf("judgements %s: unknown key %s", name, unknown[0])
	}
	return nil
}
