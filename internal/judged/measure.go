package judged

import (
	"math"
	"slices"
)

// NDCG is the normalised discounted cumulative gain of the first k of a ranking, 0 to 1: the gain of grade g is 2^g − 1, the discount of rank r is log2(r + 1),
// and the best order of the graded articles is 1 (Burges et al., Learning to Rank using Gradient Descent, 2005). An article that is ranked twice counts once,
// where it came first. When no article is of use, an empty ranking is 1 and any other is 0: saying nothing was right. k is at least 1.
func NDCG(grades map[string]int, ranked []string, k int) float64 {
	ideal := best(grades, k)
	if ideal == 0 {
		if len(ranked) == 0 {
			return 1
		}
		return 0
	}
	sum, seen := 0.0, map[string]bool{}
	for i, slug := range first(ranked, k) {
		if !seen[slug] {
			sum += gain(grades[slug]) / discount(i)
		}
		seen[slug] = true
	}
	return sum / ideal
}

// Recall is the share of what must be found that is among the first k of a ranking, 0 to 1; 1 when nothing must be.
func Recall(must, ranked []string, k int) float64 {
	if len(must) == 0 {
		return 1
	}
	top, found := first(ranked, k), 0
	for _, slug := range must {
		if slices.Contains(top, slug) {
			found++
		}
	}
	return float64(found) / float64(len(must))
}

// best is the discounted gain of the best order.
func best(grades map[string]int, k int) (sum float64) {
	order := make([]int, 0, len(grades))
	for _, g := range grades {
		order = append(order, g)
	}
	slices.SortFunc(order, func(a, b int) int { return b - a })
	for i, g := range first(order, k) {
		sum += gain(g) / discount(i)
	}
	return sum
}

func first[T any](list []T, k int) []T {
	return list[:min(len(list), k)]
}

func gain(grade int) float64 {
	return math.Exp2(float64(max(grade, 0))) - 1
}

// discount is that of a place counted from 0.
func discount(place int) float64 {
	return math.Log2(float64(place) + 2)
}
