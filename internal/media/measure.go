package media

import (
	"bytes"
	"image"
	"image/color"
	"io"

	"griot/internal/fault"
)

// measure reads how large a picture is, and refuses one that is too large before a pixel is decoded.
func (f *File) measure(r io.ReadSeeker) error {
	if _, err := startOf(r); err != nil {
		return err
	}
	cfg, err := sizeOf(r, f.Mime)
	if err != nil {
		return fault.Wrap(fault.Invalid, err, "the picture is damaged")
	}
	if cfg.Width < 1 || cfg.Height < 1 {
		return fault.New(fault.Invalid, "the picture is empty")
	}
	if cfg.Width > MaxSide || cfg.Height > MaxSide || cfg.Width*cfg.Height > MaxPixels {
		return fault.New(fault.TooLarge, "the picture has %d × %d pixels; at most %d million are taken", cfg.Width, cfg.Height, MaxPixels/1_000_000)
	}
	h := readHeader(r, f.Mime)
	if decodedBytes(cfg, h.progressive) > MaxDecoded {
		return fault.New(fault.TooLarge, "the picture takes too much memory to be decoded: save it smaller, or as a JPEG that is not progressive")
	}
	f.Width, f.Height = cfg.Width, cfg.Height
	if h.turned() {
		f.Width, f.Height = f.Height, f.Width
	}
	_, err = startOf(r)
	return err
}

// decodedBytes is what a picture takes while it is decoded: its pixels, and of a progressive JPEG the coefficients of all of them, of four bytes each.
func decodedBytes(cfg image.Config, progressive bool) int {
	pixels := cfg.Width * cfg.Height
	each := 4
	switch cfg.ColorModel {
	case color.YCbCrModel, color.NYCbCrAModel:
		if each = 3; progressive {
			each = 9 // half the colours, as cameras have them
		}
	case color.GrayModel:
		if each = 1; progressive {
			each = 5
		}
	case color.RGBA64Model, color.NRGBA64Model:
		each = 8
	}
	return pixels * each
}

// hostile are the first bytes of what somebody may have hidden behind a picture for another program to find. A telephone's own film behind its picture is none of them.
var hostile = []string{"PK\x03\x04", "PK\x05\x06", "Rar!", "7z\xbc\xaf", "<?php", "<script", "<html", "<!doctype", "<svg", "%pdf-", "#!/", "\x7felf", "mz\x90"}

// maxBehind is how much of what lies behind a picture is looked at, in bytes.
const maxBehind = 4 << 20

// harmless refuses a picture that is another kind of file too. Readers would get neither: what they get is made anew; but nobody sends such a file by mistake.
func harmless(r io.ReadSeeker, mime string) error {
	end, _, err := pictureEnd(r, mime)
	if err != nil || end < 0 {
		return err
	}
	if _, err := r.Seek(end, io.SeekStart); err != nil {
		return err
	}
	tail, err := io.ReadAll(io.LimitReader(r, maxBehind))
	if err != nil {
		return err
	}
	low := bytes.ToLower(tail)
	for _, sign := range hostile {
		if bytes.Contains(tail, []byte(sign)) || bytes.Contains(low, []byte(sign)) {
			return fault.New(fault.Invalid, "another file is hidden behind this picture: save the picture anew and send that")
		}
	}
	return nil
}
