package manuscript_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"griot/internal/manuscript"
)

func TestMerge(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		base, mine, theirs, want string
		clashes                  int
	}{
		{"a b c", "a b c", "a b c", "a b c", 0},
		{"a b c", "a x c", "a b c", "a x c", 0},
		{"a b c", "a b c", "a x c", "a x c", 0},
		{"a b c", "x b c", "a b y", "x b y", 0},
		{"a b c", "a x c", "a x c", "a x c", 0},
		{"a b c", "a x c", "a y c", "a x y c", 1},
		{"a b c", "a c", "a y c", "a y c", 1},
		{"a b c", "a c", "a b c d", "a c d", 0},
		{"", "x", "y", "x y", 0},
		{"a", "a x", "a y", "a x y", 0},
		{"a b", "b a", "a b c", "b a c", 0},
	} {
		lines := func(s string) manuscript.Text { return manuscript.Text{Body: strings.ReplaceAll(s, " ", "\n")} }
		got, clashes := manuscript.Merge(lines(test.base), lines(test.mine), lines(test.theirs))
		if got != lines(test.want) || clashes != test.clashes {
			t.Errorf("%q, %q, %q give %q with %d clashes, want %q with %d", test.base, test.mine, test.theirs, got.Body, clashes, test.want, test.clashes)
		}
	}
	if got, clashes := manuscript.Merge(manuscript.Text{Title: "a"}, manuscript.Text{Title: "b"}, manuscript.Text{Title: "c"}); got.Title != "b / c" || clashes != 1 {
		t.Errorf("the title is %q, with %d clashes", got.Title, clashes)
	}
}

// Whatever either side wrote that was not there before is there after; whatever one side alone did is done.
func TestMergeLosesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) manuscript.Text {
			return manuscript.Text{Body: strings.Join(rapid.SliceOfN(rapid.SampledFrom(strings.Split("abcdefghijklm", "")), 0, 12).Draw(t, name), "\n")}
		}
		base, mine, theirs := draw("base"), draw("mine"), draw("theirs")
		merged, _ := manuscript.Merge(base, mine, theirs)
		has := func(text manuscript.Text, line string) bool {
			return slices.Contains(strings.Split(text.Body, "\n"), line)
		}
		for _, side := range []manuscript.Text{mine, theirs} {
			for line := range strings.SplitSeq(side.Body, "\n") {
				if line != "" && !has(base, line) && !has(merged, line) {
					t.Fatalf("%q is lost from %q", line, merged.Body)
				}
			}
		}
		if got, n := manuscript.Merge(base, mine, base); got != mine || n != 0 {
			t.Fatalf("mine alone became %q", got.Body)
		}
		if got, n := manuscript.Merge(base, base, theirs); got != theirs || n != 0 {
			t.Fatalf("theirs alone became %q", got.Body)
		}
	})
}
