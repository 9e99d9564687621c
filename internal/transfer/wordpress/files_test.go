package wordpress

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"griot/internal/article"
	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/media"
)

func TestFiles(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		o := newsroom(t, d)
		const up = "https://www.lefleuve.example/wp-content/uploads/"
		text := export(
			attachmentXML(51, "2019/05/rue.jpg", "La rue", "La rue. (Photo : A. Diop / AFP)", ""),
			attachmentXML(52, "2019/05/vaste-scaled.jpg", "Vaste plaine", "", "© Reuters"),
			attachmentXML(53, "2019/05/absente.jpg", "", "", ""),
			attachmentXML(54, "2019/05/texte.doc", "", "", ""),
			attachmentXML(55, "../../../../etc/passwd", "", "", ""),
			attachmentXML(56, "2019/05/lien.jpg", "", "", ""),
			attachmentXML(57, "2019/05/rue-150x150.jpg", "", "Une autre photo", ""),
			attachmentXML(58, "2019/05/loi.pdf", "", "", ""),
			entryXML{id: 1, title: "Un", name: "un", link: "https://www.lefleuve.example/2019/05/un/", content: `<p><img class="wp-image-51" src="` + up + `2019/05/rue.jpg"></p><p>Texte</p>`, meta: [][2]string{{"_thumbnail_id", "51"}}},
			entryXML{id: 2, title: "Deux", name: "deux", content: "Texte", meta: [][2]string{{"_thumbnail_id", "53"}}},
			entryXML{id: 3, title: "Trois", name: "trois", content: `Texte <img src="` + up + `2019/05/vaste-768x400.jpg"> et <img src="` + up + `2019/05/sans-fiche-300x200.png">`},
		)
		o.Media = t.TempDir()
		for _, name := range []string{"rue.jpg", "rue-150x150.jpg", "vaste.jpg", "texte.doc", "loi.pdf", "sans-fiche.png"} {
			putUpload(t, o.Media, "wp-content/uploads/2019/05/"+name)
		}
		outside := filepath.Join(t.TempDir(), "x.jpg")
		putUpload(t, filepath.Dir(outside), "x.jpg")
		if err := os.Symlink(outside, filepath.Join(o.Media, "wp-content/uploads/2019/05/lien.jpg")); err != nil {
			t.Fatal(err)
		}
		a := imported(t, o, text)
		want(t, "files", fmt.Sprint(a.item(typeAttachment).Imported, a.item(typeAttachment).LeftOut), "4 map[no-file:3 unusable:1]")
		one := theArticle(t, d, 1)
		want(t, "hero", fmt.Sprintf("%q %q %q", one.Hero.Alt, one.Hero.Caption, one.Hero.Credit), `"" "La rue." "A. Diop / AFP"`)
		want(t, "the text need not open with it", one.Body, "<p>Texte</p>")
		want(t, "no hero", theArticle(t, d, 2).Hero, article.Hero{})
		want(t, "pictures", strings.Count(theArticle(t, d, 3).Body, "data-media"), 2)
		want(t, "credit", text1(t, d, "SELECT alt || '|' || caption || '|' || credit FROM media WHERE id = (SELECT new_id FROM import_item WHERE old_id = 52)"), "Vaste plaine||© Reuters")
		want(t, "missing", a.Missing.Count, 4)
		want(t, "page of an attachment", leadsTo(t, d, "/attachments/2019-05-rue.jpg/"), one.Path)
		want(t, "by number", leadsTo(t, d, "/?attachment_id=51"), one.Path)

		// The missing one is found and put into the folder: the same command completes the article, and nobody else's.
		putUpload(t, o.Media, "wp-content/uploads/2019/05/absente.jpg")
		a = imported(t, o, text)
		want(t, "later", a.item(typeAttachment).Imported, 1)
		if theArticle(t, d, 2).Hero.Picture == 0 {
			t.Error("the article was not completed")
		}
		want(t, "completed", a.Changed[0].What, Completed)
	})
}

// A file of an article that is not public is led to by nothing.
func TestFilesOfPrivateArticles(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	o := newsroom(t, d)
	o.Media = t.TempDir()
	putUpload(t, o.Media, "2019/05/rue.jpg")
	imported(t, o, export(attachmentXML(51, "2019/05/rue.jpg", "", "", ""), entryXML{id: 1, title: "Un", status: "private", content: `A<img class="wp-image-51" src="x">`}))
	want(t, "its page", leadsTo(t, d, "/attachments/2019-05-rue.jpg/")+leadsTo(t, d, "/?attachment_id=51"), "()()")
}

// What editors changed since is theirs.
func TestCompletingLeavesEditorsWork(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	o := newsroom(t, d)
	text := export(attachmentXML(51, "2019/05/rue.jpg", "", "", ""), entryXML{id: 1, title: "Un", name: "un", content: `A<img class="wp-image-51" src="x">`})
	imported(t, o, text)
	ctx := context.Background()
	err := d.Transact(ctx, func(tx *db.Tx) error {
		a := theArticle(t, d, 1)
		a.Title, a.Body = "Corrigé", "<p>Corrigé</p>"
		paper, err := paperOf(ctx, tx)
		if err != nil {
			return err
		}
		return article.Put(ctx, tx, paper, day().Add(1), a)
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Query(ctx, "SELECT 1"); err != nil {
		t.Fatal(err)
	}
	err = d.Transact(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE article SET changed_at = changed_at + 5000")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	o.Media = t.TempDir()
	putUpload(t, o.Media, "2019/05/rue.jpg")
	a := imported(t, o, text)
	want(t, "file", a.item(typeAttachment).Imported, 1)
	want(t, "article", theArticle(t, d, 1).Body, "<p>Corrigé</p>")
}

func TestUploadPaths(t *testing.T) {
	t.Parallel()
	for address, path := range map[string]string{
		"https://x.org/wp-content/uploads/2019/05/a.jpg":           "2019/05/a.jpg",
		"https://x.org/wp-content/uploads/sites/7/2019/05/a.jpg":   "2019/05/a.jpg",
		"https://x.org/wp-content/blogs.dir/7/files/2019/05/a.jpg": "2019/05/a.jpg",
		"https://x.org/files/2019/05/a.jpg":                        "2019/05/a.jpg",
		"https://x.org/files/rapport/":                             "",
		"https://x.files.wordpress.com/2008/06/a.jpg":              "2008/06/a.jpg",
		"https://x.org/wp-content/uploads/2019/05/caf%C3%A9.jpg":   "2019/05/café.jpg",
		"https://x.org/wp-content/uploads/../../wp-config.php":     "",
		"https://x.org/wp-content/uploads/%2e%2e/wp-config.php":    "",
		"https://x.org/wp-content/uploads//etc/passwd":             "",
		"https://x.org/wp-content/uploads/a%00.jpg":                "",
		`https://x.org/wp-content/uploads/..\..\a.jpg`:             "",
		"https://x.org/wp-content/uploads/":                        "",
		"https://x.org/2019/05/un/":                                "",
	} {
		want(t, address, uploadPath("", address), path)
	}
	want(t, "its own field", uploadPath("2019/05/b.jpg", "https://x.org/wp-content/uploads/a.jpg"), "2019/05/b.jpg")
	want(t, "a field that leads out", uploadPath("../../b.jpg", "https://x.org/wp-content/uploads/a.jpg"), "a.jpg")
	for name, o := range map[string]string{"a-300x200.jpg": "a.jpg", "a-scaled.jpg": "a.jpg", "a-12.jpg": "a-12.jpg", "a.jpg": "a.jpg", "2019/a-1x1.png": "2019/a.png"} {
		want(t, name, original(name), o)
	}
}

func TestCredits(t *testing.T) {
	t.Parallel()
	for caption, w := range map[string][2]string{
		"Le marché de Maradi. © AFP":         {"Le marché de Maradi.", "© AFP"},
		"Le marché (Photo : A. Diop)":        {"Le marché", "A. Diop"},
		"Le marché. Crédit photo : Studio 5": {"Le marché.", "Studio 5"},
		"Une photo du marché":                {"Une photo du marché", ""},
		"":                                   {"", ""},
	} {
		rest, credit := splitCredit(caption)
		want(t, caption, [2]string{rest, credit}, w)
	}
	m, repeats := words(&item{excerpt: "La rue", content: "Photo : Awa", meta: []meta{{"_wp_attachment_image_alt", "la  rue"}}})
	want(t, "words", fmt.Sprint(m.Alt, m.Caption, m.Credit, repeats), fmt.Sprint("", "La rue", "Awa", true))
	m, _ = words(&item{content: "Ce que l’on voit", meta: []meta{{"_media_credit", "Reuters"}}})
	want(t, "words", media.Media{Caption: m.Caption, Credit: m.Credit}, media.Media{Caption: "Ce que l’on voit", Credit: "Reuters"})
}
