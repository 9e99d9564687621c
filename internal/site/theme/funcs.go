package theme

import (
	"html/template"
	"strconv"
	"strings"
)

// funcs are what templates may call beside the methods of their views.
func (t *Theme) funcs() template.FuncMap {
	return template.FuncMap{
		"sheet":  func(name string) template.CSS { return template.CSS(t.sheets[name]) }, //nolint:gosec // ours or the newsroom's, checked by inlinable
		"script": func() template.JS { return template.JS(t.script) },                    //nolint:gosec // likewise
		"jsonld": jsonLD,
		"img":    newImage,
		"hue":    hue,
		"icon":   icon,
		"last":   func(i, length int) bool { return i == length-1 },
		"link":   linkHTML,
		"links":  listLinks,
	}
}

// jsonLD keeps structured data from ending the element that it stands in: "<" occurs only inside JSON's strings, where it has a second spelling.
func jsonLD(v template.JS) template.JS {
	return template.JS(strings.ReplaceAll(string(v), "<", `\u003c`)) //nolint:gosec // made from the value it replaces
}

// hue is the class of a rubric's dye with a space before it; anything but letters is no dye.
func hue(name string) string {
	if name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz") != "" {
		return ""
	}
	return " r-" + name
}

// image is a picture as one place of a page sets it.
type image struct {
	*Picture
	Sizes string
	UpTo  int  // the widest variant worth loading there
	Eager bool // the page's first picture
	Bare  bool // beside a headline that says it: no alt text
}

// newImage makes an image of a picture: its sizes, the widest variant in px, and "eager" or "bare" as they apply.
func newImage(p *Picture, sizes string, upTo int, how ...string) image {
	img := image{Picture: p, Sizes: sizes, UpTo: upTo}
	for _, h := range how {
		img.Eager = img.Eager || h == "eager"
		img.Bare = img.Bare || h == "bare"
	}
	return img
}

// leastOpening is the narrowest variant, in px, with which a page can open: narrower ones are for squares beside headlines.
const leastOpening = 320

// Set is the srcset of the place.
func (i image) Set() string {
	if i.Eager {
		return i.srcSet(leastOpening, i.UpTo)
	}
	return i.SrcSet(i.UpTo)
}

// Room is the width and height that keep the picture's room: 3:2 for one that nobody measured.
func (i image) Room() [2]int {
	if i.Width <= 0 || i.Picture.Height <= 0 {
		return [2]int{640, 427}
	}
	return [2]int{i.Width, i.Picture.Height}
}

// part is a piece of a page: what it shows, and the shell that gives it words.
type part struct {
	*Shell
	V    any
	Opts []string
}

// With hands a piece of a view to a template, with what the template should know of its place.
func (s *Shell) With(v any, opts ...string) part { return part{s, v, opts} }

// Is reports whether the place has an option.
func (p part) Is(opt string) bool {
	for _, o := range p.Opts {
		if o == opt {
			return true
		}
	}
	return false
}

// Base is the shell itself, whatever a view's own fields are called.
func (s *Shell) Base() *Shell { return s }

// Media is the screen width from which the picture is shown.
func (s AdSource) Media() string { return "(min-width:" + strconv.Itoa(s.MinWidth) + "em)" }

// frame is a page's shell with the sheet it wears.
type frame struct {
	*Shell
	Sheet string
}

// Frame dresses the page in a sheet: "front", "article" or "lists".
func (s *Shell) Frame(sheet string) frame { return frame{s, sheet} }

// Front reports whether it is the front page, where the wordmark is the heading.
func (f frame) Front() bool { return f.Sheet == "front" }

// Woven says "woven" when some of a grid's items have pictures, and those without need something in their place.
func (s *Shell) Woven(items []Item) string {
	for _, i := range items {
		if i.Picture != nil {
			return "woven"
		}
	}
	return ""
}
