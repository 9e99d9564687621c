package search

import "slices"

// phrase gives the documents in which words stand one after the other. A phrase counts where its first word does in the body; that it stands there at all is what tells.
func phrase(words [][]entry, docs int, dead deaths) ([]posting, error) {
	stands := make([]map[int][]uint32, len(words))
	for i := range words {
		var err error
		if stands[i], err = standings(words[i], docs, dead); err != nil {
			return nil, err
		}
	}
	var list []posting
	for place, starts := range stands[0] {
		times := 0
		for _, at := range starts {
			if follows(stands[1:], place, at+1) {
				times++
			}
		}
		if times > 0 {
			list = append(list, posting{int32(place), inStandfirst | weight(min(times, int(timesInBody)))}) //nolint:gosec // below docs
		}
	}
	slices.SortFunc(list, func(a, b posting) int { return int(a.place - b.place) })
	return list, nil
}

// follows reports whether the words stand in a document one after the other from at on.
func follows(stands []map[int][]uint32, place int, at uint32) bool {
	for i, s := range stands {
		if _, ok := slices.BinarySearch(s[place], at+uint32(i)); !ok { //nolint:gosec // a word of twelve
			return false
		}
	}
	return true
}
