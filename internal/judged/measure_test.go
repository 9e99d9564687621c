package judged

import (
	"math"
	"strings"
	"testing"
)

func TestNDCG(t *testing.T) {
	grades := map[string]int{"a": 3, "b": 2, "c": 1}
	// The best order gains 7/1 + 3/log2 3 + 1/2 = 7 + 1.892789 + 0.5 = 9.392789.
	for _, test := range []struct {
		ranked string
		k      int
		want   float64
	}{
		{"a b c", 10, 1},
		{"a b c x y", 3, 1},
		{"c b a", 3, (1 + 1.892789 + 3.5) / 9.392789},
		{"x a", 10, 7 / 1.584963 / 9.392789},
		{"b", 1, 3.0 / 7},
		{"x y z a", 3, 0},
		{"a a a", 3, 7 / 9.392789},
		{"", 10, 0},
	} {
		if got := NDCG(grades, strings.Fields(test.ranked), test.k); math.Abs(got-test.want) > 1e-6 {
			t.Errorf("NDCG(%q) at %d is %.6f, want %.6f", test.ranked, test.k, got, test.want)
		}
	}
}

func TestNDCGWhenNothingIsOfUse(t *testing.T) {
	if got := NDCG(nil, nil, 10); got != 1 {
		t.Errorf("nothing of use, nothing ranked: %v, want 1", got)
	}
	if got := NDCG(map[string]int{"a": 0}, []string{"a"}, 10); got != 0 {
		t.Errorf("nothing of use, something ranked: %v, want 0", got)
	}
}

func TestRecall(t *testing.T) {
	for _, test := range []struct {
		must, ranked string
		k            int
		want         float64
	}{
		{"a b", "b x a", 10, 1},
		{"a b", "b x a", 2, 0.5},
		{"a b", "x", 10, 0},
		{"a", "", 10, 0},
		{"", "x", 10, 1},
	} {
		if got := Recall(strings.Fields(test.must), strings.Fields(test.ranked), test.k); got != test.want {
			t.Errorf("Recall(%q, %q) at %d is %v, want %v", test.must, test.ranked, test.k, got, test.want)
		}
	}
}
