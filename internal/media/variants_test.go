package media_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"

	"griot/internal/fault"
	"griot/internal/media"
)

func TestWidths(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		width int
		want  []int
		jpegs []int
	}{
		{1, []int{1}, []int{1, 1}},
		{319, []int{160, 319}, []int{319, 319}},
		{320, []int{160, 320}, []int{320, 320}},
		{321, []int{160, 320, 321}, []int{320, 321}},
		{640, []int{160, 320, 640}, []int{320, 640}},
		{1000, []int{160, 320, 640, 1000}, []int{320, 1000}},
		{1280, []int{160, 320, 640, 1280}, []int{320, 1280}},
		{1281, []int{160, 320, 640, 1280}, []int{320, 1280}},
		{20_000, []int{160, 320, 640, 1280}, []int{320, 1280}},
	} {
		m := &media.Media{Kind: media.Picture, Width: test.width, Height: test.width}
		if got := m.Widths(); !slices.Equal(got, test.want) {
			t.Errorf("%d: widths %v, want %v", test.width, got, test.want)
		}
		if got := []int{m.SmallestJPEG(), m.LargestJPEG()}; !slices.Equal(got, test.jpegs) {
			t.Errorf("%d: JPEG %v, want %v", test.width, got, test.jpegs)
		}
	}
}

func TestHeightAt(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ w, h, at, want int }{{1600, 900, 320, 180}, {1600, 900, 1600, 900}, {1000, 667, 320, 213}, {10_000, 1, 320, 1}, {0, 0, 320, 0}} {
		if got := (&media.Media{Width: test.w, Height: test.h}).HeightAt(test.at); got != test.want {
			t.Errorf("%d×%d at %d: %d, want %d", test.w, test.h, test.at, got, test.want)
		}
	}
}

// The forms of a picture, as pages ask for them. They are what readers download: a change here is a change of the contract.
func TestVariants(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		w, h int
		want string
	}{
		{1500, 1000, "1280×853 webp, 1280×853 jpg, 640×427 webp, 320×213 webp, 320×213 jpg, 160×107 webp"},
		{700, 900, "700×900 webp, 700×900 jpg, 640×823 webp, 320×411 webp, 320×411 jpg, 160×206 webp"},
		{300, 200, "300×200 webp, 300×200 jpg, 160×107 webp"},
		{1, 1, "1×1 webp, 1×1 jpg"},
	} {
		t.Run(fmt.Sprintf("%d×%d", test.w, test.h), func(t *testing.T) {
			t.Parallel()
			original := jpegOf(t, quarters(test.w, test.h))
			variants := make1(t, original, test.w, test.h)
			var list []string
			for _, v := range variants {
				list = append(list, fmt.Sprintf("%d×%d %s", v.Width, v.Height, v.Format))
				img := decode(t, v)
				if img.Bounds().Dx() != v.Width || img.Bounds().Dy() != v.Height {
					t.Errorf("%d %s decodes to %v", v.Width, v.Format, img.Bounds())
				}
				if corners := corner(img, 0, 0) + corner(img, 1, 0) + corner(img, 0, 1); test.w > 1 && corners != "rbg" {
					t.Errorf("%d %s has the corners %s", v.Width, v.Format, corners)
				}
			}
			if got := strings.Join(list, ", "); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			again := make1(t, original, test.w, test.h)
			for i := range variants {
				if !bytes.Equal(variants[i].Data, again[i].Data) {
					t.Errorf("%s: made twice, it differs: its name would lie", list[i])
				}
			}
		})
	}
}

func make1(t *testing.T, original []byte, wantW, wantH int) []media.Variant {
	t.Helper()
	variants, w, h, err := media.Make(bytes.NewReader(original))
	if err != nil {
		t.Fatal(err)
	}
	if w != wantW || h != wantH {
		t.Errorf("it measures %d×%d, want %d×%d", w, h, wantW, wantH)
	}
	return variants
}

func decode(t *testing.T, v media.Variant) image.Image {
	t.Helper()
	if v.Format == "webp" {
		img, err := webp.Decode(bytes.NewReader(v.Data))
		if err != nil {
			t.Fatal(err)
		}
		return img
	}
	img, format, err := image.Decode(bytes.NewReader(v.Data))
	if err != nil || format != "jpeg" {
		t.Fatalf("%s: %v", format, err)
	}
	return img
}

func form(t *testing.T, variants []media.Variant, width int, format string) media.Variant {
	t.Helper()
	for _, v := range variants {
		if v.Width == width && v.Format == format {
			return v
		}
	}
	t.Fatalf("there is no %d %s", width, format)
	return media.Variant{}
}

// However the camera was held, the picture stands upright, and it was measured as it stands.
func TestOrientation(t *testing.T) {
	t.Parallel()
	want := []string{"rbg", "brw", "wgb", "gwr", "rgb", "grw", "wbg", "bwr"} // corners: top left, top right, bottom left
	for o := uint16(1); o <= 8; o++ {
		for name, segments := range map[string][][]byte{
			"little-endian": {exif(binary.LittleEndian, o)},
			"big-endian":    {exif(binary.BigEndian, o)},
			"after XMP":     {segment(0xe0, []byte("JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x00\x00")), xmp(), exif(binary.BigEndian, o)},
		} {
			t.Run(fmt.Sprintf("%d %s", o, name), func(t *testing.T) {
				t.Parallel()
				w, h := 64, 32
				if o >= 5 {
					w, h = h, w
				}
				original := jpegOf(t, quarters(64, 32), segments...)
				if f := receive(t, original); f.Width != w || f.Height != h {
					t.Errorf("measured %d×%d, want %d×%d", f.Width, f.Height, w, h)
				}
				img := decode(t, form(t, make1(t, original, w, h), w, "jpg"))
				got := corner(img, 0, 0) + corner(img, 1, 0) + corner(img, 0, 1)
				if expected := strings.ReplaceAll(want[o-1], "w", "rgb"); got != expected {
					t.Errorf("the corners are %s, want %s", got, expected)
				}
			})
		}
	}
}

// An orientation that cannot be, or cannot be read, turns nothing, and the measures still agree with what is made.
func TestBrokenOrientation(t *testing.T) {
	t.Parallel()
	whole := exif(binary.LittleEndian, 6)
	lying := bytes.Clone(whole)
	binary.LittleEndian.PutUint32(lying[4+6+4:], 0xfffffff0) // the directory lies outside
	for name, s := range map[string][]byte{
		"none":                 segment(0xe1, []byte("Exif\x00\x00")),
		"zero":                 exif(binary.BigEndian, 0),
		"nine":                 exif(binary.LittleEndian, 9),
		"directory elsewhere":  lying,
		"directory cut off":    segment(0xe1, whole[4:4+6+8+2+12+4]),
		"more than one, wrong": append(exif(binary.LittleEndian, 77), segment(0xfe, []byte("comment"))...),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			original := jpegOf(t, quarters(64, 32), s)
			f := receive(t, original)
			make1(t, original, f.Width, f.Height)
			if f.Width != 64 {
				t.Errorf("measured %d×%d", f.Width, f.Height)
			}
		})
	}
}

// FuzzOrientation: whatever a camera writes, what was measured is what is made.
func FuzzOrientation(f *testing.F) {
	f.Add(exif(binary.LittleEndian, 6))
	f.Add(append(xmp(), exif(binary.BigEndian, 8)...))
	f.Add([]byte{0xff, 0xe1, 0, 0})
	plain := jpegOf(f, quarters(16, 8))
	if _, _, _, err := media.Make(bytes.NewReader(plain)); err != nil { // the encoder is made ready by its first use, whose seconds on a busy machine would count as an input that hangs
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, segments []byte) {
		original := append(append(bytes.Clone(plain[:2]), segments...), plain[2:]...)
		file, err := media.Receive(t.Context(), discard{}, bytes.NewReader(original))
		if err != nil {
			return
		}
		_, w, h, err := media.Make(bytes.NewReader(original))
		if err == nil && (w != file.Width || h != file.Height) {
			t.Errorf("measured %d×%d, made %d×%d", file.Width, file.Height, w, h)
		}
	})
}

// Nothing that a camera or an editor wrote beside the picture goes out: no place, no serial number, no preview of what was cropped.
func TestNothingOfTheCameraGoesOut(t *testing.T) {
	t.Parallel()
	img := quarters(700, 400)
	preview := jpegOf(t, quarters(16, 16))
	for name, original := range map[string][]byte{
		"JPEG": jpegOf(t, img, exif(binary.LittleEndian, 1), xmp(), segment(0xed, []byte("Photoshop 3.0\x008BIM"+secretPlace)), segment(0xfe, []byte(secretCamera)),
			segment(0xe2, append([]byte("MPF\x00"), preview...))),
		"JPEG with something behind it": append(jpegOf(t, img), "<script>"+secretPlace+"</script><?php "+secretCamera...),
		"PNG":                           pngOf(t, img, chunk("tEXt", []byte("Author\x00"+secretCamera)), chunk("eXIf", exif(binary.BigEndian, 1)[10:]), chunk("iTXt", []byte("XML:com.adobe.xmp\x00\x00\x00\x00\x00"+secretPlace))),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if !bytes.Contains(original, []byte(secretPlace)) || !bytes.Contains(original, []byte(secretCamera)) {
				t.Fatal("the original holds no secret: the test could not fail")
			}
			for _, v := range make1(t, original, 700, 400) {
				for _, secret := range []string{"SECRET", "Exif", "EXIF", "XMP", "adobe", "ICC", "Photoshop", "<script", "MPF"} {
					if bytes.Contains(v.Data, []byte(secret)) {
						t.Errorf("%d %s holds %s", v.Width, v.Format, secret)
					}
				}
				if v.Format == "jpg" {
					onlyPicture(t, v.Data)
				} else if string(v.Data[8:16]) != "WEBPVP8 " || int(binary.LittleEndian.Uint32(v.Data[16:]))+20 > len(v.Data) || len(v.Data)-int(binary.LittleEndian.Uint32(v.Data[16:]))-20 > 1 {
					t.Errorf("%d webp holds more than a picture: %q", v.Width, v.Data[8:16])
				}
			}
		})
	}
}

// onlyPicture reports segments of a JPEG that hold anything but what decoding needs.
func onlyPicture(t *testing.T, data []byte) {
	t.Helper()
	for at := 2; at+4 < len(data) && data[at+1] != 0xda; at += 2 + int(binary.BigEndian.Uint16(data[at+2:])) {
		if m := data[at+1]; m >= 0xe0 && m <= 0xef || m == 0xfe {
			t.Errorf("a JPEG holds the segment %x", m)
		}
	}
}

func TestTransparentPartsBecomePaper(t *testing.T) {
	t.Parallel()
	img := quarters(40, 40)
	for y := range 20 {
		for x := range 20 {
			img.SetNRGBA(x, y, color.NRGBA{0, 0, 0, 0})
		}
	}
	for _, v := range make1(t, pngOf(t, img), 40, 40) {
		made := decode(t, v)
		if got := corner(made, 0, 0) + " " + corner(made, 1, 0); got != "rgb b" {
			t.Errorf("%s: the corners are %s, want white and blue", v.Format, got)
		}
		if o, ok := made.(interface{ Opaque() bool }); !ok || !o.Opaque() {
			t.Errorf("%s still has transparent parts", v.Format)
		}
	}
}

// Whatever is taken as a picture can be made into variants, whatever its colour model.
func TestKindsOfPicture(t *testing.T) {
	t.Parallel()
	gray := image.NewGray(image.Rect(0, 0, 30, 20))
	deep := image.NewNRGBA64(image.Rect(0, 0, 30, 20))
	paletted := image.NewPaletted(image.Rect(0, 0, 30, 20), color.Palette{color.Black, color.White})
	for i := range deep.Pix {
		deep.Pix[i] = 0xff
	}
	var bitmap, tagged bytes.Buffer
	if err := bmp.Encode(&bitmap, quarters(30, 20)); err != nil {
		t.Fatal(err)
	}
	if err := tiff.Encode(&tagged, quarters(30, 20), &tiff.Options{Compression: tiff.Deflate}); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		original []byte
		mime     string
	}{
		"grey JPEG":    {jpegOf(t, gray), "image/jpeg"},
		"grey PNG":     {pngOf(t, gray), "image/png"},
		"deep PNG":     {pngOf(t, deep), "image/png"},
		"paletted PNG": {pngOf(t, paletted), "image/png"},
		"GIF":          {gifOf(t, image.Rect(0, 0, 30, 20), image.Rect(0, 0, 30, 20)), "image/gif"},
		"BMP":          {bitmap.Bytes(), "image/bmp"},
		"TIFF":         {tagged.Bytes(), "image/tiff"},
		"WebP":         {form(t, make1(t, jpegOf(t, quarters(30, 20)), 30, 20), 30, "webp").Data, "image/webp"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := receive(t, test.original)
			if f.Mime != test.mime || f.Kind != media.Picture || f.Width != 30 || f.Height != 20 {
				t.Errorf("received as %+v", f)
			}
			if n := len(make1(t, test.original, 30, 20)); n != 2 {
				t.Errorf("%d variants", n)
			}
		})
	}
}

func TestDamagedPicturesCannotBeMade(t *testing.T) {
	t.Parallel()
	whole := jpegOf(t, quarters(200, 100))
	for name, original := range map[string][]byte{
		"cut off":          whole[:len(whole)/2],
		"header only":      pngHeader(20, 20),
		"not a picture":    []byte("<html>"),
		"empty":            {},
		"PNG with a wound": bytes.Replace(pngOf(t, quarters(20, 20)), []byte("IDAT"), []byte("IDAX"), 1),
	} {
		if _, _, _, err := media.Make(bytes.NewReader(original)); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
