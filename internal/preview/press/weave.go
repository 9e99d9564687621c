package press

import (
	"hash/fnv"
	"image"
	"image/color"
)

// The weave: squares of three threads each, level and upright by turns, as in the newspaper's mark. Pixels.
const (
	square = 60
	thread = 12
	gap    = 8
)

// weave fills a rectangle with a pattern in the shades of a colour, always the same for the same seed.
func weave(img *image.RGBA, r image.Rectangle, c color.RGBA, seed string) {
	fill(img, r, tint)
	h := fnv.New64a()
	_, _ = h.Write([]byte(seed))
	state := h.Sum64() | 1
	shades := [4]color.RGBA{c, mix(c, tint, 0.35), mix(c, tint, 0.65), mix(rule, c, 0.12)}
	for y := r.Min.Y; y < r.Max.Y; y += square {
		for x := r.Min.X; x < r.Max.X; x += square {
			state ^= state << 13 // xorshift: any steady disorder will do
			state ^= state >> 7
			state ^= state << 17
			cell := image.Rect(x, y, x+square, y+square)
			threads(img, cell, r, ((x-r.Min.X)+(y-r.Min.Y))/square%2 == 0, shades[state>>32%4])
		}
	}
}

// threads draws the three threads of a square, within r.
func threads(img *image.RGBA, cell, r image.Rectangle, level bool, c color.RGBA) {
	for i := range 3 {
		at := gap/2 + i*(thread+gap)
		t := image.Rect(cell.Min.X+at, cell.Min.Y, cell.Min.X+at+thread, cell.Max.Y)
		if level {
			t = image.Rect(cell.Min.X, cell.Min.Y+at, cell.Max.X, cell.Min.Y+at+thread)
		}
		fill(img, t.Intersect(r), c)
	}
}
