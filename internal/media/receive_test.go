package media_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"image"
	"io"
	"io/fs"
	"strings"
	"testing"

	"griot/internal/blob"
	"griot/internal/fault"
	"griot/internal/media"
)

// discard is a store that keeps nothing.
type discard struct{ blob.Store }

func (discard) Put(_ context.Context, _ string, content io.Reader) error {
	_, err := io.Copy(io.Discard, content)
	return err
}

func receive(t *testing.T, content []byte) *media.File {
	t.Helper()
	f, err := media.Receive(t.Context(), discard{}, bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func store(t *testing.T) *blob.Folder {
	t.Helper()
	f, err := blob.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func names(t *testing.T, s blob.Store) (list []string) {
	t.Helper()
	if err := s.Walk(t.Context(), func(name string, _ int64) error { list = append(list, name); return nil }); err != nil {
		t.Fatal(err)
	}
	return list
}

func content(t *testing.T, s blob.Store, name string) []byte {
	t.Helper()
	f, err := s.Open(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// box is the beginning of an ISO base media file.
func box(brand string) []byte {
	return []byte("\x00\x00\x00\x18ftyp" + brand + "\x00\x00\x00\x00isomiso2")
}

func TestWhatAFileIs(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		content []byte
		kind    media.Kind
		mime    string
	}{
		{"JPEG", jpegOf(t, quarters(4, 4)), media.Picture, "image/jpeg"},
		{"PNG", pngOf(t, quarters(4, 4)), media.Picture, "image/png"},
		{"GIF", gifOf(t, image.Rect(0, 0, 4, 4), image.Rect(0, 0, 4, 4)), media.Picture, "image/gif"},
		{"MP3 with tags", mp3(true), media.Sound, "audio/mpeg"},
		{"MP3 without", mp3(false), media.Sound, "audio/mpeg"},
		{"FLAC", flac(), media.Sound, "audio/flac"},
		{"WAV", wav(), media.Sound, "audio/wav"},
		{"M4A", mp4("M4A "), media.Sound, "audio/mp4"},
		{"MP4", mp4("isom"), media.Film, "video/mp4"},
		{"QuickTime", mp4("qt  "), media.Film, "video/quicktime"},
		{"WebM", webm(), media.Film, "video/webm"},
		{"SVG", []byte(`<?xml version="1.0"?><!-- a map --><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"/>`), media.Drawing, "image/svg+xml"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := receive(t, test.content)
			if f.Kind != test.kind || f.Mime != test.mime || f.Bytes != int64(len(test.content)) || len(f.Hash) != 64 {
				t.Errorf("received as %+v", f)
			}
		})
	}
}

// What cannot be served is refused by its bytes, whatever its name, before anything is kept.
func TestRefused(t *testing.T) {
	t.Parallel()
	webpHeader := func(w, h uint32) []byte {
		b := []byte("RIFF\x00\x10\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00")
		b = append(b, byte(w-1), byte((w-1)>>8), byte((w-1)>>16), byte(h-1), byte((h-1)>>8), byte((h-1)>>16))
		return append(b, make([]byte, 4096)...)
	}
	jpegHeader := func(w, h uint16) []byte {
		b := append([]byte{0xff, 0xd8}, segment(0xe0, []byte("JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x00\x00"))...)
		b = binary.BigEndian.AppendUint16(append(b, 0xff, 0xc0, 0, 17, 8), h)
		b = binary.BigEndian.AppendUint16(b, w)
		return append(b, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0)
	}
	gifHeader := func(w, h uint16) []byte {
		return append(binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16([]byte("GIF89a"), w), h), 0, 0, 0)
	}
	bmpHeader := func(w, h uint32) []byte {
		b := append([]byte("BM"), make([]byte, 8)...)
		b = binary.LittleEndian.AppendUint32(b, 54)
		b = binary.LittleEndian.AppendUint32(b, 40)
		b = binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(b, w), h)
		return append(b, append([]byte{1, 0, 24, 0}, make([]byte, 24)...)...)
	}
	for _, test := range []struct {
		name    string
		content []byte
		kind    fault.Kind
	}{
		{"empty", nil, fault.Invalid},
		{"one byte", []byte{0xff}, fault.Invalid},
		{"text", []byte("Chers lecteurs"), fault.Invalid},
		{"HTML", []byte("<!DOCTYPE html><script>alert(1)</script>"), fault.Invalid},
		{"HTML in UTF-16", []byte("\xff\xfe<\x00h\x00t\x00m\x00l\x00>\x00"), fault.Invalid},
		{"HTML in UTF-16, other bits", []byte("\xff\xfe\x90\x00<\x00"), fault.Invalid},
		{"SVG of no size", []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), fault.Invalid},
		{"beginning of an MP3", []byte("ID3\x04\x00"), fault.Invalid},
		{"beginning of a film", box("isom"), fault.Invalid},
		{"PDF that nothing here can clean", []byte("%PDF-1.7\n"), fault.Invalid},
		{"program", []byte("MZ\x90\x00\x03"), fault.Invalid},
		{"script", []byte("#!/bin/sh\nrm -rf /\n"), fault.Invalid},
		{"archive", []byte("PK\x03\x04\x14"), fault.Invalid},
		{"AAC", []byte{0xff, 0xf1, 0x50, 0x80}, fault.Invalid},
		{"HEIC", box("heic"), fault.Invalid},
		{"AVIF", box("avif"), fault.Invalid},
		{"HTML dressed as GIF", []byte("GIF89a=1;alert(1);//<script>"), fault.Invalid},
		{"HTML dressed as BMP", []byte("BM<script>alert(1)</script>"), fault.Invalid},
		{"HTML dressed as WebP", []byte("RIFF    WEBP<script>alert(1)</script>"), fault.Invalid},
		{"beginning of a JPEG", []byte{0xff, 0xd8, 0xff, 0xe0, 0, 16}, fault.Invalid},
		{"PNG of no pixels", pngHeader(0, 0), fault.Invalid},
		{"PNG of 20,000 × 20,000", pngHeader(20_000, 20_000), fault.TooLarge},
		{"PNG of 20,001 × 1", pngHeader(20_001, 1), fault.TooLarge},
		{"PNG of 2³¹−1 × 2³¹−1", pngHeader(1<<31-1, 1<<31-1), fault.Invalid},
		{"PNG of 7,072 × 7,072", pngHeader(7072, 7072), fault.TooLarge},
		{"JPEG of 65,535 × 65,535", jpegHeader(65535, 65535), fault.TooLarge},
		{"GIF of 65,535 × 65,535", gifHeader(65535, 65535), fault.TooLarge},
		{"WebP of 30,000 × 30,000", webpHeader(30_000, 30_000), fault.TooLarge},
		{"BMP of 2³⁰ × 2³⁰", bmpHeader(1<<30, 1<<30), fault.TooLarge},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := store(t)
			f, err := media.Receive(t.Context(), s, bytes.NewReader(test.content))
			if !fault.Is(err, test.kind) && (test.kind != fault.Invalid || !fault.Is(err, fault.TooLarge) || !strings.Contains(test.name, "dressed")) {
				t.Fatalf("got %+v, %v, want %v", f, err, test.kind)
			}
			if m := fault.Message(err); m == "" || strings.Contains(m, "\n") {
				t.Errorf("the message is %q", m)
			}
			if kept := names(t, s); len(kept) > 0 {
				t.Errorf("%v was kept", kept)
			}
		})
	}
}

// A picture whose header says little and whose content is huge: WebP allows two sizes in one file.
func TestPictureThatLiesAboutItsSize(t *testing.T) {
	t.Parallel()
	lossless := []byte{0x2f, 0xff, 0xff, 0xff, 0x0f, 0, 0, 0} // VP8L of 16,384 × 16,384
	lying := []byte("RIFF\x26\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x0f\x00\x00\x0f\x00\x00VP8L\x08\x00\x00\x00")
	lying = append(lying, lossless...)
	if f := receive(t, lying); f.Width != 16 {
		t.Fatalf("received as %+v: the test needs one that seems small", f)
	}
	if _, _, _, err := media.Make(bytes.NewReader(lying)); !fault.Is(err, fault.Invalid) {
		t.Errorf("got %v", err)
	}
}

// The original is kept as it came, where no public name leads; sound, film and documents also under their public name.
func TestWhatIsKept(t *testing.T) {
	t.Parallel()
	picture, sound := jpegOf(t, quarters(4, 4), exif(binary.BigEndian, 1)), mp3(true)
	s := store(t)
	var files []*media.File
	for _, original := range [][]byte{picture, sound, picture} {
		f, err := media.Receive(t.Context(), s, bytes.NewReader(original))
		if err != nil {
			t.Fatal(err)
		}
		kept := content(t, s, (&media.Media{Hash: f.Hash}).OriginalBlob())
		if !bytes.Equal(kept, original) {
			t.Errorf("%d of %d bytes were kept", len(kept), len(original))
		}
		files = append(files, f)
	}
	if files[0].Hash != files[2].Hash || files[0].Hash == files[1].Hash {
		t.Error("hashes do not follow the bytes")
	}
	all := names(t, s)
	if len(all) != 3 || !strings.HasPrefix(all[2], "public/") || !strings.HasSuffix(all[2], ".mp3") {
		t.Errorf("the store holds %v", all)
	}
	if !bytes.Equal(content(t, s, all[2]), mp3(false)) {
		t.Error("the sound is served otherwise than without its tags")
	}
	for _, name := range all {
		public, err := media.PublicBlob(name[strings.LastIndexByte(name, '/')+1:])
		if err == nil && strings.HasPrefix(public, "originals") {
			t.Errorf("%s is public as %s", name, public)
		}
	}
}

// long is a file that begins like something and goes on for a while.
type long struct {
	*bytes.Reader
	more, left int64
}

func (l *long) Seek(offset int64, whence int) (int64, error) {
	l.left = l.more
	return l.Reader.Seek(offset, whence)
}

func (l *long) Read(p []byte) (int, error) {
	if n, err := l.Reader.Read(p); err == nil {
		return n, nil
	}
	if l.left <= 0 {
		return 0, io.EOF
	}
	n := min(int64(len(p)), l.left)
	l.left -= n
	return int(n), nil
}

func TestTooManyBytes(t *testing.T) {
	t.Parallel()
	s := store(t)
	f := &long{Reader: bytes.NewReader(pngOf(t, quarters(4, 4))), more: media.MaxPictureBytes}
	if _, err := media.Receive(t.Context(), s, f); !fault.Is(err, fault.TooLarge) || !strings.Contains(fault.Message(err), "64 MB") {
		t.Errorf("got %v", err)
	}
	if kept := names(t, s); len(kept) > 0 {
		t.Errorf("%v was kept", kept)
	}
}

func TestReceiveMade(t *testing.T) {
	t.Parallel()
	s := store(t)
	original := jpegOf(t, quarters(400, 200))
	variants := make1(t, original, 400, 200)
	f, err := media.ReceiveMade(t.Context(), s, original, "image/jpeg", 400, 200, variants)
	if err != nil {
		t.Fatal(err)
	}
	if plain := receive(t, original); plain.Hash != f.Hash || plain.Bytes != f.Bytes || plain.Kind != f.Kind {
		t.Errorf("%+v differs from %+v", f, plain)
	}
	if n := len(names(t, s)); n != 1+len(variants) {
		t.Errorf("%d files are kept", n)
	}
}

func TestPublicBlob(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"0123456789abcdef0123-320.webp", "0123456789abcdef0123.mp3", "ab012345"} {
		if name, err := media.PublicBlob(file); err != nil || name != "public/"+file[:2]+"/"+file {
			t.Errorf("%s is kept at %s: %v", file, name, err)
		}
	}
	for _, file := range []string{
		"", "a", "ab.webp", "../../../etc/passwd", "..%2f..%2fsecret", "a/../../b12345", "/etc/passwd", `..\..\secret`, "abcdefgh\x00.webp", "ABCDEFGH.webp", "ab..cdefgh", ".abcdefgh",
		"été-12345.webp", "abcdefgh.webp ", "abcdefgh\n", "originals/ab/abcdef", "abcdefgh%00", "~abcdefgh", "abcdefg_", strings.Repeat("../", 1000),
	} {
		if name, err := media.PublicBlob(file); !fault.Is(err, fault.NotFound) {
			t.Errorf("%q is kept at %q: %v", file, name, err)
		}
	}
}

// FuzzPublicBlob: whatever is asked for lies in the public part of the store.
func FuzzPublicBlob(f *testing.F) {
	for _, s := range []string{"0123456789abcdef0123-320.webp", "..-.....", "-.-.-.-.-", ".......", "a.a.a.a."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, file string) {
		name, err := media.PublicBlob(file)
		if err != nil {
			return
		}
		if !fs.ValidPath(name) || strings.Count(name, "/") != 2 || !strings.HasPrefix(name, "public/") || !strings.HasSuffix(name, "/"+file) {
			t.Errorf("%q is kept at %q", file, name)
		}
	})
}

// FuzzReceive: no file of strangers makes the program fall.
func FuzzReceive(f *testing.F) {
	f.Add(jpegOf(f, quarters(8, 8), exif(binary.LittleEndian, 6)))
	f.Add(pngOf(f, quarters(8, 8)))
	f.Add(gifOf(f, image.Rect(0, 0, 8, 8), image.Rect(2, 2, 4, 4)))
	f.Add([]byte("RIFF\x24\x00\x00\x00WEBPVP8 "))
	f.Add([]byte("II*\x00\x08\x00\x00\x00\x01\x00"))
	f.Add(box("isom"))
	f.Fuzz(func(t *testing.T, content []byte) {
		file, err := media.Receive(t.Context(), discard{}, bytes.NewReader(content))
		if err != nil {
			if k := fault.Of(err); k != fault.Invalid && k != fault.TooLarge {
				t.Errorf("%v: %v", k, err)
			}
			return
		}
		if file.Kind == media.Picture && file.Width*file.Height < 10_000 {
			if _, _, _, err := media.Make(bytes.NewReader(content)); err != nil && !fault.Is(err, fault.Invalid) {
				t.Error(fmt.Errorf("make: %w", err))
			}
		}
	})
}
