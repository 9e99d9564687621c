package media

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	_ "image/gif"  // decoders, registered by import
	_ "image/jpeg" // decoders, registered by import
	_ "image/png"  // decoders, registered by import
	"io"

	"github.com/bep/imagemeta"
	"github.com/gen2brain/avif"
	"github.com/gen2brain/heic"
	_ "golang.org/x/image/bmp"  // decoders, registered by import
	_ "golang.org/x/image/tiff" // decoders, registered by import
	_ "golang.org/x/image/webp" // decoders, registered by import

	"griot/internal/fault"
)

// typeOf finds out what a file is, and leaves it at its beginning.
func typeOf(r io.ReadSeeker) (mime string, err error) {
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	head := make([]byte, sniffed)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.ErrUnexpectedEOF {
		return "", fault.Wrap(fault.Invalid, err, "the file is empty or cannot be read")
	}
	_, err = r.Seek(0, io.SeekStart)
	return sniff(head[:n]), err
}

// sizeOf is how large a picture says it is. Of a file of boxes it is the largest size that stands in it: a telephone's picture is made of tiles, and one that lies about the whole is caught by its
// parts.
func sizeOf(r io.ReadSeeker, mime string) (cfg image.Config, err error) {
	if mime == "image/heic" || mime == "image/avif" {
		said, err := imagemeta.Decode(imagemeta.Options{R: r, ImageFormat: formats[mime], Sources: imagemeta.CONFIG, LimitNumTags: maxTags, LimitTagSize: maxTagBytes, Warnf: func(string, ...any) {}})
		if err != nil {
			return cfg, err
		}
		if _, err := startOf(r); err != nil {
			return cfg, err
		}
		head, err := io.ReadAll(io.LimitReader(r, maxNote))
		cfg = image.Config{ColorModel: color.YCbCrModel, Width: said.ImageConfig.Width, Height: said.ImageConfig.Height}
		for at := bytes.Index(head, []byte("ispe")); at >= 0 && at+16 <= len(head); {
			if w, h := int(binary.BigEndian.Uint32(head[at+8:])), int(binary.BigEndian.Uint32(head[at+12:])); w > cfg.Width && h > cfg.Height {
				cfg.Width, cfg.Height = w, h
			}
			next := bytes.Index(head[at+4:], []byte("ispe"))
			if next < 0 {
				break
			}
			at += 4 + next
		}
		return cfg, err
	}
	cfg, _, err = image.DecodeConfig(r)
	return cfg, err
}

// decoded is a picture's pixels.
func decoded(r io.ReadSeeker, mime string) (img image.Image, err error) {
	if _, err := startOf(r); err != nil {
		return nil, err
	}
	switch mime {
	case "image/heic":
		img, err = heic.Decode(r)
	case "image/avif":
		img, err = avif.Decode(r)
	default:
		img, _, err = image.Decode(r)
	}
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "the picture cannot be decoded")
	}
	return img, nil
}
