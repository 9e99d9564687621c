package main

import (
	"image"
	"image/color"
	"testing"
)

// edges is a picture of two flat halves with many blends between them, as anti-aliasing leaves.
func edges() *image.RGBA {
	picture := image.NewRGBA(image.Rect(0, 0, 300, 40))
	for y := range 40 {
		for x := range 300 {
			c := color.RGBA{243, 231, 208, 255}
			switch {
			case x > 200:
				c = color.RGBA{29, 42, 91, 255}
			case x > 100:
				c = color.RGBA{uint8(x), uint8(255 - x), uint8(x + y), 255}
			}
			picture.SetRGBA(x, y, c)
		}
	}
	return picture
}

func TestReduceKeepsFlatColours(t *testing.T) {
	source := edges()
	reduced := reduce(source, 16)
	if n := len(reduced.Palette); n > 16 {
		t.Errorf("%d colours, want 16 at most", n)
	}
	for _, at := range []image.Point{{10, 10}, {290, 30}} {
		if got, want := reduced.At(at.X, at.Y), source.At(at.X, at.Y); got != want {
			t.Errorf("at %v: %v, want %v", at, got, want)
		}
	}
}

func TestReduceLeavesFewColoursAlone(t *testing.T) {
	source := image.NewRGBA(image.Rect(0, 0, 2, 1))
	source.SetRGBA(0, 0, color.RGBA{1, 2, 3, 255})
	source.SetRGBA(1, 0, color.RGBA{200, 2, 3, 255})
	reduced := reduce(source, 128)
	if len(reduced.Palette) != 2 {
		t.Errorf("%d colours, want 2", len(reduced.Palette))
	}
}

func TestChoose(t *testing.T) {
	works := []work{{"fleuve", ""}, {"kente", ""}, {"thetassa", "320x100"}, {"thetassa", "728x90"}}
	for _, test := range []struct {
		names []string
		want  int
		fails bool
	}{
		{nil, 4, false},
		{[]string{"kente"}, 1, false},
		{[]string{"thetassa", "fleuve"}, 3, false},
		{[]string{"kente", "nobody"}, 0, true},
	} {
		got, err := choose(append([]work(nil), works...), test.names)
		if (err != nil) != test.fails || len(got) != test.want {
			t.Errorf("choose %v: %d works, error %v", test.names, len(got), err)
		}
	}
}
