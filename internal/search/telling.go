package search

// Stems gives the stems of the words of a text in a language, in their order, without its commonest words: what two texts have in common whatever their inflections.
// A language without a stemmer of its own keeps its folded words.
func Stems(language, s string) []string {
	t, f := tongueOf(language), folder{}
	words := f.words(s)
	stems := make([]string, 0, len(words))
	for _, w := range words {
		if !t.common(w.folded) {
			stems = append(stems, t.stem(w.folded))
		}
	}
	return stems
}
