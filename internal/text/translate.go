package text

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
)

// translate brings strangers' markup into the vocabulary of the policy, token by token: presentational and sectioning elements
// by their nearest kin, players by links to them, attributes repaired. What has no place in an article goes with its content;
// but when such an element is never closed, what follows it is the article and stays.
func translate(source string) string {
	if !strings.ContainsAny(source, "<&") {
		return repair(source)
	}
	t := translator{z: html.NewTokenizer(strings.NewReader(source))}
	t.out.Grow(len(source))
	for kind := t.z.Next(); kind != html.ErrorToken; kind = t.z.Next() {
		tok := t.z.Token()
		switch kind {
		case html.TextToken:
			t.text(tok.Data)
		case html.StartTagToken, html.SelfClosingTagToken:
			t.start(tok)
		case html.EndTagToken:
			t.end(tok.Data)
		}
	}
	return t.out.String()
}

type translator struct {
	z     *html.Tokenizer
	out   bytes.Buffer
	code  bool     // the text that comes next is a script or a style
	drops []drop   // elements that go with their content, the innermost last
	spans []string // what ends each open span
}

// drop is an element whose content goes, once its end tag proves that it has one: the output is cut back to from.
type drop struct {
	tag    string
	from   int
	player *html.Token // an audio or video that waits for its source
}

// maxDrops bounds how many open elements an end tag is compared with.
const maxDrops = 32

func (t *translator) text(s string) {
	if t.code {
		t.code = false
		return
	}
	escape(&t.out, repair(s), inText)
}

func (t *translator) start(tok html.Token) {
	t.code = tok.Data == "script" || tok.Data == "style"
	if !t.code {
		t.z.NextIsNotRawText() // the inside of an iframe, a title, an xmp… is read as markup
	}
	closed := tok.Type == html.SelfClosingTagToken
	switch tag := tok.Data; {
	case tag == "iframe" || tag == "embed":
		t.out.WriteString(embedded(attr(tok, "src"), attr(tok, "title")))
		t.drop(tag, closed || tag == "embed", nil)
	case tag == "audio" || tag == "video":
		t.player(tok, closed)
	case tag == "source":
		t.source(tok)
	case dropped(tag):
		t.drop(tag, closed, nil)
	case tag == "span" || tag == "font":
		t.span(tok, closed)
	default:
		t.open(tok, closed)
	}
}

// open writes a start tag by its name in our vocabulary; in XML's manner, <p/> is empty.
func (t *translator) open(tok html.Token, closed bool) {
	tag := rename(tok.Data)
	if tag == "" || tag == "strong" && unbold(attr(tok, "style")) {
		return
	}
	t.write(tag, attributes(tag, tok.Attr))
	if closed && !void(tag) {
		t.close(tag)
	}
}

func (t *translator) write(tag string, attrs []html.Attribute) {
	t.out.WriteString(html.Token{Type: html.StartTagToken, Data: tag, Attr: attrs}.String())
}

func (t *translator) close(tag string) { t.out.WriteString("</" + tag + ">") }

func (t *translator) end(tag string) {
	t.code = false
	if tag == "span" || tag == "font" {
		if n := len(t.spans); n > 0 {
			t.out.WriteString(t.spans[n-1])
			t.spans = t.spans[:n-1]
		}
		return
	}
	if t.undrop(tag) || dropped(tag) {
		return
	}
	if tag = rename(tag); tag != "" && !void(tag) {
		t.close(tag)
	}
}

func attr(tok html.Token, key string) string {
	for _, a := range tok.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
