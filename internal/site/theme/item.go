package theme

import (
	"html/template"
	"slices"
	"strconv"
	"strings"
)

// Item is an article as it stands in lists, bands and grids.
type Item struct {
	Title      string
	Href       string
	Lang, Dir  string // where they differ from the page's
	Hue        string // of its rubric
	Section    string // the rubric's name; empty where the page says it already
	Country    string // one name or several, ready to show
	Kind       string // "Tribune", "Enquête"; empty for plain news
	Sponsored  string // the label of what is paid for; empty for everything else
	Pinned     string // the label of a pinned entry; empty for the others
	Standfirst string
	Excerpt    template.HTML // in search results: a passage with <mark>, in place of the standfirst
	Byline     string
	Time       Moment
	Reading    string // "6 min de lecture"
	Picture    *Picture
}

// cell is an item in a grid of pictures.
type cell struct {
	*Item
	Weave string // the class of the woven placeholder in the place of a picture; "" where there is one, and where nobody has any
}

// grid makes cells of items: where some have pictures, those without need something in their place.
func grid(items []Item) []cell {
	cells := make([]cell, len(items))
	pictured := slices.ContainsFunc(items, func(i Item) bool { return i.Picture != nil })
	for i := range items {
		cells[i].Item = &items[i]
		if pictured && items[i].Picture == nil {
			cells[i].Weave = weave(items[i].Href)
		}
	}
	return cells
}

// weaves is how many hues the woven placeholder has.
const weaves = 12

// weave is the class of the woven placeholder's hue, always the same for the same address.
func weave(href string) string {
	h := uint32(2166136261)
	for _, c := range []byte(href) {
		h = (h ^ uint32(c)) * 16777619
	}
	return "n" + strconv.Itoa(int(h>>8)%weaves)
}

// kicker is the line over a headline: what is paid for, what is pinned, the rubric, the country, the kind. Like listLinks it is written in Go because a page has forty.
func kicker(i Item) template.HTML {
	var b strings.Builder
	label := func(class, text string) {
		if text != "" {
			b.WriteString(`<b class="` + class + `">` + template.HTMLEscapeString(text) + "</b> ")
		}
	}
	label("sp", i.Sponsored)
	label("un", i.Pinned)
	first := true
	for n, text := range [...]string{i.Section, i.Country, i.Kind} {
		switch {
		case text == "":
			continue
		case first && n < 2:
			b.WriteString(template.HTMLEscapeString(text))
		case first:
			b.WriteString(" <span>" + template.HTMLEscapeString(text) + "</span>")
		default:
			b.WriteString(" <span>· " + template.HTMLEscapeString(text) + "</span>")
		}
		first = false
	}
	if b.Len() == 0 {
		return ""
	}
	return template.HTML(`<p class="k">` + b.String() + "</p>") //nolint:gosec // every part is escaped
}

// signed is the line under a headline: who wrote, when, and how long it takes to read.
func signed(i Item) template.HTML {
	var parts []string
	if i.Byline != "" {
		parts = append(parts, template.HTMLEscapeString(i.Byline))
	}
	if i.Time.Text != "" {
		parts = append(parts, i.Time.element())
	}
	if i.Reading != "" {
		parts = append(parts, template.HTMLEscapeString(i.Reading))
	}
	if len(parts) == 0 {
		return ""
	}
	return template.HTML(`<p class="by">` + strings.Join(parts, " · ") + "</p>") //nolint:gosec // every part is escaped
}

// element is a moment as an element, where machines can read it.
func (m Moment) element() string {
	text := template.HTMLEscapeString(m.Text)
	if m.Machine == "" {
		return text
	}
	return `<time datetime="` + template.HTMLEscapeString(m.Machine) + `">` + text + "</time>"
}
