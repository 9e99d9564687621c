package site_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// answer is what came back for one address, read as a browser reads it.
type answer struct {
	t      testing.TB
	path   string
	status int
	header map[string]string
	body   string
	root   *html.Node
}

// all is every element that a CSS selector names, in the order of the page.
func (a *answer) all(selector string) []*html.Node {
	a.t.Helper()
	return within(a.t, a.root, selector)
}

func within(t testing.TB, n *html.Node, selector string) []*html.Node {
	t.Helper()
	s, err := cascadia.ParseGroup(selector)
	if err != nil {
		t.Fatalf("selector %q: %v", selector, err)
	}
	return cascadia.QueryAll(n, s)
}

// one is the only element that a selector names; any other number fails the test.
func (a *answer) one(selector string) *html.Node {
	a.t.Helper()
	found := a.all(selector)
	if len(found) != 1 {
		a.t.Fatalf("%s: %d elements %s, want 1", a.path, len(found), selector)
	}
	return found[0]
}

// none fails when a selector names anything.
func (a *answer) none(selector string) {
	a.t.Helper()
	if found := a.all(selector); len(found) > 0 {
		a.t.Errorf("%s: %d elements %s, want none; the first: %s", a.path, len(found), selector, textOf(found[0]))
	}
}

// text is the words of the only element that a selector names.
func (a *answer) text(selector string) string {
	a.t.Helper()
	return textOf(a.one(selector))
}

// texts are the words of every element that a selector names.
func (a *answer) texts(selector string) (list []string) {
	a.t.Helper()
	for _, n := range a.all(selector) {
		list = append(list, textOf(n))
	}
	return list
}

// attrs are the values of an attribute of every element that a selector names; absent ones are "".
func (a *answer) attrs(selector, name string) (list []string) {
	a.t.Helper()
	for _, n := range a.all(selector) {
		list = append(list, attr(n, name))
	}
	return list
}

func (a *answer) attr(selector, name string) string {
	a.t.Helper()
	return attr(a.one(selector), name)
}

// says fails unless the only element that a selector names reads exactly so. Spaces of every kind count as one.
func (a *answer) says(selector, want string) {
	a.t.Helper()
	if got := a.text(selector); got != want {
		a.t.Errorf("%s: %s says %q, want %q", a.path, selector, got, want)
	}
}

func attr(n *html.Node, name string) string {
	i := slices.IndexFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
	if i < 0 {
		return ""
	}
	return n.Attr[i].Val
}

func hasAttr(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func hasClass(n *html.Node, class string) bool {
	return slices.Contains(strings.Fields(attr(n, "class")), class)
}

// textOf is what a reader sees in an element, every run of white space as one space.
func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// jsonLD is the page's one piece of structured data: every thing of its graph by its type.
func (a *answer) jsonLD() map[string]map[string]any {
	a.t.Helper()
	var doc struct {
		Context string           `json:"@context"`
		Graph   []map[string]any `json:"@graph"`
	}
	script := a.one(`script[type="application/ld+json"]`)
	if err := json.Unmarshal([]byte(script.FirstChild.Data), &doc); err != nil {
		a.t.Fatalf("%s: structured data: %v", a.path, err)
	}
	if doc.Context != "https://schema.org" {
		a.t.Errorf("%s: structured data: @context is %q", a.path, doc.Context)
	}
	things := map[string]map[string]any{}
	for _, thing := range doc.Graph {
		kind, _ := thing["@type"].(string)
		things[kind] = thing
	}
	return things
}

// sha256Source is a text as a Content-Security-Policy names it.
func sha256Source(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
