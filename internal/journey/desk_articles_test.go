package journey

import (
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// aPhoto is a picture of some colours in a file.
func aPhoto(t *testing.T) string {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 900, 600))
	for y := range 600 {
		for x := range 900 {
			img.Set(x, y, color.RGBA{uint8(x / 4), uint8(y / 3), 90, 255})
		}
	}
	name := filepath.Join(t.TempDir(), "photo.png")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return name
}

// choosesFile chooses a file in a form.
func (p *tab) choosesFile(selector, name string) {
	p.t.Helper()
	p.do(chromedp.SetUploadFiles(selector, []string{name}))
}

// TestArticleFromDraftToReader goes the whole way on a phone without scripts: a new article, its fields, a picture that needs its words, publication, a correction, two versions side by side, one
// brought back, and the withdrawal with its reason.
func TestArticleFromDraftToReader(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	p := read(t, d.origin)
	p.size(360, 640)
	p.withoutScripts()
	d.enter(p, "/desk/articles/")
	p.follow("form[action='/desk/articles/new'] button")
	path := ask[string](p, "location.pathname")
	p.unfolds()
	p.fillIn(map[string]string{"title": "Le pont de Ziguinchor rouvre", "standfirst": "Après huit mois.", "body": "<p>Le pont rouvre lundi.</p>", "tags": "Pont, Casamance", "dateline": "Ziguinchor"})
	ask[bool](p, "document.querySelector('[name=section]').selectedIndex=1,document.querySelector('[name=country]').checked=true")
	p.follow("form.manuscript > button")
	p.holds("the tags are kept", "document.querySelector('#tags').value==='Pont, Casamance'")

	p.visit(path + "hero")
	p.choosesFile("#file", aPhoto(t))
	p.fillIn(map[string]string{"alt": "Un pont au-dessus d’un fleuve"})
	p.follow("form[enctype] button")
	p.visit(path)
	p.unfolds()
	p.saw.expectMissing(path) // it will be refused
	p.follow("button[name=status][value=published]")
	p.holds("a picture without credit is refused", "document.querySelector('#problem')?.innerText.includes('crédit')")
	p.visit(path + "hero")
	p.fillIn(map[string]string{"caption": "Le pont, lundi", "credit": "A. Diatta"})
	p.follow("form[enctype] button")
	p.visit(path)
	p.follow("button[name=status][value=published]")
	p.holds("it is published", "document.querySelector('.standing .badge').innerText==='Publié'")

	p.fillIn(map[string]string{"body": "<p>Le pont rouvre mardi.</p>", "note": "Le pont rouvre mardi, et non lundi."})
	p.click("[name=change][value=correction]")
	p.follow("form.manuscript > button")
	p.visit(path + "revisions")
	p.follow("form[method=get] button")
	p.holds("the change is marked", "document.querySelector('.compared ins').innerText.includes('mardi')")
	p.follow("form[action=revisions][method=post] button")
	p.visit(path)
	online := ask[string](p, "document.querySelector('.ways a[href^=\"/20\"]').pathname")
	reader := read(t, d.origin)
	reader.visit(online)
	reader.until("document.querySelector('article').innerText.includes('et non lundi')")

	p.unfolds()
	p.fillIn(map[string]string{"reason": "Le récit était faux."})
	p.follow("button[name=status][value=withdrawn]")
	p.holds("it is withdrawn", "document.querySelector('.standing .badge').innerText==='Retiré'")
}

// TestArticlePages: every page of an article that somebody works on keeps the rules of the desk's rooms.
func TestArticlePages(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	p := d.writer("/desk/articles/?state=published")
	path := ask[string](p, "document.querySelector('.lines a').pathname")
	p.visit(path)
	p.ready()
	p.types(bodyField, " Un mot de plus.")
	p.kept()
	p.follow("form.manuscript > button")
	for _, at := range []string{"/desk/articles/", "/desk/articles/?q=eau&state=published", path, path + "hero", path + "revisions?from=1&to=2"} {
		p.lookedAt(at)
	}
}

// TestEditorMovesOn: from the editor, an article goes before readers with one press, to its last word.
func TestEditorMovesOn(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	p := d.writer("/desk/articles/")
	d.article(p)
	const below = "document.querySelector('button[name=status][value=published]').getBoundingClientRect().top+scrollY"
	before := ask[float64](p, below)
	p.types(titleField, "La pluie est là")
	p.types(bodyField, "Elle tombe à Kayes.")
	p.until("document.querySelector('.foot').innerText")
	if after := ask[float64](p, below); after != before {
		t.Errorf("what is pressed next moved while writing, by %g px", after-before)
	}
	p.follow("button[name=status][value=published]")
	p.ready()
	p.holds("it is published", "document.querySelector('.standing .badge').innerText==='Publié'")
	online := ask[string](p, "document.querySelector('.ways a[href^=\"/20\"]').pathname")
	reader := read(t, d.origin)
	reader.visit(online)
	reader.until("document.querySelector('article').innerText.includes('Elle tombe à Kayes.')")
}
