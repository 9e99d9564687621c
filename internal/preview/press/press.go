// Package press draws the pictures that stand for a page where it is shared: 1200 × 630 pixels of paper with the rubric, the headline, the newspaper's name, and a photograph where there is one.
//
// It promises that any text in any language gives a picture of at most MaxBytes, that the same sheet gives the same bytes, that no word is cut unless it is wider than the page, and that Arabic is
// shaped and set from right to left. It knows no database and no file.
package press

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"sync"

	"github.com/go-text/typesetting/font"
)

// The measures of a picture: the ratio that WhatsApp, Facebook, Telegram and X show whole, and a weight that WhatsApp still loads.
const (
	Width    = 1200
	Height   = 630
	MaxBytes = 300_000
)

// Recipe numbers the way in which pictures are drawn. A new one gives every picture a new name.
const Recipe = "1"

// Sheet is what a picture says. Texts are set as they come: their typography is the caller's.
type Sheet struct {
	Language string // BCP 47, of Title and Label
	Title    string
	Label    string // over the title: the rubric, or what a list is
	Hue      string // the name of a dye; "" is ink
	Name     string // of the newspaper
	Seed     string // what the woven pattern follows where there is no photograph
}

// Photograph stands beside the title. Focal points are per cent from the left and from the top.
type Photograph struct {
	Image          image.Image
	FocalX, FocalY int
}

// Press draws. It is safe for concurrent use; each drawing takes about 10 MB while it lasts.
type Press struct {
	once  sync.Once
	fonts fonts
	err   error
}

// New makes a press. Its letters are unpacked by the first picture.
func New() *Press { return &Press{} }

// Print draws a sheet as a JPEG; photo may be nil.
func (p *Press) Print(s *Sheet, photo *Photograph) ([]byte, error) {
	p.once.Do(func() { p.fonts, p.err = openFonts() })
	if p.err != nil {
		return nil, fmt.Errorf("open the fonts of preview pictures: %w", p.err)
	}
	c := newCanvas(newSetter(p.fonts), s)
	c.compose(photo)
	return encode(c.img)
}

// fonts are the parsed letters, which any number of drawings share.
type fonts struct{ serif, sans, naskh *font.Font }

// The quality at which text has no visible halo, and those tried after it while a photograph weighs too much.
var qualities = []int{84, 76, 64, 48, 30, 10}

func encode(img image.Image) ([]byte, error) {
	var b bytes.Buffer
	for _, q := range qualities {
		b.Reset()
		if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: q}); err != nil {
			return nil, err
		}
		if b.Len() <= MaxBytes {
			break
		}
	}
	return b.Bytes(), nil
}
