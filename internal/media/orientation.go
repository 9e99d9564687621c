package media

import (
	"bufio"
	"encoding/binary"
	"image"
	"io"

	"github.com/disintegration/imaging"
)

// turned reports whether a JPEG's EXIF says that the camera was held upright (orientations 5 to 8), so that width and height change places.
func turned(r io.ReadSeeker) bool { return orientationOf(r) >= 5 }

// orientationOf is the way in which a JPEG's EXIF says that the camera was held, 1 to 8; 1, as it is, for everything else. It reads
// the marker segments before the picture and no further; anything unexpected means 1. (EXIF 2.32 §4.6.4, JPEG B.1.)
func orientationOf(r io.ReadSeeker) uint16 {
	const asItIs = 1
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return asItIs
	}
	br := bufio.NewReader(r)
	if start, err := br.Peek(2); err != nil || start[0] != 0xff || start[1] != 0xd8 {
		return asItIs
	}
	_, _ = br.Discard(2)
	for range 64 {
		var head [4]byte
		if _, err := io.ReadFull(br, head[:]); err != nil || head[0] != 0xff || head[1] == 0xda {
			return asItIs
		}
		size := int(binary.BigEndian.Uint16(head[2:])) - 2
		if size < 0 {
			return asItIs
		}
		segment := make([]byte, size)
		if _, err := io.ReadFull(br, segment); err != nil {
			return asItIs
		}
		if head[1] != 0xe1 {
			continue
		}
		if o, ok := orientation(segment); ok && o >= 1 && o <= 8 {
			return o
		}
	}
	return asItIs
}

// upright turns a picture as its orientation asks.
func upright(img image.Image, orientation uint16) image.Image {
	switch orientation {
	case 2:
		return imaging.FlipH(img)
	case 3:
		return imaging.Rotate180(img)
	case 4:
		return imaging.FlipV(img)
	case 5:
		return imaging.Transpose(img)
	case 6:
		return imaging.Rotate270(img)
	case 7:
		return imaging.Transverse(img)
	case 8:
		return imaging.Rotate90(img)
	}
	return img
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
