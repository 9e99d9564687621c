package search

// posting is a document of a segment that has a stem.
type posting struct {
	place  int32
	weight weight
}

// postings reads entries of stems, without the documents that are gone.
func postings(list []entry, docs int, dead deaths) (found []posting, err error) {
	for _, e := range list {
		u := unpacker{b: e.data}
		own := make([]posting, 0, len(e.data)/2)
		for place := 0; len(u.b) > 0; {
			place += int(u.number()) //nolint:gosec // checked
			w := weight(u.byte())
			if u.err != nil || place < 0 || place >= docs {
				return nil, errDamaged
			}
			if !dead.at(place) {
				own = append(own, posting{int32(place), w}) //nolint:gosec // below docs
			}
		}
		found = both(found, own)
	}
	return found, nil
}

// both merges postings of different stems. A document is of one language, so it comes once.
func both(a, b []posting) []posting {
	if len(a) == 0 || len(b) == 0 {
		return append(a, b...)
	}
	merged := make([]posting, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].place < b[0].place:
			merged, a = append(merged, a[0]), a[1:]
		case a[0].place > b[0].place:
			merged, b = append(merged, b[0]), b[1:]
		default:
			a[0].weight = max(a[0].weight, b[0].weight)
			b = b[1:]
		}
	}
	return append(append(merged, a...), b...)
}

// standings reads where in documents stems stand, without the documents that are gone.
func standings(list []entry, docs int, dead deaths) (found map[int][]uint32, err error) {
	found = map[int][]uint32{}
	for _, e := range list {
		u := unpacker{b: e.data}
		for place := 0; len(u.b) > 0; {
			place += int(u.number()) //nolint:gosec // checked
			at := make([]uint32, u.count())
			last := uint32(0)
			for i := range at {
				last += uint32(u.number()) //nolint:gosec // as it was written
				at[i] = last
			}
			if u.err != nil || place < 0 || place >= docs {
				return nil, errDamaged
			}
			if !dead.at(place) {
				found[place] = append(found[place], at...)
			}
		}
	}
	return found, nil
}
