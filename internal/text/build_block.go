package text

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// block opens a block where it may stand.
func (b *builder) block(n *html.Node) {
	in := b.stack[b.holder()]
	switch {
	case !has(n, "class") && n.Data == "div", heading(n.Data) && b.within("th", "dt"):
		b.ghost(n.Data)
		return
	case n.Data == "p" && in.holds == holdsPhrasing && in.tag != "p": // a heading or a pre keeps its one line of content
		b.ghost(n.Data)
		return
	}
	b.closeText()
	b.roomForBlock(n)
	switch {
	case n.Data == "hr":
		b.top().node.AppendChild(n)
	case b.depth+reach(n.Data) > maxDepth:
		b.ghost(n.Data)
	default:
		b.push(n)
	}
}

// reach is how deep an element with what it must hold goes; so that what it implies always finds room.
func reach(tag string) int {
	switch contentOf(tag) {
	case holdsParts:
		return 8
	case holdsItems, holdsPairs:
		return 5
	case holdsFlow:
		return 3
	}
	return 1
}

// closeText closes whatever holds no blocks.
func (b *builder) closeText() {
	k := len(b.stack)
	for b.stack[k-1].holds == holdsPhrasing {
		k--
	}
	b.lift(k, k-1)
}

// roomForBlock opens what must stand between a list or table and a block. A list in a list belongs to the item before it.
func (b *builder) roomForBlock(n *html.Node) {
	if last := b.top().node.LastChild; b.top().holds == holdsItems && contentOf(n.Data) == holdsItems && last != nil {
		b.enter(last)
	}
	for b.top().holds != holdsFlow {
		b.imply()
	}
}

// room opens what must stand between the top of the stack and text.
func (b *builder) room() {
	for t := b.top(); t.holds != holdsPhrasing && (t.holds != holdsFlow || t.wraps); t = b.top() {
		b.imply()
	}
}

// imply opens what the top of the stack implies; a list that was itself implied, by a stray li, ends instead.
func (b *builder) imply() {
	if t := b.top(); t.stray {
		b.shut(len(b.stack) - 1)
	} else {
		b.push(element(implied(t.holds)))
	}
}

func element(tag string) *html.Node { return &html.Node{Type: html.ElementNode, Data: tag} }

// ghost opens an element whose tags go. In a heading or a pre its edge is white space; elsewhere it ends the paragraph.
func (b *builder) ghost(tag string) {
	if len(b.stack) >= maxFrames {
		return
	}
	k := b.holder()
	f := frame{tag: tag, ghost: true, node: b.stack[k].node, holds: b.stack[k].holds, wraps: true}
	if f.holds == holdsPhrasing && b.stack[k].tag != "p" {
		b.lift(k+1, k)
		b.edge()
	} else {
		b.closeText()
		f.node, f.holds = b.top().node, b.top().holds
	}
	b.stack = append(b.stack, f)
}

func (b *builder) edge() {
	space := " "
	if b.top().tag == "pre" {
		space = "\n"
	}
	if last := b.top().node.LastChild; last != nil && (last.Type != html.TextNode || !strings.HasSuffix(last.Data, space)) {
		b.append(space)
	}
}

// part opens a part of a list, table, figure… in the nearest one; where there is none, a li makes its list, others are ghosts.
func (b *builder) part(n *html.Node) {
	k := b.parent(n.Data)
	if k < 0 && n.Data == "li" {
		b.block(element("ul"))
		k = b.parent(n.Data)
		b.top().stray = k >= 0
	}
	if k < 0 || single(n.Data) && child(b.stack[k].node, n.Data) != nil {
		b.ghost(n.Data)
		return
	}
	b.shut(k + 1)
	for !slices.Contains(parentsOf(n.Data)[:nearest(n.Data)], b.top().tag) {
		b.push(element(implied(b.top().holds)))
	}
	b.push(n)
}

// nearest is how many of parentsOf may hold the part directly; the others hold what holds it.
func nearest(tag string) int {
	switch tag {
	case "td", "th":
		return 1
	case "tr":
		return 3
	}
	return len(parentsOf(tag))
}

// parent is the index of the element that the part belongs to; -1 when there is none. The content of a cell belongs to the cell.
func (b *builder) parent(tag string) int {
	for i := len(b.stack) - 1; i > 0; i-- {
		f := b.stack[i]
		if !f.ghost && slices.Contains(parentsOf(tag), f.tag) {
			return i
		}
		if !inTable(tag) && inTable(f.tag) && !f.ghost {
			return -1
		}
	}
	return -1
}

func inTable(tag string) bool {
	switch tag {
	case "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th":
		return true
	}
	return false
}

// single tells the parts of which there is at most one.
func single(tag string) bool { return tag == "figcaption" || tag == "summary" || tag == "caption" }

func child(n *html.Node, tag string) *html.Node {
	for c := range n.ChildNodes() {
		if is(c, tag) {
			return c
		}
	}
	return nil
}

// is tells an element by its name, and a text that happens to be that name apart from it.
func is(n *html.Node, tag string) bool {
	return n != nil && n.Type == html.ElementNode && n.Data == tag
}

func heading(tag string) bool { return tag == "h2" || tag == "h3" || tag == "h4" }

func (b *builder) within(tags ...string) bool {
	return slices.ContainsFunc(b.stack, func(f frame) bool { return !f.ghost && slices.Contains(tags, f.tag) })
}
