package text

import "golang.org/x/net/html"

// arrangeParagraph makes an embed of a player's address that stands alone in a paragraph of the article or of a box in it.
func arrangeParagraph(p *html.Node) {
	if wraps(p.Parent.Data) {
		embedBare(p)
	}
}

// arrangeFigure takes pictures out of paragraphs, sets the caption last unless it is first, and sees to it that an embed can be
// followed without scripts.
func arrangeFigure(n *html.Node) {
	for c, next := n.FirstChild, (*html.Node)(nil); c != nil; c = next {
		if next = c.NextSibling; is(c, "p") && wordless(c) {
			unwrap(c)
		}
	}
	embed := get(n, "data-embed")
	if embed != "" && !linked(n) {
		n.InsertBefore(linkTo(pageOf(embed)), n.FirstChild)
	}
	captionLast(n)
	if embed == "" && !embedBare(n) {
		unnest(n)
	}
}

// captionLast moves a caption from the middle to the end; the text on both sides of it stays apart.
func captionLast(n *html.Node) {
	c := child(n, "figcaption")
	if c == nil || c == n.FirstChild || c == n.LastChild {
		return
	}
	keepApart(c)
	n.RemoveChild(c)
	n.AppendChild(c)
}

func isBlock(n *html.Node) bool { return n.Type == html.ElementNode && roleOf(n.Data) >= asBlock }

// body is the only child of n, its caption aside; nil when there are more.
func body(n *html.Node) *html.Node {
	var only *html.Node
	for c := range n.ChildNodes() {
		if is(c, "figcaption") {
			continue
		}
		if only != nil {
			return nil
		}
		only = c
	}
	return only
}

// embedBare makes an embed of n when it holds nothing but the address of a player, and perhaps a caption.
func embedBare(n *html.Node) bool {
	only := body(n)
	text := only
	if is(only, "p") {
		text = body(only)
	}
	if text == nil || text.Type != html.TextNode {
		return false
	}
	player, page, ok := bareEmbed(text.Data)
	if !ok {
		return false
	}
	n.Data = "figure"
	n.Attr = embedAttrs(player)
	n.InsertBefore(linkTo(page), only)
	n.RemoveChild(only)
	return true
}

func embedAttrs(player string) []html.Attribute {
	return []html.Attribute{{Key: "class", Val: "embed"}, {Key: "data-embed", Val: player}}
}

// pageOf is the page for the address of a player.
func pageOf(embed string) string {
	if u := webURL(embed); u != nil {
		if _, page, ok := player(u); ok {
			return page
		}
	}
	return embed
}

// linkTo is the link that stands in an embed until the reader asks for the player.
func linkTo(page string) *html.Node {
	a := element("a")
	set(a, "href", page)
	a.AppendChild(&html.Node{Type: html.TextNode, Data: label("", page)})
	return a
}

func linked(n *html.Node) bool {
	for d := range n.Descendants() {
		if is(d, "a") && has(d, "href") {
			return true
		}
	}
	return false
}

// unnest makes one of a figure around a figure, unless both have a caption.
func unnest(n *html.Node) {
	inner, caption := body(n), child(n, "figcaption")
	if len(n.Attr) > 0 || !is(inner, "figure") || caption != nil && child(inner, "figcaption") != nil {
		return
	}
	if caption != nil {
		n.RemoveChild(caption)
		inner.AppendChild(caption)
	}
	unwrap(n)
}

// wordless reports whether n holds pictures or players, and not a word.
func wordless(n *html.Node) bool {
	for d := range n.Descendants() {
		if d.Type == html.TextNode && !blank(d.Data) {
			return false
		}
	}
	return true
}
