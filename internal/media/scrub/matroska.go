package scrub

import (
	"bytes"
	"math/bits"
	"slices"
)

// The elements of a WebM that are opened, kept, and kept without their text (RFC 9559 §5.1). Every other becomes a void one of the same length.
var (
	opened = []uint32{0x18538067, 0x1f43b675, 0x1549a966, 0x1654ae6b, 0xae}
	kept   = []uint32{0x1a45dfa3, 0x114d9b74, 0x1c53bb6b, 0xe7, 0xab, 0xa7, 0xa3, 0xa0, 0x2ad7b1, 0x4489, 0xd7, 0x73c5, 0x83, 0xb9, 0x88, 0x55aa, 0x9c, 0x6de7, 0x6df8, 0x23e383, 0x22b59c, 0x22b59d,
		0x86, 0x63a2, 0x56aa, 0x56bb, 0xe0, 0xe1, 0x55ee}
	untold = []uint32{0x4d80, 0x5741}
)

const (
	segmentID  = 0x18538067
	clusterID  = 0x1f43b675
	trackType  = 0x83
	voidID     = 0xec
	unknownEnd = -1
)

// element is one of a WebM: an identifier, a length, a body.
type element struct {
	id             uint32
	at, head, size int64 // size of the body; unknownEnd where it is not said
}

// matroska follows a WebM. The elements within segment, clusters and tracks are taken as they come: a recorder that does not know beforehand how long it will go on leaves the lengths of segment and
// clusters open, and what follows says where they end.
func (p *Plan) matroska(s *source) error {
	blocks, count := 0, 0
	for at := int64(0); at < s.size; {
		e, err := s.element(at)
		if err != nil {
			return err
		}
		if count++; count > maxParts {
			return damaged()
		}
		open := slices.Contains(opened, e.id)
		if e.size == unknownEnd && e.id != segmentID && e.id != clusterID || e.size > s.size-at-e.head && e.id != segmentID {
			return damaged()
		}
		if e.id == 0xa3 || e.id == 0xa0 {
			blocks++
		}
		switch {
		case open:
			p.keep(at, e.head)
			at += e.head
			continue
		case e.id == trackType:
			err = p.track(s, e)
		case slices.Contains(kept, e.id):
			p.keep(at, e.head+e.size)
		case slices.Contains(untold, e.id):
			err = p.untell(s, e)
		default:
			err = p.void(s, e)
		}
		if err != nil {
			return err
		}
		at += e.head + e.size
	}
	if blocks == 0 {
		return damaged()
	}
	return nil
}

// track keeps the type of a track that is seen, heard or read; others cannot be cleaned.
func (p *Plan) track(s *source, e element) error {
	body, err := s.bytes(e.at+e.head, e.size)
	if err != nil || len(body) != 1 || body[0] != 1 && body[0] != 2 && body[0] != 17 {
		return damaged()
	}
	p.keep(e.at, e.head+e.size)
	return nil
}

// untell keeps an element that must be there, and empties its text.
func (p *Plan) untell(s *source, e element) error {
	body, err := s.bytes(e.at+e.head, e.size)
	if err != nil {
		return err
	}
	if len(bytes.Trim(body, "\x00 ")) > 0 {
		p.found(Software)
	}
	p.keep(e.at, e.head)
	p.blank(e.size)
	return nil
}

// void writes an element that says nothing, as long as another.
func (p *Plan) void(s *source, e element) error {
	const crc = 0xbf // of what changes now
	if e.id != voidID && e.id != crc {
		p.drop(s, e.at+e.head, e.size)
	}
	whole := e.head + e.size
	switch {
	case whole < 2:
		return damaged()
	case whole < 9:
		p.put([]byte{voidID, 0x80 | byte(whole-2)})
		p.blank(whole - 2)
	default:
		n := whole - 9
		p.put([]byte{voidID, 1, byte(n >> 48), byte(n >> 40), byte(n >> 32), byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)})
		p.blank(n)
	}
	return nil
}

// element reads the head of an element. (RFC 8794 §4, §5)
func (s *source) element(at int64) (e element, err error) {
	h, err := s.bytes(at, min(12, s.size-at))
	if err != nil {
		return e, err
	}
	width := bits.LeadingZeros8(h[0]) + 1
	if width > 4 || len(h) < width+1 {
		return e, damaged()
	}
	for _, b := range h[:width] {
		e.id = e.id<<8 | uint32(b)
	}
	h = h[width:]
	long := bits.LeadingZeros8(h[0]) + 1
	if long > 8 || len(h) < long {
		return e, damaged()
	}
	size, all := int64(h[0])&(0xff>>long), h[0]|^byte(0xff>>long) == 0xff
	for _, b := range h[1:long] {
		size, all = size<<8|int64(b), all && b == 0xff
	}
	if all {
		size = unknownEnd
	}
	e.at, e.head, e.size = at, int64(width+long), size
	return e, nil
}
