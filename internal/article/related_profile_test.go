package article

import (
	"slices"
	"testing"
)

func TestProfilesAreKeptWhole(t *testing.T) {
	t.Parallel()
	weights := map[trait]float64{1: 0.5, 1 << 31: 0.25, 7: 0.25, 8: 0.0001, 9: 1000}
	p := newProfile(weights, map[trait]float64{3: 1})
	want := profile{{9, maxWeight}, {1, 500}, {7, 250}, {1 << 31, 250}, {3, 1000}} // the heaviest first, what is nothing left out, the last last
	if !slices.Equal(p, want) {
		t.Errorf("%v, want %v", p, want)
	}
	if got := unpack(p.pack()); !slices.Equal(got, want) {
		t.Errorf("kept as %v, want %v", got, want)
	}
	if got := unpack([]byte{1, 2, 3}); len(got) != 0 {
		t.Errorf("of half a trait: %v", got)
	}
}

func TestProfilesAreBounded(t *testing.T) {
	t.Parallel()
	weights := map[trait]float64{}
	for i := range 3 * maxTraits {
		weights[trait(i)] = float64(i+1) / 1000
	}
	p := newProfile(weights, map[trait]float64{9999: 0.5})
	if len(p) != maxTraits || p[0].trait != 3*maxTraits-1 || p[maxTraits-1].trait != 9999 || len(p.postings()) != maxPostings {
		t.Errorf("%d traits from %v to %v, %d postings", len(p), p[0], p[len(p)-1], len(p.postings()))
	}
}

func TestInCommon(t *testing.T) {
	t.Parallel()
	a, b := profile{{1, 500}, {2, 100}}, profile{{2, 300}, {1, 10}, {3, 900}}
	if got := a.inCommon(b.weights()); got != 500*10+100*300 || got != b.inCommon(a.weights()) {
		t.Errorf("%d in common", got)
	}
	if a.sameTraits(b) || !a.sameTraits(profile{{2, 1}, {1, 1}}) || a.sameTraits(profile{{1, 1}, {3, 1}}) {
		t.Error("same traits are told by their weights or their number")
	}
}

// TestRarity: what every article has tells nothing, in an archive as in a young newsroom, and rarer is more.
func TestRarity(t *testing.T) {
	t.Parallel()
	for _, articles := range []int{1, 12, 100_000} {
		c := census{traitOf("fr", ""): articles, 1: articles, 2: articles/2 + 1, 3: 1}
		if every, half, one := c.rarity("fr", 1), c.rarity("fr", 2), c.rarity("fr", 3); every > 0.6 || articles > 11 && (every > 0.25 || half <= every || one <= half) {
			t.Errorf("of %d articles: every %.2f, half %.2f, one %.2f", articles, every, half, one)
		}
	}
	c := census{traitOf("fr", ""): 10, traitOf("ar", ""): 1000, 3: 5}
	if c.rarity("fr", 3) >= c.rarity("ar", 3) {
		t.Error("rareness is not told within the language")
	}
}

func TestPaths(t *testing.T) {
	t.Parallel()
	for body, want := range map[string][]string{
		"":                                  nil,
		`<a href="https://x.example/a/">`:   nil,
		`<a href="/a/">1</a><a href="/a/#b`: {"/a/"},
		`<a href="/a/#n">1</a><a href="/b/?x=1">2</a><a href="/a/">`: {"/a/", "/b/?x=1"},
	} {
		if got := paths(body); !slices.Equal(got, want) {
			t.Errorf("%s leads to %q, want %q", body, got, want)
		}
	}
}

// TestClosenessAndFreshness: between equals the nearer in time wins, and the one that stands in fewer lists.
func TestClosenessAndFreshness(t *testing.T) {
	t.Parallel()
	day := int64(24 * 3600 * 1000)
	if closeness(0, 0) != 1 || closeness(0, 365*day) != closeness(365*day, 0) || closeness(0, day) <= closeness(0, 2*day) || closeness(0, 100*365*day) < farCounts {
		t.Errorf("%f %f %f", closeness(0, 0), closeness(0, 365*day), closeness(0, 100*365*day))
	}
	if freshness(0) != 1 || freshness(-1) != 1 || freshness(muchListed) != 0.5 || freshness(3) <= freshness(4) {
		t.Errorf("%f %f", freshness(0), freshness(muchListed))
	}
}
