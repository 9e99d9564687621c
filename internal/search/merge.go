package search

// source is a segment while it is merged: where each of its documents goes, and the entries that are still to come.
type source struct {
	segment *segment
	places  []int // where each document goes; -1 for one that is gone
	read    func(block int) ([]byte, error)
	block   int
	waiting []entry
}

// peek is the next entry; nil when there is none.
func (s *source) peek() (*entry, error) {
	for len(s.waiting) == 0 {
		if s.block == len(s.segment.firsts) {
			return nil, nil
		}
		data, err := s.read(s.block)
		if err != nil {
			return nil, err
		}
		s.block++
		if err := entries(data, func(e entry) bool { s.waiting = append(s.waiting, e); return true }); err != nil {
			return nil, err
		}
	}
	return &s.waiting[0], nil
}

// merge makes one segment of several, without the documents that are gone; write gets its blocks.
func merge(sources []*source, gone map[int64]bool, write func(number int, entries []byte) error) (*segment, error) {
	merged := &segment{}
	for _, s := range sources {
		s.places = make([]int, len(s.segment.docs))
		for place, doc := range s.segment.docs {
			s.places[place] = -1
			if !gone[doc] {
				s.places[place] = len(merged.docs)
				c := s.segment.card(place)
				merged.add(doc, &c)
			}
		}
	}
	b := &binder{write: write}
	for b.err == nil {
		key, found, err := next(sources)
		if err != nil {
			return nil, err
		}
		if !found {
			break
		}
		if err := mergeKey(b, key, sources); err != nil {
			return nil, err
		}
	}
	b.end()
	merged.firsts = b.firsts
	return merged, b.err
}

// next is the first key that any source still has.
func next(sources []*source) (key string, found bool, err error) {
	for _, s := range sources {
		e, err := s.peek()
		if err != nil {
			return "", false, err
		}
		if e != nil && (!found || e.key < key) {
			key, found = e.key, true
		}
	}
	return key, found, nil
}

// mergeKey takes what every source has under a key and writes it as one entry.
func mergeKey(b *binder, key string, sources []*source) error {
	out := &packer{}
	var f form
	last := 0
	for _, s := range sources {
		if len(s.waiting) == 0 || s.waiting[0].key != key {
			continue
		}
		data := s.waiting[0].data
		s.waiting = s.waiting[1:]
		u := &unpacker{b: data}
		switch key[0] {
		case byForm:
			f.add(u.number(), u.text())
		case byTerm:
			last = s.mergeTerms(u, out, last)
		case byPosition:
			last = s.mergePositions(u, out, last)
		}
		if u.err != nil {
			return u.err
		}
	}
	if key[0] == byForm {
		out.b = f.pack()
	}
	b.add(key, out.b)
	return nil
}

func (s *source) mergeTerms(u *unpacker, out *packer, last int) int {
	for from := 0; len(u.b) > 0; {
		from += int(u.number()) //nolint:gosec // checked by place
		w := u.byte()
		if to := s.place(u, from); to >= 0 {
			out.number(uint64(to - last)) //nolint:gosec // places grow
			out.b = append(out.b, w)
			last = to
		}
	}
	return last
}

func (s *source) mergePositions(u *unpacker, out *packer, last int) int {
	for from := 0; len(u.b) > 0; {
		from += int(u.number()) //nolint:gosec // checked by place
		n := u.count()
		to := s.place(u, from)
		if to >= 0 {
			out.number(uint64(to - last)) //nolint:gosec // places grow
			out.number(uint64(n))         //nolint:gosec // a count
			last = to
		}
		for range n {
			if at := u.number(); to >= 0 {
				out.number(at)
			}
		}
	}
	return last
}

// place is where a document goes.
func (s *source) place(u *unpacker, from int) int {
	if from < 0 || from >= len(s.places) {
		u.fail()
		return -1
	}
	return s.places[from]
}
