package scrub_test

import (
	"bytes"
	"encoding/binary"
	"io"
	"slices"
	"strings"
	"testing"

	"griot/internal/fault"
	"griot/internal/media/scrub"
)

const secret = "SECRET-13.5116N-2.1254E"

func clean(t *testing.T, data []byte, mime string) ([]byte, []scrub.Trace) {
	t.Helper()
	plan, err := scrub.Sound(bytes.NewReader(data), int64(len(data)), mime)
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(plan.Open(bytes.NewReader(data)))
	if err != nil || int64(len(out)) != plan.Size() {
		t.Fatalf("%d bytes, said to be %d: %v", len(out), plan.Size(), err)
	}
	if bytes.Contains(out, []byte("SECRET")) {
		t.Errorf("it still says %q", out)
	}
	return out, plan.Traces()
}

// page is a page of an Ogg: flags, number, the lengths of its segments, its bytes.
func page(flags byte, number uint32, segments []byte, body string) []byte {
	b := append([]byte("OggS\x00"), flags)
	b = append(b, make([]byte, 8)...)
	b = binary.LittleEndian.AppendUint32(b, 4711)
	b = binary.LittleEndian.AppendUint32(b, number)
	b = append(b, 0, 0, 0, 0, byte(len(segments)))
	b = append(append(b, segments...), body...)
	binary.LittleEndian.PutUint32(b[22:], sum(b))
	return b
}

// sum is the CRC of RFC 3533 by a table, as decoders have it.
func sum(b []byte) (crc uint32) {
	var table [256]uint32
	for i := range table {
		r := uint32(i) << 24
		for range 8 {
			if r>>31 == 1 {
				r = r<<1 ^ 0x04c11db7
			} else {
				r <<= 1
			}
		}
		table[i] = r
	}
	for _, c := range b {
		crc = crc<<8 ^ table[byte(crc>>24)^c]
	}
	return crc
}

// TestOgg: remarks that go over two pages are emptied, no page moves, and every sum is right.
func TestOgg(t *testing.T) {
	t.Parallel()
	vendor := secret + strings.Repeat("x", 400)
	comment := "\x03vorbis" + string(binary.LittleEndian.AppendUint32(nil, uint32(len(vendor)))) + vendor + "\x01\x00\x00\x00\x0b\x00\x00\x00GEO=SECRET!\x01"
	n := len(comment)
	data := slices.Concat(page(2, 0, []byte{12}, "\x01vorbis-head"),
		page(0, 1, []byte{255}, comment[:255]), page(1, 2, []byte{byte(n - 255), 5}, comment[255:]+"setup"), page(4, 3, []byte{4}, "SEEN"))
	out, traces := clean(t, append(bytes.Clone(data), "SECRET behind"...), "audio/ogg")
	if len(out) != len(data) || !bytes.Contains(out, []byte("SEEN")) || !bytes.Contains(out, []byte("setup")) {
		t.Errorf("it became %q", out)
	}
	if !slices.Contains(traces, scrub.Place) || !slices.Contains(traces, scrub.Behind) {
		t.Errorf("found %v", traces)
	}
	for at, pages := 0, 0; at < len(out); pages++ {
		size := 27 + int(out[at+26])
		for _, l := range out[at+27 : at+size] {
			size += int(l)
		}
		one := bytes.Clone(out[at : at+size])
		said := binary.LittleEndian.Uint32(one[22:])
		clear(one[22:26])
		if sum(one) != said {
			t.Errorf("the sum of page %d is wrong", pages)
		}
		at += size
	}
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

// track is a track of samples of eight bytes, two in each chunk.
func track(kind string, chunks ...uint32) []byte {
	return atom("trak", atom("tkhd", u32(1, 0, 77, 0, 88), make([]byte, 72)), atom("mdia", atom("hdlr", u32(0, 0), []byte(kind), u32(0, 0, 0), []byte("SECRET handler")),
		atom("minf", atom("stbl", atom("stsd", u32(0, 1), atom("avc1", make([]byte, 42), []byte("\x0dSECRET encode"), make([]byte, 22))),
			atom("stsc", u32(0, 1, 1, 2, 1)), atom("stsz", u32(0, 8, uint32(2*len(chunks)))), atom("stco", u32(0, uint32(len(chunks))), u32(chunks...))))))
}

// TestFilmWithATrackOfPlaces: a track that is neither seen nor heard goes with all its samples, which lie between those of the others.
func TestFilmWithATrackOfPlaces(t *testing.T) {
	t.Parallel()
	head := atom("ftyp", []byte("mp42"), u32(0))
	first := uint32(len(head) + 8)
	data := slices.Concat(head, atom("mdat", []byte("SEEN....SEEN...."+"SECRET 1SECRET 2"+"SEEN....SEEN...."+"SECRET in no table")),
		atom("moov", atom("mvhd", u32(0, 0xdeadbeef, 0xdeadbeef), make([]byte, 88)), track("vide", first, first+32), track("mebx", first+16), atom("udta", atom("\xa9xyz", []byte(secret))), atom("uuid", []byte(secret))),
		atom("free", []byte(secret)), []byte("SECRET"))
	out, traces := clean(t, data, "video/mp4")
	if bytes.Count(out, []byte("SEEN....")) != 4 || len(out) != len(data)-6 || bytes.Contains(out, []byte{0xde, 0xad, 0xbe, 0xef}) {
		t.Errorf("it became %q", out)
	}
	if bytes.Index(out, []byte("moov")) != bytes.Index(data, []byte("moov")) || bytes.Count(out, []byte("trak")) != 1 {
		t.Errorf("its boxes moved: %q", out)
	}
	for _, want := range []scrub.Trace{scrub.Place, scrub.Hour, scrub.Software, scrub.Behind} {
		if !slices.Contains(traces, want) {
			t.Errorf("found %v, not %s", traces, want)
		}
	}
	if _, err := scrub.Sound(bytes.NewReader(append(bytes.Clone(data), atom("moof")...)), int64(len(data)+8), "video/mp4"); !fault.Is(err, fault.Invalid) {
		t.Errorf("in fragments: %v", err)
	}
}

// TestCutAtEachByte: a file that ends too early is refused or taken as far as it goes, and never read beyond.
func TestCutAtEachByte(t *testing.T) {
	t.Parallel()
	head := atom("ftyp", []byte("mp42"), u32(0))
	film := slices.Concat(head, atom("mdat", []byte("SEEN....SEEN....")), atom("moov", track("vide", uint32(len(head)+8))))
	for n := range len(film) {
		if plan, err := scrub.Sound(bytes.NewReader(film[:n]), int64(n), "video/mp4"); err == nil {
			if _, err := io.ReadAll(plan.Open(bytes.NewReader(film[:n]))); err != nil {
				t.Fatal(n, err)
			}
		} else if !fault.Is(err, fault.Invalid) {
			t.Fatal(n, err)
		}
	}
}
