package media_test

import (
	"bytes"
	"encoding/binary"
	"strings"
)

// The smallest sound and film that can be followed to its end, with secrets where programs write them.

func mp3(tag bool) []byte {
	frame := append([]byte{0xff, 0xfb, 0x90, 0x64}, make([]byte, 413)...)
	b := bytes.Repeat(frame, 3)
	if !tag {
		return b
	}
	said := "TPE1\x00\x00\x00\x20\x00\x00\x03" + secretPlace
	head := []byte{'I', 'D', '3', 4, 0, 0, 0, 0, 0, byte(len(said))}
	b = append(append(head, said...), b...)
	return append(b, ("TAG" + secretCamera + strings.Repeat("\x00", 125-len(secretCamera)))...)
}

func atom(kind string, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(8+len(body))), kind...), body...)
}

func u32(list ...uint32) (b []byte) {
	for _, v := range list {
		b = binary.BigEndian.AppendUint32(b, v)
	}
	return b
}

// mp4 is a film of one track of four bytes, in a file of some brand.
func mp4(brand string) []byte {
	head := atom("ftyp", []byte(brand), u32(0), []byte("isom"))
	data := append([]byte("SEEN"), secretCamera...)
	table := func(at uint32) []byte {
		return atom("stbl", atom("stsd", u32(0, 0)), atom("stsc", u32(0, 1, 1, 1, 1)), atom("stsz", u32(0, 4, 1)), atom("stco", u32(0, 1, at)))
	}
	return bytes.Join([][]byte{
		head, atom("mdat", data),
		atom("moov", atom("mvhd", u32(0, 0xdeadbeef, 0xdeadbeef), make([]byte, 88)),
			atom("trak", atom("mdia", atom("hdlr", u32(0, 0), []byte("vide"), u32(0, 0, 0), []byte(secretCamera)), atom("minf", table(uint32(len(head)+8))))),
			atom("udta", atom("\xa9xyz", []byte(secretPlace)))),
	}, nil)
}

func webm() []byte {
	return []byte("\x1a\x45\xdf\xa3\x80\x18\x53\x80\x67\xff\x15\x49\xa9\x66\xa0\x57\x41\x9d" + secretPlace + "\x1f\x43\xb6\x75\xff\xa3\x84SEEN\x12\x54\xc3\x67\x92" + secretCamera)
}

func wav() []byte {
	b := []byte("RIFF\x00\x00\x00\x00WAVEfmt \x10\x00\x00\x00" + strings.Repeat("\x00", 16) + "data\x04\x00\x00\x00SEENLIST\x12\x00\x00\x00" + secretCamera)
	binary.LittleEndian.PutUint32(b[4:], uint32(len(b)-8))
	return append(b, secretPlace...)
}

func flac() []byte {
	return []byte("fLaC\x00\x00\x00\x02\x00\x00\x84\x00\x00\x1d" + secretPlace + "\xff\xf8SEEN")
}
