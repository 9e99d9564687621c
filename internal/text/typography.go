package text

import (
	"slices"
	"strings"
	"sync"
	"unicode"
)

const (
	nbsp  = '\u00a0' // before ":" and inside « », between a number and its unit
	nnbsp = '\u202f' // before ; ? ! % and between thousands
)

// Marks that stand in a line for what is not text. NUL and SOH never occur in text that was repaired.
const (
	tagMark    = '\x00' // an inline tag: seen through
	objectMark = '\x01' // a picture, a piece of code, words of another language: as a word
)

// Typography sets plain text in the manner of a language and trims it. French is the only one with a manner of its own so far.
func Typography(lang, s string) string {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	if base == "fr" {
		s = French(s)
	}
	return strings.TrimSpace(s)
}

// French sets plain text as French newspapers do: ’ in elisions, « » for paired straight quotes, … for three dots, no-break
// spaces before : ; ? ! %, inside « », between thousands, in hours and between a number and its unit. Addresses of the web and
// of mail, times like 14:05 and runs of hyphens stay as they are. Text that is right already comes back the same.
func French(s string) string {
	l := lines.Get().(*line)
	if len(s) <= longLine {
		defer lines.Put(l)
	}
	return l.set(s)
}

// lines are used again: a page sets a hundred texts. What has grown for a longLine, in bytes, is let go.
var lines = sync.Pool{New: func() any { return new(line) }}

const longLine = 4 << 10

// line is French at work: runes are read from in at at and written to out. It may be used again, for another line.
type line struct {
	in, out []rune
	at      int
	fenced  []bool // runes that must stay as they are; nil when there are none
}

func (l *line) set(s string) string {
	l.in, l.out, l.at, l.fenced = slices.Grow(l.in[:0], len(s)), slices.Grow(l.out[:0], len(s)), 0, nil
	for _, r := range s {
		l.in = append(l.in, r)
	}
	l.fence(s)
	l.pairQuotes()
	for l.at < len(l.in) {
		l.keep(l.quiet())
		if l.at < len(l.in) {
			l.step()
		}
	}
	if l.same(s) {
		return s
	}
	return string(l.out)
}

func (l *line) same(s string) bool {
	i := 0
	for _, r := range s {
		if i == len(l.out) || l.out[i] != r {
			return false
		}
		i++
	}
	return i == len(l.out)
}

// quiet counts the runes from here on with which French has nothing to do.
func (l *line) quiet() int {
	n := 0
	for _, r := range l.in[l.at:] {
		switch r {
		case ' ', nbsp, nnbsp, '\'', '.', '«', '»', ':', ';', '?', '!', '%':
			return n
		}
		n++
	}
	return n
}

func (l *line) step() {
	r := l.in[l.at]
	switch {
	case l.fenced != nil && l.fenced[l.at]:
		l.keep(1)
	case space(r):
		l.space()
	case r == '\'':
		l.put(l.elision())
	case r == '.':
		l.dots()
	case r == '«':
		l.open()
	default:
		l.mark(r)
	}
}

func (l *line) keep(n int) {
	l.out = append(l.out, l.in[l.at:l.at+n]...)
	l.at += n
}

// put writes r for the rune that is read.
func (l *line) put(r rune) {
	l.out = append(l.out, r)
	l.at++
}

// before is the last rune written that is not a tag; 0 at the beginning.
func (l *line) before() rune {
	for i := len(l.out) - 1; i >= 0; i-- {
		if l.out[i] != tagMark {
			return l.out[i]
		}
	}
	return 0
}

// after is the first rune from i on that is not a tag; 0 at the end.
func (l *line) after(i int) rune {
	for ; i < len(l.in); i++ {
		if l.in[i] != tagMark {
			return l.in[i]
		}
	}
	return 0
}

// elision is ’ between letters, and before what a French elision may stand in front of.
func (l *line) elision() rune {
	next := l.after(l.at + 1)
	if unicode.IsLetter(l.before()) && (unicode.IsLetter(next) || unicode.IsDigit(next) || next == objectMark || strings.ContainsRune("«“\"", next)) {
		return '’'
	}
	return '\''
}

// dots makes … of three dots; of two, of four and more nobody knows what was meant.
func (l *line) dots() {
	n := 1
	for l.at+n < len(l.in) && l.in[l.at+n] == '.' {
		n++
	}
	if n != 3 || l.before() == '/' || l.after(l.at+n) == '/' {
		l.keep(n)
		return
	}
	l.out = append(l.out, '…')
	l.at += n
}

// open writes « with its no-break space, unless the line ends there.
func (l *line) open() {
	l.keep(1)
	if next := l.after(l.at); next != 0 && !unicode.IsSpace(next) {
		l.out = append(l.out, nbsp)
	}
}

// mark writes : ; ? ! % or », and the no-break space that is missing before it when it clearly ends a word.
func (l *line) mark(r rune) {
	prev, next := l.before(), l.after(l.at+1)
	if ends(prev, r) && (r == '»' || stops(next)) {
		l.out = append(l.out, glueBefore(r))
	}
	l.keep(1)
}

// ends reports whether prev is the end of something that r may close, without a space between.
func ends(prev, r rune) bool {
	switch r {
	case '%':
		return unicode.IsDigit(prev)
	case '»':
		return prev != 0 && !unicode.IsSpace(prev)
	}
	return unicode.IsLetter(prev) || unicode.IsDigit(prev) || prev == objectMark || strings.ContainsRune(")]»”", prev)
}

// stops reports whether a mark followed by next ends its word, rather than standing inside an address or a smiley.
func stops(next rune) bool {
	return next == 0 || unicode.IsSpace(next) || strings.ContainsRune(",.;?!…)]»”", next)
}

func glueBefore(mark rune) rune {
	if mark == ':' || mark == '»' {
		return nbsp
	}
	return nnbsp
}

func space(r rune) bool { return r == ' ' || r == nbsp || r == nnbsp }
