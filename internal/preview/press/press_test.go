package press_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"strings"
	"testing"

	"griot/internal/preview/press"
)

// photograph is a picture of noise: nothing is heavier as a JPEG.
func photograph(w, h int) *press.Photograph {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	chance := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // a pattern
	for i := range img.Pix {
		img.Pix[i] = uint8(chance.Uint32()) //nolint:gosec // any byte
	}
	return &press.Photograph{Image: img, FocalX: 80, FocalY: 10}
}

func sheet(lang, title string) *press.Sheet {
	return &press.Sheet{Language: lang, Title: title, Label: "Environnement", Hue: "canopee", Name: "Africa Presse", Seed: "article:1"}
}

// printed draws a sheet and checks what is promised of every picture.
func printed(t testing.TB, p *press.Press, s *press.Sheet, photo *press.Photograph) image.Image {
	t.Helper()
	data, err := p.Print(s, photo)
	if err != nil {
		t.Fatalf("%.80q: %v", s.Title, err)
	}
	if len(data) > press.MaxBytes {
		t.Errorf("%.80q: %d bytes", s.Title, len(data))
	}
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%.80q: %v", s.Title, err)
	}
	if img.Bounds() != image.Rect(0, 0, press.Width, press.Height) {
		t.Errorf("%.80q: measures %v", s.Title, img.Bounds())
	}
	return img
}

// dark counts the pixels of ink in a rectangle.
func dark(img image.Image, r image.Rectangle) (n int) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if color.GrayModel.Convert(img.At(x, y)).(color.Gray).Y < 90 {
				n++
			}
		}
	}
	return n
}

// The room of the headline, and what must stay empty around it, beside a woven strip on the right.
var (
	headline = image.Rect(64, 130, 956, 500)
	left     = image.Rect(0, 20, 60, 630)
	right    = image.Rect(962, 20, 1016, 630)
)

func TestEveryTitleFits(t *testing.T) {
	t.Parallel()
	p := press.New()
	for name, title := range map[string]string{
		"one letter":     "À",
		"short":          "Le lac revient",
		"long":           "Présidentielle au Bénin : « Nous voulons compter nous-mêmes », disent les comités de village de l’Atacora et d’ailleurs",
		"2,000 letters":  strings.Repeat("Une récolte que personne n’attendait, ", 53),
		"one long word":  strings.Repeat("anticonstitutionnellement", 80),
		"words and such": "Voir https://exemple.example/" + strings.Repeat("tres-long/", 40) + " ici",
		"Cyrillic":       "Привет из Киева: Украина и Африка",
		"marks":          strings.Repeat("é́́́́", 100),
		"no-break":       strings.Repeat("a\u00a0", 300),
	} {
		img := printed(t, p, sheet("fr", title), nil)
		if dark(img, headline) < 150 {
			t.Errorf("%s: there is no headline", name)
		}
		if n := dark(img, left) + dark(img, right); n > 0 {
			t.Errorf("%s: %d pixels of ink stand in the margins", name, n)
		}
	}
}

func TestWhatCannotBeSetIsNotDrawn(t *testing.T) {
	t.Parallel()
	p := press.New()
	name := printed(t, p, sheet("fr", "Africa Presse"), nil)
	for _, title := range []string{"", " \t\n ", "汉语标题", "\x00\x01\u202e\u2066", "🙂🙂🙂"} {
		if got := printed(t, p, sheet("fr", title), nil); dark(got, headline) != dark(name, headline) {
			t.Errorf("%q is not replaced by the newspaper's name", title)
		}
	}
	plain, strange := printed(t, p, sheet("fr", "Le lac revient"), nil), printed(t, p, sheet("fr", "\u202eLe\x00 lac 🙂 revient\u200b"), nil)
	if dark(plain, headline) != dark(strange, headline) {
		t.Error("control characters and emoji leave traces")
	}
}

func TestArabicStandsOnTheRight(t *testing.T) {
	t.Parallel()
	p := press.New()
	img := printed(t, p, sheet("ar", "البحيرة تعود"), nil)
	if near, far := dark(img, image.Rect(800, 130, 1140, 500)), dark(img, image.Rect(244, 130, 500, 500)); near < 500 || far > 0 {
		t.Errorf("ink: %d on the right, %d on the left", near, far)
	}
	// Shaped letters join: the word is narrower than its letters one by one.
	joined, apart := printed(t, p, sheet("ar", "بيبيبيبي"), nil), printed(t, p, sheet("ar", "ب\u200cي\u200cب\u200cي\u200cب\u200cي\u200cب\u200cي"), nil)
	if a, b := extent(joined), extent(apart); a >= b {
		t.Errorf("joined letters are %d pixels wide, letters apart %d", a, b)
	}
}

// extent is the width of the ink in the middle of a picture.
func extent(img image.Image) int {
	first, last := -1, 0
	for x := 244; x < 1140; x++ {
		if dark(img, image.Rect(x, 200, x+1, 440)) > 0 {
			if last = x; first < 0 {
				first = x
			}
		}
	}
	return last - first
}

func TestPhotographs(t *testing.T) {
	t.Parallel()
	p := press.New()
	for name, size := range map[string]image.Point{"landscape": {1280, 720}, "portrait": {600, 1280}, "panorama": {1280, 310}, "small": {100, 80}} {
		img := printed(t, p, sheet("fr", "Le lac revient"), photograph(size.X, size.Y))
		shown := img.At(750, 300) != img.At(750, 301) || img.At(760, 400) != img.At(761, 400)
		if shown != (name != "small") {
			t.Errorf("%s: the photograph is shown: %v", name, shown)
		}
	}
}

func TestTheSameSheetGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	p := press.New()
	first, err := p.Print(sheet("fr", "Le lac revient"), photograph(640, 480))
	if err != nil {
		t.Fatal(err)
	}
	results := make(chan []byte)
	for range 4 {
		go func() {
			again, _ := p.Print(sheet("fr", "Le lac revient"), photograph(640, 480))
			results <- again
		}()
	}
	for range 4 {
		if !bytes.Equal(<-results, first) {
			t.Error("other bytes")
		}
	}
	other := sheet("fr", "Le lac revient")
	other.Hue = "kola"
	if again, _ := p.Print(other, nil); bytes.Equal(again, first) {
		t.Error("another hue gives the same bytes")
	}
}

func FuzzPrint(f *testing.F) {
	for _, title := range []string{"Le lac revient", "البحيرة تعود", "a\u202eb\u0301\u200d…", strings.Repeat("mot ", 500), "\xff\xfe", "-«-» ", "ﷺ﷽"} {
		f.Add(title, "Environnement", "fr")
		f.Add(title, title, "ar")
	}
	p := press.New()
	f.Fuzz(func(t *testing.T, title, label, lang string) {
		data, err := p.Print(&press.Sheet{Language: lang, Title: title, Label: label, Name: label, Hue: "indigo"}, nil)
		if err != nil || len(data) > press.MaxBytes {
			t.Errorf("%d bytes: %v", len(data), err)
		}
	})
}

func BenchmarkPrint(b *testing.B) {
	p := press.New()
	long := strings.Repeat("Une récolte que personne n’attendait, ", 53)
	for name, c := range map[string]struct {
		s     *press.Sheet
		photo *press.Photograph
	}{
		"short":      {sheet("fr", "Le lac revient"), nil},
		"long":       {sheet("fr", long), nil},
		"photograph": {sheet("fr", "Le lac revient, et personne ne sait encore pour combien de temps"), photograph(1280, 720)},
		"arabic":     {sheet("ar", "من يحرس نهر النيجر؟ اثنا عشر رجلاً يراقبون الماء"), nil},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := p.Print(c.s, c.photo); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
