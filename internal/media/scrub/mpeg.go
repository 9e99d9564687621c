package scrub

import "bytes"

// mpeg keeps the frames of an MP3 and nothing between, before or behind them: no ID3 of either version, no APE tag, no lyrics. (ISO 11172-3 §2.4, id3.org)
func (p *Plan) mpeg(s *source) error {
	at, frames := int64(0), 0
	for at+4 <= s.size {
		if n, err := tagged(s, at); err != nil {
			return err
		} else if n > 0 {
			p.drop(s, at, n)
			at += n
			continue
		}
		head, err := s.bytes(at, 4)
		if err != nil {
			return err
		}
		n := frameLength([4]byte(head))
		if n == 0 || at+n > s.size || !followed(s, at+n) {
			skipped, err := p.skip(s, at, frames > 0)
			if err != nil {
				return err
			}
			at += skipped
			continue
		}
		if err := p.frame(s, at, n, frames == 0); err != nil {
			return err
		}
		frames++
		at += n
	}
	if frames == 0 {
		return damaged()
	}
	return nil
}

// tagged is the length of an ID3v2 tag; 0 where none is.
func tagged(s *source, at int64) (int64, error) {
	if at+10 > s.size {
		return 0, nil
	}
	h, err := s.bytes(at, 10)
	if err != nil || string(h[:3]) != "ID3" || h[6]|h[7]|h[8]|h[9] > 127 {
		return 0, err
	}
	n := int64(h[6])<<21 | int64(h[7])<<14 | int64(h[8])<<7 | int64(h[9]) + 10
	if h[5]&0x10 != 0 { // a footer
		n += 10
	}
	return min(n, s.size-at), nil
}

// skip passes over what is no frame, up to what may be one.
func (p *Plan) skip(s *source, at int64, behind bool) (int64, error) {
	n := min(windowBytes, s.size-at)
	data, err := s.bytes(at, n)
	if err != nil {
		return 0, err
	}
	next := bytes.IndexByte(data[1:], 0xff) + 1
	if next == 0 {
		next = len(data)
	}
	if tag := bytes.Index(data[1:], []byte("ID3")) + 1; tag > 0 && tag < next {
		next = tag
	}
	if behind && len(bytes.Trim(data[:next], "\x00")) > 3 {
		p.found(Behind)
	}
	p.drop(s, at, int64(next))
	return int64(next), nil
}

// followed reports that at an address another frame begins, or a tag, or the end: two bytes of sound may look like a frame by chance, three in a row do not.
func followed(s *source, at int64) bool {
	if s.size-at < 4 {
		return true
	}
	h, err := s.bytes(at, 4)
	if err != nil {
		return false
	}
	return frameLength([4]byte(h)) > 0 || string(h[:3]) == "TAG" || string(h[:3]) == "ID3" || string(h) == "APET" || string(h) == "LYRI" || bytes.Equal(h, []byte{0, 0, 0, 0})
}

// frame keeps a frame, but for the names that encoders leave: in the table of the first one, and in the room that the sound leaves over.
func (p *Plan) frame(s *source, at, n int64, first bool) error {
	data, err := s.bytes(at, n)
	if err != nil {
		return err
	}
	mark, length := -1, 0
	if first {
		mark, length = encoderName(data), 9
	}
	if i := bytes.Index(data, []byte("LAME3.")); mark < 0 && i >= 0 {
		mark, length = i, 9
	}
	if mark < 0 || mark+length > len(data) || len(bytes.Trim(data[mark:mark+length], "\x00U")) == 0 {
		p.keep(at, n)
		return nil
	}
	p.found(Software)
	clean := bytes.Clone(data)
	clear(clean[mark : mark+length])
	for bytes.Contains(clean, []byte("LAME3.")) {
		i := bytes.Index(clean, []byte("LAME3."))
		clear(clean[i:min(i+9, len(clean))])
	}
	p.put(clean)
	return nil
}

// encoderName is where the table of variable bit rates names its encoder; -1 where there is none. (gabriel.mp3-tech.org/mp3infotag.html)
func encoderName(frame []byte) int {
	side := 32
	mono, first := frame[3]>>6 == 3, frame[1]>>3&3 == 3
	switch {
	case first && mono, !first && !mono:
		side = 17
	case !first:
		side = 9
	}
	at := 4 + side
	if len(frame) < at+8 || string(frame[at:at+4]) != "Xing" && string(frame[at:at+4]) != "Info" {
		return -1
	}
	flags := frame[at+7]
	at += 8
	for i, n := range []int{4, 4, 100, 4} {
		if flags>>i&1 == 1 {
			at += n
		}
	}
	return at
}

// rates of layer III in thousands of bits a second, and of samples in Hz, by the numbers in a header.
var (
	bitRates    = [2][15]int64{{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}, {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}}
	sampleRates = [3]int64{44_100, 48_000, 32_000}
)

// frameLength is that of a frame of layer III in bytes; 0 where none begins.
func frameLength(h [4]byte) int64 {
	version := h[1] >> 3 & 3 // 3: MPEG-1, 2: MPEG-2, 0: MPEG-2.5
	rate, samples := h[2]>>4, h[2]>>2&3
	if h[0] != 0xff || h[1]&0xe0 != 0xe0 || version == 1 || h[1]&0x06 != 0x02 || rate == 0 || rate == 15 || samples == 3 {
		return 0
	}
	table, slots, hertz := 0, int64(144_000), sampleRates[samples]
	if version != 3 {
		table, slots, hertz = 1, 72_000, hertz/2
	}
	if version == 0 {
		hertz /= 2
	}
	return slots*bitRates[table][rate]/hertz + int64(h[2]>>1&1)
}
