package media_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"math"
	"testing"

	"griot/internal/media"
)

// displayP3 is a profile of the colour space of telephones: its three lights under D50, and sRGB's own curve.
func displayP3() []byte {
	fixed := func(list ...float64) (b []byte) {
		for _, v := range list {
			b = binary.BigEndian.AppendUint32(b, uint32(int32(math.Round(v*65536))))
		}
		return b
	}
	xyz := func(x, y, z float64) []byte { return append([]byte("XYZ \x00\x00\x00\x00"), fixed(x, y, z)...) }
	curve := append([]byte("para\x00\x00\x00\x00\x00\x03\x00\x00"), fixed(2.4, 1/1.055, 0.055/1.055, 1/12.92, 0.04045)...)
	tags := []struct {
		name string
		data []byte
	}{
		{"rXYZ", xyz(0.51512, 0.24120, -0.00105)}, {"gXYZ", xyz(0.29198, 0.69225, 0.04189)}, {"bXYZ", xyz(0.15710, 0.06657, 0.78407)},
		{"rTRC", curve}, {"gTRC", curve}, {"bTRC", curve},
	}
	head := make([]byte, 128)
	copy(head[16:], "RGB XYZ ")
	table, body := binary.BigEndian.AppendUint32(nil, uint32(len(tags))), []byte{}
	for _, tag := range tags {
		table = append(table, tag.name...)
		table = binary.BigEndian.AppendUint32(table, uint32(128+4+12*len(tags)+len(body)))
		table = binary.BigEndian.AppendUint32(table, uint32(len(tag.data)))
		body = append(body, tag.data...)
	}
	return append(append(head, table...), body...)
}

// TestWiderColours: what a telephone saw in its wider space looks the same in sRGB; pictures without a profile stay as they are, and one that is damaged is nobody's.
func TestWiderColours(t *testing.T) {
	t.Parallel()
	img := image.NewNRGBA(image.Rect(0, 0, 64, 64))
	for i := 0; i < len(img.Pix); i += 4 {
		copy(img.Pix[i:], []byte{100, 200, 100, 255})
	}
	icc := func(profile []byte) []byte {
		return segment(0xe2, append([]byte("ICC_PROFILE\x00\x01\x01"), profile...))
	}
	for name, test := range map[string]struct {
		data []byte
		want color.NRGBA
	}{
		"none":    {jpegOf(t, img), color.NRGBA{100, 200, 100, 255}},
		"P3":      {jpegOf(t, img, icc(displayP3())), color.NRGBA{45, 203, 86, 255}},
		"cut off": {jpegOf(t, img, icc(displayP3()[:200])), color.NRGBA{100, 200, 100, 255}},
	} {
		variants, _, _, err := media.Make(bytes.NewReader(test.data))
		if err != nil {
			t.Fatal(err)
		}
		got := color.NRGBAModel.Convert(decode(t, variants[len(variants)-1]).At(20, 20)).(color.NRGBA)
		for i, d := range []int{int(got.R) - int(test.want.R), int(got.G) - int(test.want.G), int(got.B) - int(test.want.B)} {
			if d < -6 || d > 6 {
				t.Errorf("%s: light %d of %v is not that of %v", name, i, got, test.want)
			}
		}
	}
}
