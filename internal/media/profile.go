package media

import (
	"encoding/binary"
	"image"
	"math"
)

// What is served is sRGB, and says nothing of it: 3 kB of profile on each picture would weigh more than many a picture. A picture of a wider space, as today's telephones take them, is
// brought over by the matrix and the curves of its profile; left as it is, it would be dull.

// space is a colour space of three lights, as a profile describes it. (ICC.1:2022 §8.3)
type space struct {
	matrix [3][3]float64 // from light to XYZ under D50
	curves [3]func(float64) float64
}

// fromXYZ leads from XYZ under D50 to the light of sRGB. (IEC 61966-2-1, adapted by Bradford)
var fromXYZ = [3][3]float64{{3.1338561, -1.6168667, -0.4906146}, {-0.9787684, 1.9161415, 0.0334540}, {0.0719453, -0.2289914, 1.4052427}}

// spaceOf reads a profile; ok is false for one that is not of this kind.
func spaceOf(profile []byte) (s space, ok bool) {
	if len(profile) < 132 || string(profile[16:20]) != "RGB " || string(profile[20:24]) != "XYZ " {
		return s, false
	}
	tags := tagsOf(profile)
	for i, light := range []string{"r", "g", "b"} {
		xyz := tags[light+"XYZ"]
		if len(xyz) < 20 {
			return s, false
		}
		for row := range 3 {
			s.matrix[row][i] = fixed(xyz[8+4*row:])
		}
		if s.curves[i] = curveOf(tags[light+"TRC"]); s.curves[i] == nil {
			return s, false
		}
	}
	return s, true
}

func tagsOf(profile []byte) map[string][]byte {
	tags := map[string][]byte{}
	n := min(int(binary.BigEndian.Uint32(profile[128:])), 100)
	for i := range n {
		at := 132 + 12*i
		if at+12 > len(profile) {
			break
		}
		from, size := int64(binary.BigEndian.Uint32(profile[at+4:])), int64(binary.BigEndian.Uint32(profile[at+8:]))
		if from+size <= int64(len(profile)) {
			tags[string(profile[at:at+4])] = profile[from : from+size]
		}
	}
	return tags
}

func fixed(b []byte) float64 { return float64(int32(binary.BigEndian.Uint32(b))) / 65536 } //nolint:gosec // it is signed

// curveOf reads a curve, from 0 to 1; nil for what is none. (ICC.1:2022 §10.6, §10.18)
func curveOf(tag []byte) func(float64) float64 {
	if len(tag) < 12 {
		return nil
	}
	switch string(tag[:4]) {
	case "curv":
		n := int(binary.BigEndian.Uint32(tag[8:]))
		switch {
		case n == 0:
			return func(v float64) float64 { return v }
		case n < 0 || n > (len(tag)-12)/2:
			return nil
		case n == 1:
			gamma := float64(binary.BigEndian.Uint16(tag[12:])) / 256
			return func(v float64) float64 { return math.Pow(v, gamma) }
		}
		return func(v float64) float64 { return between(tag[12:], n, v) }
	case "para":
		return parametric(tag)
	}
	return nil
}

// between reads a table of n values.
func between(table []byte, n int, v float64) float64 {
	at := v * float64(n-1)
	i := min(int(at), n-2)
	low, high := float64(binary.BigEndian.Uint16(table[2*i:])), float64(binary.BigEndian.Uint16(table[2*i+2:]))
	return (low + (high-low)*(at-float64(i))) / 65535
}

func parametric(tag []byte) func(float64) float64 {
	kind := binary.BigEndian.Uint16(tag[8:])
	count := []int{1, 3, 4, 5, 7}
	if int(kind) >= len(count) || len(tag) < 12+4*count[kind] {
		return nil
	}
	var p [7]float64 // g a b c d e f
	for i := range count[kind] {
		p[i] = fixed(tag[12+4*i:])
	}
	g, a, b, c, d, e, f := p[0], p[1], p[2], p[3], p[4], p[5], p[6]
	switch kind {
	case 0:
		a = 1
	case 1:
		if a != 0 {
			d = -b / a
		}
	case 2:
		if a != 0 {
			d = -b / a
		}
		e, f, c = c, c, 0
	}
	return func(v float64) float64 {
		if v >= d {
			return math.Pow(max(0, a*v+b), g) + e
		}
		return c*v + f
	}
}

// toSRGB brings the pixels of a picture from another space into sRGB, in place. Spaces that can hardly be told from it are left.
func toSRGB(img *image.NRGBA, profile []byte) {
	s, ok := spaceOf(profile)
	if !ok {
		return
	}
	var m [3][3]float64
	for i := range 3 {
		for j := range 3 {
			for k := range 3 {
				m[i][j] += fromXYZ[i][k] * s.matrix[k][j]
			}
		}
	}
	var light [3][256]float64
	for c := range 3 {
		for v := range 256 {
			light[c][v] = s.curves[c](float64(v) / 255)
		}
	}
	if alike(&m, &light) {
		return
	}
	shown := gammaTable()
	for i := 0; i+3 < len(img.Pix); i += 4 {
		p := img.Pix[i : i+3 : i+3]
		r, g, b := light[0][p[0]], light[1][p[1]], light[2][p[2]]
		for c := range 3 {
			v := m[c][0]*r + m[c][1]*g + m[c][2]*b
			p[c] = shown[int(min(1, max(0, v))*gammaSteps+0.5)]
		}
	}
}

const gammaSteps = 4095

// gammaTable is sRGB's own curve, from light to value.
func gammaTable() (table [gammaSteps + 1]uint8) {
	for i := range table {
		v := float64(i) / gammaSteps
		if v <= 0.0031308 {
			v *= 12.92
		} else {
			v = 1.055*math.Pow(v, 1/2.4) - 0.055
		}
		table[i] = uint8(v*255 + 0.5)
	}
	return table
}

// alike reports a space that is sRGB, up to rounding.
func alike(m *[3][3]float64, light *[3][256]float64) bool {
	shown := gammaTable()
	for i := range 3 {
		for j := range 3 {
			want := 0.0
			if i == j {
				want = 1
			}
			if math.Abs(m[i][j]-want) > 0.01 {
				return false
			}
		}
		for v := range 256 {
			if math.Abs(float64(shown[int(min(1, max(0, light[i][v]))*gammaSteps+0.5)])-float64(v)) > 2 {
				return false
			}
		}
	}
	return true
}
