package wordpress

import (
	"context"
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

// Whatever bytes come as an export: the import ends, nothing panics, what it says is meant for people, and its account reconciles.
func FuzzWXR(f *testing.F) {
	whole := export(authorXML("1", "a", "A"), categoryXML("1", "niger", "", "Niger"), attachmentXML(5, "2019/05/a.jpg", "a", "b", "c"),
		entryXML{id: 1, title: "Un", name: "un", content: "a [gallery] <!-- wp:x /--> <img class=\"wp-image-5\">", terms: filed([3]string{category, "niger", "Niger"}), raw: commentXML(1, 0, "1", "", "x")},
		menuXML(9, 1, "m", "M", "custom", "custom", 1, 0, "/x/"))
	for _, seed := range []string{whole, whole[:len(whole)/2], strings.ReplaceAll(whole, "]]>", "]] >"), strings.ReplaceAll(whole, "</item>", ""), "\x1f\x8b\x08", "<rss><channel><item></channel>", "\xff\xfe<\x00r\x00"} {
		f.Add([]byte(seed))
	}
	o := newsroom(f, dbtest.SQLite(f))
	o.Files = []string{filepath.Join(f.TempDir(), "fuzz.xml")}
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(o.Files[0], data, 0o600); err != nil {
			t.Fatal(err)
		}
		a, err := Import(context.Background(), o)
		if err != nil && fault.Of(err) == fault.Internal {
			t.Fatalf("%v\n%q", err, data)
		}
		if a.Complete {
			reconciled(t, a)
		}
	})
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
