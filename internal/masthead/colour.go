package masthead

import (
	"fmt"
	"math"
	"strconv"
)

// The grounds of the sheet on which the accent stands: paper and tint, by day and by night (internal/site/theme/style/tokens.css).
var (
	dayGrounds   = []string{"#fffdf9", "#f7f1e6"}
	nightGrounds = []string{"#14120f", "#1e1b16"}
)

// MinContrast is what text needs on its ground (WCAG 2.2, 1.4.3, level AA).
const MinContrast = 4.5

func (n *Newspaper) checkColours(f *Flaws) {
	for _, c := range []struct {
		key, value string
		grounds    []string
	}{{"colour", n.Colour, nil}, {"accent", n.Accent, dayGrounds}, {"accent_night", n.AccentNight, nightGrounds}} {
		if c.value == "" {
			continue
		}
		if !colour.MatchString(c.value) {
			f.add(c.key, "colour", "a colour is written #rrggbb, not %q", shortened(c.value))
			continue
		}
		for _, ground := range c.grounds {
			if ratio := contrast(c.value, ground); ratio < MinContrast {
				f.add(c.key, "contrast", "the contrast with the page's ground %s is %s, and text needs %s", ground, figure(ratio), figure(MinContrast))
				break
			}
		}
	}
}

// figure writes a ratio so that one which is too small never looks large enough.
func figure(ratio float64) string { return strconv.FormatFloat(math.Floor(ratio*100)/100, 'f', -1, 64) }

// AccentAtNight is the accent on dark ground: the one that was chosen, else the day's, as light as it must be to be read there.
func (n *Newspaper) AccentAtNight() string {
	if n.AccentNight != "" || n.Accent == "" {
		return n.AccentNight
	}
	const steps = 20
	lighter := n.Accent
	for i := 1; contrast(lighter, nightGrounds[1]) < MinContrast; i++ {
		lighter = mix(n.Accent, "#ffffff", float64(i)/steps)
	}
	return lighter
}

// contrast is the ratio of two colours #rrggbb, from 1 to 21 (WCAG 2.2).
func contrast(a, b string) float64 {
	one, other := luminance(a), luminance(b)
	return (max(one, other) + .05) / (min(one, other) + .05)
}

func luminance(hex string) float64 {
	weights := [3]float64{.2126, .7152, .0722}
	sum := 0.0
	for i, light := range lights(hex) {
		c := light / 255
		if c <= .04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+.055)/1.055, 2.4)
		}
		sum += weights[i] * c
	}
	return sum
}

// lights are the red, green and blue of #rrggbb, from 0 to 255.
func lights(hex string) (rgb [3]float64) {
	for i := range rgb {
		v, _ := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8) // it was checked
		rgb[i] = float64(v)
	}
	return rgb
}

// mix is a colour with a share of another in it.
func mix(a, b string, share float64) string {
	one, other := lights(a), lights(b)
	var rgb [3]int
	for i := range rgb {
		rgb[i] = int(math.Round(one[i] + (other[i]-one[i])*share))
	}
	return fmt.Sprintf("#%02x%02x%02x", rgb[0], rgb[1], rgb[2])
}
