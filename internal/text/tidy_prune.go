package text

import "golang.org/x/net/html"

// prune removes from n, from the leaves up, what says nothing, and sets what is left in order. It reports whether n says anything.
func prune(n *html.Node) (says bool) {
	for c, next := n.FirstChild, (*html.Node)(nil); c != nil; c = next {
		next = c.NextSibling
		if c.Type == html.TextNode {
			says = says || !blank(c.Data)
			continue
		}
		said := prune(c) || speaks(c)
		if !said && !standsEmpty(c) {
			keepApart(c)
			n.RemoveChild(c)
			continue
		}
		says = says || said
		arrange(c)
	}
	return says
}

// keepApart keeps the texts apart between which a block is about to go.
func keepApart(c *html.Node) {
	if prev, next := c.PrevSibling, c.NextSibling; isBlock(c) && prev != nil && next != nil && !isBlock(prev) && !isBlock(next) {
		c.Parent.InsertBefore(&html.Node{Type: html.TextNode, Data: " "}, c)
	}
}

// speaks tells elements that say something without a word.
func speaks(n *html.Node) bool {
	return n.Data == "img" || n.Data == "audio" || n.Data == "video" || n.Data == "hr" || n.Data == "a" && has(n, "id")
}

// standsEmpty tells what stays without content: cells and the parts of a table, which tidyTable looks after, terms and their
// descriptions, line breaks, and inline elements that hold a space.
func standsEmpty(n *html.Node) bool {
	switch n.Data {
	case "br", "td", "th", "tr", "thead", "tbody", "tfoot", "dt", "dd":
		return true
	}
	return roleOf(n.Data) == asInline && n.FirstChild != nil
}

// arrange sets one element in order, its content being so already.
func arrange(n *html.Node) {
	if n.Data != "pre" && !void(n.Data) && roleOf(n.Data) != asInline { // the space at the end of an emphasis may be all that parts two words
		trimBreaks(n)
	}
	switch n.Data {
	case "li", "td", "th", "dt", "dd", "figcaption", "caption":
		if p := n.FirstChild; is(p, "p") && p.NextSibling == nil && len(p.Attr) == 0 {
			unwrap(p)
		}
	case "p":
		arrangeParagraph(n)
	case "figure":
		arrangeFigure(n)
	case "details":
		arrangeDetails(n)
	case "dl":
		arrangePairs(n)
	case "table":
		arrangeTable(n)
	}
}

// trimBreaks removes line breaks at the beginning and at the end of a line of text.
func trimBreaks(n *html.Node) {
	trimEdge(n, func(n *html.Node) *html.Node { return n.FirstChild })
	trimEdge(n, func(n *html.Node) *html.Node { return n.LastChild })
}

func trimEdge(n *html.Node, edge func(*html.Node) *html.Node) {
	for c := edge(n); c != nil; c = edge(n) {
		if c.Type == html.ElementNode && roleOf(c.Data) == asInline {
			trimEdge(c, edge)
			if c.FirstChild != nil || has(c, "id") {
				return
			}
		} else if !is(c, "br") && (c.Type != html.TextNode || !blankSpace(c.Data)) {
			return
		}
		n.RemoveChild(c)
	}
}

// unwrap puts the content of n in its place.
func unwrap(n *html.Node) {
	for c := n.FirstChild; c != nil; c = n.FirstChild {
		n.RemoveChild(c)
		n.Parent.InsertBefore(c, n)
	}
	n.Parent.RemoveChild(n)
}

func arrangeDetails(n *html.Node) {
	summary := child(n, "summary")
	switch {
	case summary == nil:
		unwrap(n)
	case summary != n.FirstChild:
		n.RemoveChild(summary)
		n.InsertBefore(summary, n.FirstChild)
	}
}

// arrangePairs gives every description a term and every term a description, empty ones if need be.
func arrangePairs(n *html.Node) {
	if is(n.FirstChild, "dd") {
		n.InsertBefore(element("dt"), n.FirstChild)
	}
	if is(n.LastChild, "dt") {
		n.AppendChild(element("dd"))
	}
}
