package main

import (
	"slices"
	"time"
)

// spread is a series of times, from which the table takes a few.
type spread []time.Duration

// at is the time that a part of the series, from 0 to 1, does not exceed (nearest rank); an empty series gives 0.
func (s spread) at(part float64) time.Duration {
	if len(s) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(s))
	return sorted[min(len(sorted)-1, int(part*float64(len(sorted))))]
}

func (s spread) median() time.Duration { return s.at(0.5) }

// over is how many times the median of another series this one's is.
func (s spread) over(other spread) float64 {
	return float64(s.median()) / float64(max(1, other.median()))
}

func (s spread) slowest() time.Duration { return s.at(1) }

// timed is how long an act takes.
func timed(act func() error) (time.Duration, error) {
	start := time.Now()
	err := act()
	return time.Since(start), err
}

// every takes at most n of a list, evenly spread over it.
func every[T any](list []T, n int) []T {
	if len(list) <= n {
		return list
	}
	picked := make([]T, n)
	for i := range picked {
		picked[i] = list[i*len(list)/n]
	}
	return picked
}
