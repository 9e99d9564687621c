package text

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// build makes a tree of HTML that the policy has let through. Every element stands where HTML lets it stand: a start tag first
// closes what cannot hold it and opens what is missing (a list for a stray li, a paragraph for stray text), formatting that a
// block interrupts goes on inside it, and an end tag that ends nothing is passed over.
func build(source string) *html.Node {
	root := &html.Node{Type: html.DocumentNode}
	b := builder{ids: map[string]bool{}}
	b.stack = append(b.stack, frame{node: root, holds: holdsFlow, wraps: true})
	z := html.NewTokenizer(strings.NewReader(source))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		switch tok := z.Token(); kind {
		case html.TextToken:
			b.text(tok.Data)
		case html.StartTagToken, html.SelfClosingTagToken:
			b.start(b.element(tok))
		case html.EndTagToken:
			b.end(tok.Data)
		}
	}
	return root
}

type builder struct {
	stack   []frame
	waiting []*format       // formatting that opens with the next text
	depth   int             // elements on the stack
	lifts   int             // how often formatting went on in another block
	ids     map[string]bool // given so far
	fresh   bool            // a <pre> has just begun: HTML drops the newline that comes first
}

// frame is an open element. A ghost is one whose tags go: it only matches its end tag, and its content goes to the element around it.
type frame struct {
	tag    string
	node   *html.Node
	holds  content
	wraps  bool // stray text becomes a paragraph
	ghost  bool
	stray  bool    // a list that was opened for a stray li
	format *format // of an inline element; nil for others
}

// format is an inline element from its start tag to its end tag, in however many blocks.
type format struct {
	node  *html.Node
	scope int // the index in the stack of the element that ends it, if no end tag does
	used  bool
}

// Limits on what a few bytes may make of many: formatting that waits, formatting that goes on in other blocks, ghosts.
const (
	maxWaiting = 16
	maxLifts   = 1000
	maxFrames  = 4 * maxDepth
)

func (b *builder) top() *frame { return &b.stack[len(b.stack)-1] }

// holder is the index of the innermost element that is not inline.
func (b *builder) holder() int {
	i := len(b.stack) - 1
	for b.stack[i].format != nil {
		i--
	}
	return i
}

func (b *builder) push(n *html.Node) {
	b.top().node.AppendChild(n)
	b.enter(n)
}

func (b *builder) enter(n *html.Node) {
	b.stack = append(b.stack, frame{tag: n.Data, node: n, holds: contentOf(n.Data), wraps: wraps(n.Data)})
	b.depth++
}

func (b *builder) start(n *html.Node) {
	switch roleOf(n.Data) {
	case asInline:
		b.format(n)
	case asObject:
		b.object(n)
	case asBlock:
		b.block(n)
	case asPart:
		b.part(n)
	}
	b.fresh = n.Data == "pre"
}

func (b *builder) text(s string) {
	if b.fresh {
		s = strings.TrimPrefix(s, "\n")
		b.fresh = false
	}
	if strings.Trim(s, " \t\n") == "" {
		if s != "" && b.keepsSpace() {
			b.append(s)
		}
		return
	}
	b.fill()
	b.append(s)
}

func (b *builder) append(s string) {
	b.top().node.AppendChild(&html.Node{Type: html.TextNode, Data: s})
}

// keepsSpace reports whether white space here stands between words.
func (b *builder) keepsSpace() bool {
	t := b.top()
	if t.holds == holdsPhrasing {
		return true
	}
	last := t.node.LastChild
	return t.holds == holdsFlow && !t.wraps && last != nil && (last.Type == html.TextNode || roleOf(last.Data) <= asObject)
}

// element is the node for a start tag, with what HTML demands of it.
func (b *builder) element(tok html.Token) *html.Node {
	n := &html.Node{Type: html.ElementNode, Data: tok.Data}
	for _, a := range tok.Attr {
		if a.Key != "id" || !b.ids[a.Val] {
			n.Attr = append(n.Attr, a)
		}
		if a.Key == "id" {
			b.ids[a.Val] = true
		}
	}
	switch tok.Data {
	case "img":
		if !has(n, "alt") {
			set(n, "alt", "")
		}
	case "audio", "video":
		set(n, "controls", "")
		set(n, "preload", "none")
	case "figure":
		if embed := get(n, "data-embed"); embed != "" {
			n.Attr = embedAttrs(embed)
		}
	}
	return n
}

func get(n *html.Node, key string) string { return attr(html.Token{Attr: n.Attr}, key) }

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

// set gives n an attribute that it does not have.
func set(n *html.Node, key, val string) {
	n.Attr = append(n.Attr, html.Attribute{Key: key, Val: val})
}
