package sample

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Names are made of syllables, so that nobody and no place is meant; the same rank is always the same name. Low ranks are drawn often, high ones once: thus the
// words of the archive grow as those of a real one do, without end but ever more slowly.

// What a rank is of: each has names of its own.
const (
	ofPlace = iota + 1
	ofFamily
	ofPerson
	ofTag
)

// rankMost bounds ranks.
const rankMost = 4_000_000

var (
	onsets   = strings.Fields("b d f g k l m n r s t v w y z mb nd ng gb dj ny ch")
	vowels   = strings.Fields("a a a e i i o o u é è ou ou an on in")
	endings  = strings.Fields("bougou dougou kora wa ndé mari rama sso kélé béra ga léni toba yéri mbo guéra")
	families = strings.Fields("ka ko ra né mba so lo dou to fo ye wé")
	given    = strings.Fields("Awa Moussa Fatou Ibrahim Aïcha Salif Mariam Ousmane Rokia Adama Bintou Yaya Hawa Idriss Nadège Koffi Akua Kwabena Esi Chidi Ngozi Tunde Amina Zanele Thabo Lindiwe Sipho Naledi " +
		"Tendai Rudo Wanjiru Otieno Achieng Juma Neema Baraka Tesfaye Selam Hirut Abebe Yasmine Karim Leïla Samir Nour Tarek Inès Anselme Prisca Blaise Odile Firmin Clarisse Gildas")
)

// named is a generator of what belongs to one rank.
func named(what, rank int) *rand.Rand {
	return rand.New(rand.NewPCG(uint64(rank), uint64(what))) //nolint:gosec // the same name every time
}

func syllables(r *rand.Rand, n int) string {
	var b strings.Builder
	for range n {
		b.WriteString(pick(r, onsets))
		b.WriteString(pick(r, vowels))
	}
	return b.String()
}

func placeName(rank int) string {
	r := named(ofPlace, rank)
	name := syllables(r, 2+r.IntN(2))
	if r.IntN(2) == 0 {
		name += pick(r, endings)
	}
	return capital(name)
}

func familyName(rank int) string {
	r := named(ofFamily, rank)
	return capital(syllables(r, 1+r.IntN(2)) + pick(r, families))
}

func personName(rank int) string {
	r := named(ofPerson, rank)
	return pick(r, given) + " " + familyName(tail(r, 20, 0.5, rankMost))
}

// tagName is a subject that a newspaper comes back to.
func tagName(rank int) string {
	r := named(ofTag, rank)
	kinds := []string{"Marché de ", "Festival de ", "Barrage de ", "Pont de ", "Coopérative de ", "École de ", "Hôpital de ", "Route de ", "Lac de ", "Port de ", "Forêt de ", "Club de ", ""}
	kind := pick(r, kinds)
	if kind == "" {
		return personName(rank)
	}
	return kind + placeName(rankMost+rank)
}

func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

// tail draws a rank: half of all below about usual × (2^(1/slope)−1), and the less slope is, the more often a high one (Lomax's distribution). A rank over most is drawn again.
func tail(r *rand.Rand, usual, slope float64, most int) int {
	for range 16 {
		if rank := usual * (math.Pow(1-r.Float64(), -1/slope) - 1); rank < float64(most) {
			return int(rank)
		}
	}
	return r.IntN(most)
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// some takes n different ones of a list, in any order; all where there are fewer.
func some[T any](r *rand.Rand, list []T, n int) []T {
	list = slices.Clone(list)
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list[:min(n, len(list))]
}

// chance is true so many times of a hundred.
func chance(r *rand.Rand, percent float64) bool { return r.Float64()*100 < percent }
