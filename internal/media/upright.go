package media

import (
	"image"

	"github.com/disintegration/imaging"
)

// upright turns a picture as its orientation asks.
func upright(img image.Image, orientation uint16) image.Image {
	switch orientation {
	case 2:
		return imaging.FlipH(img)
	case 3:
		return imaging.Rotate180(img)
	case 4:
		return imaging.FlipV(img)
	case 5:
		return imaging.Transpose(img)
	case 6:
		return imaging.Rotate270(img)
	case 7:
		return imaging.Transverse(img)
	case 8:
		return imaging.Rotate90(img)
	}
	return img
}

// lying is where a rectangle of the upright picture lies in the picture as it was taken, which is w × h.
func lying(r image.Rectangle, w, h int, orientation uint16) image.Rectangle {
	if orientation >= 5 { // transposed: what is across there is down here
		r = image.Rect(r.Min.Y, r.Min.X, r.Max.Y, r.Max.X)
	}
	acrossFlipped := orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8
	downFlipped := orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7
	if acrossFlipped {
		r.Min.X, r.Max.X = w-r.Max.X, w-r.Min.X
	}
	if downFlipped {
		r.Min.Y, r.Max.Y = h-r.Max.Y, h-r.Min.Y
	}
	return r
}
