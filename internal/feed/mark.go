package feed

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"
	"strings"
)

// The mark's colours, those of the sheet: paper, ink, and the accent named latérite.
const (
	paperColour  = "#fffdf9"
	inkColour    = "#16130f"
	accentColour = "#a63a12"
)

// The mark is a weave of lines of text, drawn in a square of markSide with threads of markThread.
const (
	markSide   = 34
	markThread = 3
)

// thread is a line of the mark, level or upright.
type thread struct {
	x, y, length float64
	upright      bool
	colour       string
}

// mark lists the threads of the newspaper's mark as the masthead draws them.
func mark() (threads []thread) {
	for _, step := range []float64{0, 6, 12} {
		threads = append(threads,
			thread{x: 0, y: 2 + step, length: 15, colour: inkColour},
			thread{x: 19, y: 20 + step, length: 15, colour: inkColour},
			thread{x: 20 + step, y: 0, length: 15, upright: true, colour: accentColour},
			thread{x: 2 + step, y: 19, length: 15, upright: true, colour: accentColour})
	}
	return threads
}

// svg draws the mark on paper, with a margin around it.
func svg(margin float64) []byte {
	var b strings.Builder
	side := markSide + 2*margin
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="%g %g %g %g" stroke-width="%d">`, -margin, -margin, side, side, markThread)
	fmt.Fprintf(&b, `<path fill="%s" d="M%g %gh%gv%gh%gz"/>`, paperColour, -margin, -margin, side, side, -side)
	for _, colour := range []string{inkColour, accentColour} {
		fmt.Fprintf(&b, `<path stroke="%s" d="`, colour)
		for _, t := range mark() {
			if t.colour == colour {
				b.WriteString(t.path())
			}
		}
		b.WriteString(`"/>`)
	}
	b.WriteString("</svg>\n")
	return []byte(b.String())
}

func (t thread) path() string {
	along := "h"
	if t.upright {
		along = "v"
	}
	return fmt.Sprintf("M%g %g%s%g", t.x, t.y, along, t.length)
}

// drawn is the mark on paper, size pixels wide, of which the mark takes a share.
func drawn(size int, share float64) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, size, size))
	draw.Draw(img, img.Bounds(), image.NewUniform(parse(paperColour)), image.Point{}, draw.Src)
	scale := float64(size) * share / markSide
	margin := (float64(size) - markSide*scale) / 2
	for _, t := range mark() {
		x, y, w, h := t.x, t.y-markThread/2.0, t.length, float64(markThread)
		if t.upright {
			x, y, w, h = t.x-markThread/2.0, t.y, markThread, t.length
		}
		fill(img, margin+x*scale, margin+y*scale, margin+(x+w)*scale, margin+(y+h)*scale, parse(t.colour))
	}
	return img
}

// fill paints a rectangle whose edges may lie within pixels: those take their share of the colour, so that threads stay even at any size.
func fill(img *image.RGBA, x0, y0, x1, y1 float64, c color.RGBA) {
	for y := int(y0); float64(y) < y1; y++ {
		for x := int(x0); float64(x) < x1; x++ {
			share := covered(x, x0, x1) * covered(y, y0, y1)
			mask := image.NewUniform(color.Alpha{A: uint8(math.Round(255 * share))})
			at := image.Rect(x, y, x+1, y+1)
			draw.DrawMask(img, at, image.NewUniform(c), image.Point{}, mask, image.Point{}, draw.Over)
		}
	}
}

// covered is how much of a pixel lies between two edges.
func covered(pixel int, from, to float64) float64 {
	return max(0, min(float64(pixel)+1, to)-max(float64(pixel), from))
}

// parse reads "#rrggbb".
func parse(colour string) color.RGBA {
	c := color.RGBA{A: 255}
	_, _ = fmt.Sscanf(colour, "#%02x%02x%02x", &c.R, &c.G, &c.B) // constants
	return c
}
