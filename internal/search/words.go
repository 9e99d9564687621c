package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"griot/internal/text"
)

// maxWordBytes bounds a folded word, which is cut: what is longer is no word that anybody looks for.
const maxWordBytes = 64

// word is a word of a text: folded, and where it stands, in bytes.
type word struct {
	folded     string
	start, end int
}

// folder folds words and remembers the hard ones: most words of a text come again.
type folder map[string][]string

// words lists the words of a text in their order. What folds to several words ("½") gives several with the same place.
func (f folder) words(s string) (list []word) {
	list = make([]word, 0, len(s)/6+1)
	for at := 0; at < len(s); {
		start, end := nextWord(s, at)
		if start == end {
			break
		}
		at = end
		if raw := s[start:end]; plainWord(raw) {
			list = append(list, word{cut(raw), start, end})
		} else {
			for _, w := range f.fold(raw) {
				list = append(list, word{w, start, end})
			}
		}
	}
	return list
}

func (f folder) fold(raw string) []string {
	if known, ok := f[raw]; ok {
		return known
	}
	folded := text.Tokens(raw)
	for i, w := range folded {
		folded[i] = cut(w)
	}
	f[raw] = folded
	return folded
}

// nextWord finds the next run of letters, digits and marks; both are the same when there is none.
func nextWord(s string, at int) (start, end int) {
	for start = at; start < len(s); {
		r, n := utf8.DecodeRuneInString(s[start:])
		if inWord(r, n) {
			break
		}
		start += n
	}
	for end = start; end < len(s); {
		r, n := utf8.DecodeRuneInString(s[end:])
		if !inWord(r, n) {
			break
		}
		end += n
	}
	return start, end
}

// inWord tells what belongs to words. Joiners and soft hyphens do: folding takes them out. Apostrophes part words in every language of ours, whatever Unicode calls them.
func inWord(r rune, size int) bool {
	switch {
	case r < utf8.RuneSelf:
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	case r == 'ʼ', r == utf8.RuneError && size == 1:
		return false
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || unicode.IsNumber(r) || unicode.Is(unicode.Cf, r) && r != 0x200b && r != 0xfeff
}

// plainWord tells a word that is its own folded form.
func plainWord(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' {
			return false
		}
	}
	return true
}

func cut(w string) string {
	if len(w) <= maxWordBytes {
		return w
	}
	return strings.ToValidUTF8(w[:maxWordBytes], "")
}
