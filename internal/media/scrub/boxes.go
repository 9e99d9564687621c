package scrub

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// box is one of the boxes that an MP4 or QuickTime file is made of. (ISO 14496-12 §4.2)
type box struct {
	kind           string
	at, head, size int64 // size with its head
}

func (b box) body() int64 { return b.at + b.head }
func (b box) end() int64  { return b.at + b.size }

const (
	maxBoxes = 1 << 18 // of one file
	maxNest  = 12
)

// holders are boxes of boxes; needed are those without which nothing plays. Every other box becomes an empty one of the same length, so that no address in the file changes.
var (
	holders = []string{"moov", "trak", "edts", "mdia", "minf", "dinf", "stbl", "mvex", "moof", "traf"}
	needed  = []string{"ftyp", "styp", "sidx", "mfra", "elst", "vmhd", "smhd", "nmhd", "sthd", "gmhd", "stts", "stss", "ctts", "stsc", "stsz", "stz2", "stco", "co64", "sgpd", "sbgp", "subs", "sdtp",
		"cslg", "trex", "mehd", "mfhd", "tfhd", "tfdt", "trun", "padb", "stdp"}
)

// film is an MP4 on its way into a plan.
type film struct {
	*Plan
	*source
	kept      []span // what of the file the tracks that are kept refer to
	dropped   []int64
	fragments bool
	moov      bool
	count     int
}

func (p *Plan) boxes(s *source) error {
	f := &film{Plan: p, source: s}
	top, err := f.list(0, s.size)
	if err != nil {
		return err
	}
	for _, b := range top {
		switch b.kind {
		case "moof":
			f.fragments = true
		case "moov":
			f.moov = true
			if err := f.survey(b); err != nil {
				return err
			}
		}
	}
	if !f.moov || f.fragments && len(f.dropped) > 0 {
		return damaged()
	}
	f.kept = merged(f.kept)
	for _, b := range top {
		if err := f.write(b, 0); err != nil {
			return err
		}
	}
	if len(top) > 0 && top[len(top)-1].end() < s.size {
		p.found(Behind)
	}
	return nil
}

// list lists the boxes between two addresses. What is left at the end and too short for a box is passed over.
func (f *film) list(from, to int64) (list []box, err error) {
	for at := from; at+8 <= to; {
		h, err := f.bytes(at, 8)
		if err != nil {
			return nil, err
		}
		b := box{kind: string(h[4:8]), at: at, head: 8, size: int64(binary.BigEndian.Uint32(h))}
		switch b.size {
		case 0:
			b.size = to - at
		case 1:
			long, err := f.bytes(at, 16)
			if err != nil {
				return nil, err
			}
			b.head, b.size = 16, int64(binary.BigEndian.Uint64(long[8:])) //nolint:gosec // what is negative is refused below
		}
		if f.count++; b.size < b.head || b.size > to-at || f.count > maxBoxes {
			return nil, damaged()
		}
		list = append(list, b)
		at = b.end()
	}
	return list, nil
}

// survey learns which tracks are kept, picture, sound and subtitles, and which bytes are theirs.
func (f *film) survey(moov box) error {
	tracks, err := f.list(moov.body(), moov.end())
	if err != nil {
		return err
	}
	for _, t := range tracks {
		if t.kind != "trak" {
			continue
		}
		kind, err := f.handler(t)
		if err != nil {
			return err
		}
		if !slices.Contains([]string{"vide", "soun", "text", "sbtl", "subt"}, kind) {
			f.dropped = append(f.dropped, t.at)
			continue
		}
		table, err := f.within(t, "mdia", "minf", "stbl")
		if err != nil {
			return err
		}
		if f.kept, err = f.samples(table, f.kept); err != nil {
			return err
		}
	}
	return nil
}

// within is the box at the end of a path; the file is damaged where it is missing.
func (f *film) within(b box, path ...string) (box, error) {
	for _, name := range path {
		list, err := f.list(b.body(), b.end())
		if err != nil {
			return box{}, err
		}
		i := slices.IndexFunc(list, func(c box) bool { return c.kind == name })
		if i < 0 {
			return box{}, damaged()
		}
		b = list[i]
	}
	return b, nil
}

// handler says what a track is.
func (f *film) handler(track box) (string, error) {
	b, err := f.within(track, "mdia", "hdlr")
	if err != nil {
		return "", err
	}
	h, err := f.bytes(b.body(), 12)
	if err != nil {
		return "", err
	}
	return string(h[8:12]), nil
}

// write writes a box, or an empty one of its length.
func (f *film) write(b box, nest int) error {
	switch {
	case nest > maxNest:
		return damaged()
	case slices.Contains(f.dropped, b.at):
		f.found(Place)
		return f.empty(b)
	case slices.Contains(holders, b.kind):
		return f.hold(b, nest)
	case slices.Contains(needed, b.kind):
		f.keep(b.at, b.size)
		return nil
	}
	switch b.kind {
	case "mdat":
		f.data(b)
		return nil
	case "mvhd", "tkhd", "mdhd":
		return f.dated(b)
	case "hdlr":
		return f.named(b)
	case "dref":
		return f.references(b)
	case "stsd":
		return f.forms(b)
	}
	return f.empty(b)
}

// hold writes a box of boxes.
func (f *film) hold(b box, nest int) error {
	list, err := f.list(b.body(), b.end())
	if err != nil {
		return err
	}
	f.keep(b.at, b.head)
	at := b.body()
	for _, inner := range list {
		if err := f.write(inner, nest+1); err != nil {
			return err
		}
		at = inner.end()
	}
	f.blank(b.end() - at)
	return nil
}

// empty writes an empty box of a box's length.
func (f *film) empty(b box) error {
	if !slices.Contains([]string{"free", "skip", "wide"}, b.kind) {
		f.drop(f.source, b.at, b.size)
	}
	h, err := f.bytes(b.at, b.head)
	if err != nil {
		return err
	}
	head := bytes.Clone(h)
	copy(head[4:], "free")
	f.put(head)
	f.blank(b.size - b.head)
	return nil
}

// data writes what is seen and heard. Where the tables say which bytes that is, all others are blanked: a track that was dropped, and what no table knows of.
func (f *film) data(b box) {
	if f.fragments {
		f.keep(b.at, b.size)
		return
	}
	f.keep(b.at, b.head)
	at := b.body()
	i, _ := slices.BinarySearchFunc(f.kept, at, func(s span, at int64) int {
		if s.at+s.n <= at {
			return -1
		}
		return 1
	})
	for ; i < len(f.kept) && f.kept[i].at < b.end(); i++ {
		from, to := max(at, f.kept[i].at), min(b.end(), f.kept[i].at+f.kept[i].n)
		f.blanked(at, from-at)
		f.keep(from, to-from)
		at = to
	}
	f.blanked(at, b.end()-at)
}

func (f *film) blanked(at, n int64) {
	f.drop(f.source, at, n)
	f.blank(n)
}
