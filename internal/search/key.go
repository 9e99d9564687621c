package search

// Every entry of a segment has a key, and keys are sorted. The first byte says what the entry is.
const (
	byTerm     = 't' // + stem, NUL, tongue: which documents have the stem, and where it counts
	byPosition = 'p' // + likewise: where in them it stands
	byForm     = 'w' // + folded word: in how many documents it stands, and how it is written
)

// span is a range of keys, to not included.
type span struct{ from, to string }

// holds reports whether the range holds a key.
func (s span) holds(key string) bool { return key >= s.from && key < s.to }

// stemSpan is a stem in every language.
func stemSpan(kind byte, stem string) span {
	return span{string(kind) + stem + "\x00", string(kind) + stem + "\x01"}
}

// keySpan is one key.
func keySpan(key string) span { return span{key, key + "\x00"} }

// prefixSpan is every key that begins so. No UTF-8 holds the byte FF.
func prefixSpan(prefix string) span { return span{prefix, prefix + "\xff"} }
