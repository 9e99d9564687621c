package text

import (
	"strings"
	"unicode"
)

// space writes a run of spaces: as it is, or as the one no-break space that French wants there.
func (l *line) space() {
	end := l.at
	for end < len(l.in) && space(l.in[end]) && !(l.fenced != nil && l.fenced[end]) {
		end++
	}
	glue := l.glue(end)
	if glue == 0 {
		l.keep(end - l.at)
		return
	}
	l.out = append(l.out, glue)
	l.at = end
}

// glue is the no-break space for the run that ends at end; 0 when an ordinary space is right.
func (l *line) glue(end int) rune {
	prev, next := l.before(), l.after(end)
	switch {
	case prev == 0 || next == 0 || unicode.IsSpace(prev):
		return 0
	case prev == '«' || next == '»' || next == ':':
		return nbsp
	case next == ';' || next == '?' || next == '!' || next == '%' && unicode.IsDigit(prev):
		return nnbsp
	}
	return l.number(end)
}

// number looks at the space after a figure: thousands, hours and units.
func (l *line) number(end int) rune {
	switch figure := unicode.IsDigit(l.before()); {
	case l.minutes(end), (figure || l.ordinal()) && l.in[l.at] == ' ' && l.unit(end):
		return nbsp
	case figure && l.thousands(end):
		return nnbsp
	}
	return 0
}

// minutes reports whether "6 h" was written and two digits follow.
func (l *line) minutes(end int) bool {
	n := len(l.out)
	return n >= 3 && l.out[n-1] == 'h' && space(l.out[n-2]) && unicode.IsDigit(l.out[n-3]) && digits(l.in[end:]) == 2
}

// ordinal reports whether "1er" was written, which only dates have before a month.
func (l *line) ordinal() bool {
	n := len(l.out)
	return n >= 3 && l.out[n-1] == 'r' && l.out[n-2] == 'e' && l.out[n-3] == '1' && (n == 3 || !word(l.out[n-4]))
}

// unit reports whether the word at i is one that its number must not leave.
func (l *line) unit(i int) bool {
	for i < len(l.in) && l.in[i] == tagMark {
		i++
	}
	n := 0
	for i+n < len(l.in) && unicode.IsLetter(l.in[i+n]) {
		if n++; n > len("septembre") {
			return false
		}
	}
	if i+n < len(l.in) && apostrophe(l.in[i+n]) { // "12 m’ont répondu"
		return false
	}
	w := string(l.in[i : i+n])
	return month(w) || measure(w) && !l.ordinal()
}

func measure(w string) bool {
	switch w {
	case "min", "h", "km", "cm", "mm", "m", "ko", "Mo", "Go", "kg", "ans", "jours", "mois", "heures", "millions", "milliards",
		"million", "milliard", "francs":
		return true
	}
	return false
}

func month(w string) bool {
	switch w {
	case "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre":
		return true
	}
	return false
}

// maxFigure bounds, in runes, the figure that is looked at whole; beyond it, digits are data and not a number to read.
const maxFigure = 40

// thousands reports whether the figure around the space is written in thousands from its first digit to its last, as "1 250 000"
// is and "77 123 45 67", "01 234" and "2026 300" are not.
func (l *line) thousands(end int) bool {
	start, least := len(l.out), max(0, len(l.out)-maxFigure)
	for start > least && (unicode.IsDigit(l.out[start-1]) || space(l.out[start-1]) && start > 1 && unicode.IsDigit(l.out[start-2])) {
		start--
	}
	if start > 0 && (start == least || word(l.out[start-1]) || strings.ContainsRune("+/-–", l.out[start-1])) {
		return false
	}
	lead := digits(l.out[start:])
	return 0 < lead && lead <= 3 && l.out[start] != '0' && groups(l.out[start+lead:]) && digits(l.in[end:]) == 3 && groups(l.in[end-1:])
}

// groups reports whether s begins with groups of exactly three digits, each after one space, until the figure ends.
func groups(s []rune) bool {
	for n := 0; len(s) > 1 && space(s[0]) && unicode.IsDigit(s[1]); n++ {
		if digits(s[1:]) != 3 || n > maxFigure/4 {
			return false
		}
		s = s[4:]
	}
	return len(s) == 0 || !word(s[0])
}

// digits counts the digits that s begins with, up to four: more make no difference here.
func digits(s []rune) int {
	n := 0
	for n < len(s) && n < 4 && unicode.IsDigit(s[n]) {
		n++
	}
	return n
}
