package media

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"griot/internal/fault"
	"griot/internal/media/scrub"
)

// A document is a program of its own, and what it says of its maker stands in many places of it. Two programs that are well known for it take that out, where they are installed: ExifTool takes it
// out of the file's tables, qpdf writes the file anew so that nothing of what was taken out is left in it. What they leave is looked through; a document that still says something is refused.

const (
	cleaningTime = time.Minute
	maxDocument  = 100 << 20 // bytes
)

// telling are the names with which a document tells of its maker, or does something by itself. They stand in its dictionaries, never in a stream.
var telling = []string{"/Metadata", "/Author", "/Creator", "/Producer", "/Keywords", "/PieceInfo", "/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/RichMedia"}

// pictured are the beginnings of what a picture within a document tells; they stand in streams.
var pictured = []string{"Exif\x00\x00", "ns.adobe.com/xap"}

func (f *File) cleanDocument(ctx context.Context, r io.ReadSeeker) (opener, error) {
	exiftool, err := exec.LookPath("exiftool")
	qpdf, missing := exec.LookPath("qpdf")
	if err != nil || missing != nil {
		return nil, fault.New(fault.Invalid, "PDF says who made it, where and with what, and this server cannot take that out: have ExifTool and qpdf installed on it, or send its pages as pictures")
	}
	if f.Bytes > maxDocument {
		return nil, fault.New(fault.TooLarge, "a document has at most %d MB", maxDocument>>20)
	}
	dir, err := os.MkdirTemp("", "document-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }() // what is left of it is the system's to sweep
	data, err := cleanedBy(ctx, r, dir, exiftool, qpdf)
	if err != nil {
		return nil, err
	}
	if word := stillTells(data); word != "" {
		return nil, fault.New(fault.Invalid, "this PDF holds what cannot be taken out of it (%s): print it into a new PDF and send that", strings.Trim(word, "/\x00"))
	}
	f.Notes.add(scrub.Person, scrub.Software, scrub.Hour)
	return func() (io.Reader, error) { return bytes.NewReader(data), nil }, nil
}

// stillTells gives a word that a document should not say any more, or "".
func stillTells(data []byte) string {
	for _, word := range pictured {
		if bytes.Contains(data, []byte(word)) {
			return word
		}
	}
	for rest := data; ; {
		dictionaries, stream, more := bytes.Cut(rest, []byte("stream\n")) // as qpdf writes it
		for _, word := range telling {
			if bytes.Contains(dictionaries, []byte(word)) {
				return word
			}
		}
		if !more {
			return ""
		}
		_, rest, _ = bytes.Cut(stream, []byte("endstream"))
	}
}

// cleanedBy has both programs work in a folder of their own, under names of ours.
func cleanedBy(ctx context.Context, r io.ReadSeeker, dir, exiftool, qpdf string) ([]byte, error) {
	in, bare, out := filepath.Join(dir, "in.pdf"), filepath.Join(dir, "bare.pdf"), filepath.Join(dir, "out.pdf")
	if err := writeTo(in, r); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, cleaningTime)
	defer cancel()
	for _, args := range [][]string{
		{exiftool, "-q", "-all:all=", "-o", bare, in},
		{qpdf, "--decrypt", "--object-streams=disable", "--warning-exit-0", bare, out},
	} {
		if err := exec.CommandContext(ctx, args[0], args[1:]...).Run(); err != nil { //nolint:gosec // our own words
			return nil, fault.Wrap(fault.Invalid, err, "this PDF is damaged or locked: print it into a new PDF and send that")
		}
	}
	return os.ReadFile(out) //nolint:gosec // likewise
}

func writeTo(path string, r io.ReadSeeker) error {
	if _, err := startOf(r); err != nil {
		return err
	}
	to, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600) //nolint:gosec // likewise
	if err != nil {
		return err
	}
	if _, err = io.Copy(to, r); err != nil {
		_ = to.Close()
		return err
	}
	return to.Close()
}
