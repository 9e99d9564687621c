package media

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"io"
	"log/slog"
	"time"

	"github.com/disintegration/imaging"
	"github.com/gen2brain/webp"

	"griot/internal/blob"
	"griot/internal/db"
	"griot/internal/fault"
	"griot/internal/job"
)

// VariantsJob makes the variants of the picture whose number is its payload.
const VariantsJob = "media.variants"

// Quality of what is served: text over flat colour stays clean, photographs stay small on a phone.
const (
	webpQuality = 48
	webpMethod  = 6
	jpegQuality = 68
)

// oldPhone is the width of the JPEG for browsers that know neither WebP nor srcset.
const oldPhone = 320

// Variant is one public form of a picture.
type Variant struct {
	Width, Height int
	Format        string // webp, jpg
	Data          []byte
}

// jpegWidths are the widths that are also made as JPEG: one for old phones, the largest for feeds and previews.
func jpegWidths(widths []int) []int {
	small := widths[0]
	for _, w := range widths {
		if w <= oldPhone {
			small = w
		}
	}
	if last := widths[len(widths)-1]; last != small {
		return []int{small, last}
	}
	return []int{small}
}

// SmallestJPEG is the width of the JPEG for old phones.
func (m *Media) SmallestJPEG() int { return jpegWidths(m.Widths())[0] }

// LargestJPEG is the width of the JPEG for feeds and previews.
func (m *Media) LargestJPEG() int { w := jpegWidths(m.Widths()); return w[len(w)-1] }

// Crop is the part of a picture that is shown, in pixels of the picture as it stands upright. The zero Crop is the whole.
type Crop struct{ X, Y, Width, Height int }

func (c Crop) whole() bool { return c == Crop{} }

// Make decodes an original and makes every variant of it. The orientation the camera noted is applied, and a wider space of colours brought into sRGB; nothing else of its notes survives. It is
// deterministic.
func Make(original io.ReadSeeker) (variants []Variant, width, height int, err error) {
	return MakePart(original, Crop{})
}

// MakePart makes the variants of a part of a picture; width and height are those of the part.
func MakePart(original io.ReadSeeker, crop Crop) (variants []Variant, width, height int, err error) {
	img, width, height, err := develop(original, crop, MaxWidth)
	if err != nil {
		return nil, 0, 0, err
	}
	widths := Widths(width)
	jpegs := map[int]bool{}
	for _, w := range jpegWidths(widths) {
		jpegs[w] = true
	}
	for i := len(widths) - 1; i >= 0; i-- {
		w := widths[i]
		if w != img.Bounds().Dx() { // each from the next larger: quicker, and as good to the eye
			img = imaging.Resize(img, w, heightAt(width, height, w), imaging.Linear)
		}
		made, err := encode(img, jpegs[w])
		if err != nil {
			return nil, 0, 0, err
		}
		variants = append(variants, made...)
	}
	return variants, width, height, nil
}

// develop decodes a picture, and gives a part of it, upright, opaque, in sRGB and at most so many pixels wide; width and height are those of the part before it was reduced. It is reduced first:
// everything after costs by the pixel.
func develop(original io.ReadSeeker, crop Crop, most int) (_ *image.NRGBA, width, height int, err error) {
	mime, err := typeOf(original)
	if err != nil {
		return nil, 0, 0, err
	}
	h := readHeader(original, mime)
	img, err := decoded(original, mime)
	if err != nil {
		return nil, 0, 0, err
	}
	if img, err = part(img, crop, h.orientation); err != nil {
		return nil, 0, 0, err
	}
	width, height = img.Bounds().Dx(), img.Bounds().Dy()
	if h.turned() {
		width, height = height, width
	}
	if width > most {
		w, tall := most, heightAt(width, height, most)
		if h.turned() {
			w, tall = tall, w
		}
		img = imaging.Resize(img, w, tall, imaging.Linear)
	}
	flat := onPaper(upright(img, h.orientation))
	if h.profile != nil {
		toSRGB(flat, h.profile)
	}
	return flat, width, height, nil
}

// part is a part of a picture that lies as it was taken.
func part(img image.Image, crop Crop, orientation uint16) (image.Image, error) {
	if crop.whole() {
		return img, nil
	}
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	r := lying(image.Rect(crop.X, crop.Y, crop.X+crop.Width, crop.Y+crop.Height), w, h, orientation)
	if crop.Width < 1 || crop.Height < 1 || !r.In(image.Rect(0, 0, w, h)) {
		return nil, fault.New(fault.Invalid, "the part to be shown does not lie within the picture")
	}
	return imaging.Crop(img, r.Add(b.Min)), nil
}

// onPaper puts a picture with transparent parts on white: JPEG has none, and dark pages would show through.
func onPaper(img image.Image) *image.NRGBA {
	if o, ok := img.(interface{ Opaque() bool }); ok && o.Opaque() {
		if flat, ok := img.(*image.NRGBA); ok {
			return flat
		}
		return imaging.Clone(img)
	}
	paper := image.NewNRGBA(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	draw.Draw(paper, paper.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(paper, paper.Bounds(), img, img.Bounds().Min, draw.Over)
	return paper
}

func encode(img image.Image, alsoJPEG bool) ([]Variant, error) {
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	var buf bytes.Buffer
	if err := webp.Encode(&buf, img, webp.Options{Quality: webpQuality, Method: webpMethod}); err != nil {
		return nil, fmt.Errorf("encode WebP: %w", err)
	}
	list := []Variant{{Width: w, Height: h, Format: "webp", Data: bytes.Clone(buf.Bytes())}}
	if alsoJPEG {
		buf.Reset()
		if err := jpeg.Encode(&buf, img, &jpeg.Options{Quality: jpegQuality}); err != nil {
			return nil, fmt.Errorf("encode JPEG: %w", err)
		}
		list = append(list, Variant{Width: w, Height: h, Format: "jpg", Data: bytes.Clone(buf.Bytes())})
	}
	return list, nil
}

// ReceiveMade takes an original whose variants were made before, those of the sample newspaper. All are stored; nothing is decoded.
func ReceiveMade(ctx context.Context, store blob.Store, original []byte, mime string, width, height int, variants []Variant) (*File, error) {
	sum := sha256.Sum256(original)
	f := &File{Hash: hex.EncodeToString(sum[:]), Kind: Picture, Mime: mime, Width: width, Height: height, Bytes: int64(len(original)), made: true}
	if err := store.Put(ctx, originalBlob(f.Hash), bytes.NewReader(original)); err != nil {
		return nil, err
	}
	return f, putVariants(ctx, store, publicName(f.Hash), variants)
}

func putVariants(ctx context.Context, store blob.Store, name string, variants []Variant) error {
	for _, v := range variants {
		public, err := PublicBlob(variantFile(name, v.Width, v.Format))
		if err != nil {
			return err
		}
		if err := store.Put(ctx, public, bytes.NewReader(v.Data)); err != nil {
			return err
		}
	}
	return nil
}

// Variants is the worker behind VariantsJob.
type Variants struct {
	DB    *db.DB
	Store blob.Store
	Log   *slog.Logger
	Now   func() time.Time
	Room  *Darkroom // nil: nobody else decodes
}

// Work makes the variants of one picture. One that cannot be decoded is marked as failed, for good; what may pass, such as a full disk, is tried again.
func (w *Variants) Work(ctx context.Context, j job.Job) error {
	var id ID
	if err := json.Unmarshal(j.Payload, &id); err != nil {
		return err
	}
	m, err := ByID(ctx, w.DB, id)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil || m.State != Pending {
		return err
	}
	err = w.make(ctx, m)
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.NotFound) {
		w.Log.Warn("a picture cannot be used", "media", id, "error", err)
		m.State = Failed
		return m.settle(ctx, w.DB, w.Now())
	}
	if err != nil {
		return err
	}
	m.State = Ready
	return m.settle(ctx, w.DB, w.Now())
}

// make also notes the measures of what was made: the first frame of a moving picture may be smaller than its stage.
func (w *Variants) make(ctx context.Context, m *Media) error {
	original, err := w.Store.Open(ctx, m.OriginalBlob())
	if err != nil {
		return err
	}
	defer func() { _ = original.Close() }()
	leave, err := w.Room.enter(ctx)
	if err != nil {
		return err
	}
	variants, width, height, err := Make(original)
	leave()
	if err != nil {
		return err
	}
	m.Width, m.Height = width, height
	return putVariants(ctx, w.Store, m.Name, variants)
}
