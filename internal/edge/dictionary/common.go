package dictionary

import (
	"bytes"
	"slices"
)

const (
	fewest = 3 // pages that a dictionary is made of at least

	// shared is of how many pages a piece must be to be in the dictionary. Pieces are as short as words, so what is in it says nothing of any of them.
	shared = 3

	longestPiece = 512                    // so that a script is compared in parts
	ends         = " \"<>}\n,.’/-:;(){=&" // where a piece ends: pages of a template differ in single words and numbers
)

// Common gives what several of some pages say, in their order. The first page's comes last, and whole, with what it repeats: that is where a compressor reaches with the least
// effort, and what the next page resembles most.
func Common(pages [][]byte) []byte {
	seen, taken := counted(pages), map[string]bool{}
	var parts [][]byte
	for n, p := range pages {
		var own []byte
		for piece := range pieces(p) {
			if name := string(piece); seen[name] >= shared && (n == 0 || !taken[name]) {
				own = append(own, piece...)
				taken[name] = true
			}
		}
		parts = append(parts, own)
	}
	slices.Reverse(parts)
	all := bytes.Join(parts, nil)
	return all[max(0, len(all)-maxBytes):]
}

// counted is in how many pages each piece occurs.
func counted(pages [][]byte) map[string]int {
	seen := map[string]int{}
	for _, p := range pages {
		own := map[string]bool{}
		for piece := range pieces(p) {
			if name := string(piece); !own[name] {
				own[name] = true
				seen[name]++
			}
		}
	}
	return seen
}

func pieces(p []byte) func(yield func([]byte) bool) {
	return func(yield func([]byte) bool) {
		for len(p) > 0 {
			end := bytes.IndexAny(p[:min(len(p), longestPiece)], ends) + 1
			if end == 0 {
				end = min(len(p), longestPiece)
			}
			if !yield(p[:end]) {
				return
			}
			p = p[end:]
		}
	}
}
