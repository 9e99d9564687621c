package press

import "image/color"

// The sheet's colours by day (internal/site/theme/style/tokens.css); a preview is shown on grounds that nobody knows, so it brings its own.
var (
	paper = color.RGBA{0xff, 0xfd, 0xf9, 0xff}
	tint  = color.RGBA{0xf7, 0xf1, 0xe6, 0xff}
	ink   = color.RGBA{0x16, 0x13, 0x0f, 0xff}
	rule  = color.RGBA{0xe2, 0xdb, 0xcf, 0xff}
)

// dye is the colour of a rubric; ink for one that has none.
func dye(name string) color.RGBA {
	switch name {
	case "indigo":
		return color.RGBA{0x2a, 0x41, 0x90, 0xff}
	case "kola":
		return color.RGBA{0x8f, 0x1d, 0x3f, 0xff}
	case "ocre":
		return color.RGBA{0x84, 0x56, 0x00, 0xff}
	case "canopee":
		return color.RGBA{0x0c, 0x5c, 0x45, 0xff}
	case "lagune":
		return color.RGBA{0x00, 0x60, 0x6f, 0xff}
	case "laterite":
		return color.RGBA{0xa6, 0x3a, 0x12, 0xff}
	case "bissap":
		return color.RGBA{0x9c, 0x1c, 0x60, 0xff}
	case "jacaranda":
		return color.RGBA{0x65, 0x3a, 0x9b, 0xff}
	case "argile":
		return color.RGBA{0x65, 0x53, 0x3a, 0xff}
	}
	return ink
}

// mix is a colour with a share of another in it.
func mix(c, other color.RGBA, share float64) color.RGBA {
	part := func(a, b uint8) uint8 { return uint8(float64(a)*(1-share) + float64(b)*share + 0.5) }
	return color.RGBA{part(c.R, other.R), part(c.G, other.G), part(c.B, other.B), 0xff}
}
