package wordpress

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxElementBytes bounds an item with everything in it; a larger one is left out.
const maxElementBytes = 16 << 20

// element is one child of the export's channel as it stands in the file: an item, an author, a term, a line about the site.
type element struct {
	name  string // with its prefix: "item", "wp:author"
	line  int    // where it begins
	bytes []byte // from its start tag to its end tag, valid until the next one is read
	why   Reason // instead of bytes: Broken or Oversized
	bad   string // says why in words
}

// damage is where and why a file stops being an export.
type damage struct {
	file string
	line int
	what string
}

func (d *damage) Error() string { return fmt.Sprintf("%s, line %d: %s", d.file, d.line, d.what) }

// scanner cuts an export into its elements without understanding them, so that a broken or enormous one costs no other. It looks at
// nothing but where comments, CDATA sections and tags begin and end.
type scanner struct {
	file string
	r    *bufio.Reader
	line int

	root    []byte // the start tag of rss, which declares the namespaces
	inside  bool   // the channel has begun
	held    []byte // a start tag that was read too far, by an item without an end
	heldAt  int
	buf     []byte
	dropped bool   // the element in buf is larger than it may be
	markup  []byte // the last tag, or the last declaration that was looked into
	noting  bool   // what is read goes to markup too
}

func newScanner(file string, r io.Reader) *scanner {
	return &scanner{file: file, r: bufio.NewReaderSize(r, readBuffer), line: 1}
}

// next gives the next element; io.EOF after the channel's end tag, and a damage when the file ends before it.
func (s *scanner) next() (element, error) {
	for {
		tag, line, err := s.tag()
		if err != nil {
			return element{}, s.ended(err)
		}
		switch name := tagName(tag); {
		case !s.inside:
			s.enter(name, tag)
		case tag[1] == '/':
			if local(name) == "channel" || local(name) == "rss" {
				return element{}, io.EOF
			}
		case selfClosing(tag):
			return element{name: name, line: line, bytes: tag}, nil
		default:
			return s.element(name, tag, line)
		}
	}
}

func (s *scanner) enter(name string, tag []byte) {
	switch local(name) {
	case "rss":
		s.root = bytes.Clone(tag)
	case "channel":
		s.inside = s.root != nil
	}
}

func (s *scanner) ended(err error) error {
	switch {
	case !errors.Is(err, io.EOF):
		return &damage{s.file, s.line, err.Error()}
	case !s.inside:
		return &damage{s.file, s.line, "this is no WordPress export (WXR): it has no <rss> with a <channel>"}
	}
	return &damage{s.file, s.line, "the file ends before </channel>: it is cut off"}
}

// tag gives the next tag between elements.
func (s *scanner) tag() (tag []byte, line int, err error) {
	if s.held != nil {
		tag, line = s.held, s.heldAt
		s.held = nil
		return tag, line, nil
	}
	for {
		s.buf, s.dropped = s.buf[:0], false
		isTag, err := s.nextMarkup()
		if err != nil {
			return nil, 0, err
		}
		if isTag {
			return s.markup, s.line - bytes.Count(s.markup, []byte{'\n'}), nil
		}
	}
}

// element reads to the end tag of the element that has begun. One in which an item begins has lost its end.
func (s *scanner) element(name string, start []byte, line int) (element, error) {
	s.buf, s.dropped = append(s.buf[:0], start...), false
	for depth := 1; depth > 0; {
		isTag, err := s.nextMarkup()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				return element{}, s.ended(err)
			}
			return element{}, &damage{s.file, s.line, fmt.Sprintf("the file ends inside the <%s> that begins on line %d", name, line)}
		}
		if !isTag {
			continue
		}
		switch tag, inner := s.markup, tagName(s.markup); {
		case inner == name && tag[1] == '/':
			depth--
		case inner == "item" && tag[1] != '/', inner == "channel", inner == "rss":
			s.held, s.heldAt = bytes.Clone(tag), s.line
			return element{name: name, line: line, why: Broken, bad: fmt.Sprintf("<%s> has no end", name)}, nil
		case inner == name && !selfClosing(tag):
			depth++
		}
	}
	if s.dropped {
		return element{name: name, line: line, why: Oversized, bad: fmt.Sprintf("larger than %d MB", maxElementBytes>>20)}, nil
	}
	return element{name: name, line: line, bytes: s.buf}, nil
}

// tagName is the name in a start or end tag.
func tagName(tag []byte) string {
	name := strings.TrimPrefix(string(tag[1:min(len(tag), 100)]), "/")
	if i := strings.IndexAny(name, " \t\r\n/>"); i >= 0 {
		name = name[:i]
	}
	return name
}

func local(name string) string { return name[strings.IndexByte(name, ':')+1:] }

func selfClosing(tag []byte) bool { return bytes.HasSuffix(tag, []byte("/>")) }
