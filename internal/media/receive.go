package media

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"image"
	_ "image/gif"  // decoders, registered by import
	_ "image/jpeg" // decoders, registered by import
	_ "image/png"  // decoders, registered by import
	"io"
	"strings"

	_ "golang.org/x/image/bmp"  // decoders, registered by import
	_ "golang.org/x/image/tiff" // decoders, registered by import
	_ "golang.org/x/image/webp" // decoders, registered by import

	"griot/internal/blob"
	"griot/internal/fault"
)

// Limits of what is received.
const (
	MaxPictureBytes = 64 << 20
	MaxFileBytes    = 1 << 30
	MaxPixels       = 50_000_000
	MaxSide         = 20_000 // pixels
)

// extensions of files that are served as they came.
var extensions = map[string]string{
	"audio/mpeg": "mp3", "audio/ogg": "ogg", "audio/wav": "wav", "audio/mp4": "m4a", "audio/flac": "flac",
	"video/mp4": "mp4", "video/webm": "webm", "video/quicktime": "mov", "application/pdf": "pdf",
}

// File is a received file: its bytes lie in the store, no row knows it yet.
type File struct {
	Hash   string
	Kind   Kind
	Mime   string
	Width  int
	Height int
	Bytes  int64
	made   bool // its variants are in the store already
}

// Receive reads a file, finds out what it is from its bytes, refuses what cannot be served (fault.Invalid, fault.TooLarge, with the reason) and keeps the original. Pictures are measured
// before they are decoded, so that a bomb costs nothing.
func Receive(ctx context.Context, store blob.Store, r io.ReadSeeker) (*File, error) {
	head := make([]byte, 512)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.ErrUnexpectedEOF {
		return nil, fault.Wrap(fault.Invalid, err, "the file is empty or cannot be read")
	}
	f := &File{Mime: sniff(head[:n])}
	if f.Kind, err = kindOf(f.Mime); err != nil {
		return nil, err
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	if f.Kind == Picture {
		if err := f.measure(r); err != nil {
			return nil, err
		}
	}
	return f, f.keep(ctx, store, r)
}

// signatures are the first bytes of what is taken.
var signatures = []struct{ begins, mime string }{
	{"\xff\xd8\xff", "image/jpeg"}, {"\x89PNG\r\n\x1a\n", "image/png"}, {"GIF87a", "image/gif"}, {"GIF89a", "image/gif"}, {"BM", "image/bmp"},
	{"II*\x00", "image/tiff"}, {"MM\x00*", "image/tiff"}, {"%PDF-", "application/pdf"}, {"ID3", "audio/mpeg"}, {"fLaC", "audio/flac"},
	{"OggS\x00", "audio/ogg"}, {"\x1a\x45\xdf\xa3", "video/webm"},
}

// unknown is what is not taken.
const unknown = "unknown"

// sniff finds out from its first bytes what a file is; its name and what its sender said of it count for nothing.
func sniff(head []byte) string {
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.begins)) {
			return s.mime
		}
	}
	switch {
	case len(head) > 11 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		return "image/webp"
	case len(head) > 11 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WAVE":
		return "audio/wav"
	case len(head) > 11 && string(head[4:8]) == "ftyp":
		return boxType(string(head[8:12]))
	case len(head) > 3 && isFrame([4]byte(head)):
		return "audio/mpeg"
	}
	return unknown
}

// isFrame reports the header of a frame of MPEG-1 or MPEG-2 layer III: sync word, layer, and a bit rate and a sampling rate that exist (ISO 11172-3 §2.4.1.3).
func isFrame(h [4]byte) bool {
	return h[0] == 0xff && h[1]&0xe0 == 0xe0 && h[1]&0x18 != 0x08 && h[1]&0x06 == 0x02 && h[2]&0xf0 != 0xf0 && h[2]&0xf0 != 0 && h[2]&0x0c != 0x0c
}

// boxType reads the brand of an ISO base media file.
func boxType(brand string) string {
	switch {
	case strings.HasPrefix(brand, "M4A"):
		return "audio/mp4"
	case strings.HasPrefix(brand, "qt"):
		return "video/quicktime"
	case strings.HasPrefix(brand, "hei"), strings.HasPrefix(brand, "mif"):
		return "image/heic"
	case strings.HasPrefix(brand, "avi"):
		return "image/avif"
	}
	return "video/mp4"
}

func kindOf(mime string) (Kind, error) {
	switch mime {
	case "image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp", "image/tiff":
		return Picture, nil
	case "application/pdf":
		return Document, nil
	}
	if extensions[mime] != "" {
		if strings.HasPrefix(mime, "audio/") {
			return Sound, nil
		}
		return Film, nil
	}
	if mime != unknown {
		return "", fault.New(fault.Invalid, "files of this kind (%s) cannot be served: send JPEG, PNG, GIF, WebP, MP3, MP4 or PDF", mime)
	}
	return "", fault.New(fault.Invalid, "files of this kind cannot be served: send JPEG, PNG, GIF, WebP, MP3, MP4 or PDF")
}

func (f *File) measure(r io.ReadSeeker) error {
	cfg, _, err := image.DecodeConfig(r)
	if err != nil {
		return fault.Wrap(fault.Invalid, err, "the picture is damaged")
	}
	if cfg.Width < 1 || cfg.Height < 1 {
		return fault.New(fault.Invalid, "the picture is empty")
	}
	if cfg.Width > MaxSide || cfg.Height > MaxSide || cfg.Width*cfg.Height > MaxPixels {
		return fault.New(fault.TooLarge, "the picture has %d × %d pixels; at most %d million are taken", cfg.Width, cfg.Height, MaxPixels/1_000_000)
	}
	f.Width, f.Height = cfg.Width, cfg.Height
	if f.Mime == "image/jpeg" && turned(r) {
		f.Width, f.Height = f.Height, f.Width
	}
	_, err = r.Seek(0, io.SeekStart)
	return err
}

// keep hashes the bytes and stores them under their hash; sound, film and documents also under their public name.
func (f *File) keep(ctx context.Context, store blob.Store, r io.ReadSeeker) error {
	limit := int64(MaxFileBytes)
	if f.Kind == Picture {
		limit = MaxPictureBytes
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
	names := []string{originalBlob(f.Hash)}
	if f.Kind != Picture {
		public, err := PublicBlob(publicName(f.Hash) + "." + extensions[f.Mime])
		if err != nil {
			return err
		}
		names = append(names, public)
	}
	for _, name := range names {
		if _, err := r.Seek(0, io.SeekStart); err != nil {
			return err
		}
		if err := store.Put(ctx, name, r); err != nil {
			return err
		}
	}
	return nil
}
