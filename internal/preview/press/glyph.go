package press

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/vector"
)

// pen fills the outlines of letters.
type pen struct {
	raster *vector.Rasterizer
	x, y   float32 // of the origin of the letter, in the rasterizer
	scale  float32 // from the font's units to pixels
}

// drawLine draws a line of text whose left end and baseline are given.
func drawLine(img *image.RGBA, l line, left, baseline float64, c color.RGBA) {
	// The letters stand in a strip as high as any letter may be, twice the size above and once below.
	size := 0.0
	for i := range l.runs {
		size = max(size, float(l.runs[i].Size))
	}
	top := int(math.Floor(baseline - 2*size))
	strip := image.Rect(0, top, img.Rect.Dx(), top+int(math.Ceil(3*size)))
	p := pen{raster: vector.NewRasterizer(strip.Dx(), strip.Dy())}
	x := left
	for i := range l.runs {
		x = p.run(&l.runs[i], x, baseline-float64(top))
	}
	p.raster.Draw(img, strip, image.NewUniform(c), image.Point{})
}

// run draws letters of one face and returns where the next run begins.
func (p *pen) run(r *shaping.Output, x, baseline float64) float64 {
	p.scale = float32(float(r.Size)) / float32(r.Face.Upem())
	for i := range r.Glyphs {
		g := &r.Glyphs[i]
		p.x, p.y = float32(x+float(g.XOffset)), float32(baseline-float(g.YOffset))
		if outline, ok := r.Face.GlyphData(g.GlyphID).(font.GlyphOutline); ok {
			p.outline(outline.Segments)
		}
		x += float(g.Advance)
	}
	return x
}

func (p *pen) outline(segments []font.Segment) {
	for i := range segments {
		s := &segments[i]
		switch s.Op {
		case opentype.SegmentOpMoveTo:
			p.raster.ClosePath()
			p.raster.MoveTo(p.at(s.Args[0]))
		case opentype.SegmentOpLineTo:
			p.raster.LineTo(p.at(s.Args[0]))
		case opentype.SegmentOpQuadTo:
			bx, by := p.at(s.Args[0])
			cx, cy := p.at(s.Args[1])
			p.raster.QuadTo(bx, by, cx, cy)
		case opentype.SegmentOpCubeTo:
			bx, by := p.at(s.Args[0])
			cx, cy := p.at(s.Args[1])
			dx, dy := p.at(s.Args[2])
			p.raster.CubeTo(bx, by, cx, cy, dx, dy)
		}
	}
	p.raster.ClosePath()
}

// at turns a point of the font, whose y grows upwards, into one of the rasterizer.
func (p *pen) at(point font.SegmentPoint) (x, y float32) {
	return p.x + point.X*p.scale, p.y - point.Y*p.scale
}

// fill paints a rectangle.
func fill(img draw.Image, r image.Rectangle, c color.RGBA) {
	draw.Draw(img, r, image.NewUniform(c), image.Point{}, draw.Src)
}
