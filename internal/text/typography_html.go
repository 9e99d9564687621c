package text

import (
	"strings"

	"golang.org/x/net/html"
)

// FrenchHTML is French for the text of HTML and for its alt and title attributes. It sees through inline tags ("l'<em>eau</em>"),
// leaves code, pre, kbd, samp, script, style, textarea and whatever says that it is in another language as they are, and gives back every
// byte of markup that came in; so it does with text that is right already.
func FrenchHTML(source string) string {
	if !strings.ContainsAny(source, " '\".:;?!%«»&\u00a0\u202f") {
		return source
	}
	s := setter{z: html.NewTokenizer(strings.NewReader(source))}
	s.out.Grow(len(source) + len(source)/32)
	for {
		kind := s.z.Next()
		raw := string(s.z.Raw())
		if kind == html.ErrorToken {
			s.flush()
			s.out.WriteString(raw)
			return s.out.String()
		}
		s.token(kind, raw)
	}
}

// setter gathers the pieces of a line, which ends where a block begins or ends, and writes them out set as French.
type setter struct {
	z      *html.Tokenizer
	out    strings.Builder
	line   strings.Builder // the text of the line, a mark for each other piece
	pieces []piece
	opaque string // the element that is being passed over; "" outside
	depth  int    // how many elements of that name are open
}

type piece struct {
	raw, text string
	isText    bool
}

func (s *setter) token(kind html.TokenType, raw string) {
	switch {
	case s.opaque != "":
		s.pass(kind, raw)
	case kind == html.TextToken:
		s.text(raw)
	case kind == html.StartTagToken, kind == html.SelfClosingTagToken, kind == html.EndTagToken:
		name, _ := s.z.TagName()
		s.tag(kind, string(name), raw)
	default:
		s.add(raw, tagMark)
	}
}

func (s *setter) text(raw string) {
	plain := html.UnescapeString(raw)
	if strings.ContainsAny(plain, "\x00\x01") {
		s.add(raw, objectMark)
		return
	}
	s.line.WriteString(plain)
	if n := len(s.pieces); n > 0 && s.pieces[n-1].isText {
		s.pieces[n-1].raw += raw
		s.pieces[n-1].text += plain
		return
	}
	s.pieces = append(s.pieces, piece{raw, plain, true})
}

func (s *setter) tag(kind html.TokenType, name, raw string) {
	starts := kind == html.StartTagToken && !void(name)
	switch {
	case starts && (verbatim(name) || foreign(raw)):
		if !inline(name) {
			s.flush()
		}
		s.opaque, s.depth = name, 1
		s.add(raw, objectMark)
		return
	case name == "img":
		s.add(frenchAttrs(raw), objectMark)
		return
	case inline(name) && name != "br":
		s.add(frenchAttrs(raw), tagMark)
		return
	}
	s.flush()
	s.out.WriteString(frenchAttrs(raw))
}

// pass keeps what stands in an opaque element, to its end.
func (s *setter) pass(kind html.TokenType, raw string) {
	s.add(raw, tagMark)
	if kind != html.StartTagToken && kind != html.EndTagToken {
		return
	}
	if name, _ := s.z.TagName(); string(name) != s.opaque {
		return
	}
	if kind == html.StartTagToken {
		s.depth++
	} else if s.depth--; s.depth == 0 {
		s.opaque = ""
	}
}

func (s *setter) add(raw string, mark byte) {
	s.pieces = append(s.pieces, piece{raw: raw})
	s.line.WriteByte(mark)
}

// flush writes the line. French moves no mark, so the marks tell which text belongs to which piece.
func (s *setter) flush() {
	set := French(s.line.String())
	for _, p := range s.pieces {
		if !p.isText {
			s.out.WriteString(p.raw)
			set = set[1:]
			continue
		}
		end := strings.IndexAny(set, "\x00\x01")
		if end < 0 {
			end = len(set)
		}
		if set[:end] == p.text {
			s.out.WriteString(p.raw)
		} else {
			escape(&s.out, set[:end], inText)
		}
		set = set[end:]
	}
	s.pieces = s.pieces[:0]
	s.line.Reset()
}

func verbatim(tag string) bool {
	switch tag {
	case "code", "pre", "kbd", "samp", "script", "style", "textarea":
		return true
	}
	return false
}

// foreign reports whether a start tag says that its content is in a language other than French.
func foreign(raw string) bool {
	lang, found := "", false
	if strings.Contains(raw, "lang") {
		eachAttr(raw, func(name string, start, end int) {
			if strings.EqualFold(name, "lang") {
				lang, found = strings.ToLower(raw[start:end]), true
			}
		})
	}
	return found && lang != "fr" && !strings.HasPrefix(lang, "fr-")
}

// frenchAttrs sets what readers see or hear of a tag's attributes.
func frenchAttrs(raw string) string {
	if !strings.Contains(raw, "alt") && !strings.Contains(raw, "title") {
		return raw
	}
	var b strings.Builder
	done := 0
	eachAttr(raw, func(name string, start, end int) {
		plain := html.UnescapeString(raw[start:end])
		set := plain
		if name == "alt" || name == "title" {
			set = French(plain)
		}
		if set != plain {
			b.WriteString(raw[done:start])
			escape(&b, set, inText+raw[start-1:start])
			done = end
		}
	})
	b.WriteString(raw[done:])
	return b.String()
}

// eachAttr calls f with the name of every attribute whose value stands in quotes, and with where that value is in raw.
func eachAttr(raw string, f func(name string, start, end int)) {
	for at := 0; at < len(raw); {
		quote := strings.IndexAny(raw[at:], `"'`)
		if quote < 0 {
			return
		}
		start := at + quote + 1
		end := strings.IndexByte(raw[start:], raw[start-1])
		if end < 0 {
			return
		}
		f(attrName(raw[at:start-1]), start, start+end)
		at = start + end + 1
	}
}

// attrName is the name that ends in "=" at the end of what stands before a value; "" when there is none.
func attrName(before string) string {
	before, found := strings.CutSuffix(strings.TrimRight(before, " \t\r\n\f"), "=")
	if !found {
		return ""
	}
	before = strings.TrimRight(before, " \t\r\n\f")
	return before[strings.LastIndexAny(before, " \t\r\n\f/")+1:]
}
