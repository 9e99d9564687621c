package sample

import (
	"bytes"
	"fmt"
	"image"
	_ "image/png" // the drawings
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"griot/internal/media"
)

// pictureNames are the drawings, without their endings. They lie beside this test and are not in the program.
func pictureNames(t testing.TB) (names []string) {
	t.Helper()
	found, err := filepath.Glob("pictures/*.png")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		names = append(names, strings.TrimSuffix(filepath.Base(f), ".png"))
	}
	return names
}

// TestPictures: at least forty, each shown somewhere.
func TestPictures(t *testing.T) {
	t.Parallel()
	names := pictureNames(t)
	if len(names) < 40 {
		t.Errorf("%d pictures, want 40", len(names))
	}
	shown := map[string]bool{}
	for _, m := range manuscripts(t) {
		shown[m.picture] = true
		for _, ref := range pictureRef.FindAllStringSubmatch(m.body, -1) {
			shown[ref[1]] = true
		}
	}
	for _, name := range names {
		if !shown[name] {
			t.Errorf("picture %s is shown nowhere", name)
		}
	}
}

// TestEveryVariantIsThere: those that the recipe of package media asks for of every drawing, and no other file.
func TestEveryVariantIsThere(t *testing.T) {
	t.Parallel()
	var want []string
	for _, name := range pictureNames(t) {
		f, err := os.Open("pictures/" + name + ".png")
		if err != nil {
			t.Fatal(err)
		}
		size, _, err := image.DecodeConfig(f)
		_ = f.Close()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		m := media.Media{Kind: media.Picture, Name: name, Width: size.Width, Height: size.Height}
		want = append(want, m.PublicFiles()...)
	}
	entries, err := fs.ReadDir(files, "variants")
	if err != nil {
		t.Fatal(err)
	}
	var have []string
	for _, e := range entries {
		have = append(have, e.Name())
	}
	slices.Sort(want)
	slices.Sort(have)
	if !slices.Equal(want, have) {
		t.Errorf("variants are out of date; run go run ./internal/transfer/sample/gen\nmissing: %v\norphaned: %v", without(want, have), without(have, want))
	}
}

func without(list, others []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(others, s) })
}

// TestVariantsAreCurrent makes three of them again: a drawing or a recipe that changed since gen was run changes the bytes.
func TestVariantsAreCurrent(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"adire", "kente", "zellige"} {
		data, err := os.ReadFile("pictures/" + name + ".png")
		if err != nil {
			t.Fatal(err)
		}
		variants, _, _, err := media.Make(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range variants {
			file := fmt.Sprintf("variants/%s-%d.%s", name, v.Width, v.Format)
			if kept, err := fs.ReadFile(files, file); err != nil || !bytes.Equal(kept, v.Data) {
				t.Errorf("%s is not what media.Make makes: run go run ./internal/transfer/sample/gen (%v)", file, err)
			}
		}
	}
}

// TestAdvertisers: four slots, each with the trade's sizes that the site asks for, in pictures of these proportions that have a dot for each px, and more where phones show them.
func TestAdvertisers(t *testing.T) {
	t.Parallel()
	var data struct {
		Advert []struct{ Slot, Brand, Advertiser, Alt, URL string }
	}
	if err := decode("adverts.toml", &data); err != nil {
		t.Fatal(err)
	}
	sizes := map[string][]string{"haut": {"320x100", "728x90", "970x250"}, "texte": {"300x250"}, "colonne": {"300x600"}, "liste": {"320x100", "728x90"}}
	for _, d := range data.Advert {
		for _, size := range sizes[d.Slot] {
			file := "pictures/ads/" + d.Brand + "-" + size + ".png"
			picture, err := fs.ReadFile(files, file)
			if err != nil {
				t.Error(err)
				continue
			}
			config, _, err := image.DecodeConfig(bytes.NewReader(picture))
			if err != nil {
				t.Errorf("%s: %v", file, err)
				continue
			}
			var width, height int
			if _, err := fmt.Sscanf(size, "%dx%d", &width, &height); err != nil {
				t.Fatal(err)
			}
			if config.Width*height != config.Height*width || config.Width < width || onPhones(size) && config.Width < width*6/5 {
				t.Errorf("%s is %dx%d", file, config.Width, config.Height)
			}
		}
		if d.Alt == "" || d.Alt == d.Advertiser || !strings.HasPrefix(d.URL, "/") {
			t.Errorf("slot %s: advertiser %q, alt %q, address %q: the page names the advertiser already", d.Slot, d.Advertiser, d.Alt, d.URL)
		}
		delete(sizes, d.Slot)
	}
	if len(sizes) > 0 {
		t.Errorf("no advertisement for %v", sizes)
	}
}

func onPhones(size string) bool { return size == "320x100" || size == "300x250" }
