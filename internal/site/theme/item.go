package theme

import (
	"fmt"
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

// setting is how an item is set in one place of a page.
type setting struct {
	big           bool // the picture above the words, on any screen
	sizes         string
	upTo          int // the widest variant of the picture worth loading there, in px
	eager, silent bool
}

// settings are the places of items. A square of 96 px on a phone asks for 80: with two dots a px that is the picture of 160, a third of the next one's bytes.
var settings = map[string]*setting{
	"list":      {sizes: "(min-width:48em) 180px,80px", upTo: 640, silent: true},
	"band":      {sizes: "(min-width:64em) 200px,80px", upTo: 640, silent: true},
	"grid":      {sizes: "(min-width:64em) 286px,(min-width:48em) 350px,80px", upTo: 640, silent: true},
	"big":       {big: true, sizes: "(min-width:64em) 480px,(min-width:48em) 60vw,80px", upTo: 1280},
	"big-first": {big: true, sizes: "(min-width:64em) 480px,(min-width:40em) 100vw,320px", upTo: 1280, eager: true},
}

// itemHTML is an item in its place, with a woven placeholder of a class where it has no picture and others have. Like listLinks it is written in Go because a page has forty.
func itemHTML(i Item, place string, weave ...string) (template.HTML, error) {
	set := settings[place]
	if set == nil {
		return "", fmt.Errorf("no place for an item is called %q", place)
	}
	var b strings.Builder
	b.Grow(1 << 10)
	b.WriteString(`<article class="it`)
	if set.big {
		b.WriteString(" big")
	}
	b.WriteString(hue(i.Hue))
	woven := strings.Join(weave, "")
	if i.Picture == nil && woven == "" {
		b.WriteString(" n")
	}
	b.WriteByte('"')
	attr(&b, "lang", i.Lang)
	attr(&b, "dir", i.Dir)
	b.WriteByte('>')
	if set.big {
		i.writePicture(&b, set)
	}
	i.writeText(&b)
	if !set.big {
		i.writePicture(&b, set)
	}
	if i.Picture == nil && woven != "" {
		b.WriteString(`<div class="vide ` + template.HTMLEscapeString(woven) + `"></div>`)
	}
	b.WriteString("</article>")
	return template.HTML(b.String()), nil //nolint:gosec // every part is escaped
}

func (i *Item) writePicture(b *strings.Builder, set *setting) {
	if i.Picture != nil {
		i.Picture.write(b, set.sizes, set.upTo, set.eager, set.silent)
	}
}

// writeText writes the words of an item, the headline second.
func (i *Item) writeText(b *strings.Builder) {
	i.writeKicker(b)
	b.WriteString("<h3><a")
	attr(b, "href", safeHref(i.Href))
	if i.Sponsored != "" {
		b.WriteString(` rel="sponsored"`)
	}
	b.WriteString(">" + template.HTMLEscapeString(i.Title) + "</a></h3>")
	if i.Excerpt != "" {
		b.WriteString(`<p class="sf ex">` + string(i.Excerpt) + "</p>")
	} else if i.Standfirst != "" {
		b.WriteString(`<p class="sf">` + template.HTMLEscapeString(i.Standfirst) + "</p>")
	}
	i.writeSigned(b)
}

// kicker is the line over a headline: what is paid for, what is pinned, the rubric, the country, the kind.
func kicker(i Item) template.HTML {
	var b strings.Builder
	i.writeKicker(&b)
	return template.HTML(b.String()) //nolint:gosec // every part is escaped
}

func (i *Item) writeKicker(b *strings.Builder) {
	if i.Sponsored == "" && i.Pinned == "" && i.Section == "" && i.Country == "" && i.Kind == "" {
		return
	}
	b.WriteString(`<p class="k">`)
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
	b.WriteString("</p>")
}

// signed is the line under a headline: who wrote, when, and how long it takes to read.
func signed(i Item) template.HTML {
	var b strings.Builder
	i.writeSigned(&b)
	return template.HTML(b.String()) //nolint:gosec // every part is escaped
}

func (i *Item) writeSigned(b *strings.Builder) {
	before := `<p class="by">`
	for _, part := range [...]string{template.HTMLEscapeString(i.Byline), i.Time.element(), template.HTMLEscapeString(i.Reading)} {
		if part != "" {
			b.WriteString(before)
			b.WriteString(part)
			before = " · "
		}
	}
	if before == " · " {
		b.WriteString("</p>")
	}
}

// element is a moment as an element, where machines can read it.
func (m Moment) element() string {
	text := template.HTMLEscapeString(m.Text)
	if m.Machine == "" || text == "" {
		return text
	}
	return `<time datetime="` + template.HTMLEscapeString(m.Machine) + `">` + text + "</time>"
}
