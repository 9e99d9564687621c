package theme

import (
	"strconv"
	"strings"
)

// Picture is an image with its variants. Src is for phones that know no srcset: at most 320 px wide, JPEG where there is one.
type Picture struct {
	Src           string
	Variants      []Variant // ascending in width
	Width, Height int       // of the picture or of any variant: only their ratio counts, to keep its room
	Alt           string    // empty beside a headline that says it
	FocusX        int       // percent from the left of what must stay in a crop; with FocusY 0: the middle
	FocusY        int       // percent from the top
}

// Variant is one width of a picture.
type Variant struct {
	Src   string
	Width int
}

// SrcSet lists the variants up to a width in px, as the attribute wants them. It is empty when there is nothing to choose from.
func (p *Picture) SrcSet(upTo int) string { return p.srcSet(0, upTo) }

func (p *Picture) srcSet(from, upTo int) string {
	var b strings.Builder
	n := 0
	for _, v := range p.Variants {
		if v.Width < from || v.Width > upTo || v.Src == "" {
			continue
		}
		if n++; n > 1 {
			b.WriteByte(',')
		}
		b.WriteString(strings.ReplaceAll(v.Src, ",", "%2C"))
		b.WriteByte(' ')
		b.WriteString(strconv.Itoa(v.Width))
		b.WriteByte('w')
	}
	return b.String()
}

// FocusClass names the classes that keep the focal point in a crop: five steps in each direction, since a strict
// Content-Security-Policy forbids a style of its own for each picture. A portrait is cropped less: "po".
func (p *Picture) FocusClass() string {
	var classes string
	if p.Height > p.Width {
		classes = " po"
	}
	if p.FocusX != 0 || p.FocusY != 0 {
		classes += focusStep("x", p.FocusX) + focusStep("y", p.FocusY)
	}
	return strings.TrimSpace(classes)
}

func focusStep(axis string, percent int) string {
	step := min(max(percent, 0), 99) / 20
	if step == 2 {
		return ""
	}
	return " " + axis + strconv.Itoa(step)
}

// Figure is a picture with what is said under it.
type Figure struct {
	Picture Picture
	Caption string
	Credit  string
}
