package article

import (
	"cmp"
	"encoding/binary"
	"hash/fnv"
	"math"
	"slices"
)

// trait is a hash of a term that says something of an article, a word's stem or a label such as tag:9, in its language. Two terms of one trait are one in four milliards,
// and would do no more harm than any word that means two things.
type trait uint32

// traitOf hashes a term.
func traitOf(language, term string) trait {
	h := fnv.New32a()
	_, _ = h.Write([]byte(language + "\x00" + term))
	return trait(h.Sum32())
}

// weighted is a trait of an article with its weight in thousandths.
type weighted struct {
	trait  trait
	weight int
}

// profile is what an article is about: its most telling traits, the heaviest first. How much two articles have in common is the sum of the products of the weights of what
// they share.
type profile []weighted

const (
	maxTraits   = 150 // kept of an article; the fainter rest is chance
	maxPostings = 20  // by which others find it
	traitBytes  = 6   // of one, as it is kept
	maxWeight   = math.MaxUint16
)

// newProfile orders traits by weight. last stands at the end, where it finds nobody but still counts.
func newProfile(weights map[trait]float64, last map[trait]float64) profile {
	p := thousandths(weights)
	return append(p[:min(len(p), maxTraits-len(last))], thousandths(last)...)
}

func thousandths(weights map[trait]float64) profile {
	p := make(profile, 0, len(weights))
	for t, w := range weights {
		if n := min(int(math.Round(1000*w)), maxWeight); n > 0 {
			p = append(p, weighted{t, n})
		}
	}
	slices.SortFunc(p, func(a, b weighted) int { return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.trait, b.trait)) })
	return p
}

// postings are those traits by which others find the article.
func (p profile) postings() profile { return p[:min(len(p), maxPostings)] }

func (p profile) traits() []trait {
	list := make([]trait, len(p))
	for i, w := range p {
		list[i] = w.trait
	}
	return list
}

func (p profile) weights() map[trait]int {
	m := make(map[trait]int, len(p))
	for _, w := range p {
		m[w.trait] = w.weight
	}
	return m
}

// inCommon is how much an article has in common with one of the given weights, in millionths.
func (p profile) inCommon(other map[trait]int) (sum int) {
	for _, w := range p {
		sum += w.weight * other[w.trait]
	}
	return sum
}

// sameTraits is whether two profiles are of the same traits, whatever their weights.
func (p profile) sameTraits(other profile) bool {
	if len(p) != len(other) {
		return false
	}
	weights := p.weights()
	return !slices.ContainsFunc(other, func(w weighted) bool { _, ok := weights[w.trait]; return !ok })
}

// pack writes a profile as it is kept.
func (p profile) pack() []byte {
	b := make([]byte, 0, traitBytes*len(p))
	for _, w := range p {
		b = binary.BigEndian.AppendUint32(b, uint32(w.trait))
		b = binary.BigEndian.AppendUint16(b, uint16(w.weight)) //nolint:gosec // at most maxWeight
	}
	return b
}

func unpack(b []byte) profile {
	p := make(profile, 0, len(b)/traitBytes)
	for ; len(b) >= traitBytes; b = b[traitBytes:] {
		p = append(p, weighted{trait(binary.BigEndian.Uint32(b)), int(binary.BigEndian.Uint16(b[4:]))})
	}
	return p
}
