package feed

import (
	"fmt"
	"strings"

	"griot/internal/preview/press"
)

// The mark's colours, those of the sheet: paper, ink, and the accent named latérite.
const (
	paperColour  = "#fffdf9"
	inkColour    = "#16130f"
	accentColour = "#a63a12"
)

// svg draws the newspaper's mark on paper, with a margin around it.
func svg(margin float64) []byte {
	var b strings.Builder
	side := press.MarkSide + 2*margin
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="%g %g %g %g" stroke-width="%d">`, -margin, -margin, side, side, press.MarkThread)
	fmt.Fprintf(&b, `<path fill="%s" d="M%g %gh%gv%gh%gz"/>`, paperColour, -margin, -margin, side, side, -side)
	for _, colour := range []string{inkColour, accentColour} {
		fmt.Fprintf(&b, `<path stroke="%s" d="`, colour)
		for _, t := range press.Mark() {
			if t.Accent == (colour == accentColour) {
				b.WriteString(path(t))
			}
		}
		b.WriteString(`"/>`)
	}
	b.WriteString("</svg>\n")
	return []byte(b.String())
}

func path(t press.Thread) string {
	along := "h"
	if t.Upright {
		along = "v"
	}
	return fmt.Sprintf("M%g %g%s%g", t.X, t.Y, along, t.Length)
}
