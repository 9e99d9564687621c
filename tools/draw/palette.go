package main

import (
	"cmp"
	"image"
	"image/color"
	"slices"
)

// exactShare is how much of a picture a colour must cover to be kept as it is: one pixel in so many.
const exactShare = 1000

// tally is one colour of a picture and how many pixels bear it.
type tally struct {
	color.RGBA
	n int
}

// reduce redraws an opaque picture with at most limit colours. The flat colours stay exact; the many blends along edges are
// gathered by median cut into what room is left. There is no dithering: it would cost more bytes than it could show.
func reduce(source image.Image, limit int) *image.Paletted {
	bounds := source.Bounds()
	counted := count(source)
	colours := palette(counted, limit)
	index := make(map[color.RGBA]uint8, len(counted))
	for _, t := range counted {
		index[t.RGBA] = uint8(colours.Index(t.RGBA))
	}
	reduced := image.NewPaletted(bounds, colours)
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			reduced.SetColorIndex(x, y, index[opaque(source.At(x, y))])
		}
	}
	return reduced
}

func opaque(c color.Color) color.RGBA {
	r, g, b, _ := c.RGBA()
	return color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), 255}
}

// count lists the colours of a picture, the most frequent first; equals in a fixed order, so that the file is always the same.
func count(source image.Image) []tally {
	bounds := source.Bounds()
	seen := map[color.RGBA]int{}
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			seen[opaque(source.At(x, y))]++
		}
	}
	list := make([]tally, 0, len(seen))
	for c, n := range seen {
		list = append(list, tally{c, n})
	}
	slices.SortFunc(list, func(a, b tally) int {
		return cmp.Or(b.n-a.n, int(a.R)-int(b.R), int(a.G)-int(b.G), int(a.B)-int(b.B))
	})
	return list
}

// palette takes the flat colours as they are, up to three quarters of the room, and cuts the others into the rest.
func palette(counted []tally, limit int) color.Palette {
	total := 0
	for _, t := range counted {
		total += t.n
	}
	colours := color.Palette{}
	for _, t := range counted {
		if len(colours) == limit*3/4 || t.n*exactShare < total {
			break
		}
		colours = append(colours, t.RGBA)
	}
	for _, box := range cut(counted[len(colours):], limit-len(colours)) {
		colours = append(colours, mean(box))
	}
	return colours
}

// cut divides the colours into at most n boxes, always halving the box that spreads widest, weighed by its pixels.
func cut(colours []tally, n int) [][]tally {
	if len(colours) == 0 {
		return nil
	}
	boxes := [][]tally{slices.Clone(colours)}
	for len(boxes) < n {
		widest, spread := -1, 0
		for i, box := range boxes {
			if _, width := widestChannel(box); width*weight(box) > spread {
				widest, spread = i, width*weight(box)
			}
		}
		if widest < 0 {
			break
		}
		low, high := halve(boxes[widest])
		boxes[widest] = low
		boxes = append(boxes, high)
	}
	return boxes
}

// channels reads red, green and blue in turn.
var channels = [...]func(tally) int{
	func(t tally) int { return int(t.R) },
	func(t tally) int { return int(t.G) },
	func(t tally) int { return int(t.B) },
}

// widestChannel is the channel in which a box spreads most, and how far. A box of one colour spreads 0.
func widestChannel(box []tally) (channel, width int) {
	for i, of := range channels {
		least := slices.MinFunc(box, func(a, b tally) int { return of(a) - of(b) })
		most := slices.MaxFunc(box, func(a, b tally) int { return of(a) - of(b) })
		if w := of(most) - of(least); w > width {
			channel, width = i, w
		}
	}
	return channel, width
}

func weight(box []tally) int {
	n := 0
	for _, t := range box {
		n += t.n
	}
	return n
}

// halve sorts a box of at least two colours by its widest channel and parts it where half of its pixels lie on either side.
func halve(box []tally) (low, high []tally) {
	channel, _ := widestChannel(box)
	of := channels[channel]
	slices.SortStableFunc(box, func(a, b tally) int { return of(a) - of(b) })
	half, n, at := weight(box)/2, 0, 1
	for i, t := range box[:len(box)-1] {
		at = i + 1
		if n += t.n; n >= half {
			break
		}
	}
	return box[:at], box[at:]
}

// mean is the average colour of a box, by pixels.
func mean(box []tally) color.RGBA {
	var r, g, b int
	for _, t := range box {
		r, g, b = r+int(t.R)*t.n, g+int(t.G)*t.n, b+int(t.B)*t.n
	}
	n := weight(box)
	return color.RGBA{uint8(r / n), uint8(g / n), uint8(b / n), 255}
}
