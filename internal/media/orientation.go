package media

import (
	"bufio"
	"encoding/binary"
	"io"
)

// turned reports whether a JPEG's EXIF says that the camera was held upright (orientations 5 to 8), so that width and height change places. It reads
// the marker segments before the picture and no further; anything unexpected means no. (EXIF 2.32 §4.6.4, JPEG B.1.)
func turned(r io.ReadSeeker) bool {
	if _, err := r.Seek(2, io.SeekStart); err != nil {
		return false
	}
	br := bufio.NewReader(r)
	for range 64 {
		var head [4]byte
		if _, err := io.ReadFull(br, head[:]); err != nil || head[0] != 0xff || head[1] == 0xda {
			return false
		}
		size := int(binary.BigEndian.Uint16(head[2:])) - 2
		if size < 0 {
			return false
		}
		if head[1] != 0xe1 {
			if _, err := br.Discard(size); err != nil {
				return false
			}
			continue
		}
		segment := make([]byte, size)
		if _, err := io.ReadFull(br, segment); err != nil {
			return false
		}
		if o, ok := orientation(segment); ok {
			return o >= 5 && o <= 8
		}
	}
	return false
}

func orientation(segment []byte) (value uint16, ok bool) {
	const header = "Exif\x00\x00"
	if len(segment) < len(header)+8 || string(segment[:len(header)]) != header {
		return 0, false
	}
	tiff := segment[len(header):]
	var order binary.ByteOrder = binary.LittleEndian
	if tiff[0] == 'M' {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 0, false
	}
	entries := int64(order.Uint16(tiff[at:]))
	for i := range entries {
		e := at + 2 + i*12
		if e+12 > int64(len(tiff)) {
			return 0, false
		}
		if order.Uint16(tiff[e:]) == 0x0112 {
			return order.Uint16(tiff[e+8:]), true
		}
	}
	return 0, false
}
