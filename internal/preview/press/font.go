package press

import (
	"bytes"
	"compress/gzip"
	_ "embed" // the letters
	"io"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
)

//go:embed fonts/serif.ttf.gz
var serifFile []byte

//go:embed fonts/sans.ttf.gz
var sansFile []byte

//go:embed fonts/naskh.ttf.gz
var naskhFile []byte

func openFonts() (f fonts, err error) {
	for _, o := range []struct {
		to   **font.Font
		file []byte
	}{{&f.serif, serifFile}, {&f.sans, sansFile}, {&f.naskh, naskhFile}} {
		if *o.to, err = openFont(o.file); err != nil {
			return f, err
		}
	}
	return f, nil
}

func openFont(packed []byte) (*font.Font, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(z)
	if err != nil {
		return nil, err
	}
	face, err := font.ParseTTF(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return face.Font, nil
}

// cast is the faces in which a text is set, the preferred first. It answers for one text at a time.
type cast struct {
	latin, second, arabic *font.Face
	script                language.Script
}

// SetScript names the script of the letters asked for next, so that the spaces and digits within Arabic are Arabic's.
func (c *cast) SetScript(s language.Script) { c.script = s }

// ResolveFace is the face that has a letter.
func (c *cast) ResolveFace(r rune) *font.Face {
	order := [3]*font.Face{c.latin, c.second, c.arabic}
	if c.script == language.Arabic {
		order = [3]*font.Face{c.arabic, c.latin, c.second}
	}
	for _, f := range order {
		if _, has := f.NominalGlyph(r); has {
			return f
		}
	}
	return c.latin
}

func (c *cast) has(r rune) bool {
	for _, f := range [3]*font.Face{c.latin, c.second, c.arabic} {
		if _, has := f.NominalGlyph(r); has {
			return true
		}
	}
	return false
}
