package scrub

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// table reads a box whole, if it has at least so many bytes of body.
func (f *film) table(b box, least int64) ([]byte, error) {
	if b.size-b.head < least {
		return nil, damaged()
	}
	data, err := f.bytes(b.body(), b.size-b.head)
	return bytes.Clone(data), err
}

// samples adds the bytes that a track's tables refer to: its chunks, each as long as its samples. (ISO 14496-12 §8.7)
func (f *film) samples(stbl box, spans []span) ([]span, error) {
	list, err := f.list(stbl.body(), stbl.end())
	if err != nil {
		return nil, err
	}
	var starts []int64
	var runs, sizes []byte
	var short bool
	for _, b := range list {
		switch b.kind {
		case "stco", "co64":
			starts, err = f.chunks(b)
		case "stsc":
			runs, err = f.table(b, 8)
		case "stsz", "stz2":
			short = b.kind == "stz2"
			sizes, err = f.table(b, 12)
		}
		if err != nil {
			return nil, err
		}
	}
	if len(starts) == 0 {
		return spans, nil // as in a file of fragments
	}
	if len(runs) < 8 || len(sizes) < 12 {
		return nil, damaged()
	}
	return chunkSpans(spans, starts, runs[8:], &sampleSizes{data: sizes, short: short})
}

func (f *film) chunks(b box) (starts []int64, err error) {
	data, err := f.table(b, 8)
	if err != nil {
		return nil, err
	}
	width := 4
	if b.kind == "co64" {
		width = 8
	}
	n := int(binary.BigEndian.Uint32(data[4:]))
	if n > (len(data)-8)/width {
		return nil, damaged()
	}
	for i := range n {
		at := data[8+i*width:]
		start := int64(binary.BigEndian.Uint32(at))
		if width == 8 {
			start = int64(binary.BigEndian.Uint64(at)) //nolint:gosec // what is negative is refused by whoever reads there
		}
		starts = append(starts, start)
	}
	return starts, nil
}

// chunkSpans lays the samples of a track into its chunks. runs is a table of: first chunk, samples in each chunk from there on, description.
func chunkSpans(spans []span, starts []int64, runs []byte, sizes *sampleSizes) ([]span, error) {
	each, run := 0, 0
	for i, start := range starts {
		for run*12+12 <= len(runs) && int(binary.BigEndian.Uint32(runs[run*12:])) <= i+1 {
			each = int(binary.BigEndian.Uint32(runs[run*12+4:]))
			run++
		}
		n, err := sizes.next(each)
		if err != nil || start < 0 || len(spans) > maxParts {
			return nil, damaged()
		}
		spans = append(spans, span{start, n})
	}
	return spans, nil
}

// sampleSizes reads the table of sizes sample by sample.
type sampleSizes struct {
	data  []byte // of stsz or stz2, from its version on
	short bool
	at    int
}

// next is the length of the next n samples together.
func (z *sampleSizes) next(n int) (sum int64, err error) {
	count := int(binary.BigEndian.Uint32(z.data[8:]))
	n = min(n, count-z.at)
	if n < 0 {
		return 0, damaged()
	}
	if same := binary.BigEndian.Uint32(z.data[4:]); !z.short && same > 0 {
		z.at += n
		return int64(same) * int64(n), nil
	}
	for range n {
		size, ok := z.one()
		if !ok {
			return 0, damaged()
		}
		sum += size
		z.at++
	}
	return sum, nil
}

func (z *sampleSizes) one() (int64, bool) {
	width := 32
	if z.short {
		width = int(z.data[7])
	}
	from := 12 + z.at*width/8
	if width != 32 && width != 16 && width != 8 && width != 4 || from+max(1, width/8) > len(z.data) {
		return 0, false
	}
	switch width {
	case 32:
		return int64(binary.BigEndian.Uint32(z.data[from:])), true
	case 16:
		return int64(binary.BigEndian.Uint16(z.data[from:])), true
	case 4:
		return int64(z.data[from] >> (4 * (1 - z.at%2)) & 15), true
	}
	return int64(z.data[from]), true
}

// merged sorts spans and joins those that touch.
func merged(spans []span) (list []span) {
	slices.SortFunc(spans, func(a, b span) int {
		if a.at < b.at {
			return -1
		}
		if a.at > b.at {
			return 1
		}
		return 0
	})
	for _, s := range spans {
		if last := len(list) - 1; last >= 0 && s.at <= list[last].at+list[last].n {
			list[last].n = max(list[last].n, s.at+s.n-list[last].at)
			continue
		}
		list = append(list, s)
	}
	return list
}

// dated writes a header without the hours of its making and of its last change.
func (f *film) dated(b box) error {
	data, err := f.table(b, 20)
	if err != nil {
		return err
	}
	n := 8
	if data[0] == 1 {
		n = 16
	}
	if len(bytes.Trim(data[4:4+n], "\x00")) > 0 {
		f.found(Hour)
	}
	clear(data[4 : 4+n])
	f.keep(b.at, b.head)
	f.put(data)
	return nil
}

// named writes what a track is without the name that its maker gave it.
func (f *film) named(b box) error {
	data, err := f.table(b, 20)
	if err != nil {
		return err
	}
	kind := bytes.Clone(data[8:12])
	if len(bytes.Trim(data[12:], "\x00")) > 0 {
		f.found(Software)
	}
	clear(data[4:])
	copy(data[8:], kind)
	f.keep(b.at, b.head)
	f.put(data)
	return nil
}

// references writes where the data is: in the file itself. An older QuickTime file names a path beside.
func (f *film) references(b box) error {
	data, err := f.table(b, 8)
	if err != nil {
		return err
	}
	for at := 8; at+12 <= len(data); {
		size := int(binary.BigEndian.Uint32(data[at:]))
		if size < 12 || size > len(data)-at || data[at+11]&1 == 0 {
			return damaged()
		}
		clear(data[at+12 : at+size])
		at += size
	}
	f.keep(b.at, b.head)
	f.put(data)
	return nil
}

// forms writes how picture and sound are encoded, without the name of who encoded them.
func (f *film) forms(b box) error {
	data, err := f.table(b, 8)
	if err != nil {
		return err
	}
	for at := 8; at+16 <= len(data); {
		size := int(binary.BigEndian.Uint32(data[at:]))
		if size < 16 || size > len(data)-at {
			return damaged()
		}
		if entry := data[at : at+size]; pictured(string(entry[4:8])) && size >= 86 {
			if len(bytes.Trim(entry[50:82], "\x00")) > 0 {
				f.found(Software)
			}
			clear(entry[20:24]) // vendor
			clear(entry[50:82]) // compressorname
		}
		at += size
	}
	f.keep(b.at, b.head)
	f.put(data)
	return nil
}

// pictured reports the sample entries of moving pictures (mp4ra.org).
func pictured(kind string) bool {
	return slices.Contains([]string{"avc1", "avc2", "avc3", "avc4", "hev1", "hvc1", "dvh1", "dvhe", "av01", "vp08", "vp09", "mp4v", "jpeg", "mjpa", "mjpb", "s263", "apch", "apcn", "apcs", "apco", "ap4h"}, kind)
}
