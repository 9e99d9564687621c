package wordpress

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"

	"golang.org/x/text/transform"

	"griot/internal/fault"
)

// file is one export being read: unpacked, made clean UTF-8, and counted.
type file struct {
	name string // as errors and the account call it
	disk *os.File
	read *counter
	scan *scanner
}

// counter counts what has been read of a file as it lies on disk, which is what the progress is measured against.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

const readBuffer = 64 << 10

func openFile(path string) (*file, error) {
	disk, err := os.Open(path) //nolint:gosec // the file that the administrator named
	if errors.Is(err, os.ErrNotExist) {
		return nil, fault.Wrap(fault.NotFound, err, "%s: no such file", path)
	}
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "%s: cannot be read", path)
	}
	f := &file{name: filepath.Base(path), disk: disk, read: &counter{r: disk}}
	packed := bufio.NewReaderSize(f.read, readBuffer)
	head, _ := packed.Peek(4) // a shorter file is no export, which the scanner says
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		plain, err := gzip.NewReader(packed)
		if err != nil {
			return nil, errors.Join(fault.Wrap(fault.Invalid, err, "%s: the gzip file is damaged", path), disk.Close())
		}
		packed = bufio.NewReaderSize(plain, readBuffer)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return nil, errors.Join(fault.New(fault.Invalid, "%s: this is a ZIP archive: unpack it, then import the .xml files in it", path), disk.Close())
	}
	clean, err := cleaned(packed)
	if err != nil {
		return nil, errors.Join(fault.New(fault.Invalid, "%s: %v", path, err), disk.Close())
	}
	f.scan = newScanner(f.name, clean)
	return f, nil
}

// cleaned is a text as valid UTF-8 without the characters that XML forbids, whatever bytes come.
func cleaned(r *bufio.Reader) (io.Reader, error) {
	head, _ := r.Peek(200)
	charset, err := charsetOf(head)
	if err != nil {
		return nil, err
	}
	if charset != nil {
		return transform.NewReader(transform.NewReader(r, charset), cleaner{}), nil
	}
	return transform.NewReader(r, cleaner{}), nil
}

func (f *file) close() { _ = f.disk.Close() }
