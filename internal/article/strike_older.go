package article

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"griot/internal/text"
)

// maxOlder is how many passages of an article an Older looks for where they did not stand, the longest first.
const maxOlder = 100

// Older takes words out of what comes back from a page that was made before something in its article was sealed. Nobody keeps what was sealed (ADR 18): whatever the article said then and says no
// longer counts as sealed, also what somebody merely wrote otherwise meanwhile. It goes where it stood, and whole passages wherever else they were put; what stands in its place now takes its place. The
// zero Older knows of nothing.
type Older struct {
	moved   []*striking
	present []string // what the article says now, as plain text
	named   map[string]bool
	struck  int
}

// Line has it know what a line said when the page was made, and what it says now.
func (o *Older) Line(was, is string) { o.know(was, is) }

// Body is Line for cleaned HTML.
func (o *Older) Body(was, is string) {
	before, plain, _ := taken(was)
	after, now, _ := taken(is)
	o.know(plain, now)
	said := map[string]bool{}
	for _, value := range attributes(after) {
		said[value] = true
	}
	for _, value := range attributes(before) {
		if !said[value] {
			if o.named == nil {
				o.named = map[string]bool{}
			}
			o.named[value] = true
		}
	}
}

func (o *Older) know(was, is string) {
	o.present = append(o.present, is)
	for _, gone := range replaced(was, is) {
		if utf8.RuneCountInString(gone.passage) >= minPassageRunes {
			o.moved = append(o.moved, newStriking(gone.instead, gone.passage))
		}
	}
}

// Done ends the learning: a passage that still stands somewhere in the article was not sealed.
func (o *Older) Done() {
	slices.SortStableFunc(o.moved, func(a, b *striking) int { return len(b.passages[0]) - len(a.passages[0]) })
	o.moved = o.moved[:min(len(o.moved), maxOlder)]
	there := strings.Join(o.present, "\n")
	o.moved = slices.DeleteFunc(o.moved, func(s *striking) bool { return len(s.find(there)) > 0 })
}

// Struck reports whether anything was taken out.
func (o *Older) Struck() bool {
	return o.struck > 0 || slices.ContainsFunc(o.moved, func(s *striking) bool { return s.struck > 0 })
}

// OutOfLine is a line that came back, of one that said was and says is.
func (o *Older) OutOfLine(was, is, back string) string {
	if cut := o.cut(was, is, back); len(cut) > 0 {
		back = text.CleanLine(putInstead(back, 0, cut))
	}
	for _, s := range o.moved {
		back = s.line(back)
	}
	return back
}

// OutOfBody is OutOfLine for cleaned HTML; its error is that of text.Clean.
func (o *Older) OutOfBody(was, is, back string) (string, error) {
	_, before, _ := taken(was)
	_, now, _ := taken(is)
	tokens, plain, starts := taken(back)
	cut := o.cut(before, now, plain)
	var b strings.Builder
	for i := range tokens {
		t := &tokens[i]
		switch {
		case t.text:
			b.WriteString(html.EscapeString(putInstead(t.token.Data, starts[i], cut)))
		case o.tag(&t.token):
			b.WriteString(t.token.String())
		default:
			b.WriteString(t.raw)
		}
	}
	body := b.String()
	for _, s := range o.moved {
		body = s.body(body)
	}
	return text.Clean(body)
}

// OutOfSlug is the last word of an address that came back.
func (o *Older) OutOfSlug(back string) string {
	for _, s := range o.moved {
		back = s.slug(back)
	}
	return back
}

// tag takes out of a tag what no tag of the article says any more, and reports whether it did.
func (o *Older) tag(t *html.Token) bool {
	n := len(t.Attr)
	t.Attr = slices.DeleteFunc(t.Attr, func(a html.Attribute) bool { return speaks(a) && o.named[a.Val] })
	o.struck += n - len(t.Attr)
	return len(t.Attr) < n
}

// swap is a place in a text, and what comes there instead.
type swap struct {
	span
	instead string
}

// cut gives where words that are gone stand in what came back, but for whole passages, which go wherever they are.
func (o *Older) cut(was, is, back string) (cut []swap) {
	after := spans(back)
	gone := map[int]*replacement{} // by the places of their words
	for _, r := range replaced(was, is) {
		for i := r.from; i < r.to; i++ {
			gone[i] = &r
		}
	}
	last := -2
	for _, p := range common(was, back) {
		r := gone[p.b]
		if r == nil {
			continue
		}
		if p.a == last+1 && gone[p.b-1] == r {
			cut[len(cut)-1].to = after[p.a].to
		} else {
			cut = append(cut, swap{after[p.a], r.instead})
			r.instead = ""
		}
		last = p.a
	}
	for _, s := range o.moved {
		for _, whole := range s.find(back) {
			cut = slices.DeleteFunc(cut, func(w swap) bool { return w.from < whole.to && whole.from < w.to })
		}
	}
	o.struck += len(cut)
	return cut
}

// putInstead is a text that stands at a place with the swaps made.
func putInstead(s string, at int, swaps []swap) string {
	var b strings.Builder
	done := 0
	for _, w := range swaps {
		from, to := w.from-at, w.to-at
		if to <= 0 || from >= len(s) {
			continue
		}
		b.WriteString(s[done:max(from, done)])
		if from >= 0 {
			b.WriteString(w.instead)
		}
		done = min(to, len(s))
	}
	return b.String() + s[done:]
}

// replacement is a run of words of a text that another lacks, and what that has there.
type replacement struct {
	span
	passage, instead string
}

func replaced(was, is string) (list []replacement) {
	before, after := spans(was), spans(is)
	at := anchor{}
	keep := func(to anchor) {
		if to.b > at.b {
			list = append(list, replacement{span{at.b, to.b}, between(was, before, at.b, to.b), between(is, after, at.a, to.a)})
		}
		at = anchor{to.b + 1, to.a + 1}
	}
	for _, p := range common(was, is) {
		keep(p)
	}
	keep(anchor{len(before), len(after)})
	return list
}

// between is a text from one of its words to before another.
func between(s string, words []span, from, to int) string {
	if from == to {
		return ""
	}
	return s[words[from].from:words[to-1].to]
}

// common pairs the words that two texts have in common, in order.
func common(was, is string) (pairs []anchor) {
	c := &comparer{before: keyed(was), after: keyed(is), cells: maxCells}
	c.between(span{0, len(c.before)}, span{0, len(c.after)}, maxDepth)
	b := 0
	for _, f := range c.found {
		switch f.op {
		case Removed:
			b = f.to
		case Kept:
			for a := f.from; a < f.to; a, b = a+1, b+1 {
				pairs = append(pairs, anchor{b, a})
			}
		}
	}
	return pairs
}

func keyed(s string) (words []word) {
	for _, w := range spans(s) {
		words = append(words, word{key: foldedWord(s[w.from:w.to])})
	}
	return words
}

// speaks reports whether an attribute says something to readers.
func speaks(a html.Attribute) bool {
	return slices.Contains([]string{"href", "cite", "alt", "title"}, a.Key) && a.Val != ""
}

// attributes are what the tags of a text say.
func attributes(tokens []piece) (values []string) {
	for i := range tokens {
		for _, a := range tokens[i].token.Attr {
			if speaks(a) {
				values = append(values, a.Val)
			}
		}
	}
	return values
}
