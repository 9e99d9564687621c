package theme

import (
	"html/template"
	"strconv"
	"strings"
)

// funcs are what templates may call beside the methods of their views.
func (t *Theme) funcs() template.FuncMap {
	return template.FuncMap{
		"sheet":   func(name string) template.CSS { return template.CSS(t.sheets[name]) }, //nolint:gosec // ours or the newsroom's, checked by inlinable
		"script":  t.script,
		"jsonld":  jsonLD,
		"img":     imageHTML,
		"grid":    grid,
		"item":    itemHTML,
		"kicker":  kicker,
		"signed":  signed,
		"hue":     hue,
		"icon":    icon,
		"last":    func(i, length int) bool { return i == length-1 },
		"link":    linkHTML,
		"links":   listLinks,
		"path":    LightPath,
		"lighter": lightLinks,
		"lightly": lightBody,
		"see":     pictureLink,
		"logo":    logoHTML,
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
func (f frame) Front() bool { return f.Sheet == frontSheet }

const frontSheet = "front"
