package wordpress

import (
	"context"
	"hash/fnv"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"griot/internal/db"
	"griot/internal/db/dbtest"
)

// uploadsFor makes an uploads folder with a small picture for every attachment of an export.
func uploadsFor(t testing.TB, exports ...string) string {
	t.Helper()
	dir := t.TempDir()
	address := regexp.MustCompile(`<wp:attachment_url>(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?</wp:attachment_url>`)
	for _, e := range exports {
		data, err := os.ReadFile(e)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range address.FindAllStringSubmatch(string(data), -1) {
			putUpload(t, dir, uploadPath("", m[1]))
		}
	}
	return dir
}

// putUpload makes a file whose content follows from its name.
func putUpload(t testing.TB, dir, name string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(name))
	img := image.NewGray(image.Rect(0, 0, 40+int(h.Sum32()%50), 30+int(h.Sum32()/50%50)))
	img.Set(1, 1, color.White)
	switch strings.ToLower(filepath.Ext(name)) {
	case ".png", ".gif":
		err = png.Encode(f, img)
	case ".mp3":
		_, err = f.WriteString("ID3" + name)
	case ".mov", ".mp4":
		brand := map[string]string{".mov": "qt  ", ".mp4": "isom"}[filepath.Ext(name)]
		_, err = f.WriteString("\x00\x00\x00\x20ftyp" + brand + name + strings.Repeat(" ", 32))
	case ".pdf":
		_, err = f.WriteString("%PDF-1.4 " + name)
	case ".doc":
		_, err = f.WriteString("\xd0\xcf\x11\xe0" + name)
	default:
		err = jpeg.Encode(f, img, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// The two public exports come over to the last item, with files and without, and twice is once.
func TestPublicExports(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newsroom(t, d)
		o.Files = []string{"testdata/wordpress-theme-unit-test.xml"}
		o.Media = uploadsFor(t, o.Files...)
		a, err := Import(context.Background(), o)
		if err != nil {
			t.Fatal(err)
		}
		reconciled(t, a)
		checkTallies(t, a, map[string][4]int{ // came, imported, already, left out
			typePost: {58, 58, 0, 0}, typePage: {21, 21, 0, 0}, typeAttachment: {37, 37, 0, 0}, typeMenuItem: {70, 23, 18, 29}, "comment": {33, 29, 0, 4},
			category: {68, 67, 0, 1}, postTag: {114, 114, 0, 0}, navMenu: {6, 6, 0, 0}, "post_format": {9, 9, 0, 0}, "author": {3, 3, 0, 0},
		})
		want(t, "published", text1(t, d, "SELECT CAST(COUNT(*) AS TEXT) FROM article WHERE status = 'published'"), "55")
		want(t, "not public", text1(t, d, "SELECT CAST(COUNT(*) AS TEXT) FROM article WHERE status IN ('draft', 'scheduled', 'locked')"), "3")
		want(t, "sticky", text1(t, d, "SELECT title FROM article WHERE pinned = TRUE"), "Template: Sticky")
		again, err := Import(context.Background(), o)
		if err != nil {
			t.Fatal(err)
		}
		reconciled(t, again)
		checkTallies(t, again, map[string][4]int{
			typePost: {58, 0, 58, 0}, typePage: {21, 0, 21, 0}, typeAttachment: {37, 0, 37, 0}, typeMenuItem: {70, 0, 41, 29}, "comment": {33, 0, 29, 4},
			category: {68, 0, 67, 1}, postTag: {114, 0, 114, 0}, "author": {3, 0, 3, 0},
		})
		if len(again.Made) != 0 || len(again.Changed) != 0 {
			t.Errorf("the second time: made %v, changed %v", again.Made, again.Changed)
		}
	})
}

func TestPublicBlocks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newsroom(t, d)
		o.Files = []string{"testdata/wordpress-block-test-data.xml"}
		a, err := Import(context.Background(), o)
		if err != nil {
			t.Fatal(err)
		}
		reconciled(t, a)
		checkTallies(t, a, map[string][4]int{
			typePost: {61, 61, 0, 0}, typePage: {1, 1, 0, 0}, typeAttachment: {9, 0, 0, 9}, "wp_navigation": {1, 1, 0, 0}, "comment": {2, 2, 0, 0},
		})
		want(t, "why files stay", a.item(typeAttachment).LeftOut[NoFolder], 9)
		if s := text1(t, d, "SELECT CAST(COUNT(*) AS TEXT) FROM article WHERE body LIKE '%<!--%' OR body LIKE '%style=%' OR body LIKE '%wp-block%' OR body LIKE '%<script%'"); s != "0" {
			t.Errorf("%s bodies hold what no reader should get", s)
		}
		if s := text1(t, d, "SELECT CAST(COUNT(*) AS TEXT) FROM article WHERE body LIKE '%<img%'"); s != "0" {
			t.Errorf("%s bodies hold pictures that did not come", s)
		}
		o.Media = uploadsFor(t, o.Files...) // the folder was found: pictures come, articles are completed
		a, err = Import(context.Background(), o)
		if err != nil {
			t.Fatal(err)
		}
		reconciled(t, a)
		want(t, "files", a.item(typeAttachment).Imported, 9)
		want(t, "articles", a.item(typePost).Already, 61)
		if s := text1(t, d, "SELECT CAST(COUNT(*) AS TEXT) FROM article WHERE body LIKE '%data-media%'"); s == "0" {
			t.Error("no article was completed")
		}
	})
}

func checkTallies(t *testing.T, a *Account, expected map[string][4]int) {
	t.Helper()
	for _, tally := range a.tallies() {
		if e, ok := expected[tally.Kind]; ok {
			want(t, tally.Kind, [4]int{tally.Came, tally.Imported, tally.Already, tally.Left()}, e)
			delete(expected, tally.Kind)
		}
	}
	for kind := range expected {
		if expected[kind] != [4]int{} {
			t.Errorf("%s: not in the account", kind)
		}
	}
}
