package text

import (
	"strconv"

	"golang.org/x/net/html"
)

// arrangeTable sets the parts of a table in HTML's order, removes rows without cells, and cuts spans to the cells that there are.
func arrangeTable(t *html.Node) {
	removeEmptyRows(t)
	orderParts(t)
	g := grid{starts: map[int]bool{}}
	for group := range t.ChildNodes() {
		if group.Data != "caption" {
			g.group(group)
		}
	}
	g.dropUnusedColumns()
}

func removeEmptyRows(t *html.Node) {
	for group, next := t.FirstChild, (*html.Node)(nil); group != nil; group = next {
		next = group.NextSibling
		if group.Data == "caption" {
			continue
		}
		for row, next := group.FirstChild, (*html.Node)(nil); row != nil; row = next {
			if next = row.NextSibling; row.FirstChild == nil {
				group.RemoveChild(row)
			}
		}
		if group.FirstChild == nil {
			t.RemoveChild(group)
		}
	}
}

// orderParts puts the caption first, one head before the bodies, one foot after them; further heads and feet become bodies.
func orderParts(t *html.Node) {
	var caption, foot *html.Node
	begun := false
	for c := range t.ChildNodes() {
		switch {
		case c.Data == "caption":
			caption = c
			continue
		case c.Data == "tfoot" && foot == nil:
			foot = c
			continue
		case c.Data != "thead" || begun:
			c.Data = "tbody"
		}
		begun = true
	}
	if caption != nil {
		t.RemoveChild(caption)
		t.InsertBefore(caption, t.FirstChild)
	}
	if foot != nil {
		t.RemoveChild(foot)
		t.AppendChild(foot)
	}
}

// maxColumns is where cells stop spanning columns; no table that people read is wider.
const maxColumns = 1000

// grid lays the cells of a table out, as a browser does.
type grid struct {
	cells  []cell
	starts map[int]bool // the columns in which a cell begins
}

type cell struct {
	node     *html.Node
	at, wide int
}

func (g *grid) group(group *html.Node) {
	rows := 0
	for range group.ChildNodes() {
		rows++
	}
	var taken []int // for each column, the row before which a cell from above ends
	row := 0
	for tr := range group.ChildNodes() {
		at := 0
		for td := range tr.ChildNodes() {
			at, taken = g.cell(td, at, row, rows, taken)
		}
		row++
	}
}

// cell lays one cell out and gives the column after it.
func (g *grid) cell(td *html.Node, at, row, rows int, taken []int) (int, []int) {
	for at < len(taken) && taken[at] > row {
		at++
	}
	wide, high := span(td, "colspan"), min(span(td, "rowspan"), rows-row)
	if at+wide > maxColumns {
		wide = 1
	}
	for k := 1; k < wide; k++ {
		if at+k < len(taken) && taken[at+k] > row {
			wide = k
		}
	}
	for k := range wide {
		if at+k == len(taken) {
			taken = append(taken, 0)
		}
		taken[at+k] = row + high
	}
	setSpan(td, "rowspan", high)
	g.starts[at] = true
	g.cells = append(g.cells, cell{td, at, wide})
	return at + wide, taken
}

// dropUnusedColumns narrows cells that span columns in which no cell begins.
func (g *grid) dropUnusedColumns() {
	for _, c := range g.cells {
		wide := 0
		for k := range c.wide {
			if g.starts[c.at+k] {
				wide++
			}
		}
		setSpan(c.node, "colspan", wide)
	}
}

func span(n *html.Node, key string) int {
	v, _ := strconv.Atoi(get(n, key)) // absent counts as 1
	return max(1, v)
}

func setSpan(n *html.Node, key string, v int) {
	if v == span(n, key) && (v > 1 || !has(n, key)) {
		return
	}
	kept := n.Attr[:0]
	for _, a := range n.Attr {
		if a.Key != key {
			kept = append(kept, a)
		} else if v > 1 {
			kept = append(kept, html.Attribute{Key: key, Val: strconv.Itoa(v)})
		}
	}
	n.Attr = kept
}
