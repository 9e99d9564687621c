package media_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"
)

// What the tests write into files that no reader may find in what is served.
const (
	secretCamera = "SECRET-CAMERA-4711"
	secretPlace  = "SECRET-PLACE-13.5116N-2.1254E"
)

// quarters is a picture whose corners differ: red, green below it, blue to its right, white across.
func quarters(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBA{0xff, 0, 0, 0xff}
			switch {
			case x >= w/2 && y >= h/2:
				c = color.NRGBA{0xff, 0xff, 0xff, 0xff}
			case x >= w/2:
				c = color.NRGBA{0, 0, 0xff, 0xff}
			case y >= h/2:
				c = color.NRGBA{0, 0xff, 0, 0xff}
			}
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}

// corner names the colour at a corner: x and y are 0 or 1.
func corner(img image.Image, x, y int) string {
	b := img.Bounds()
	r, g, bl, _ := img.At(b.Min.X+b.Dx()/4+x*b.Dx()/2, b.Min.Y+b.Dy()/4+y*b.Dy()/2).RGBA()
	name := ""
	for i, v := range []uint32{r, g, bl} {
		if v > 0x8000 {
			name += "rgb"[i : i+1]
		}
	}
	return name
}

func jpegOf(t testing.TB, img image.Image, segments ...[]byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	out := append([]byte{}, buf.Bytes()[:2]...)
	for _, s := range segments {
		out = append(out, s...)
	}
	return append(out, buf.Bytes()[2:]...)
}

// segment is a JPEG marker segment.
func segment(marker byte, content []byte) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(content)+2)), content...)
}

// exif is an APP1 segment with an orientation, the camera's name and a place in a GPS directory.
func exif(order interface {
	binary.ByteOrder
	binary.AppendByteOrder
}, orientation uint16,
) []byte {
	tiff := []byte("II*\x00")
	if order.String() == "BigEndian" {
		tiff = []byte("MM\x00*")
	}
	tiff = order.AppendUint32(tiff, 8)
	entry := func(tag, kind uint16, count, value uint32) {
		tiff = order.AppendUint16(tiff, tag)
		tiff = order.AppendUint16(tiff, kind)
		tiff = order.AppendUint32(tiff, count)
		if kind == 3 && count == 1 {
			tiff = order.AppendUint16(tiff, uint16(value))
			value = 0
			tiff = order.AppendUint16(tiff, 0)
			return
		}
		tiff = order.AppendUint32(tiff, value)
	}
	const directory = 8 + 2 + 3*12 + 4
	tiff = order.AppendUint16(tiff, 3)
	entry(0x010f, 2, uint32(len(secretCamera)), directory) // Make
	entry(0x0112, 3, 1, uint32(orientation))
	entry(0x8825, 4, 1, directory+uint32(len(secretCamera))) // GPS
	tiff = order.AppendUint32(tiff, 0)
	tiff = append(tiff, secretCamera...)
	tiff = order.AppendUint16(tiff, 1)
	entry(0x001d, 2, uint32(len(secretPlace)), uint32(len(tiff)+16))
	tiff = order.AppendUint32(tiff, 0)
	tiff = append(tiff, secretPlace...)
	return segment(0xe1, append([]byte("Exif\x00\x00"), tiff...))
}

func xmp() []byte {
	return segment(0xe1, []byte("http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>"+secretPlace+"</x:xmpmeta>"))
}

func pngOf(t testing.TB, img image.Image, chunks ...[]byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		t.Fatal(err)
	}
	const afterHeader = 8 + 25
	out := append([]byte{}, buf.Bytes()[:afterHeader]...)
	for _, c := range chunks {
		out = append(out, c...)
	}
	return append(out, buf.Bytes()[afterHeader:]...)
}

// chunk is a PNG chunk.
func chunk(kind string, content []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
	out = append(append(out, kind...), content...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

// pngHeader begins a PNG that says it has so many pixels, and ends.
func pngHeader(w, h uint32) []byte {
	header := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	return append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", append(header, 8, 6, 0, 0, 0))...)
}

// gifOf is a moving picture whose first frame is a part of its stage.
func gifOf(t testing.TB, stage, first image.Rectangle) []byte {
	t.Helper()
	frame := func(r image.Rectangle, c uint8) *image.Paletted {
		p := image.NewPaletted(r, color.Palette{color.White, color.NRGBA{0xff, 0, 0, 0xff}, color.NRGBA{0, 0, 0xff, 0xff}})
		for i := range p.Pix {
			p.Pix[i] = c
		}
		return p
	}
	var buf bytes.Buffer
	err := gif.EncodeAll(&buf, &gif.GIF{Image: []*image.Paletted{frame(first, 1), frame(stage, 2)}, Delay: []int{10, 10}, Config: image.Config{Width: stage.Dx(), Height: stage.Dy()}})
	if err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}
