package scrub

import (
	"bytes"
	"encoding/binary"
)

// maxComment bounds the remarks of an Ogg in bytes; a cover has room.
const maxComment = 16 << 20

// oggStream is one of the streams of an Ogg.
type oggStream struct {
	packet  int    // how many of its packets have ended
	prefix  string // with which its packet of remarks begins
	framed  bool   // that packet ends with a bit that is set
	marks   []span // where its remarks lie
	comment []byte
}

type span struct{ at, n int64 }

// ogg empties the remarks of an Ogg: its second packet, at its own length, so that no page moves. (RFC 3533 §6, RFC 7845 §5.2, Vorbis I §5)
func (p *Plan) ogg(s *source) error {
	streams := map[uint32]*oggStream{}
	pages, end, err := oggPages(s, streams)
	if err != nil {
		return err
	}
	with := map[int64][]byte{} // by the address of the byte, the bytes that come there
	for _, st := range streams {
		clean, err := st.emptied()
		if err != nil {
			return err
		}
		if !bytes.Equal(clean, st.comment) {
			p.found(Guess(st.comment)...)
		}
		for _, m := range st.marks {
			with[m.at], clean = clean[:m.n], clean[m.n:]
		}
	}
	for _, page := range pages {
		if err := p.oggPage(s, page, with); err != nil {
			return err
		}
	}
	if end < s.size {
		p.found(Behind)
	}
	return nil
}

// oggPages follows the pages and notes where the remarks of each stream lie. end is behind the last page.
func oggPages(s *source, streams map[uint32]*oggStream) (pages []span, end int64, err error) {
	for end+27 <= s.size {
		h, err := s.bytes(end, 27)
		if err != nil {
			return nil, 0, err
		}
		if string(h[:4]) != "OggS" {
			break
		}
		begins, serial, segments := h[5]&2 != 0, binary.LittleEndian.Uint32(h[14:]), int64(h[26])
		table, err := s.bytes(end+27, segments)
		if err != nil {
			return nil, 0, err
		}
		lacing := bytes.Clone(table)
		body := end + 27 + segments
		if begins {
			if streams[serial] != nil || len(streams) > 64 {
				return nil, 0, damaged()
			}
			if streams[serial], err = oggKind(s, body); err != nil {
				return nil, 0, err
			}
		}
		st := streams[serial]
		if st == nil {
			return nil, 0, damaged()
		}
		if body, err = st.follow(s, body, lacing); err != nil {
			return nil, 0, err
		}
		pages = append(pages, span{end, body - end})
		end = body
	}
	if len(pages) == 0 {
		return nil, 0, damaged()
	}
	return pages, end, nil
}

// oggKind knows a stream by its first packet.
func oggKind(s *source, at int64) (*oggStream, error) {
	head, err := s.bytes(at, min(8, s.size-at))
	if err != nil {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(head, []byte("\x01vorbis")):
		return &oggStream{prefix: "\x03vorbis", framed: true}, nil
	case bytes.HasPrefix(head, []byte("OpusHead")):
		return &oggStream{prefix: "OpusTags"}, nil
	case bytes.HasPrefix(head, []byte("\x80theora")):
		return &oggStream{prefix: "\x81theora"}, nil
	case bytes.HasPrefix(head, []byte("Speex   ")):
		return &oggStream{}, nil
	}
	return nil, damaged()
}

// follow goes through the packets of a page; it gives where the page ends.
func (st *oggStream) follow(s *source, at int64, lacing []byte) (int64, error) {
	for _, n := range lacing {
		if at+int64(n) > s.size {
			return 0, damaged()
		}
		if st.packet == 1 && n > 0 {
			data, err := s.bytes(at, int64(n))
			if err != nil {
				return 0, err
			}
			st.comment = append(st.comment, data...)
			if len(st.comment) > maxComment {
				return 0, damaged()
			}
			if last := len(st.marks) - 1; last >= 0 && st.marks[last].at+st.marks[last].n == at {
				st.marks[last].n += int64(n)
			} else {
				st.marks = append(st.marks, span{at, int64(n)})
			}
		}
		if n < 255 {
			st.packet++
		}
		at += int64(n)
	}
	return at, nil
}

// emptied is the packet of remarks without any: the name of its maker takes all of its room, and is blank.
func (st *oggStream) emptied() ([]byte, error) {
	tail := 4
	if st.framed {
		tail++
	}
	room := len(st.comment) - len(st.prefix) - 4 - tail
	if st.packet < 2 || room < 0 || !bytes.HasPrefix(st.comment, []byte(st.prefix)) {
		return nil, damaged()
	}
	clean := binary.LittleEndian.AppendUint32([]byte(st.prefix), uint32(room)) //nolint:gosec // at most maxComment
	clean = append(clean, bytes.Repeat([]byte{' '}, room)...)
	clean = append(clean, 0, 0, 0, 0)
	if st.framed {
		clean = append(clean, 1)
	}
	return clean, nil
}

// oggPage keeps a page, or writes it anew, with a new sum, where remarks lie in it.
func (p *Plan) oggPage(s *source, page span, with map[int64][]byte) error {
	data, err := s.bytes(page.at, page.n)
	if err != nil {
		return err
	}
	var clean []byte
	for at, b := range with { // few: remarks lie in the first pages
		if at < page.at || at >= page.at+page.n {
			continue
		}
		if clean == nil {
			clean = bytes.Clone(data)
		}
		copy(clean[at-page.at:], b)
	}
	if clean == nil {
		p.keep(page.at, page.n)
		return nil
	}
	binary.LittleEndian.PutUint32(clean[22:], 0)
	binary.LittleEndian.PutUint32(clean[22:], oggSum(clean))
	p.put(clean)
	return nil
}

// oggSum is the CRC of a page: polynomial 0x04c11db7, neither turned round nor inverted (RFC 3533 §6).
func oggSum(data []byte) (sum uint32) {
	for _, b := range data {
		sum ^= uint32(b) << 24
		for range 8 {
			if sum&0x80000000 != 0 {
				sum = sum<<1 ^ 0x04c11db7
			} else {
				sum <<= 1
			}
		}
	}
	return sum
}
