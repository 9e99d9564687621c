package theme

import (
	"bytes"
	"fmt"
	"strings"

	"golang.org/x/net/html"
)

// void are the elements without an end tag.
var void = map[string]bool{"meta": true, "link": true, "img": true, "input": true, "br": true, "hr": true, "source": true, "path": false}

// within says which parents an element may have.
var within = map[string]string{"li": "ul ol", "dt": "dl", "dd": "dl", "option": "select", "summary": "details", "source": "picture", "figcaption": "figure"}

// only says which children a parent may have.
var only = map[string]string{"ul": "li", "ol": "li", "dl": "dt dd", "select": "option", "picture": "source img"}

// checker walks the tokens of a page.
type checker struct {
	open     []string
	ids      map[string]bool
	refs     []string // ids that something points at
	labels   map[string]bool
	h1       int
	problems []string
}

// wellFormed lists what is wrong with a page: tags out of balance, ids twice or missing, more or less than one h1, pictures
// without size or alt, empty or script addresses, style and event attributes, children where they may not be, landmarks
// without a name of their own.
func wellFormed(page []byte) []string {
	c := &checker{ids: map[string]bool{}, labels: map[string]bool{}}
	z := html.NewTokenizer(bytes.NewReader(page))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		token := z.Token()
		switch kind {
		case html.StartTagToken:
			c.start(token)
		case html.SelfClosingTagToken:
			c.element(token)
		case html.EndTagToken:
			c.end(token)
		case html.TextToken:
			c.text(token)
		}
	}
	c.finish()
	return c.problems
}

func (c *checker) say(format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf(format, args...)+" (in "+strings.Join(c.open, ">")+")")
}

func (c *checker) parent() string {
	if len(c.open) == 0 {
		return ""
	}
	return c.open[len(c.open)-1]
}

func (c *checker) start(t html.Token) {
	c.element(t)
	if !void[t.Data] {
		c.open = append(c.open, t.Data)
	}
}

func (c *checker) end(t html.Token) {
	if c.parent() != t.Data {
		c.say("</%s> closes nothing", t.Data)
		return
	}
	c.open = c.open[:len(c.open)-1]
}

func (c *checker) text(t html.Token) {
	text := strings.TrimSpace(t.Data)
	if allowed := only[c.parent()]; allowed != "" && text != "" {
		c.say("text %.30q", text)
	}
	if c.parent() != "script" && c.parent() != "style" && strings.Contains(text, "<no value>") {
		c.say("a value is missing: %.60q", text)
	}
}

func (c *checker) element(t html.Token) {
	if allowed, bound := within[t.Data]; bound && !has(allowed, c.parent()) {
		c.say("<%s> in <%s>", t.Data, c.parent())
	}
	if allowed, bound := only[c.parent()]; bound && !has(allowed, t.Data) {
		c.say("<%s> in <%s>", t.Data, c.parent())
	}
	if t.Data == "p" && has("p h1 h2 h3 span", c.parent()) {
		c.say("<p> in <%s>", c.parent())
	}
	if t.Data == "h1" {
		c.h1++
	}
	c.attributes(t)
	c.picture(t)
	c.landmark(t)
}

func (c *checker) attributes(t html.Token) {
	seen := map[string]bool{}
	for _, a := range t.Attr {
		switch {
		case seen[a.Key]:
			c.say("<%s> has %s twice", t.Data, a.Key)
		case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
			c.say("<%s> has %s", t.Data, a.Key)
		case has("href src action srcset content class id lang hreflang aria-label aria-labelledby rel sizes", a.Key) && strings.TrimSpace(a.Val) == "":
			c.say("<%s> has an empty %s", t.Data, a.Key)
		case has("href src action", a.Key) && (strings.Contains(a.Val, "javascript:") || strings.Contains(a.Val, "ZgotmplZ")):
			c.say("<%s> leads to %q", t.Data, a.Val)
		case strings.HasPrefix(a.Val, `"`) && a.Key != "value":
			c.say("<%s> has a quoted %s: html/template took it for a script", t.Data, a.Key)
		case a.Key == "id" && c.ids[a.Val]:
			c.say("id %q twice", a.Val)
		case a.Key == "id":
			c.ids[a.Val] = true
		case a.Key == "for" || a.Key == "aria-labelledby":
			c.refs = append(c.refs, strings.Fields(a.Val)...)
		case a.Key == "href" && strings.HasPrefix(a.Val, "#"):
			c.refs = append(c.refs, a.Val[1:])
		}
		seen[a.Key] = true
	}
}

func (c *checker) picture(t html.Token) {
	if t.Data != "img" {
		return
	}
	for _, key := range []string{"src", "width", "height", "alt"} {
		if _, ok := attribute(t, key); !ok {
			c.say("<img> lacks %s", key)
		}
	}
}

// landmark asks navigation and asides for names that no other of the page has.
func (c *checker) landmark(t html.Token) {
	if t.Data != "nav" && t.Data != "aside" {
		return
	}
	name, ok := attribute(t, "aria-label")
	if !ok {
		name, ok = attribute(t, "aria-labelledby")
	}
	if id, _ := attribute(t, "id"); id == "menu" || id == "pays" {
		name += " (panel)" // shown instead of the page, never beside the others
	}
	if !ok || c.labels[name] {
		c.say("<%s> needs a name of its own, has %q", t.Data, name)
	}
	c.labels[name] = true
}

func (c *checker) finish() {
	if len(c.open) > 0 {
		c.say("left open")
	}
	if c.h1 != 1 {
		c.say("%d h1", c.h1)
	}
	for _, id := range c.refs {
		if !c.ids[id] {
			c.say("nothing has the id %q", id)
		}
	}
}

func attribute(t html.Token, key string) (string, bool) {
	for _, a := range t.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

func has(list, word string) bool {
	return strings.Contains(" "+list+" ", " "+word+" ")
}
