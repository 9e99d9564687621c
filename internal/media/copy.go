package media

import (
	"bytes"
	"context"
	"image/jpeg"
	"io"

	"griot/internal/fault"
	"griot/internal/media/drawing"
	"griot/internal/media/scrub"
)

// MasterWidth is how wide a picture at most remains whose original was destroyed, in pixels: enough for every variant, and for a crop of half of it.
const MasterWidth = 2560

const masterQuality = 92

// develop makes of a picture one that says nothing but what it shows.
func (f *File) develop(r io.ReadSeeker) ([]byte, error) {
	img, _, _, err := develop(r, Crop{}, MasterWidth)
	if err != nil {
		return nil, err
	}
	f.Width, f.Height, f.Mime = img.Bounds().Dx(), img.Bounds().Dy(), "image/jpeg"
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: masterQuality}); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// clean makes the copy of a file that readers get.
func (f *File) clean(ctx context.Context, r io.ReadSeeker) (opener, error) {
	switch f.Kind {
	case Drawing:
		return f.cleanDrawing(r)
	case Document:
		return f.cleanDocument(ctx, r)
	}
	at := seeking{r}
	plan, err := scrub.Sound(at, f.Bytes, f.Mime)
	if err != nil {
		return nil, err
	}
	f.Notes.add(plan.Traces()...)
	return func() (io.Reader, error) { return plan.Open(at), nil }, nil
}

func (f *File) cleanDrawing(r io.ReadSeeker) (opener, error) {
	if f.Bytes > drawing.MaxBytes {
		return nil, fault.New(fault.TooLarge, "a drawing has at most %d MB", drawing.MaxBytes>>20)
	}
	if _, err := startOf(r); err != nil {
		return nil, err
	}
	source, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	clean, err := drawing.Clean(source)
	if err != nil {
		return nil, err
	}
	f.Width, f.Height = clean.Width, clean.Height
	f.Notes.add(clean.Traces...)
	return func() (io.Reader, error) { return bytes.NewReader(clean.SVG), nil }, nil
}

// seeking reads here and there what can be read from any place.
type seeking struct{ r io.ReadSeeker }

// ReadAt reads from an address. It must not be called by two at once.
func (s seeking) ReadAt(b []byte, at int64) (int, error) {
	if _, err := s.r.Seek(at, io.SeekStart); err != nil {
		return 0, err
	}
	return io.ReadFull(s.r, b)
}
