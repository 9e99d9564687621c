package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// bar is a line of the picture: what was measured, and by how much it is nginx's, the smallest first.
type bar struct {
	what   string
	ratios []float64
}

const (
	barWidth  = 240 // px for once nginx
	barHeight = 28
	nameWidth = 280
)

// draw writes a picture of ratios into the folder that --draw names; without it, it does nothing. A bar ends at the median, a line goes from the worst slice to the best.
func (b *bench) draw(name string, bars []bar) error {
	if b.pictures == "" {
		return nil
	}
	height := barHeight*(len(bars)+1) + 8
	var svg strings.Builder
	fmt.Fprintf(&svg, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]d %[2]d" width="%[1]d" height="%[2]d" font-family="sans-serif" font-size="13" role="img">`+"\n", nameWidth+3*barWidth, height)
	svg.WriteString("<title>Answers a second, as many times nginx's</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n")
	for i, bar := range bars {
		y := barHeight * i
		low, median, high := bar.ratios[0], bar.ratios[len(bar.ratios)/2], bar.ratios[len(bar.ratios)-1]
		fmt.Fprintf(&svg, `<text x="%d" y="%d" text-anchor="end">%s</text><rect x="%d" y="%d" width="%.0f" height="16" fill="#1f6f54"/>`, nameWidth-10, y+20, bar.what, nameWidth, y+8, median*barWidth)
		fmt.Fprintf(&svg, `<path d="M%.0f %dH%.0f" stroke="#111"/><text x="%.0f" y="%d">%.2f ×</text>`+"\n", nameWidth+low*barWidth, y+16, nameWidth+min(high, 2.6)*barWidth, nameWidth+min(max(high, median), 2.6)*barWidth+6, y+20, median)
	}
	fmt.Fprintf(&svg, `<path d="M%[1]d 0V%[2]d" stroke="#b00" stroke-dasharray="4"/><text x="%[1]d" y="%[3]d" text-anchor="middle" fill="#b00">nginx</text></svg>`+"\n", nameWidth+barWidth, height-barHeight+4, height-10)
	return os.WriteFile(filepath.Join(b.pictures, name), []byte(svg.String()), 0o600)
}
