package article

import (
	"maps"
	"math"
	"slices"
	"strings"

	"griot/internal/page"
	"griot/internal/search"
	"griot/internal/taxonomy"
	"griot/internal/text"
)

// How much each part adds to what two articles have in common when they have all of it in common. Words tell the subject; tags and countries are what the newsroom files it
// under; a link is what the newsroom itself calls related; the rubric and the kind decide between equals. ADR 10 has the measurements.
const (
	wordsCount   = 4.0
	tagsCount    = 0.5
	countryCount = 0.3
	linksCount   = 0.25
	sectionCount = 0.1
	kindCount    = 0.03
)

// maxLinks bounds the links of a text that count.
const maxLinks = 12

// subject is an article as far as its relations go.
type subject struct {
	id         ID
	language   string
	at         int64
	root       ID // the original, of a translation
	public     bool
	sponsored  bool
	kind       string
	section    taxonomy.SectionID
	title      string
	short      string
	standfirst string
	dateline   string
	caption    string
	body       string
	names      string // of its tags
	tags       []string
	countries  []string
	links      []ID // to articles

	counts map[string]float64 // of its words, see count
}

// count counts the subject's words. A word of the title says more than one of the text.
func (s *subject) count() {
	s.counts = map[string]float64{}
	for _, part := range []struct {
		text string
		each float64
	}{{s.title, 3}, {s.short, 1}, {s.standfirst, 2}, {s.names, 2}, {s.dateline, 2}, {s.caption, 1}, {text.Plain(s.body), 1}} {
		for _, w := range search.Stems(s.language, part.text) {
			if len(w) > 1 && (w[0] < '0' || w[0] > '9') { // numbers and single letters say nothing
				s.counts[w] += part.each
			}
		}
	}
}

// counted are the traits of a subject of which it is known in how many articles they stand, in order and each once.
func (s *subject) counted() []trait {
	list := []trait{traitOf(s.language, "")}
	for _, terms := range [][]string{s.tags, s.countries, slices.Collect(maps.Keys(s.counts))} {
		for _, t := range terms {
			list = append(list, traitOf(s.language, t))
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// census is in how many articles traits stand.
type census map[trait]int

// rarity grows with the rareness of a trait among the articles of a language and is 0 for one that every article has (inverse document frequency). It takes for granted
// eight earlier articles, half of which have it, so that in a young newsroom not every second word is rare.
func (c census) rarity(language string, t trait) float64 { return c.among(language, c[t]) }

func (c census) among(language string, having int) float64 {
	return max(0, math.Log(float64(c[traitOf(language, "")]+8)/float64(having+4)))
}

// profile gives what a subject is about, among all articles.
func (s *subject) profile(c census) profile {
	weights := map[trait]float64{}
	s.weighWords(c, weights)
	s.weighLabels(c, s.tags, tagsCount, weights)
	s.weighLabels(c, s.countries, countryCount, weights)
	s.weighLinks(weights)
	if s.section != 0 {
		weights[traitOf(s.language, string(page.Section(int64(s.section))))] = math.Sqrt(sectionCount)
	}
	return newProfile(weights, map[trait]float64{traitOf(s.language, "kind:"+s.kind): math.Sqrt(kindCount)})
}

// weighWords gives each word its share of the whole: of two texts that say the same all is shared, however long they are.
func (s *subject) weighWords(c census, weights map[trait]float64) {
	squares := 0.0
	for _, w := range slices.Sorted(maps.Keys(s.counts)) { // in order: sums of floating numbers depend on it
		t := traitOf(s.language, w)
		weights[t] = (1 + math.Log(s.counts[w])) * c.rarity(s.language, t)
		squares += weights[t] * weights[t]
	}
	for t := range weights {
		weights[t] *= math.Sqrt(wordsCount / max(squares, math.SmallestNonzeroFloat64))
	}
}

// weighLabels gives tags or countries less the more common they are, and the more of them the article has.
func (s *subject) weighLabels(c census, labels []string, share float64, weights map[trait]float64) {
	for _, l := range labels {
		t := traitOf(s.language, l)
		weights[t] = math.Sqrt(share/float64(len(labels))) * c.rarity(s.language, t) / c.among(s.language, 1)
	}
}

// weighLinks has an article share a trait with those that link to it, and these with each other.
func (s *subject) weighLinks(weights map[trait]float64) {
	links := s.links[:min(len(s.links), maxLinks)]
	for _, id := range links {
		weights[s.itself(id)] = math.Sqrt(linksCount / float64(len(links)))
	}
	weights[s.itself(s.id)] = math.Sqrt(linksCount)
}

func (s *subject) itself(id ID) trait { return traitOf(s.language, string(page.Article(int64(id)))) }

// paths lists the addresses of this site to which a text leads, each once.
func paths(body string) (list []string) {
	for rest := body; ; {
		_, after, found := strings.Cut(rest, `href="/`)
		if !found {
			return list
		}
		var path string
		path, rest, _ = strings.Cut(after, `"`)
		path, _, _ = strings.Cut("/"+path, "#")
		if !slices.Contains(list, path) && len(list) < maxLinks {
			list = append(list, path)
		}
	}
}
