package press

import (
	"slices"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"

	"griot/internal/text"
)

// Arabic is set larger than Latin to look as large, and its lines stand further apart.
const (
	arabicGain    = 1.14
	latinLeading  = 1.18
	arabicLeading = 1.5
)

// setter sets text for one drawing: its faces and its shaper hold caches that bear one user at a time.
type setter struct {
	shaper  shaping.HarfbuzzShaper
	cutter  shaping.Segmenter
	wrapper shaping.LineWrapper
	serif   *cast // headlines and the wordmark
	sans    *cast // labels
}

func newSetter(f fonts) *setter {
	serif, sans, naskh := font.NewFace(f.serif), font.NewFace(f.sans), font.NewFace(f.naskh)
	return &setter{serif: &cast{latin: serif, second: sans, arabic: naskh}, sans: &cast{latin: sans, second: serif, arabic: naskh}}
}

// paragraph is a text ready to be set at any size.
type paragraph struct {
	*setter
	cast      *cast
	runes     []rune
	lang      language.Language
	direction di.Direction
}

func (s *setter) paragraph(c *cast, lang string, runes []rune) *paragraph {
	p := &paragraph{setter: s, cast: c, runes: runes, lang: language.NewLanguage(lang), direction: di.DirectionLTR}
	if text.Direction(lang) == "rtl" {
		p.direction = di.DirectionRTL
	}
	return p
}

// line is one line of a text as it is drawn, from left to right. Measures are pixels.
type line struct {
	runs  []shaping.Output
	width float64
}

// column is lines that stand below each other.
type column struct {
	lines   []line
	leading float64
}

func (c column) height() float64 { return c.leading * float64(len(c.lines)) }

// shape turns letters into shapes at a size in pixels.
func (p *paragraph) shape(runes []rune, size float64) (runs []shaping.Output, leading float64) {
	leading = latinLeading * size
	in := shaping.Input{Text: runes, RunEnd: len(runes), Direction: p.direction, Language: p.lang}
	for _, piece := range p.cutter.Split(in, p.cast) {
		piece.Size = pixels(size)
		if piece.Face == p.cast.arabic {
			piece.Size, leading = pixels(size*arabicGain), arabicLeading*size
		}
		runs = append(runs, p.shaper.Shape(piece))
	}
	return runs, leading
}

// wrap breaks shaped letters into lines of at most a width. Words are cut only when that is allowed, and wide reports that one stands out.
func (p *paragraph) wrap(runes []rune, runs []shaping.Output, width float64, cutWords bool) (lines []line, wide bool) {
	how := shaping.WrapConfig{Direction: p.direction, BreakPolicy: shaping.Never}
	if cutWords {
		how.BreakPolicy = shaping.WhenNecessary
	}
	fresh := slices.Clone(runs)
	for i := range fresh {
		fresh[i].Glyphs = slices.Clone(fresh[i].Glyphs) // the wrapper takes the width from spaces at the ends of lines
	}
	wrapped, _ := p.wrapper.WrapParagraphF(how, pixels(width), runes, shaping.NewSliceIterator(fresh))
	for _, w := range wrapped {
		l := line{runs: slices.Clone(w)} // the wrapper takes its memory back
		slices.SortFunc(l.runs, func(a, b shaping.Output) int { return int(a.VisualIndex - b.VisualIndex) })
		for i := range l.runs {
			l.width += float(l.runs[i].Advance)
		}
		wide = wide || l.width > width+1
		lines = append(lines, l)
	}
	return lines, wide
}

func pixels(f float64) fixed.Int26_6 { return fixed.Int26_6(f * 64) }

func float(f fixed.Int26_6) float64 { return float64(f) / 64 }
