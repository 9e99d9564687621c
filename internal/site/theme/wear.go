package theme

import (
	"fmt"
	"html/template"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Wear is what a newspaper has of its own in the built-in look. The zero Wear changes nothing, and costs readers nothing.
type Wear struct {
	Accent, AccentNight string // #rrggbb for the accent by day and by night; empty: the sheet's own
	Logo                bool   // a logo stands for the title
}

// The accent as the built-in sheets have it. A theme folder that has replaced it keeps its own.
const (
	accentDay   = "#a63a12"
	accentNight = "#ff8a5c"
)

// beforeAccent is the plain value that stands before each use of the token, for browsers that know no custom properties. The dye of a rubric may have the same value: it stays.
var beforeAccent = regexp.MustCompile(accentDay + `(;[a-z-]+:[^;{}]*var\(--accent\))`)

// logoRules have a logo stand on the page's own ground, as high as the title would be. Only pages that show one carry them.
const logoRules = `.wm img{width:auto;height:1.75rem;max-width:55vw;object-fit:contain;background:none;margin:0 .5rem}@media(min-width:64em){.wm img{height:2.75rem;max-width:24rem;margin:0 .75rem}}`

// Worn is the same theme as a newspaper wears it.
func (t *Theme) Worn(w Wear) (*Theme, error) {
	if w == (Wear{}) {
		return t, nil
	}
	worn := *t
	worn.sheets = maps.Clone(t.sheets)
	for name, sheet := range worn.sheets {
		if w.Accent != "" {
			sheet = dyed(name, sheet, w)
		}
		if w.Logo && slices.Contains(dressed, name) {
			sheet += logoRules
		}
		worn.sheets[name] = sheet
	}
	worn.styles = styleSources(worn.sheets)
	pages, err := t.unused.Clone()
	if err != nil {
		return nil, fmt.Errorf("wear a theme: %w", err)
	}
	worn.pages = pages.Funcs(worn.funcs())
	return &worn, nil
}

func dyed(name, sheet string, w Wear) string {
	if name == lightSheet { // which knows no token
		return strings.NewReplacer(accentDay, w.Accent, accentNight, w.AccentNight).Replace(sheet)
	}
	sheet = strings.NewReplacer("--accent:"+accentDay, "--accent:"+w.Accent, "--accent:"+accentNight, "--accent:"+w.AccentNight).Replace(sheet)
	return beforeAccent.ReplaceAllString(sheet, w.Accent+"$1")
}

// sheetNames are the sheets that stand in pages.
func sheetNames() []string { return slices.Concat(dressed, []string{arabicSheet, lightSheet}) }

// Logo is what stands for the newspaper's title over a page. Without Src the title is set.
type Logo struct {
	Src, Night    string // by night where it is another; absolute paths
	Width, Height int    // only their ratio counts
}

// logoHTML is the picture of a logo; name is what it says.
func logoHTML(l Logo, name string) template.HTML {
	var b strings.Builder
	img := func() {
		b.WriteString("<img")
		attr(&b, "src", safeHref(l.Src))
		attr(&b, "alt", name)
		attr(&b, "width", strconv.Itoa(l.Width))
		attr(&b, "height", strconv.Itoa(l.Height))
		b.WriteString(">")
	}
	if l.Night == "" {
		img()
		return template.HTML(b.String()) //nolint:gosec // every part is escaped
	}
	b.WriteString("<picture><source")
	attr(&b, "media", "(prefers-color-scheme:dark)")
	attr(&b, "srcset", strings.ReplaceAll(safeHref(l.Night), " ", "%20"))
	b.WriteString(">")
	img()
	b.WriteString("</picture>")
	return template.HTML(b.String()) //nolint:gosec // every part is escaped
}
