package wordpress

import (
	"bufio"
	"bytes"
	"errors"
)

// maxTagBytes bounds a tag: a quotation mark that is never closed would else swallow the rest of the file.
const maxTagBytes = 64 << 10

// nextMarkup reads text and the tag, comment, CDATA section or declaration that ends it. All goes to buf; a tag is in markup.
func (s *scanner) nextMarkup() (isTag bool, err error) {
	for {
		if err := s.until('<'); err != nil {
			return false, err
		}
		next, err := s.r.Peek(1)
		if err != nil {
			return false, err
		}
		switch c := next[0]; {
		case c == '!':
			return false, s.declaration()
		case c == '?':
			return false, s.through("?>")
		case c == '/' || c == '_' || c == ':' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80:
			return true, s.noted(closed)
		}
	}
}

// noted reads to a ">" at which the markup that has begun is whole.
func (s *scanner) noted(whole func(markup []byte) bool) error {
	s.markup, s.noting = append(s.markup[:0], '<'), true
	defer func() { s.noting = false }()
	for {
		if err := s.until('>'); err != nil {
			return err
		}
		if whole(s.markup) || len(s.markup) > maxTagBytes {
			return nil
		}
	}
}

// closed reports whether every quotation mark of a tag has its other.
func closed(tag []byte) bool {
	var open byte
	for _, c := range tag {
		switch {
		case open != 0:
			if c == open {
				open = 0
			}
		case c == '"' || c == '\'':
			open = c
		}
	}
	return open == 0
}

// declaration reads a comment, a CDATA section or a document type, whose "<!" has been begun.
func (s *scanner) declaration() error {
	head, _ := s.r.Peek(8) // fewer at the end of the file
	switch {
	case bytes.HasPrefix(head, []byte("!--")):
		s.skip(3)
		return s.through("-->")
	case bytes.Equal(head, []byte("![CDATA[")):
		s.skip(8)
		return s.through("]]>")
	}
	return s.noted(func(m []byte) bool { // a document type may hold declarations between brackets
		return bytes.Count(m, []byte{'['}) <= bytes.Count(m, []byte{']'})
	})
}

// skip takes bytes that have been looked at.
func (s *scanner) skip(n int) {
	head, _ := s.r.Peek(n)
	s.take(head)
	_, _ = s.r.Discard(n)
}

// through reads to the end of an end mark, "]]>" or its like.
func (s *scanner) through(end string) error {
	tail := make([]byte, 0, len(end))
	for {
		part, err := s.r.ReadSlice('>')
		s.take(part)
		tail = append(tail, part[max(0, len(part)-len(end)):]...)
		tail = tail[max(0, len(tail)-len(end)):]
		if err == nil && string(tail) == end {
			return nil
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
}

// until reads to the next c, which goes to buf too.
func (s *scanner) until(c byte) error {
	for {
		part, err := s.r.ReadSlice(c)
		s.take(part)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
}

// take counts lines and keeps what has room.
func (s *scanner) take(part []byte) {
	s.line += bytes.Count(part, []byte{'\n'})
	if s.noting {
		s.markup = append(s.markup, part...)
	}
	if s.dropped || len(s.buf)+len(part) > maxElementBytes {
		s.dropped = true
		return
	}
	s.buf = append(s.buf, part...)
}
