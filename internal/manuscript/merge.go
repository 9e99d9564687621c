package manuscript

import (
	"slices"
	"strings"
)

// Merge puts two changes of one text together. What only one changed is changed; what both changed differently stands twice, mine first, and is counted; what one changed and the
// other removed stays. The body is merged block by block.
func Merge(base, mine, theirs Text) (merged Text, clashes int) {
	join := func(base, mine, theirs, between string) string {
		lines, n := merge(split(base), split(mine), split(theirs))
		clashes += n
		return strings.Join(lines, between)
	}
	merged.Title = join(base.Title, mine.Title, theirs.Title, " / ")
	merged.Standfirst = join(base.Standfirst, mine.Standfirst, theirs.Standfirst, " / ")
	merged.Body = join(base.Body, mine.Body, theirs.Body, "\n")
	return merged, clashes
}

func split(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

// merge goes through the lines that all three have in common, and decides on what lies between them.
func merge(base, mine, theirs []string) (out []string, clashes int) {
	m, t := matches(base, mine), matches(base, theirs)
	b0, m0, t0 := 0, 0, 0
	settle := func(b1, m1, t1 int) {
		lines, n := decide(base[b0:b1], mine[m0:m1], theirs[t0:t1])
		out = append(out, lines...)
		clashes += n
	}
	for b := range base {
		if m[b] < 0 || t[b] < 0 {
			continue
		}
		settle(b, m[b], t[b])
		out = append(out, base[b])
		b0, m0, t0 = b+1, m[b]+1, t[b]+1
	}
	settle(len(base), len(mine), len(theirs))
	return out, clashes
}

// decide settles what lies between two common lines. Where both only changed lines, and neither their number, each line is settled by itself.
func decide(base, mine, theirs []string) (lines []string, clashes int) {
	switch {
	case slices.Equal(mine, theirs), slices.Equal(base, theirs):
		return mine, 0
	case slices.Equal(base, mine):
		return theirs, 0
	case len(base) > 1 && len(base) == len(mine) && len(base) == len(theirs):
		for i := range base {
			line, n := decide(base[i:i+1], mine[i:i+1], theirs[i:i+1])
			lines, clashes = append(lines, line...), clashes+n
		}
		return lines, clashes
	}
	lines = slices.Clone(mine)
	for _, line := range theirs {
		if !slices.Contains(mine, line) {
			lines = append(lines, line)
		}
	}
	if len(base) > 0 {
		clashes = 1
	}
	return lines, clashes
}

// maxCells bounds the work of comparing what lies between the common beginning and the common end of two texts; beyond it, that counts as changed whole.
const maxCells = 4 << 20

// matches gives for each line of a the line of b that it is, in order, -1 for none: a longest common subsequence.
func matches(a, b []string) []int {
	at := make([]int, len(a))
	for i := range at {
		at[i] = -1
	}
	start, ea, eb := 0, len(a), len(b)
	for start < min(ea, eb) && a[start] == b[start] {
		at[start] = start
		start++
	}
	for ea > start && eb > start && a[ea-1] == b[eb-1] {
		ea, eb = ea-1, eb-1
		at[ea] = eb
	}
	if (ea-start)*(eb-start) <= maxCells {
		subsequence(a[start:ea], b[start:eb], at[start:ea], start)
	}
	return at
}

func subsequence(a, b []string, at []int, shift int) {
	wide := len(b) + 1
	longest := make([]int32, (len(a)+1)*wide) // of a[i:] and b[j:]
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				longest[i*wide+j] = longest[(i+1)*wide+j+1] + 1
			} else {
				longest[i*wide+j] = max(longest[(i+1)*wide+j], longest[i*wide+j+1])
			}
		}
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			at[i] = j + shift
			i, j = i+1, j+1
		case longest[(i+1)*wide+j] >= longest[i*wide+j+1]:
			i++
		default:
			j++
		}
	}
}
