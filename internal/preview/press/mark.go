package press

import (
	"image"
	"image/color"
	"image/draw"
	"math"
)

// MarkSide is the side of the square in which the newspaper's mark is drawn, and MarkThread the width of its threads, in units of the mark.
const (
	MarkSide   = 34
	MarkThread = 3
)

// Thread is a line of the mark, level or upright. X and Y are where the middle of its width begins.
type Thread struct {
	X, Y, Length float64
	Upright      bool
	Accent       bool // in the newspaper's accent, else in ink
}

// Mark lists the threads of the newspaper's mark as the masthead draws them: a weave of lines of text.
func Mark() (threads []Thread) {
	for _, step := range []float64{0, 6, 12} {
		threads = append(threads,
			Thread{X: 0, Y: 2 + step, Length: 15},
			Thread{X: 19, Y: 20 + step, Length: 15},
			Thread{X: 20 + step, Y: 0, Length: 15, Upright: true, Accent: true},
			Thread{X: 2 + step, Y: 19, Length: 15, Upright: true, Accent: true})
	}
	return threads
}

// Icon is the mark on paper, size pixels wide, of which the mark takes a share.
func Icon(size int, share float64) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, size, size))
	fill(img, img.Rect, paper)
	side := float64(size) * share
	drawMark(img, (float64(size)-side)/2, (float64(size)-side)/2, side)
	return img
}

// drawMark draws the mark with its upper left corner at a place, side pixels wide.
func drawMark(img *image.RGBA, left, top, side float64) {
	scale := side / MarkSide
	for _, t := range Mark() {
		x, y, w, h := t.X, t.Y-MarkThread/2.0, t.Length, float64(MarkThread)
		if t.Upright {
			x, y, w, h = t.X-MarkThread/2.0, t.Y, MarkThread, t.Length
		}
		c := ink
		if t.Accent {
			c = dye("laterite")
		}
		soften(img, left+x*scale, top+y*scale, left+(x+w)*scale, top+(y+h)*scale, c)
	}
}

// soften paints a rectangle whose edges may lie within pixels: those take their share of the colour, so that threads stay even at any size.
func soften(img *image.RGBA, x0, y0, x1, y1 float64, c color.RGBA) {
	for y := int(y0); float64(y) < y1; y++ {
		for x := int(x0); float64(x) < x1; x++ {
			share := covered(x, x0, x1) * covered(y, y0, y1)
			mask := image.NewUniform(color.Alpha{A: uint8(math.Round(255 * share))})
			draw.DrawMask(img, image.Rect(x, y, x+1, y+1), image.NewUniform(c), image.Point{}, mask, image.Point{}, draw.Over)
		}
	}
}

// covered is how much of a pixel lies between two edges.
func covered(pixel int, from, to float64) float64 {
	return max(0, min(float64(pixel)+1, to)-max(float64(pixel), from))
}
