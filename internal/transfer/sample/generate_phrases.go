package sample

import (
	"html"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// phrasebook makes sentences out of those it was taught: each word follows the two before it as it did in one of them, mostly of the same rubric (a Markov chain of the
// second order). So words are as frequent as in the sample newspaper, and the text reads like it, if one does not ask what it says.
type phrasebook struct {
	words  []string // the first is the end of a sentence
	number map[string]int32
	states []state
	at     map[[2]int32]int32 // the state after two words
	starts map[string][]int32 // states after the first two words of sentences, by rubric
	all    []int32
}

// state is where two words have led.
type state struct {
	words [2]int32
	next  []follower
}

type follower struct {
	word, state int32
	rubric      string
}

// Marks of what is different in every article. What is no mark and no digit stays.
const (
	placeMark  = "\x01"
	personMark = "\x02"
)

// maxSentenceWords bounds a sentence: a longer one has lost its way, and another is tried.
const maxSentenceWords = 45

func newPhrasebook() *phrasebook {
	return &phrasebook{words: []string{""}, number: map[string]int32{"": 0}, at: map[[2]int32]int32{}, starts: map[string][]int32{}}
}

var (
	paragraph = regexp.MustCompile(`(?s)<p>(.*?)</p>`)
	markup    = regexp.MustCompile(`<[^>]*>`)
)

// phrasesOf takes a text apart.
func phrasesOf(body string) (list []string) {
	for _, p := range paragraph.FindAllStringSubmatch(body, -1) {
		words := strings.Split(html.UnescapeString(markup.ReplaceAllString(p[1], "")), " ")
		from := 0
		for i, w := range words {
			if i+1 == len(words) || ends(w) && begins(words[i+1]) {
				list = append(list, strings.Join(words[from:i+1], " "))
				from = i + 1
			}
		}
	}
	return list
}

func ends(word string) bool {
	word = strings.TrimSuffix(word, "\u00a0»")
	return len(word) > 2 && strings.ContainsRune(".!?…", lastRune(word))
}

func begins(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r) || r == '«'
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// learn teaches a sentence. keep are the words with a capital that any article may hold, such as the names of countries.
func (p *phrasebook) learn(sentence, rubric string, keep map[string]bool) {
	words := anonymous(strings.Split(sentence, " "), keep)
	if len(words) < 4 || len(words) > maxSentenceWords {
		return
	}
	at := p.after(p.add(words[0]), p.add(words[1]))
	p.starts[rubric] = append(p.starts[rubric], at)
	p.all = append(p.all, at)
	for _, w := range append(words[2:], "") {
		n := p.add(w)
		next := p.after(p.states[at].words[1], n)
		p.states[at].next = append(p.states[at].next, follower{n, next, rubric})
		at = next
	}
}

// after is the state after two words.
func (p *phrasebook) after(first, second int32) int32 {
	words := [2]int32{first, second}
	n, ok := p.at[words]
	if !ok {
		n = int32(len(p.states)) //nolint:gosec // some ten thousand states
		p.states, p.at[words] = append(p.states, state{words: words}), n
	}
	return n
}

func (p *phrasebook) add(word string) int32 {
	n, ok := p.number[word]
	if !ok {
		n = int32(len(p.words)) //nolint:gosec // some thousand words
		p.words, p.number[word] = append(p.words, word), n
	}
	return n
}

// properName is a word with a capital in a sentence: what stands before the name, the name, what stands after it.
var properName = regexp.MustCompile(`^(\(?(?:[dD]’)?)(\p{Lu}[\p{Ll}’-][\p{L}’-]*)([.,;:!?…)»\x{00a0}\x{202f}]*)$`)

// anonymous puts marks in place of people and places: two capitalised words are a person, one is a place.
func anonymous(words []string, keep map[string]bool) (list []string) {
	for i := 0; i < len(words); i++ {
		found := properName.FindStringSubmatch(words[i])
		if i == 0 || found == nil || keep[found[2]] || ends(words[i-1]) {
			list = append(list, words[i])
			continue
		}
		mark := placeMark
		for i+1 < len(words) && found[3] == "" {
			next := properName.FindStringSubmatch(words[i+1])
			if next == nil || keep[next[2]] {
				break
			}
			mark, found[3], i = personMark, next[3], i+1
		}
		before := found[1]
		if strings.HasSuffix(before, "’") { // d’Abeokuta: made-up names begin with consonants
			before = strings.TrimSuffix(before, "’")
			list, before = append(list, before+"e"), ""
		}
		list = append(list, before+mark+found[3])
	}
	return list
}

// sentence makes one, of a rubric as far as possible, in marks.
func (p *phrasebook) sentence(r *rand.Rand, rubric string, buffer []int32) []int32 {
	starts := p.starts[rubric]
	if len(starts) == 0 {
		starts = p.all
	}
	for {
		at := pick(r, starts)
		words := append(buffer[:0], p.states[at].words[:]...)
		for len(words) < maxSentenceWords {
			next := p.states[at].draw(r, rubric)
			if next.word == 0 {
				return words
			}
			words = append(words, next.word)
			at = next.state
		}
	}
}

// draw draws what follows, up to three times until it is of the rubric.
func (s *state) draw(r *rand.Rand, rubric string) (f follower) {
	if len(s.next) == 1 {
		return s.next[0]
	}
	for range 3 {
		if f = pick(r, s.next); f.rubric == rubric {
			break
		}
	}
	return f
}

// cast is what an article puts in place of marks.
type cast struct {
	places []string
	people []string
	year   int
}

// write writes a sentence with an article's own names and figures.
func (p *phrasebook) write(r *rand.Rand, c *cast, words []int32) string {
	var b strings.Builder
	b.Grow(16 * len(words))
	for i, n := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		word := p.words[n]
		switch {
		case strings.Contains(word, placeMark):
			word = strings.Replace(word, placeMark, mostly(r, c.places), 1)
		case strings.Contains(word, personMark):
			word = strings.Replace(word, personMark, mostly(r, c.people), 1)
		case strings.ContainsAny(word, "0123456789"):
			word = figures(r, word, c.year)
		}
		b.WriteString(word)
	}
	if s := b.String(); strings.Count(s, "«") != strings.Count(s, "»") {
		return unquoted.Replace(s)
	}
	return b.String()
}

// unquoted takes the quotation marks away of which one has got lost.
var unquoted = strings.NewReplacer("«\u00a0", "", "«\u202f", "", "« ", "", "\u00a0»", "", "\u202f»", "", " »", "", "«", "", "»", "")

// mostly takes the first, sometimes another.
func mostly(r *rand.Rand, list []string) string { return list[min(tail(r, 1.2, 2, 64), len(list)-1)] }

var digits = regexp.MustCompile(`[0-9]+`)

// figures puts other figures of the same size: years before the article's own, days and hours that there are, noughts where they were.
func figures(r *rand.Rand, word string, year int) string {
	return digits.ReplaceAllStringFunc(word, func(s string) string {
		switch n, err := strconv.Atoi(s); {
		case err != nil || n <= 1: // 1er is no number
			return s
		case n >= 1900 && n < 2100:
			return strconv.Itoa(year - r.IntN(12))
		case n <= 24:
			return strconv.Itoa(2 + r.IntN(23))
		case n <= 31:
			return strconv.Itoa(2 + r.IntN(27))
		}
		other := []byte(s)
		for i, d := range other {
			if d != '0' {
				other[i] = '1' + byte(r.IntN(9)) //nolint:gosec // a digit
			}
		}
		return string(other)
	})
}
