package media_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bep/imagemeta"
	"github.com/gen2brain/webp"

	"griot/internal/fault"
	"griot/internal/media"
	"griot/internal/media/scrub"
)

// bare fails unless a variant says nothing but what it shows: only the parts of its form that hold pixels.
func bare(t *testing.T, name string, v media.Variant) {
	t.Helper()
	if v.Format == "webp" {
		for at := 12; at+8 <= len(v.Data); {
			kind, n := string(v.Data[at:at+4]), int(binary.LittleEndian.Uint32(v.Data[at+4:]))
			if kind != "VP8 " && kind != "VP8L" {
				t.Errorf("%s: the WebP has a chunk %q", name, kind)
			}
			at += 8 + n + n&1
		}
		return
	}
	for at := 2; at+4 <= len(v.Data) && v.Data[at+1] != 0xda; at += 2 + int(binary.BigEndian.Uint16(v.Data[at+2:])) {
		if m := v.Data[at+1]; m >= 0xe0 && m <= 0xef || m == 0xfe {
			t.Errorf("%s: the JPEG has a segment %x", name, m)
		}
	}
	if !bytes.HasSuffix(v.Data, []byte{0xff, 0xd9}) {
		t.Errorf("%s: something lies behind the JPEG", name)
	}
}

// told are the words of an original's notes that would give somebody away.
func told(data []byte, format imagemeta.ImageFormat) (words []string) {
	_, _ = imagemeta.Decode(imagemeta.Options{R: bytes.NewReader(data), ImageFormat: format, Sources: imagemeta.EXIF | imagemeta.IPTC | imagemeta.XMP,
		ShouldHandleTag: func(imagemeta.TagInfo) bool { return true }, HandleTag: func(tag imagemeta.TagInfo) error {
			if s, ok := tag.Value.(string); ok && len(s) >= 8 {
				words = append(words, s)
			}
			return nil
		}})
	return words
}

// TestNothingIsLeft: of a public collection of pictures with notes, those that a library for reading them is tested with, nothing is in what is served.
func TestNothingIsLeft(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/bep/imagemeta").Output()
	if err != nil {
		t.Fatal(err)
	}
	formats := map[string]imagemeta.ImageFormat{".jpg": imagemeta.JPEG, ".png": imagemeta.PNG, ".webp": imagemeta.WebP, ".tif": imagemeta.TIFF, ".heic": imagemeta.HEIF, ".heif": imagemeta.HEIF, ".avif": imagemeta.AVIF}
	looked, notes := 0, 0
	err = filepath.WalkDir(filepath.Join(strings.TrimSpace(string(out)), "testdata", "images"), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || formats[filepath.Ext(path)] == 0 {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name := filepath.Base(path)
		f, err := media.Receive(t.Context(), discard{}, bytes.NewReader(data))
		if err != nil {
			if fault.Of(err) != fault.Invalid && fault.Of(err) != fault.TooLarge {
				t.Errorf("%s: %v", name, err)
			}
			return nil
		}
		if f.Width*f.Height > 1_000_000 { // make bench looks at these too
			return nil
		}
		variants, _, _, err := media.Make(bytes.NewReader(data))
		if fault.Is(err, fault.Invalid) {
			return nil
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return nil
		}
		words := told(data, formats[filepath.Ext(path)])
		if looked++; len(words) > 0 {
			notes++
			if len(f.Notes.Traces) == 0 {
				t.Errorf("%s says %.60q, and the editor is shown nothing of it", name, words)
			}
		}
		for _, v := range variants {
			bare(t, name, v)
			for _, w := range words {
				if bytes.Contains(v.Data, []byte(w)) {
					t.Errorf("%s: %q is left", name, w)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if looked < 40 || notes < 30 {
		t.Errorf("only %d pictures were looked at, %d of them with notes", looked, notes)
	}
	t.Logf("%d pictures, %d with notes", looked, notes)
}

// webpWith is a WebP with notes: VP8X, the picture, EXIF.
func webpWith(t *testing.T, img image.Image, notes []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := webp.Encode(&b, img, webp.Options{Lossless: true}); err != nil {
		t.Fatal(err)
	}
	piece := func(kind string, data []byte) []byte {
		out := append(binary.LittleEndian.AppendUint32([]byte(kind), uint32(len(data))), data...)
		return append(out, make([]byte, len(data)&1)...)
	}
	w, h := uint32(img.Bounds().Dx()-1), uint32(img.Bounds().Dy()-1)
	body := append([]byte("WEBP"), piece("VP8X", []byte{8, 0, 0, 0, byte(w), byte(w >> 8), 0, byte(h), byte(h >> 8), 0})...)
	body = append(append(body, b.Bytes()[12:]...), piece("EXIF", notes)...)
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
}

// TestUprightWebP: the eight ways in which a camera may be held, in a WebP as in a JPEG.
func TestUprightWebP(t *testing.T) {
	t.Parallel()
	for o, want := range map[uint16]string{1: "rbg", 2: "brrgb", 3: "rgbgb", 4: "grrgb", 5: "rgb", 6: "grrgb", 7: "rgbbg", 8: "brgbr"} {
		notes := exif(binary.LittleEndian, o)[4+6:]
		data := webpWith(t, quarters(60, 40), notes)
		f := receive(t, data)
		variants, w, h, err := media.Make(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if f.Width != w || f.Height != h || (o >= 5) != (h > w) {
			t.Errorf("orientation %d: received as %d×%d, made as %d×%d", o, f.Width, f.Height, w, h)
		}
		plain, _, _, err := media.Make(bytes.NewReader(jpegOf(t, quarters(60, 40), exif(binary.BigEndian, o))))
		if err != nil {
			t.Fatal(err)
		}
		a, b := decode(t, variants[0]), decode(t, plain[0])
		for x := range 2 {
			for y := range 2 {
				if corner(a, x, y) != corner(b, x, y) {
					t.Errorf("orientation %d (%s): corner %d,%d is %s, in a JPEG %s", o, want, x, y, corner(a, x, y), corner(b, x, y))
				}
			}
		}
		if !slices.Contains(f.Notes.Traces, scrub.Place) || !slices.Contains(f.Notes.Traces, scrub.Device) {
			t.Errorf("orientation %d: the editor is shown %v", o, f.Notes.Traces)
		}
	}
}

// TestPart: a part of a picture is cut from it as it stands upright, however the camera was held.
func TestPart(t *testing.T) {
	t.Parallel()
	for o := range uint16(8) {
		data := jpegOf(t, quarters(600, 400), exif(binary.BigEndian, o+1))
		whole, w, h, err := media.Make(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		for x := range 2 {
			for y := range 2 {
				part, pw, ph, err := media.MakePart(bytes.NewReader(data), media.Crop{X: x * w / 2, Y: y * h / 2, Width: w / 2, Height: h / 2})
				if err != nil {
					t.Fatal(err)
				}
				if got, want := corner(decode(t, part[0]), 0, 0), corner(decode(t, whole[0]), x, y); got != want || pw != w/2 || ph != h/2 {
					t.Errorf("orientation %d: the part at %d,%d is %s, want %s; %d×%d", o+1, x, y, got, want, pw, ph)
				}
			}
		}
		if _, _, _, err := media.MakePart(bytes.NewReader(data), media.Crop{X: w / 2, Y: 0, Width: w, Height: 10}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a part beyond the picture: %v", err)
		}
	}
}

// TestSensitive: nothing of a sensitive file is kept but what readers may see.
func TestSensitive(t *testing.T) {
	t.Parallel()
	for name, data := range map[string][]byte{
		"picture": jpegOf(t, quarters(300, 200), exif(binary.BigEndian, 6), xmp()), "sound": mp3(true), "film": mp4("isom"), "WebM": webm(), "WAV": wav(), "FLAC": flac(),
	} {
		s := store(t)
		f, err := media.ReceiveSensitive(t.Context(), s, bytes.NewReader(data))
		if err != nil {
			t.Fatal(name, err)
		}
		if len(f.Notes.Traces) == 0 {
			t.Errorf("%s: the editor is shown nothing", name)
		}
		for _, file := range names(t, s) {
			if kept := content(t, s, file); bytes.Contains(kept, []byte(secretCamera)) || bytes.Contains(kept, []byte(secretPlace)) || len(kept) == 0 {
				t.Errorf("%s: %s says too much", name, file)
			}
		}
		if name == "picture" && (f.Width != 200 || f.Height != 300) {
			t.Errorf("the picture is %d×%d", f.Width, f.Height)
		}
	}
}

// TestCleanCopies: sound and film are served without what was written into them, and as long and as playable as they were.
func TestCleanCopies(t *testing.T) {
	t.Parallel()
	for name, data := range map[string][]byte{"MP3": mp3(true), "MP4": mp4("isom"), "M4A": mp4("M4A "), "MOV": mp4("qt  "), "WebM": webm(), "WAV": wav(), "FLAC": flac()} {
		s := store(t)
		if _, err := media.Receive(t.Context(), s, bytes.NewReader(data)); err != nil {
			t.Fatal(name, err)
		}
		for _, file := range names(t, s) {
			if !strings.HasPrefix(file, "public/") {
				continue
			}
			served := content(t, s, file)
			if bytes.Contains(served, []byte("SECRET")) || bytes.Contains(served, []byte{0xde, 0xad, 0xbe, 0xef}) {
				t.Errorf("%s says %q", name, served)
			}
			if name != "MP3" && !bytes.Contains(served, []byte("SEEN")) {
				t.Errorf("%s lost what is seen and heard: %q", name, served)
			}
			if again, err := media.Receive(t.Context(), store(t), bytes.NewReader(served)); err != nil || len(again.Notes.Traces) > 0 {
				t.Errorf("%s, cleaned, is not clean: %v, %v", name, again, err)
			}
		}
	}
}

// TestCredit: whose a picture is, is read from what its file says, and offered.
func TestCredit(t *testing.T) {
	t.Parallel()
	said := segment(0xe1, []byte("http://ns.adobe.com/xap/1.0/\x00"+`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Credit="Agence du Fleuve"><dc:creator><rdf:Seq><rdf:li>Awa Diallo</rdf:li></rdf:Seq></dc:creator>
 <dc:description><rdf:Alt><rdf:li xml:lang="x-default">Le pont de Kayes</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF></x:xmpmeta>`))
	f := receive(t, jpegOf(t, quarters(40, 40), said))
	if f.Notes.Credit != "Awa Diallo / Agence du Fleuve" || f.Notes.Caption != "Le pont de Kayes" {
		t.Errorf("it says %+v", f.Notes)
	}
}

// TestHidden: a picture behind which another file hides is refused; what a telephone leaves there is not.
func TestHidden(t *testing.T) {
	t.Parallel()
	for _, data := range [][]byte{jpegOf(t, quarters(40, 40)), pngOf(t, quarters(40, 40)), gifOf(t, image.Rect(0, 0, 4, 4), image.Rect(0, 0, 4, 4)), webpWith(t, quarters(40, 40), []byte("II*\x00"))} {
		for _, tail := range []string{"PK\x03\x04", "<?php system($_GET[0])", "<SCRIPT>alert(1)</SCRIPT>", "\x00\x00%PDF-1.7"} {
			if _, err := media.Receive(t.Context(), discard{}, bytes.NewReader(append(bytes.Clone(data), tail...))); !fault.Is(err, fault.Invalid) {
				t.Errorf("%.4q with %q behind it: %v", data, tail, err)
			}
		}
		f, err := media.Receive(t.Context(), discard{}, bytes.NewReader(append(bytes.Clone(data), mp4("mp42")...)))
		if err != nil || !slices.Contains(f.Notes.Traces, scrub.Behind) {
			t.Errorf("%.4q with a film behind it: %+v, %v", data, f, err)
		}
	}
}

// FuzzCopies: no sound, film or drawing of strangers makes the program fall, and what is clean stays as it is.
func FuzzCopies(f *testing.F) {
	for _, seed := range [][]byte{mp3(true), mp4("isom"), webm(), wav(), flac(), []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><use href="#a"/></svg>`)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, mime := range []string{"audio/mpeg", "audio/ogg", "audio/flac", "audio/wav", "video/mp4", "video/webm"} {
			plan, err := scrub.Sound(bytes.NewReader(data), int64(len(data)), mime)
			if err != nil {
				continue
			}
			clean, err := io.ReadAll(plan.Open(bytes.NewReader(data)))
			if err != nil || int64(len(clean)) != plan.Size() {
				t.Fatal(fmt.Errorf("%s: %d bytes, said to be %d: %w", mime, len(clean), plan.Size(), err))
			}
			again, err := scrub.Sound(bytes.NewReader(clean), int64(len(clean)), mime)
			if err != nil {
				t.Fatalf("%s, cleaned, is refused: %v", mime, err)
			}
			if twice, _ := io.ReadAll(again.Open(bytes.NewReader(clean))); !bytes.Equal(twice, clean) {
				t.Fatalf("%s, cleaned twice, differs", mime)
			}
		}
	})
}
