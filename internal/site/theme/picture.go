package theme

import (
	"html/template"
	"slices"
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

// leastOpening is the narrowest variant, in px, with which a page can open: narrower ones are for squares beside headlines.
const leastOpening = 320

// imageHTML is a picture as one place of a page sets it: its sizes, the widest variant worth loading there in px, and "eager" for the page's first picture or "bare" beside
// a headline that says what it shows.
func imageHTML(p *Picture, sizes string, upTo int, how ...string) template.HTML {
	var b strings.Builder
	p.write(&b, sizes, upTo, slices.Contains(how, "eager"), slices.Contains(how, "bare"))
	return template.HTML(b.String()) //nolint:gosec // every part is escaped by attr
}

func (p *Picture) write(b *strings.Builder, sizes string, upTo int, eager, silent bool) {
	least := 0
	if eager {
		least = leastOpening
	}
	b.WriteString("<img")
	attr(b, "src", safeHref(p.Src))
	if set := p.srcSet(least, upTo); set != "" {
		attr(b, "srcset", set)
		attr(b, "sizes", sizes)
	}
	width, height := p.room()
	attr(b, "width", strconv.Itoa(width))
	attr(b, "height", strconv.Itoa(height))
	b.WriteString(` alt="`)
	if !silent {
		b.WriteString(template.HTMLEscapeString(p.Alt))
	}
	b.WriteByte('"')
	attr(b, "class", p.FocusClass())
	if eager {
		b.WriteString(` fetchpriority="high">`)
	} else {
		b.WriteString(` loading="lazy">`)
	}
}

// room is the width and height that keep the picture's room: 3:2 for one that nobody measured.
func (p *Picture) room() (width, height int) {
	if p.Width <= 0 || p.Height <= 0 {
		return 640, 427
	}
	return p.Width, p.Height
}
