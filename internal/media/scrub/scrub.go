// Package scrub takes out of sound and film whatever was written into them besides what is heard and seen: places, devices, names, dates, pictures, remarks, and what lies behind the end.
//
// It keeps what it knows to be needed and drops the rest, so that a field nobody has heard of does not slip through. No frame is decoded, and nothing is read whole: a plan says which
// bytes of the file stay, which are emptied and which are replaced. A file whose structure cannot be followed to its end is refused with fault.Invalid.
package scrub

import (
	"bytes"
	"io"
	"slices"

	"griot/internal/fault"
)

// Trace is a kind of thing that was found in a file and taken out.
type Trace string

// The kinds of trace.
const (
	Place    Trace = "place"    // where it was recorded
	Device   Trace = "device"   // make, model, serial number
	Software Trace = "software" // what wrote the file
	Person   Trace = "person"   // an author, an owner, an artist
	Hour     Trace = "hour"     // when it was recorded
	Words    Trace = "words"    // titles, remarks, anything else that is written
	Image    Trace = "image"    // a thumbnail, a cover
	Behind   Trace = "behind"   // bytes behind the end of the file proper, where another file may hide
)

// Plan says how a clean file is made of another.
type Plan struct {
	parts  []part
	traces []Trace
	size   int64
}

// part is a run of bytes: of the file itself, where with is nil and blank is not set.
type part struct {
	at, n int64
	with  []byte
	blank bool
}

// maxParts bounds a plan: a file in more pieces was made to be so.
const maxParts = 1 << 20

// Sound or film of a type that this package follows; fault.Invalid for what is damaged or of another type.
func Sound(r io.ReaderAt, size int64, mime string) (*Plan, error) {
	s := &source{r: r, size: size}
	p := &Plan{}
	var err error
	switch mime {
	case "audio/mpeg":
		err = p.mpeg(s)
	case "audio/ogg":
		err = p.ogg(s)
	case "audio/flac":
		err = p.flac(s)
	case "audio/wav":
		err = p.wave(s)
	case "audio/mp4", "video/mp4", "video/quicktime":
		err = p.boxes(s)
	case "video/webm":
		err = p.matroska(s)
	default:
		err = fault.New(fault.Invalid, "files of the type %s cannot be cleaned", mime)
	}
	if err != nil {
		return nil, err
	}
	if len(p.parts) > maxParts {
		return nil, damaged()
	}
	return p, nil
}

func damaged() error {
	return fault.New(fault.Invalid, "the file is damaged, or of a form that cannot be cleaned: save it anew and send that")
}

// Traces lists what is taken out, each kind once.
func (p *Plan) Traces() []Trace { return slices.Clone(p.traces) }

// Size of the clean file in bytes.
func (p *Plan) Size() int64 { return p.size }

// Open reads the clean file; r is the one that the plan was made of.
func (p *Plan) Open(r io.ReaderAt) io.Reader {
	readers := make([]io.Reader, len(p.parts))
	for i := range p.parts {
		switch part := &p.parts[i]; {
		case part.blank:
			readers[i] = io.LimitReader(blanks{}, part.n)
		case part.with != nil:
			readers[i] = bytes.NewReader(part.with)
		default:
			readers[i] = io.NewSectionReader(r, part.at, part.n)
		}
	}
	return io.MultiReader(readers...)
}

// blanks is zeros without end.
type blanks struct{}

func (blanks) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

func (p *Plan) keep(at, n int64) {
	if n <= 0 {
		return
	}
	p.size += n
	if last := len(p.parts) - 1; last >= 0 && !p.parts[last].blank && p.parts[last].with == nil && p.parts[last].at+p.parts[last].n == at {
		p.parts[last].n += n
		return
	}
	p.parts = append(p.parts, part{at: at, n: n})
}

func (p *Plan) put(b []byte) {
	if len(b) > 0 {
		p.size += int64(len(b))
		p.parts = append(p.parts, part{with: b})
	}
}

func (p *Plan) blank(n int64) {
	if n <= 0 {
		return
	}
	p.size += n
	if last := len(p.parts) - 1; last >= 0 && p.parts[last].blank {
		p.parts[last].n += n
		return
	}
	p.parts = append(p.parts, part{n: n, blank: true})
}

func (p *Plan) found(traces ...Trace) {
	for _, t := range traces {
		if !slices.Contains(p.traces, t) {
			p.traces = append(p.traces, t)
		}
	}
}

// looked is how much of what is dropped is read to say what it was.
const looked = 64 << 10

// drop notes what n dropped bytes were, as far as their own words tell.
func (p *Plan) drop(s *source, at, n int64) {
	if n <= 0 {
		return
	}
	data, err := s.bytes(at, min(n, looked))
	if err != nil || len(bytes.Trim(data, "\x00 ")) == 0 {
		return
	}
	p.found(Guess(data)...)
}
