package wordpress

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// readShortcode reads a shortcode's tag at the beginning of s; n is its length, 0 when there is none.
func readShortcode(s string) (sc shortcode, n int) {
	end := shortcodeEnd(s)
	if end < 0 {
		return sc, 0
	}
	sc.raw = s[:end+1]
	inner, closing := strings.CutPrefix(s[1:end], "/")
	inner, single := strings.CutSuffix(inner, "/")
	sc.closing, sc.single = closing, single
	at := strings.IndexFunc(inner, func(r rune) bool { return !nameRune(r) })
	if at < 0 {
		at = len(inner)
	}
	if at == 0 || !letter(inner[0]) {
		return sc, 0
	}
	sc.name = strings.ToLower(inner[:at])
	rest := inner[at:]
	if rest != "" && !unicode.IsSpace(rune(rest[0])) && rest[0] != '=' && rest[0] != ':' && !strings.HasPrefix(rest, "\u00a0") {
		return sc, 0 // "[l’État]", "[sic !]" go on
	}
	sc.readAttrs(strings.TrimLeft(rest, "=:"))
	return sc, end + 1
}

// shortcodeEnd is where the "]" of a tag stands that is in no quotation marks; -1 when the tag does not end, or not in its paragraph.
func shortcodeEnd(s string) int {
	s = s[:min(len(s), maxShortcodeBytes)]
	var quote byte
	for i := 1; i < len(s); i++ {
		switch ch := s[i]; {
		case quote != 0:
			if ch == quote {
				quote = 0
			}
		case (ch == '"' || ch == '\'') && s[i-1] == '=':
			quote = ch
		case ch == ']':
			return i
		case ch == '[' || ch == '<', ch == '\n' && s[i-1] == '\n':
			return -1
		}
	}
	return -1
}

func letter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

func nameRune(r rune) bool {
	return r < utf8.RuneSelf && (letter(byte(r)) || r >= '0' && r <= '9' || r == '_' || r == '-')
}

// readAttrs reads key="value", key='value', key=value and bare words. Quotation marks that a typographer has curled count.
func (sc *shortcode) readAttrs(s string) {
	sc.attrs = map[string]string{}
	s = strings.NewReplacer("“", `"`, "”", `"`, "″", `"`, "&#8221;", `"`, "&#8243;", `"`, "&quot;", `"`, "« ", `"`, " »", `"`, "\u00a0", " ").Replace(s)
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		eq := strings.IndexAny(s, "= \t\n\"'")
		if eq > 0 && s[eq] == '=' {
			key := strings.ToLower(s[:eq])
			var value string
			value, s = attrValue(s[eq+1:])
			sc.attrs[key] = value
			continue
		}
		var word string
		word, s = attrValue(s)
		if word != "" {
			sc.words = append(sc.words, word)
		}
	}
}

// attrValue reads a value in quotation marks, or to the next space.
func attrValue(s string) (value, rest string) {
	if s == "" {
		return "", ""
	}
	if q := s[0]; q == '"' || q == '\'' {
		value, rest, _ = strings.Cut(s[1:], s[:1])
		return value, rest
	}
	if i := strings.IndexAny(s, " \t\n"); i >= 0 {
		return s[:i], s[i:]
	}
	return s, ""
}
