package text

import (
	"strings"
	"unicode"
)

// fence marks the addresses of the web and of mail. Most texts have none and pay one search.
func (l *line) fence(s string) {
	if !strings.Contains(s, "://") && !strings.Contains(s, "www.") && !strings.Contains(s, "@") {
		return
	}
	l.fenced = make([]bool, len(l.in))
	for i := 0; i < len(l.in); {
		end := i
		for end < len(l.in) && !between(l.in[end]) {
			end++
		}
		if address(l.in[i:end]) {
			fill(l.fenced[i:end])
		}
		i = end + 1
	}
}

// between tells what an address cannot hold.
func between(r rune) bool {
	return unicode.IsSpace(r) || r == tagMark || r == objectMark || strings.ContainsRune("\"«»<>“”()", r)
}

// address reports whether a run without spaces is one: with a scheme, "www." or a @ inside.
func address(run []rune) bool {
	s := strings.TrimRight(string(run), ".,;:?!…")
	at := strings.IndexByte(s, '@')
	return strings.Contains(s, "://") || strings.HasPrefix(s, "www.") || at > 0 && at < len(s)-1 || strings.HasPrefix(s, "mailto:")
}

func fill(b []bool) {
	for i := range b {
		b[i] = true
	}
}

// pairQuotes makes « and » of straight quotes that come in pairs, nested ones included; a quote without a partner stays.
func (l *line) pairQuotes() {
	var opened []int
	for i, r := range l.in {
		switch {
		case r != '"' || l.fenced != nil && l.fenced[i]:
		case len(opened) > 0 && l.closes(i):
			l.in[opened[len(opened)-1]], l.in[i] = '«', '»'
			opened = opened[:len(opened)-1]
		case l.opens(i):
			opened = append(opened, i)
		}
	}
}

func (l *line) opens(i int) bool {
	prev, next := l.beside(i, -1), l.beside(i, 1)
	return (prev == 0 || unicode.IsSpace(prev) || strings.ContainsRune("([{«“—–-'’", prev)) && next != 0 && !unicode.IsSpace(next) && next != '"'
}

func (l *line) closes(i int) bool {
	prev, next := l.beside(i, -1), l.beside(i, 1)
	return !unicode.IsSpace(prev) && !unicode.IsLetter(next) && !unicode.IsDigit(next)
}

// beside is the nearest rune in one direction that is not a tag; 0 when the line ends.
func (l *line) beside(i, step int) rune {
	for i += step; i >= 0 && i < len(l.in); i += step {
		if l.in[i] != tagMark {
			return l.in[i]
		}
	}
	return 0
}
