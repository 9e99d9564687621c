package press

import (
	"image"
	"image/color"
	"image/draw"

	"github.com/disintegration/imaging"

	"griot/internal/text"
)

// Where things stand, in pixels, for a language that is written from left to right; others see it in a mirror.
const (
	margin     = 64
	dyeHeight  = 12  // of the rule over everything
	labelBase  = 106 // baselines
	nameBase   = 576
	titleTop   = 138
	titleFoot  = 492
	footRule   = 514
	photoWidth = 500
	weaveWidth = 180
	markSize   = 44
	markGap    = 18
)

// The sizes that are tried, in pixels. The smallest is legible where a phone shows the picture 300 pixels wide.
func titleSizes(room int) []float64 {
	if room > 700 {
		return []float64{84, 76, 70, 64, 58, 52, 46}
	}
	return []float64{68, 62, 56, 50, 46, 42, 38}
}

// canvas is one picture while it is drawn.
type canvas struct {
	*setter
	*Sheet
	img    *image.RGBA
	rtl    bool
	beside int // width of what stands beside the text
}

func newCanvas(s *setter, sheet *Sheet) *canvas {
	c := &canvas{setter: s, Sheet: sheet, img: image.NewRGBA(image.Rect(0, 0, Width, Height)), rtl: text.Direction(sheet.Language) == "rtl"}
	fill(c.img, c.img.Rect, paper)
	return c
}

func (c *canvas) compose(photo *Photograph) {
	hue := dye(c.Hue)
	if photo != nil && fits(photo.Image) {
		c.beside = photoWidth
		r := c.side(photoWidth)
		c.place(photo, r)
	} else {
		c.beside = weaveWidth
		weave(c.img, c.side(weaveWidth), hue, c.Seed)
	}
	fill(c.img, image.Rect(0, 0, Width, dyeHeight), hue)
	c.label(hue)
	c.title()
	c.foot()
}

// side is the strip of a width at the end of the lines.
func (c *canvas) side(width int) image.Rectangle {
	if c.rtl {
		return image.Rect(0, 0, width, Height)
	}
	return image.Rect(Width-width, 0, Width, Height)
}

// room is the width that is left for text.
func (c *canvas) room() int { return Width - c.beside - 2*margin }

// leftEnd is where a line of a width begins on the left.
func (c *canvas) leftEnd(width float64) float64 {
	if c.rtl {
		return float64(Width-margin) - width
	}
	return margin
}

// leastPhoto is the smallest picture, in pixels, that is not too coarse at this size.
const leastPhoto = 300

func fits(img image.Image) bool {
	return img.Bounds().Dx() >= leastPhoto && img.Bounds().Dy() >= leastPhoto
}

// place crops a photograph to a rectangle around its focal point.
func (c *canvas) place(p *Photograph, r image.Rectangle) {
	b := p.Image.Bounds()
	w, h := b.Dx(), b.Dy()
	if w*r.Dy() > h*r.Dx() {
		w = h * r.Dx() / r.Dy()
	} else {
		h = w * r.Dy() / r.Dx()
	}
	x := around(b.Dx(), w, p.FocalX)
	y := around(b.Dy(), h, p.FocalY)
	cropped := imaging.Crop(p.Image, image.Rect(x, y, x+w, y+h).Add(b.Min))
	sized := imaging.Resize(cropped, r.Dx(), r.Dy(), imaging.CatmullRom)
	draw.Draw(c.img, r, sized, image.Point{}, draw.Src)
}

// around begins a part of a length so that a point, per cent of the whole, is in its middle as far as that goes.
func around(whole, part, percent int) int {
	return max(0, min(whole-part, whole*percent/100-part/2))
}

func (c *canvas) label(hue color.RGBA) {
	runes, broken := c.sans.readable(c.Label)
	if broken || len(runes) == 0 {
		return
	}
	set := c.paragraph(c.sans, c.Language, runes).oneLine(float64(c.room()), 32, 28, 24)
	c.lines(set, labelBase, hue)
}

// title is set in the middle of its room. The newspaper's name stands in for one that no face can show.
func (c *canvas) title() {
	runes, broken := c.serif.readable(c.Title)
	if broken || len(runes) == 0 {
		if runes, broken = c.serif.readable(c.Name); broken {
			return
		}
	}
	set := c.paragraph(c.serif, c.Language, runes).fit(box{width: float64(c.room()), height: titleFoot - titleTop, sizes: titleSizes(c.room())})
	top := titleTop + (titleFoot-titleTop-set.height())/2
	c.lines(set, top+0.78*set.leading, ink)
}

// foot is the mark and the newspaper's name, under a rule.
func (c *canvas) foot() {
	from, to := margin, margin+c.room()
	mark := from
	if c.rtl {
		from, to = Width-to, Width-from
		mark = to - markSize
	}
	fill(c.img, image.Rect(from, footRule, to, footRule+2), rule)
	drawMark(c.img, float64(mark), nameBase-markSize+8, markSize)
	runes, broken := c.serif.readable(c.Name)
	if broken || len(runes) == 0 {
		return
	}
	set := c.paragraph(c.serif, c.Language, runes).oneLine(float64(c.room()-markSize-markGap), 38, 32, 26)
	for _, l := range set.lines {
		left := float64(margin + markSize + markGap)
		if c.rtl {
			left = float64(Width-margin-markSize-markGap) - l.width
		}
		drawLine(c.img, l, left, nameBase, ink)
	}
}

// lines draws lines below each other, the first on a baseline.
func (c *canvas) lines(set column, baseline float64, colour color.RGBA) {
	for i, l := range set.lines {
		drawLine(c.img, l, c.leftEnd(l.width), baseline+float64(i)*set.leading, colour)
	}
}
