package search

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Query is what a reader looks for. Zero fields do not narrow.
type Query struct {
	Words    string  // "a phrase" stands in quotes, and what must not be found after a minus
	Exact    bool    // what is written is meant: nothing is taken for a slip
	Language string  // of the newspaper: its commonest words need not be found
	Sections []int64 // any of these
	Country  int64
	Author   int64
	Kind     string
	In       string         // language of the articles
	From, To time.Time      // of first publication; To is the first instant after
	Newest   bool           // newest first, in place of the most relevant
	Now      time.Time      // what fresh is measured by
	Zone     *time.Location // by which the years of the facets begin; UTC when nil
	Limit    int
	Offset   int
}

// Bounds of what is looked at.
const (
	maxWords      = 12
	maxQueryBytes = 2_000
	MaxHits       = 10_000 // as deep as a question may leaf: Offset and Limit together
)

// Empty reports whether there is nothing to look for.
func (q Query) Empty() bool {
	return len(parse(q.Words, q.Language)) == 0 && len(q.Sections) == 0 && q.Country == 0 && q.Author == 0 && q.Kind == "" && q.In == "" && q.From.IsZero() && q.To.IsZero()
}

// unit is a word or a phrase of a query.
type unit struct {
	words    []word // more than one: a phrase
	minus    bool
	optional bool // so common that it need not be found
	quoted   bool
}

// parse reads the words of a query. Whatever is no quote or minus in its place is no operator, and nothing is an error.
func parse(s, language string) (units []unit) {
	if len(s) > maxQueryBytes {
		s = strings.ToValidUTF8(s[:maxQueryBytes], "")
	}
	p := parser{text: s, fold: folder{}}
	for p.at < len(s) && p.count < maxWords {
		p.step()
	}
	p.plain(len(s))
	markCommon(p.units, tongueOf(language))
	return p.units
}

type parser struct {
	text  string
	fold  folder
	units []unit
	at    int // what is read next
	from  int // the beginning of words that are read and not yet taken
	count int // words taken
}

func (p *parser) step() {
	r, n := utf8.DecodeRuneInString(p.text[p.at:])
	switch {
	case quote(r):
		p.quoted(n, false)
	case minus(r) && p.beginsWord(n):
		p.plain(p.at)
		p.at += n
		p.from = p.at
		if r, n := utf8.DecodeRuneInString(p.text[p.at:]); quote(r) {
			p.quoted(n, true)
			return
		}
		for p.at < len(p.text) {
			r, n := utf8.DecodeRuneInString(p.text[p.at:])
			if unicode.IsSpace(r) || quote(r) {
				break
			}
			p.at += n
		}
		p.take(p.from, p.at, true, true)
		p.from = p.at
	default:
		p.at += n
	}
}

// beginsWord reports whether the minus here stands after a space and before a word.
func (p *parser) beginsWord(n int) bool {
	before, _ := utf8.DecodeLastRuneInString(p.text[:p.at])
	after, size := utf8.DecodeRuneInString(p.text[p.at+n:])
	return (p.at == 0 || unicode.IsSpace(before)) && (quote(after) || inWord(after, size))
}

// quoted takes a phrase; a quote that nothing closes is passed over.
func (p *parser) quoted(n int, minus bool) {
	p.plain(p.at)
	p.at += n
	p.from = p.at
	end := strings.IndexFunc(p.text[p.at:], quote)
	if end < 0 {
		return
	}
	p.take(p.at, p.at+end, true, minus)
	_, n = utf8.DecodeRuneInString(p.text[p.at+end:])
	p.at += end + n
	p.from = p.at
}

// plain takes the words read so far, each for itself.
func (p *parser) plain(to int) {
	if p.from < to {
		p.take(p.from, to, false, false)
	}
	p.from = to
}

func (p *parser) take(from, to int, together, minus bool) {
	words := p.fold.words(p.text[from:to])
	words = words[:min(len(words), max(0, maxWords-p.count))]
	p.count += len(words)
	for i := range words {
		words[i].start += from
		words[i].end += from
	}
	if together && len(words) > 0 {
		p.units = append(p.units, unit{words: words, minus: minus, quoted: true})
		return
	}
	for i := range words {
		p.units = append(p.units, unit{words: words[i : i+1], minus: minus})
	}
}

func quote(r rune) bool { return strings.ContainsRune("\"«»“”„‟", r) && r != utf8.RuneError }

func minus(r rune) bool { return r == '-' || r == '−' }

// oneLetter tells what apostrophes leave of words: the l of l’eau.
func oneLetter(w string) bool { return len(w) == 1 && w[0] >= 'a' }

// markCommon frees the articles of the commonest words, unless there are no others to hold them to.
func markCommon(units []unit, own tongue) {
	telling := 0
	for i := range units {
		u := &units[i]
		u.optional = !u.quoted && !u.minus && (own.common(u.words[0].folded) || oneLetter(u.words[0].folded))
		if !u.optional && !u.minus {
			telling++
		}
	}
	for i := range units {
		units[i].optional = units[i].optional && telling > 0
	}
}
