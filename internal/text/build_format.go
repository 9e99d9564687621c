package text

import (
	"slices"

	"golang.org/x/net/html"
)

// format notes that formatting begins; it opens with the next text, so that none is ever empty.
func (b *builder) format(n *html.Node) {
	switch {
	case len(b.waiting) >= maxWaiting, n.Data == "time" && !has(n, "datetime"), n.Data == "a" && !has(n, "href") && !has(n, "id"):
		return
	case n.Data == "a":
		b.endFormat("a") // links do not nest
	}
	b.waiting = append(b.waiting, &format{node: n, scope: b.holder()})
	if has(n, "id") {
		b.fill()
	}
}

// fill makes room for text and opens the formatting that waits.
func (b *builder) fill() {
	b.room()
	for _, f := range b.waiting {
		n := f.node
		if f.used {
			b.lifts++
			n = copyOf(n)
		}
		if b.depth < maxDepth && b.lifts <= maxLifts && (n.Data != "a" || len(n.Attr) > 0) {
			f.used = true
			b.push(n)
			b.top().format = f
		}
	}
	b.waiting = b.waiting[:0]
}

// copyOf is the element again, without the id that only one can have.
func copyOf(n *html.Node) *html.Node {
	c := element(n.Data)
	for _, a := range n.Attr {
		if a.Key != "id" {
			c.Attr = append(c.Attr, a)
		}
	}
	return c
}

// lift closes the elements from index k on because something else begins; their formatting waits to go on there, until the
// element at index scope ends.
func (b *builder) lift(k, scope int) {
	for _, f := range b.waiting {
		f.scope = min(f.scope, scope)
	}
	b.cut(k, func(f *format) bool {
		f.scope = min(f.scope, scope)
		return true
	})
}

// shut closes the elements from index k on because they end; only formatting from around them goes on.
func (b *builder) shut(k int) {
	outer := func(f *format) bool { return f.scope < k }
	b.waiting = slices.DeleteFunc(b.waiting, func(f *format) bool { return !outer(f) })
	b.cut(k, outer)
}

// cut takes the frames from index k on off the stack; formatting among them that goes on waits again, before what waits already.
func (b *builder) cut(k int, goesOn func(*format) bool) {
	var again []*format
	for _, f := range b.stack[k:] {
		if f.format != nil && goesOn(f.format) {
			again = append(again, f.format)
		}
		if !f.ghost {
			b.depth--
		}
	}
	b.stack = b.stack[:k]
	if len(again) > 0 {
		b.waiting = append(again, b.waiting...)
	}
}

// object places a line break, a picture, sound or film.
func (b *builder) object(n *html.Node) {
	switch {
	case n.Data == "br":
		b.lineBreak(n)
		return
	case n.Data == "img" && !has(n, "src") && !has(n, "data-media") && !has(n, "data-picture"), n.Data != "img" && !has(n, "src"):
		return
	case n.Data != "img":
		b.endFormat("a") // a player has buttons of its own
	}
	b.fill()
	b.top().node.AppendChild(n)
}

// lineBreak places a br between words. Two of them in a paragraph are what ends a paragraph in old archives.
func (b *builder) lineBreak(n *html.Node) {
	k := b.holder()
	in := b.stack[k]
	switch {
	case in.holds == holdsFlow && in.wraps, in.holds != holdsFlow && in.holds != holdsPhrasing:
	case in.tag == "p" && !in.ghost && endsInBreak(in.node):
		b.lift(k, k)
		b.push(copyOf(in.node))
	default:
		b.top().node.AppendChild(n)
	}
}

func endsInBreak(n *html.Node) bool {
	for c := n.LastChild; c != nil; {
		switch {
		case c.Type == html.TextNode && blankSpace(c.Data):
			c = c.PrevSibling
		case c.Type == html.TextNode:
			return false
		case c.Data == "br":
			return true
		default:
			c = c.LastChild
		}
	}
	return false
}

func (b *builder) end(tag string) {
	b.fresh = false
	switch roleOf(tag) {
	case asInline:
		b.endFormat(tag)
	case asBlock, asPart:
		b.endBlock(tag)
	}
}

// endFormat ends the innermost formatting of that name; what was opened inside it goes on after it.
func (b *builder) endFormat(tag string) {
	for i := len(b.waiting) - 1; i >= 0; i-- {
		if b.waiting[i].node.Data == tag {
			b.waiting = slices.Delete(b.waiting, i, i+1)
			return
		}
	}
	for i := len(b.stack) - 1; b.stack[i].format != nil; i-- {
		if ended := b.stack[i].format; b.stack[i].tag == tag {
			b.cut(i, func(f *format) bool { return f != ended })
			return
		}
	}
}

// endBlock ends the innermost block of that name; any heading's end tag ends a heading. No end tag reaches out of a cell, except
// that of a part of the table around it, nor out of a list or table for a part of one.
func (b *builder) endBlock(tag string) {
	for i := len(b.stack) - 1; i > 0; i-- {
		f := b.stack[i]
		if f.tag == tag || heading(tag) && heading(f.tag) {
			if b.shut(i); f.ghost && f.holds == holdsPhrasing {
				b.edge()
			}
			return
		}
		if !f.ghost && (slices.Contains(parentsOf(tag), f.tag) && roleOf(f.tag) == asBlock || !inTable(tag) && inTable(f.tag)) {
			return
		}
	}
}
