package article

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"griot/internal/text"
)

// striking takes words out of texts, wherever and however they are written: with or without accents, capitals and no-break spaces, across emphasis and links. Words count, and not what stands
// between them.
type striking struct {
	passages [][]string // each its words, folded; the longest first
	instead  string     // stands where each was; may be empty
	struck   int        // how often something was taken out
}

// newStriking is for passages as somebody typed or copied them. Those without a word are passed over.
func newStriking(instead string, passages ...string) *striking {
	s := &striking{instead: instead}
	for _, p := range passages {
		if words := folded(p); len(words) > 0 {
			s.passages = append(s.passages, words)
		}
	}
	slices.SortStableFunc(s.passages, func(a, b []string) int { return len(b) - len(a) })
	return s
}

func folded(s string) (words []string) {
	for _, w := range spans(s) {
		words = append(words, foldedWord(s[w.from:w.to]))
	}
	return words
}

func foldedWord(w string) string {
	return text.Fold(strings.NewReplacer("\u00ad", "", "\u200b", "").Replace(w))
}

// spans are where the words of a text stand.
func spans(s string) (list []span) {
	from := -1
	for i, r := range s {
		in := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '\u00ad' || r == '\u200b' // what breaks a line within a word is part of it
		switch {
		case in && from < 0:
			from = i
		case !in && from >= 0:
			list, from = append(list, span{from, i}), -1
		}
	}
	if from >= 0 {
		list = append(list, span{from, len(s)})
	}
	return list
}

// find gives where passages stand in a text, from left to right, the longer before the shorter.
func (s *striking) find(plain string) (found []span) {
	words := spans(plain)
	keys := make([]string, len(words))
	for i, w := range words {
		keys[i] = foldedWord(plain[w.from:w.to])
	}
	for i := 0; i < len(words); {
		next := i + 1
		for _, p := range s.passages {
			if i+len(p) <= len(keys) && slices.Equal(keys[i:i+len(p)], p) {
				found = append(found, span{words[i].from, words[i+len(p)-1].to})
				next = i + len(p)
				break
			}
		}
		i = next
	}
	return found
}

// line is a plain text without the passages.
func (s *striking) line(plain string) string {
	for range maxRounds {
		before := s.struck
		if plain = s.lineOnce(plain); s.struck == before {
			break
		}
	}
	return plain
}

// maxRounds bounds how often a text is looked through: what stood on both sides of a passage may make it up again.
const maxRounds = 50

func (s *striking) lineOnce(plain string) string {
	found := s.find(plain)
	if len(found) == 0 {
		return plain
	}
	var b strings.Builder
	at := 0
	for _, f := range found {
		b.WriteString(plain[at:f.from] + s.instead)
		at = f.to
	}
	s.struck += len(found)
	return text.CleanLine(b.String() + plain[at:])
}

// slug is the last word of an address without the passages.
func (s *striking) slug(slug string) string {
	words := strings.Split(slug, "-")
	for _, p := range s.passages {
		own := strings.Split(text.Slug(strings.Join(p, " ")), "-")
		for i := 0; i+len(own) <= len(words); i++ {
			if slices.Equal(words[i:i+len(own)], own) {
				words = slices.Delete(words, i, i+len(own))
				i--
				s.struck++
			}
		}
	}
	return strings.Join(words, "-")
}

// names reports whether an address names a passage.
func (s *striking) names(path string) bool {
	try := striking{passages: s.passages}
	for part := range strings.FieldsFuncSeq(path, func(r rune) bool { return r == '/' || r == '?' || r == '=' || r == '.' }) {
		try.slug(part)
	}
	return try.struck > 0
}

// body is cleaned HTML without the passages: out of its texts, the words of its pictures and the addresses of its links.
func (s *striking) body(source string) string {
	for range maxRounds {
		before := s.struck
		once := s.bodyOnce(source)
		if s.struck == before {
			break
		}
		source = once
	}
	return source
}

func (s *striking) bodyOnce(source string) string {
	tokens, plain, starts := taken(source)
	found := s.find(plain)
	s.struck += len(found)
	var b strings.Builder
	for i := range tokens {
		t := &tokens[i]
		switch {
		case t.text:
			b.WriteString(html.EscapeString(cutOut(t.token.Data, starts[i], found, s.instead)))
		case s.tag(&t.token):
			b.WriteString(t.token.String())
		default:
			b.WriteString(t.raw)
		}
	}
	return b.String()
}

// piece is a token as it was written.
type piece struct {
	token html.Token
	raw   string
	text  bool
}

// taken takes HTML apart; plain is its text, with a line break where a block ends, and starts the place of each token in it.
func taken(source string) (tokens []piece, plain string, starts []int) {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(source))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		p := piece{raw: string(z.Raw()), text: kind == html.TextToken}
		p.token = z.Token()
		starts = append(starts, b.Len())
		switch {
		case p.text:
			b.WriteString(p.token.Data)
		case !slices.Contains(inlineTags, p.token.Data):
			b.WriteString("\n")
		}
		tokens = append(tokens, p)
	}
	return tokens, b.String(), starts
}

// cutOut takes out of a text that stands at a place what lies in the spans; where a span begins, another text takes its place.
func cutOut(s string, at int, found []span, instead string) string {
	var b strings.Builder
	done := 0
	for _, f := range found {
		from, to := f.from-at, f.to-at
		if to <= 0 || from >= len(s) {
			continue
		}
		b.WriteString(s[done:max(from, done)])
		if from >= 0 {
			b.WriteString(instead)
		}
		done = min(to, len(s))
	}
	return b.String() + s[done:]
}

// tag takes the passages out of the attributes of a tag, and reports whether it did. An address that names one is left out.
func (s *striking) tag(t *html.Token) bool {
	before := s.struck
	for i := len(t.Attr) - 1; i >= 0; i-- {
		switch a := &t.Attr[i]; a.Key {
		case "href", "src", "srcset", "cite", "poster":
			if s.names(a.Val) {
				s.struck++
				t.Attr = slices.Delete(t.Attr, i, i+1)
			}
		default:
			a.Val = s.line(a.Val)
		}
	}
	return s.struck > before
}

// article takes the passages out of an article, and reports whether any stood there. Its slug is not touched.
func (s *striking) article(a *Article) bool {
	before := s.struck
	for _, line := range []*string{&a.Title, &a.Short, &a.Standfirst, &a.Dateline, &a.Agencies, &a.Hero.Alt, &a.Hero.Caption, &a.Hero.Credit, &a.SEOTitle, &a.SEODesc, &a.Reason} {
		*line = s.line(*line)
	}
	if body := s.body(a.Body); body != a.Body {
		a.Body = body
		if clean, err := text.Clean(body); err == nil { // an emphasis in which nothing is left goes too; less than what was cleaned is never too large
			a.Body = clean
		}
	}
	return s.struck > before
}

// document takes the passages out of every text in a JSON document.
func (s *striking) document(written string) string {
	var v any
	if json.Unmarshal([]byte(written), &v) != nil {
		return s.line(written)
	}
	before := s.struck
	clean, err := json.Marshal(s.value(v))
	if err != nil || s.struck == before {
		return written
	}
	return string(clean)
}

func (s *striking) value(v any) any {
	switch v := v.(type) {
	case string:
		return s.body(v)
	case []any:
		for i := range v {
			v[i] = s.value(v[i])
		}
	case map[string]any:
		for key := range v {
			v[key] = s.value(v[key])
		}
	}
	return v
}
