package article

import (
	"slices"
	"strings"
)

// Op says what became of a run of words between two texts.
type Op string

// The operations.
const (
	Kept    Op = "kept"
	Added   Op = "added"
	Removed Op = "removed"
)

// Run is a run of words, with the space behind each, that have all fared alike. Text is plain text with "\n" where a block ends; of what was kept it is that of the later text.
type Run struct {
	Op   Op
	Text string
}

// Comparison is what became of an article's texts between two revisions.
type Comparison struct {
	Title      []Run
	Standfirst []Run
	Body       []Run
}

// Compare compares two states of an article word by word. Where the same words differ in emphasis, link or kind of block, they count as removed and added.
func Compare(before, after *Article) Comparison {
	return Comparison{
		Title:      compareWords(plainWords(before.Title), plainWords(after.Title)),
		Standfirst: compareWords(plainWords(before.Standfirst), plainWords(after.Standfirst)),
		Body:       compareWords(htmlWords(before.Body), htmlWords(after.Body)),
	}
}

// word is what is compared: key with everything in which it may differ, text as it is shown.
type word struct{ key, text string }

// plainWords are the words of a line, each with the space behind it.
func plainWords(line string) (words []word) {
	for w := range strings.FieldsSeq(line) {
		words = append(words, word{w, w + " "})
	}
	return words
}

// compareWords gives the runs that lead from one text to another. It matches words that both texts hold once, which in prose are many, in the longest chain that runs the same way
// through both (Bram Cohen's patience difference), and goes on between them; what holds no such word is compared cell by cell as long as there is room, and else is replaced whole. So the
// cost is bounded: some passes over the words, and maxCells.
func compareWords(before, after []word) []Run {
	c := &comparer{before: before, after: after, cells: maxCells}
	c.between(span{0, len(before)}, span{0, len(after)}, maxDepth)
	return c.runs()
}

const (
	maxCells = 2 << 20 // of all tables of one comparison
	maxDepth = 32      // of chains within chains
)

type comparer struct {
	before, after []word
	cells         int
	found         []finding
}

// finding is what became of some words: of the earlier text if they were removed, else of the later one.
type finding struct {
	op Op
	span
}

// span is the words from one place to before another.
type span struct{ from, to int }

func (s span) len() int { return s.to - s.from }

// between compares two spans: equal ends first, then what is left.
func (c *comparer) between(b, a span, depth int) {
	for b.len() > 0 && a.len() > 0 && c.same(b.from, a.from) {
		c.add(Kept, span{a.from, a.from + 1})
		b.from, a.from = b.from+1, a.from+1
	}
	tail := a.to
	for b.len() > 0 && a.len() > 0 && c.same(b.to-1, a.to-1) {
		b.to, a.to = b.to-1, a.to-1
	}
	switch {
	case b.len() == 0 || a.len() == 0:
		c.replace(b, a)
	case depth == 0 || !c.chained(b, a, depth):
		c.table(b, a)
	}
	c.add(Kept, span{a.to, tail})
}

func (c *comparer) same(b, a int) bool { return c.before[b].key == c.after[a].key }

func (c *comparer) replace(b, a span) {
	c.add(Removed, b)
	c.add(Added, a)
}

// chained compares along the chain of words that both spans hold once; false when there are none.
func (c *comparer) chained(b, a span, depth int) bool {
	chain := longestChain(c.anchors(b, a))
	for _, at := range chain {
		c.between(span{b.from, at.b}, span{a.from, at.a}, depth-1)
		c.add(Kept, span{at.a, at.a + 1})
		b.from, a.from = at.b+1, at.a+1
	}
	if len(chain) > 0 {
		c.between(b, a, depth-1)
	}
	return len(chain) > 0
}

// anchor is a word that stands once in each text: at which places.
type anchor struct{ b, a int }

// anchors are the words that both spans hold exactly once, in the order of the earlier text.
func (c *comparer) anchors(b, a span) (list []anchor) {
	type seen struct{ inBefore, inAfter, at int }
	words := make(map[string]*seen, a.len())
	for i := a.from; i < a.to; i++ {
		s := words[c.after[i].key]
		if s == nil {
			s = &seen{}
			words[c.after[i].key] = s
		}
		s.inAfter, s.at = s.inAfter+1, i
	}
	for i := b.from; i < b.to; i++ {
		if s := words[c.before[i].key]; s != nil {
			s.inBefore++
		}
	}
	for i := b.from; i < b.to; i++ {
		if s := words[c.before[i].key]; s != nil && s.inBefore == 1 && s.inAfter == 1 {
			list = append(list, anchor{i, s.at})
		}
	}
	return list
}

// longestChain is a longest part of the list in which both places grow: by patience sorting, n log n.
func longestChain(list []anchor) []anchor {
	var tops, back []int // tops: the last anchor of each pile; back: for each anchor the top of the pile before it when it was laid
	for i, at := range list {
		pile, _ := slices.BinarySearchFunc(tops, at.a, func(top, a int) int { return list[top].a - a })
		back = append(back, -1)
		if pile > 0 {
			back[i] = tops[pile-1]
		}
		if pile == len(tops) {
			tops = append(tops, i)
		} else {
			tops[pile] = i
		}
	}
	chain := make([]anchor, len(tops))
	if len(tops) == 0 {
		return nil
	}
	for i, at := len(tops)-1, tops[len(tops)-1]; i >= 0; i, at = i-1, back[at] {
		chain[i] = list[at]
	}
	return chain
}

// table compares two spans by the table of their longest common parts, as long as there is room for it.
func (c *comparer) table(b, a span) {
	rows, columns := b.len()+1, a.len()+1
	if rows > c.cells/columns {
		c.replace(b, a)
		return
	}
	c.cells -= rows * columns
	common := make([]int32, rows*columns) // of what is from row and column on
	for i := rows - 2; i >= 0; i-- {
		for j := columns - 2; j >= 0; j-- {
			if c.same(b.from+i, a.from+j) {
				common[i*columns+j] = common[(i+1)*columns+j+1] + 1
			} else {
				common[i*columns+j] = max(common[(i+1)*columns+j], common[i*columns+j+1])
			}
		}
	}
	i, j := 0, 0
	for i < rows-1 && j < columns-1 {
		switch {
		case c.same(b.from+i, a.from+j):
			c.add(Kept, span{a.from + j, a.from + j + 1})
			i, j = i+1, j+1
		case common[(i+1)*columns+j] >= common[i*columns+j+1]:
			c.add(Removed, span{b.from + i, b.from + i + 1})
			i++
		default:
			c.add(Added, span{a.from + j, a.from + j + 1})
			j++
		}
	}
	c.replace(span{b.from + i, b.to}, span{a.from + j, a.to})
}

// add notes what became of words.
func (c *comparer) add(op Op, s span) {
	if s.len() > 0 {
		c.found = append(c.found, finding{op, s})
	}
}

// runs joins what was found.
func (c *comparer) runs() (runs []Run) {
	var b strings.Builder
	for i, f := range c.found {
		words := c.after
		if f.op == Removed {
			words = c.before
		}
		for _, w := range words[f.from:f.to] {
			b.WriteString(w.text)
		}
		if i+1 == len(c.found) || c.found[i+1].op != f.op {
			runs = append(runs, Run{f.op, b.String()})
			b.Reset()
		}
	}
	return runs
}
