package drawing

import (
	"encoding/xml"
	"math"
	"regexp"
	"strconv"
	"strings"

	"griot/internal/fault"
)

// What a drawing needs (SVG 2). Nothing of it moves, runs or is fetched.
var (
	elements = strings.Fields(`svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath title desc style linearGradient radialGradient stop clipPath mask pattern marker
		filter feGaussianBlur feOffset feMerge feMergeNode feColorMatrix feBlend feFlood feComposite feComponentTransfer feFuncR feFuncG feFuncB feFuncA feMorphology feDropShadow`)
	worded     = strings.Fields("text tspan textPath title desc style")
	attributes = strings.Fields(`class d x y x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy width height points pathLength transform gradientTransform gradientUnits patternTransform patternUnits
		patternContentUnits clipPathUnits maskUnits maskContentUnits markerUnits markerWidth markerHeight refX refY orient viewBox preserveAspectRatio spreadMethod offset rotate textLength lengthAdjust
		startOffset method spacing filterUnits primitiveUnits in in2 result stdDeviation mode operator k1 k2 k3 k4 type values tableValues slope intercept amplitude exponent radius edgeMode role lang
		aria-label aria-hidden alignment-baseline baseline-shift clip-path clip-rule color color-interpolation color-interpolation-filters direction display dominant-baseline fill fill-opacity fill-rule
		filter flood-color flood-opacity font-family font-size font-size-adjust font-stretch font-style font-variant font-weight letter-spacing marker-end marker-mid marker-start mask mask-type opacity
		overflow paint-order shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor
		text-decoration text-rendering unicode-bidi vector-effect visibility word-spacing writing-mode`)
)

var fragment = regexp.MustCompile(`^#[A-Za-z_][A-Za-z0-9_.:-]{0,99}$`)

func isFragment(s string) bool { return fragment.MatchString(s) }

// reference is an address in a value; one of this drawing's own parts begins with #.
var (
	reference = regexp.MustCompile(`(?i)url\s*\(\s*['"]?\s*(.?)`)
	remark    = regexp.MustCompile(`(?s)/\*.*?\*/`)
)

// harmless reports a value, or a sheet, that fetches nothing and that has one reading: no escapes, no rules that begin with @, no addresses but of parts of the drawing.
func harmless(value string) bool {
	low := strings.ToLower(remark.ReplaceAllString(value, ""))
	for _, bad := range []string{"\\", "@", "/*", "expression", "javascript", "behavior", "binding", "import", "image(", "image-set", "src(", "data:", "//"} {
		if strings.Contains(low, bad) {
			return false
		}
	}
	for _, m := range reference.FindAllStringSubmatch(low, -1) {
		if m[1] != "#" {
			return false
		}
	}
	return true
}

const maxSide = 20_000

// measure finds out how large the drawing is, and writes that: as wide and as high as it says, else as its view.
func (c *cleaner) measure(attributes []xml.Attr) error {
	var w, h float64
	var view [4]float64
	viewed := false
	for _, a := range attributes {
		if a.Name.Space != "" {
			continue
		}
		switch a.Name.Local {
		case "width":
			w = length(a.Value)
		case "height":
			h = length(a.Value)
		case "viewBox":
			view, viewed = viewBox(a.Value)
		}
	}
	if viewed {
		if w == 0 && h == 0 {
			w, h = view[2], view[3]
		} else if w == 0 {
			w = h * view[2] / view[3]
		} else if h == 0 {
			h = w * view[3] / view[2]
		}
	}
	if !(w >= 1 && h >= 1 && w <= maxSide && h <= maxSide) {
		return fault.New(fault.Invalid, "this drawing does not say how large it is, or it is larger than %d pixels: give it a width, a height or a viewBox", maxSide)
	}
	c.width, c.height = int(math.Round(w)), int(math.Round(h))
	c.out.WriteString(` width="` + strconv.Itoa(c.width) + `" height="` + strconv.Itoa(c.height) + `"`)
	if viewed {
		c.out.WriteString(` viewBox="`)
		for i, v := range view {
			if i > 0 {
				c.out.WriteByte(' ')
			}
			c.out.WriteString(strconv.FormatFloat(v, 'f', -1, 64))
		}
		c.out.WriteByte('"')
	}
	return nil
}

// pixels are the units of length in CSS pixels.
var pixels = map[string]float64{"": 1, "px": 1, "pt": 4.0 / 3, "pc": 16, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4}

// length reads a length; 0 for one that is relative or none.
func length(s string) float64 {
	s = strings.TrimSpace(s)
	number := strings.TrimRight(s, "abcdefghijklmnopqrstuvwxyz%")
	unit, ok := pixels[s[len(number):]]
	v, err := strconv.ParseFloat(number, 64)
	if err != nil || !ok || v < 0 || math.IsInf(v, 0) || math.IsNaN(v) {
		return 0
	}
	return v * unit
}

func viewBox(s string) (view [4]float64, ok bool) {
	fields := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' || r == '\t' || r == '\n' || r == '\r' })
	if len(fields) != 4 {
		return view, false
	}
	for i, f := range fields {
		v, err := strconv.ParseFloat(f, 64)
		if err != nil || math.IsNaN(v) || math.Abs(v) > 1e7 {
			return view, false
		}
		view[i] = v
	}
	return view, view[2] > 0 && view[3] > 0
}
