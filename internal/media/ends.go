package media

import (
	"bufio"
	"encoding/binary"
	"io"
	"strings"

	"griot/internal/media/scrub"
)

// pictureEnd is where a picture proper ends, and what is written between its beginning and there in remarks; -1 where its form does not say.
func pictureEnd(r io.ReadSeeker, mime string) (end int64, traces []scrub.Trace, err error) {
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return -1, nil, err
	}
	w := &walker{r: bufio.NewReaderSize(r, 64<<10)}
	switch mime {
	case "image/jpeg":
		w.jpeg()
	case "image/png":
		w.png()
	case "image/gif":
		w.gif()
	case "image/webp":
		head := w.take(12)
		if w.bad {
			return -1, nil, nil
		}
		return 8 + int64(binary.LittleEndian.Uint32(head[4:])), nil, nil
	default:
		return -1, nil, nil
	}
	if w.bad {
		return -1, w.traces, nil
	}
	return w.at, w.traces, nil
}

// walker goes through a file and counts its bytes. Whatever is not as it should be makes it bad, and ends it.
type walker struct {
	r      *bufio.Reader
	at     int64
	bad    bool
	begun  bool // the 0xff of a marker was passed
	traces []scrub.Trace
}

func (w *walker) take(n int) []byte {
	b := make([]byte, n)
	if w.bad {
		return b
	}
	read, err := io.ReadFull(w.r, b)
	w.at += int64(read)
	w.bad = err != nil
	return b
}

func (w *walker) pass(n int) {
	if w.bad {
		return
	}
	passed, err := w.r.Discard(n)
	w.at += int64(passed)
	w.bad = err != nil
}

// remark reads as much of a remark as is needed to say what it is.
func (w *walker) remark(n int) {
	head := w.take(min(n, maxTagBytes))
	w.pass(n - len(head))
	if !w.bad && len(strings.Trim(string(head), "\x00 ")) > 0 {
		w.traces = append(w.traces, scrub.Guess(head)...)
	}
}

// jpeg goes from marker to marker, through the coded pixels too, to the one that ends the picture.
func (w *walker) jpeg() {
	w.pass(2)
	for !w.bad {
		b := []byte{0xff, 0}
		if w.begun {
			b[1], w.begun = w.take(1)[0], false
		} else {
			b = w.take(2)
		}
		for b[0] == 0xff && b[1] == 0xff && !w.bad {
			b[1] = w.take(1)[0]
		}
		switch {
		case w.bad || b[0] != 0xff:
			w.bad = true
			return
		case b[1] == 0xd9:
			return
		case b[1] == 0x01 || b[1] >= 0xd0 && b[1] <= 0xd7:
			continue
		}
		size := int(binary.BigEndian.Uint16(w.take(2))) - 2
		switch {
		case size < 0:
			w.bad = true
		case b[1] == 0xfe:
			w.remark(size)
		default:
			w.pass(size)
		}
		if b[1] == 0xda {
			w.coded()
		}
	}
}

// coded passes over coded pixels, in which 0xff is followed by 0 or by a mark to begin again. It stops within another marker, behind its 0xff.
func (w *walker) coded() {
	for !w.bad {
		skipped, err := w.r.ReadSlice(0xff)
		w.at += int64(len(skipped))
		if err == bufio.ErrBufferFull {
			continue
		}
		next, more := w.r.Peek(1)
		if err != nil || more != nil {
			w.bad = true
			return
		}
		if next[0] != 0 && (next[0] < 0xd0 || next[0] > 0xd7) && next[0] != 0xff {
			w.begun = true
			return
		}
	}
}

func (w *walker) png() {
	w.pass(8)
	for !w.bad {
		head := w.take(8)
		size, kind := int(binary.BigEndian.Uint32(head)), string(head[4:])
		switch kind {
		case "tEXt", "zTXt", "iTXt":
			w.remark(size)
		case "tIME":
			w.traces = append(w.traces, scrub.Hour)
			w.pass(size)
		default:
			w.pass(size)
		}
		w.pass(4)
		if kind == "IEND" {
			return
		}
	}
}

// gif goes from block to block. (GIF89a §18 to §27)
func (w *walker) gif() {
	head := w.take(13)
	w.pass(tableBytes(head[10]))
	for !w.bad {
		switch w.take(1)[0] {
		case 0x3b:
			return
		case 0x2c:
			frame := w.take(9)
			w.pass(tableBytes(frame[8]) + 1)
			w.blocks(false)
		case 0x21:
			w.blocks(w.take(1)[0] == 0xfe)
		default:
			w.bad = true
		}
	}
}

func (w *walker) blocks(remark bool) {
	for !w.bad {
		n := int(w.take(1)[0])
		switch {
		case n == 0:
			return
		case remark:
			w.remark(n)
		default:
			w.pass(n)
		}
	}
}

// tableBytes is the length of a table of colours, by the byte that says so.
func tableBytes(packed byte) int {
	if packed&0x80 == 0 {
		return 0
	}
	return 3 << (packed&7 + 1)
}
