package media

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"

	"github.com/klauspost/compress/zlib"
)

// header is what a picture's file says of itself besides its pixels, as far as it changes how they are shown. The zero value asks for nothing.
type header struct {
	orientation uint16 // 1 to 8 as EXIF has them; 0 and 1: as it is
	progressive bool   // a JPEG that is decoded whole before a pixel is known
	profile     []byte // ICC; nil: sRGB
}

// Bounds of what is read of a file's own notes, in bytes and in pieces.
const (
	maxNote    = 4 << 20
	maxProfile = 1 << 20
	maxPieces  = 4096
)

// readHeader reads a picture's header. Whatever is not as it should be counts for nothing.
func readHeader(r io.ReadSeeker, mime string) (h header) {
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return h
	}
	switch mime {
	case "image/jpeg":
		h.jpeg(bufio.NewReader(r))
	case "image/png":
		h.chunks(r, 8, binary.BigEndian, func(kind string, data []byte) {
			switch kind {
			case "eXIf":
				h.orient(data)
			case "iCCP":
				h.profile = unpackedProfile(data)
			}
		})
	case "image/webp":
		h.chunks(r, 12, binary.LittleEndian, func(kind string, data []byte) {
			switch kind {
			case "EXIF":
				h.orient(bytes.TrimPrefix(data, []byte(exifMark)))
			case "ICCP":
				h.profile = data
			}
		})
	case "image/tiff":
		head, _ := io.ReadAll(io.LimitReader(r, maxNote)) // what could be read
		h.orient(head)
	case "image/heic", "image/avif":
		head, _ := io.ReadAll(io.LimitReader(r, maxNote)) // likewise
		h.profile = boxedProfile(head)
	}
	return h
}

const (
	exifMark    = "Exif\x00\x00"
	profileMark = "ICC_PROFILE\x00"
)

// jpeg reads the marker segments before the picture and no further. (JPEG B.1, ICC.1 annex B.4)
func (h *header) jpeg(br *bufio.Reader) {
	if _, err := br.Discard(2); err != nil {
		return
	}
	for range maxPieces {
		var head [4]byte
		if _, err := io.ReadFull(br, head[:]); err != nil || head[0] != 0xff || head[1] == 0xda {
			return
		}
		size := int(binary.BigEndian.Uint16(head[2:])) - 2
		if size < 0 {
			return
		}
		segment := make([]byte, size)
		if _, err := io.ReadFull(br, segment); err != nil {
			return
		}
		switch {
		case head[1] == 0xc2:
			h.progressive = true
		case head[1] == 0xe1 && bytes.HasPrefix(segment, []byte(exifMark)):
			h.orient(segment[len(exifMark):])
		case head[1] == 0xe2 && bytes.HasPrefix(segment, []byte(profileMark)) && len(segment) > 14 && len(h.profile) < maxProfile:
			h.profile = append(h.profile, segment[14:]...)
		}
	}
}

// chunks goes through the chunks of a PNG, whose sums follow them, or of a WebP, which are padded to even lengths.
func (h *header) chunks(r io.ReadSeeker, at int64, order binary.ByteOrder, each func(kind string, data []byte)) {
	for range maxPieces {
		var head [8]byte
		if _, err := r.Seek(at, io.SeekStart); err != nil {
			return
		}
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return
		}
		kind, size := string(head[4:]), int64(order.Uint32(head[:]))
		if order == binary.LittleEndian {
			kind, size = string(head[:4]), int64(order.Uint32(head[4:]))
		}
		if kind == "eXIf" || kind == "iCCP" || kind == "EXIF" || kind == "ICCP" {
			data := make([]byte, min(size, maxNote))
			if _, err := io.ReadFull(r, data); err != nil {
				return
			}
			each(kind, data)
		}
		if at += 8 + size; order == binary.BigEndian {
			at += 4
		} else {
			at += size & 1
		}
	}
}

// orient takes the way in which a camera was held from its notes, which have the form of a TIFF. (EXIF 2.32 §4.6.4)
func (h *header) orient(tiff []byte) {
	if len(tiff) < 8 {
		return
	}
	var order binary.ByteOrder = binary.LittleEndian
	if tiff[0] == 'M' {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return
	}
	entries := int64(order.Uint16(tiff[at:]))
	for i := range entries {
		e := at + 2 + i*12
		if e+12 > int64(len(tiff)) {
			return
		}
		if order.Uint16(tiff[e:]) == 0x0112 {
			if o := order.Uint16(tiff[e+8:]); o >= 1 && o <= 8 && h.orientation == 0 {
				h.orientation = o
			}
			return
		}
	}
}

// turned reports that width and height change places.
func (h *header) turned() bool { return h.orientation >= 5 }

// unpackedProfile is the profile in a chunk of a PNG: a name, 0, how it is packed, and itself, packed. (PNG §11.3.2.3)
func unpackedProfile(chunk []byte) []byte {
	_, packed, ok := bytes.Cut(chunk, []byte{0})
	if !ok || len(packed) < 3 || packed[0] != 0 {
		return nil
	}
	z, err := zlib.NewReader(bytes.NewReader(packed[1:]))
	if err != nil {
		return nil
	}
	profile, err := io.ReadAll(io.LimitReader(z, maxProfile))
	if err != nil {
		return nil
	}
	return profile
}

// boxedProfile is the profile in the box of colours of a HEIC or AVIF. (ISO 14496-12 §12.1.5)
func boxedProfile(head []byte) []byte {
	at := bytes.Index(head, []byte("colrprof"))
	if at < 4 {
		return nil
	}
	size := int(binary.BigEndian.Uint32(head[at-4:]))
	if size < 12 || at-4+size > len(head) || size > maxProfile {
		return nil
	}
	return head[at+8 : at-4+size]
}
