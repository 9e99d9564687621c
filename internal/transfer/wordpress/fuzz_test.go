package wordpress

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"griot/internal/db"
	"griot/internal/db/dbtest"
	"griot/internal/fault"
	"griot/internal/text"
)

// everything is an export with something of each kind.
func everything() string {
	return export(authorXML("1", "a", "A"), categoryXML("1", "niger", "", "Niger"), categoryXML("2", "b", "c", "B"), attachmentXML(5, "2019/05/a.jpg", "a", "b", "c"),
		entryXML{id: 1, title: "Un", name: "un", link: "https://lefleuve.example/un/", content: "a [gallery] <!-- wp:x /--> <img class=\"wp-image-5\">", creator: "a",
			terms: filed([3]string{category, "niger", "Niger"}, [3]string{postTag, "x", "X"}), meta: [][2]string{{"_thumbnail_id", "5"}}, raw: commentXML(1, 0, "1", "", "x")},
		entryXML{id: 2, title: "Page", name: "p", typ: typePage, link: "https://lefleuve.example/p/"}, menuXML(9, 1, "m", "M", "custom", "custom", 1, 0, "/x/"))
}

// Whatever bytes come as an export: reading ends, nothing panics, and what cannot be read has a place and a reason.
func FuzzWXR(f *testing.F) {
	whole := everything()
	for _, seed := range []string{whole, whole[:len(whole)/2], strings.ReplaceAll(whole, "]]>", "]] >"), strings.ReplaceAll(whole, "</item>", ""), "\x1f\x8b\x08", "<rss><channel><item></channel>", "\xff\xfe<\x00r\x00", "<!--><rss><channel><!doctype [<x>"} {
		f.Add([]byte(seed))
	}
	path := filepath.Join(f.TempDir(), "fuzz.xml")
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readHead(path); err != nil {
			if fault.Of(err) == fault.Internal {
				t.Fatal(err)
			}
			return
		}
		file, err := openFile(path)
		if err != nil {
			t.Fatal(err)
		}
		defer file.close()
		for {
			e, err := file.scan.next()
			if err != nil {
				return
			}
			got := read(file, e)
			if got.bad != "" && (got.damage.line < 1 || got.damage.what == "") {
				t.Errorf("a bad element without place or reason: %+v", got.damage)
			}
			if it := got.item; it != nil && (it.id == 0 || !utf8.ValidString(it.title+it.content+it.name)) {
				t.Errorf("%+v", it)
			}
		}
	})
}

// An export whose bytes were shaken: the import ends, what it says is meant for people, and its account reconciles.
func TestShakenExports(t *testing.T) {
	t.Parallel()
	whole := everything()
	o := newsroom(t, dbtest.SQLite(t))
	r := rand.New(rand.NewPCG(7, 7)) //nolint:gosec // the same shakes every time
	for range 40 {
		data := []byte(whole)
		for range 1 + r.IntN(8) {
			at := r.IntN(len(data))
			switch r.IntN(4) {
			case 0:
				data[at] = byte(r.IntN(256))
			case 1:
				data = append(data[:at], data[min(len(data), at+r.IntN(200)):]...)
			case 2:
				data = append(data[:at:at], append([]byte(whole[r.IntN(len(whole)):][:1]), data[at:]...)...)
			case 3:
				data = append(data[:at:at], append([]byte("<![CDATA["), data[at:]...)...)
			}
			if len(data) == 0 {
				data = []byte("x")
			}
		}
		path := write(t, string(data))
		o.Files = []string{path}
		a, err := Import(context.Background(), o)
		if err != nil && fault.Of(err) == fault.Internal {
			t.Fatalf("%v\n%s", err, data)
		}
		reconciled(t, a)
	}
}

// Whatever text comes: it is converted in time that grows with its length alone, and the cleaner takes the result.
func FuzzShortcodes(f *testing.F) {
	for _, seed := range []string{
		`[caption id="attachment_1" caption='x']<img src="a">[/caption]`, "[[x]] [x/] [/x] [a b=\"]\" c]d[/a]", "[gallery ids=\"1,2\" ids=]", strings.Repeat("[a]", 50) + "[/a]", strings.Repeat("[", 200),
		`<!-- wp:group --><div class="wp-block-group"><!-- wp:freeform -->a` + "\n\n" + `b<!-- /wp:freeform --></div><!-- /wp:group -->`, strings.Repeat("<!-- wp:a -->", 50), "<!-- wp:query --><!-- wp:query --><!-- /wp:query -->x",
		`<figure class="wp-block-embed"><div>https://youtu.be/dQw4w9WgXcQ</div><figcaption>c`, `<figure><a href="/wp-content/uploads/a.jpg"><img src="/wp-content/uploads/a.jpg"></a><figcaption>x</figcaption></figure>`,
		`<video><source src="https://x.org/a.mp4"><source src=b></video>`, `<div class="wp-caption"><img><p class="wp-caption-text">a</div>`, "<ul class=wp-block-gallery><li><figure><img></ul>", strings.Repeat("<", 100), strings.Repeat("<a", 100),
		`<a href="https://lefleuve.example/?p=1"><img src=x></a><a href="%zz">b</a>`, "[audio][video][playlist][embed][youtube x]",
	} {
		f.Add(seed)
	}
	o := newsroom(f, dbtest.SQLite(f))
	im := &importer{Options: o, site: newSite("T", "https://lefleuve.example", ""), account: newAccount()}
	ctx := context.Background()
	err := o.DB.Transact(ctx, func(tx *db.Tx) (err error) {
		if im.paper, err = paperOf(ctx, tx); err == nil {
			im.source, im.run, err = beginRun(ctx, tx, im.site)
		}
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c := &converter{importer: im, ctx: ctx, it: &item{id: 1, typ: typePost, content: s}, acc: newAccount()}
		body, err := c.convert()
		if err != nil {
			t.Fatal(err)
		}
		if utf8.ValidString(s) && !utf8.ValidString(body) {
			t.Errorf("%q gives %q", s, body)
		}
		if clean, err := text.Clean(body); err == nil && strings.Contains(clean, "<script") {
			t.Errorf("%q gives %q", s, clean)
		}
	})
}
