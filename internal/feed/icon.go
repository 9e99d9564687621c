package feed

import (
	"bytes"
	"context"
	"encoding/binary"
	"image/png"

	"griot/internal/page"
	"griot/internal/preview/press"
)

// iconType is the registered name of .ico, which browsers have always known by another.
const iconType = "image/x-icon"

// How much of an icon the mark takes. Phones cut icons to a circle of four fifths: half the width keeps the mark's corners inside.
const (
	touchShare = 0.56
	smallShare = 0.94
	svgMargin  = 7
)

// iconSVG is the mark for whoever draws it at a size of their own.
func (f *Feed) iconSVG(context.Context, page.Address) (*page.Page, error) {
	return document("image/svg+xml", svg(svgMargin)), nil
}

// icon makes the maker of a square picture of the mark.
func (f *Feed) icon(size int) page.Maker {
	return func(context.Context, page.Address) (*page.Page, error) {
		body, err := pngOf(size, touchShare)
		if err != nil {
			return nil, err
		}
		return document("image/png", body), nil
	}
}

// faviconSize is twice the size at which tabs show it.
const faviconSize = 32

// favicon is the mark for those who ask without having read a page. The container holds a PNG, as every browser of this century reads it.
func (f *Feed) favicon(context.Context, page.Address) (*page.Page, error) {
	body, err := pngOf(faviconSize, smallShare)
	if err != nil {
		return nil, err
	}
	return document(iconType, ico(body, faviconSize)), nil
}

func pngOf(size int, share float64) ([]byte, error) {
	var b bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, press.Icon(size, share))
	return b.Bytes(), err
}

// ico puts one PNG into a .ico: a header of 6 bytes, a directory entry of 16, the picture.
func ico(picture []byte, size uint8) []byte {
	const start = 6 + 16
	b := []byte{0, 0, 1, 0, 1, 0, size, size, 0, 0, 1, 0, 32, 0}
	b = binary.LittleEndian.AppendUint32(b, uint32(len(picture))) //nolint:gosec // an icon is small
	b = binary.LittleEndian.AppendUint32(b, start)
	return append(b, picture...)
}
