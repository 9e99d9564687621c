package press

import (
	"sort"

	"github.com/go-text/typesetting/shaping"
)

// box is the room that a text has.
type box struct {
	width, height float64
	sizes         []float64 // in pixels, the largest first
}

// fit sets a text as large as its room allows. What does not fit at the smallest size ends at a word with "…".
func (p *paragraph) fit(b box) column {
	if len(p.runes) == 0 {
		return column{}
	}
	for _, size := range b.sizes {
		if c, ok := p.try(p.runes, size, b, false); ok {
			return p.balance(p.runes, size, b, c)
		}
	}
	return p.squeeze(b)
}

// try sets a text at a size; false when it is too high or a word too wide.
func (p *paragraph) try(runes []rune, size float64, b box, cutWords bool) (column, bool) {
	runs, leading := p.shape(runes, size)
	lines, wide := p.wrap(runes, runs, b.width, cutWords)
	c := column{lines: lines, leading: leading}
	return c, !wide && c.height() <= b.height
}

// balance sets lines of about the same length: as narrow as their number allows.
func (p *paragraph) balance(runes []rune, size float64, b box, c column) column {
	if len(c.lines) < 2 {
		return c
	}
	runs, _ := p.shape(runes, size)
	for low, high := b.width/2, b.width; high-low > 4; {
		middle := (low + high) / 2
		if lines, wide := p.wrap(runes, runs, middle, false); !wide && len(lines) == len(c.lines) {
			c.lines, high = lines, middle
		} else {
			low = middle
		}
	}
	return c
}

// squeeze sets as much of a text as the smallest size has room for. Words that are wider than the room are cut, no others.
func (p *paragraph) squeeze(b box) column {
	size := b.sizes[len(b.sizes)-1]
	runes := p.runes[:min(len(p.runes), maxRunes)]
	if len(runes) == len(p.runes) { // one endless word, and room for it on several lines
		if c, ok := p.try(runes, size, b, true); ok {
			return c
		}
	}
	if c, ok := p.shorten(runes, ends(runes), size, b, false); ok {
		return c
	}
	if c, ok := p.shorten(runes, ends(runes), size, b, true); ok {
		return c
	}
	c, _ := p.shorten(runes, everywhere(runes), size, b, true)
	return c
}

// shorten finds the longest beginning that fits, among those that end at the given places; false when less than half of the room would be used, or none fits.
func (p *paragraph) shorten(runes []rune, at []int, size float64, b box, cutWords bool) (best column, ok bool) {
	sort.Search(len(at), func(i int) bool {
		c, fits := p.try(cut(runes, at[i]), size, b, cutWords)
		if fits { // each that is found is longer than the one before
			best = c
		}
		return !fits
	})
	return best, len(best.lines) > 0 && 2*(best.height()+best.leading) > b.height
}

// oneLine sets a text on one line at a size, smaller where it must be, and ends it with "…" at the smallest.
func (p *paragraph) oneLine(width float64, sizes ...float64) column {
	one := box{width: width, height: sizes[0] * (arabicLeading + 0.01), sizes: sizes}
	for _, size := range sizes {
		if runs, leading := p.shape(p.runes, size); widthOf(runs) <= width {
			c := column{leading: leading}
			c.lines, _ = p.wrap(p.runes, runs, width+1, false)
			return c
		}
	}
	size := sizes[len(sizes)-1]
	one.height = size * (arabicLeading + 0.01)
	if c, ok := p.shorten(p.runes, ends(p.runes), size, one, false); ok {
		return c
	}
	c, _ := p.shorten(p.runes, everywhere(p.runes), size, one, true)
	return c
}

func widthOf(runs []shaping.Output) (w float64) {
	for i := range runs {
		w += float(runs[i].Advance)
	}
	return w
}
