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
	for at := 0; ; {
		kind := s.z.Next()
		raw := source[at : at+len(s.z.Raw())]
		at += len(raw)
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
	line   []byte // the text of the line, a mark for each other piece
	french line
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
		s.tag(kind, tagName(raw), raw)
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
	s.line = append(s.line, plain...)
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
	if tagName(raw) != s.opaque {
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
	s.line = append(s.line, mark)
}

// flush writes the line. French moves no mark, so the marks tell which text belongs to which piece.
func (s *setter) flush() {
	set := s.french.set(string(s.line))
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
	s.line = s.line[:0]
}

// tagName is the name in a tag, which is known to be one.
func tagName(raw string) string {
	name := strings.TrimLeft(raw, "</")
	return strings.ToLower(name[:max(0, strings.IndexAny(name, " \t\r\n\f/>"))])
}

func verbatim(tag string) bool {
	switch tag {
	case "code", "pre", "kbd", "samp", "script", "style", "textarea":
		return true
	}
	return false
}
