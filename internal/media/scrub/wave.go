package scrub

import "encoding/binary"

// wave keeps of a WAV the sound and its form; other chunks become empty ones of the same length. What lies behind the file's own length goes. (Multimedia Programming Interface 1.0)
func (p *Plan) wave(s *source) error {
	head, err := s.bytes(0, 12)
	if err != nil {
		return err
	}
	end := min(s.size, int64(binary.LittleEndian.Uint32(head[4:]))+8)
	p.keep(0, 12)
	sound := false
	at := int64(12)
	for at+8 <= end {
		h, err := s.bytes(at, 8)
		if err != nil {
			return err
		}
		kind, n := string(h[:4]), int64(binary.LittleEndian.Uint32(h[4:]))
		if kind == "data" {
			n, sound = min(n, end-at-8), true
		}
		whole := 8 + n + n&1
		if 8+n > end-at {
			return damaged()
		}
		whole = min(whole, end-at)
		switch kind {
		case "fmt ", "data", "fact":
			p.keep(at, whole)
		default:
			p.drop(s, at+8, n)
			p.put(binary.LittleEndian.AppendUint32([]byte("JUNK"), uint32(n))) //nolint:gosec // it was one
			p.blank(whole - 8)
		}
		at += whole
	}
	if at < s.size {
		p.found(Behind)
	}
	if !sound {
		return damaged()
	}
	return nil
}

// flac keeps of a FLAC what describes the sound, the table of places to seek, and the sound; other blocks become padding of the same length. (RFC 9639 §8)
func (p *Plan) flac(s *source) error {
	p.keep(0, 4)
	at := int64(4)
	for last := false; !last; {
		h, err := s.bytes(at, 4)
		if err != nil {
			return err
		}
		kind, n := h[0]&0x7f, int64(h[1])<<16|int64(h[2])<<8|int64(h[3])
		last = h[0]&0x80 != 0
		if n > s.size-at-4 {
			return damaged()
		}
		if kind == 0 || kind == 3 {
			p.keep(at, 4+n)
		} else {
			const padding = 1
			lead := []byte{h[0]&0x80 | padding, h[1], h[2], h[3]}
			p.drop(s, at+4, n)
			p.put(lead)
			p.blank(n)
		}
		at += 4 + n
	}
	sync, err := s.bytes(at, 2)
	if err != nil || sync[0] != 0xff || sync[1]&0xfe != 0xf8 {
		return damaged()
	}
	end := s.size
	if end-at > 128 {
		tail, err := s.bytes(end-128, 3)
		if err != nil {
			return err
		}
		if string(tail) == "TAG" {
			p.found(Behind)
			end -= 128
		}
	}
	p.keep(at, end-at)
	return nil
}
