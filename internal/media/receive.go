package media

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"

	"griot/internal/blob"
	"griot/internal/fault"
)

// Limits of what is received.
const (
	MaxPictureBytes = 64 << 20
	MaxFileBytes    = 1 << 30
	MaxPixels       = 50_000_000
	MaxSide         = 20_000    // pixels
	MaxDecoded      = 256 << 20 // bytes that a picture's pixels take while it is decoded
)

// extensions of files that are served as copies of themselves.
var extensions = map[string]string{
	"audio/mpeg": "mp3", "audio/ogg": "ogg", "audio/wav": "wav", "audio/mp4": "m4a", "audio/flac": "flac",
	"video/mp4": "mp4", "video/webm": "webm", "video/quicktime": "mov", "application/pdf": "pdf", "image/svg+xml": "svg",
}

// File is a received file: its bytes lie in the store, no row knows it yet.
type File struct {
	Hash   string
	Kind   Kind
	Mime   string
	Width  int
	Height int
	Bytes  int64
	Notes  Notes // what it said of itself, which nobody is served
	made   bool  // its variants are in the store already
}

// manner is how a file is taken in.
type manner struct {
	sensitive bool // nothing of what came is kept but what readers may see
	published bool // it was public elsewhere before: what cannot be cleaned is served as it came
}

// Receive reads a file, finds out what it is from its bytes, refuses what cannot be served (fault.Invalid, fault.TooLarge, with the reason) and keeps the original where no address leads. Pictures
// are measured before they are decoded, so that a bomb costs nothing. Of sound, film, drawings and documents a clean copy is made, which is what readers get.
func Receive(ctx context.Context, store blob.Store, r io.ReadSeeker) (*File, error) {
	return receive(ctx, store, r, manner{})
}

// ReceiveSensitive takes a file in of which nothing may remain but what readers may see: a picture is developed at once, at most MasterWidth wide, and that stands for its original. It decodes: see
// Darkroom.
func ReceiveSensitive(ctx context.Context, store blob.Store, r io.ReadSeeker) (*File, error) {
	return receive(ctx, store, r, manner{sensitive: true})
}

// ReceivePublished takes in what was public elsewhere before, as imports bring it: it is cleaned where that can be done, and refused only where it cannot be served.
func ReceivePublished(ctx context.Context, store blob.Store, r io.ReadSeeker) (*File, error) {
	return receive(ctx, store, r, manner{published: true})
}

func receive(ctx context.Context, store blob.Store, r io.ReadSeeker, how manner) (*File, error) {
	mime, err := typeOf(r)
	if err != nil {
		return nil, err
	}
	f := &File{Mime: mime}
	if f.Kind, err = kindOf(f.Mime); err != nil {
		return nil, err
	}
	if f.Kind == Picture {
		return f, f.picture(ctx, store, r, how)
	}
	return f, f.copied(ctx, store, r, how)
}

// picture takes a picture in: as it came, or developed.
func (f *File) picture(ctx context.Context, store blob.Store, r io.ReadSeeker, how manner) error {
	if err := f.measure(r); err != nil {
		return err
	}
	if err := f.sum(r, MaxPictureBytes); err != nil {
		return err
	}
	f.Notes = ReadNotes(io.NewSectionReader(seeking{r}, 0, f.Bytes), f.Mime)
	if err := harmless(r, f.Mime); err != nil && !how.published {
		return err
	}
	if how.sensitive {
		master, err := f.develop(r)
		if err != nil {
			return err
		}
		r = bytes.NewReader(master)
		if err := f.sum(r, MaxPictureBytes); err != nil {
			return err
		}
	}
	return put(ctx, store, originalBlob(f.Hash), r)
}

// copied takes in what is served as a clean copy of itself.
func (f *File) copied(ctx context.Context, store blob.Store, r io.ReadSeeker, how manner) error {
	if err := f.sum(r, MaxFileBytes); err != nil {
		return err
	}
	clean, err := f.clean(ctx, r)
	if fault.Is(err, fault.Invalid) && how.published && f.Kind != Drawing {
		clean, err = func() (io.Reader, error) { return startOf(r) }, nil
	}
	if err != nil {
		return err
	}
	if how.sensitive {
		if err := f.sumClean(clean); err != nil {
			return err
		}
	}
	public, err := PublicBlob(publicName(f.Hash) + "." + extensions[f.Mime])
	if err != nil {
		return err
	}
	if err := putFrom(ctx, store, public, clean); err != nil {
		return err
	}
	if how.sensitive {
		return putFrom(ctx, store, originalBlob(f.Hash), clean)
	}
	return put(ctx, store, originalBlob(f.Hash), r)
}

// opener gives the same bytes each time it is asked.
type opener func() (io.Reader, error)

func startOf(r io.ReadSeeker) (io.Reader, error) {
	_, err := r.Seek(0, io.SeekStart)
	return r, err
}

func put(ctx context.Context, store blob.Store, name string, r io.ReadSeeker) error {
	return putFrom(ctx, store, name, func() (io.Reader, error) { return startOf(r) })
}

func putFrom(ctx context.Context, store blob.Store, name string, open opener) error {
	r, err := open()
	if err != nil {
		return err
	}
	return store.Put(ctx, name, r)
}

// sum measures and hashes the bytes.
func (f *File) sum(r io.ReadSeeker, limit int64) error {
	if _, err := startOf(r); err != nil {
		return err
	}
	hash := sha256.New()
	size, err := io.Copy(hash, io.LimitReader(r, limit+1))
	if err != nil {
		return err
	}
	if size > limit {
		return fault.New(fault.TooLarge, "the file is larger than %d MB", limit>>20)
	}
	f.Bytes, f.Hash = size, hex.EncodeToString(hash.Sum(nil))
	return nil
}

// sumClean measures and hashes the clean copy, which will stand for the original.
func (f *File) sumClean(open opener) error {
	r, err := open()
	if err != nil {
		return err
	}
	hash := sha256.New()
	if f.Bytes, err = io.Copy(hash, r); err != nil {
		return err
	}
	f.Hash = hex.EncodeToString(hash.Sum(nil))
	return nil
}
