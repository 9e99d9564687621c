package wordpress

import (
	"bytes"
	"compress/gzip"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"griot/internal/db/dbtest"
	"griot/internal/fault"
)

// elements reads a file to its end or its damage.
func elements(t *testing.T, text string) (names []string, items []*item, end error) {
	t.Helper()
	f, err := openFile(write(t, text))
	if err != nil {
		t.Fatal(err)
	}
	defer f.close()
	for {
		e, err := f.scan.next()
		if err != nil {
			return names, items, err
		}
		got := read(f, e)
		if got.bad != "" {
			names = append(names, e.name+"!"+string(got.bad))
			continue
		}
		names = append(names, e.name)
		if got.item != nil {
			items = append(items, got.item)
		}
	}
}

func TestCDATA(t *testing.T) {
	for name, c := range map[string]struct{ xml, want string }{
		"split as XML wants it": {"<![CDATA[a ]]]]><![CDATA[> b]]>", "a ]]> b"},
		"several":               {"<![CDATA[one]]><![CDATA[ two]]>", "one two"},
		"not escaped":           {"<![CDATA[with <![CDATA[ tags ]]> :)]]>", "with <![CDATA[ tags ]]> :)"},
		"twice not escaped":     {"<![CDATA[a ]]> b <![CDATA[ c ]]>]]>", "a ]]> b <![CDATA[ c ]]>"},
		"only its end":          {"<![CDATA[]]>]]>", "]]>"},
		"entities":              {"caf&eacute; &amp; th&#233; &lt;p&gt;", "café & thé <p>"},
		"unknown entity":        {"a &zzz; b & c", "a &zzz; b & c"},
		"bare less-than":        {"a < b", "a < b"},
		"forbidden reference":   {"a&#11;b&#xD800;c&#x41;", "abcA"},
		"lines":                 {"<![CDATA[a\n\n\nb]]>", "a\n\n\nb"},
		"item in text":          {"<![CDATA[</item><item>]]>", "</item><item>"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, items, _ := elements(t, export("<item><content:encoded>"+c.xml+"</content:encoded><wp:post_id>1</wp:post_id></item>"))
			if len(items) != 1 || items[0].content != c.want || items[0].id != 1 {
				t.Errorf("got %+v, want %q", items, c.want)
			}
		})
	}
}

func TestNamespaces(t *testing.T) {
	const item = "<item><title>T</title><wp:post_id>7\n</wp:post_id><excerpt:encoded>E</excerpt:encoded><content:encoded>C</content:encoded><dc:creator>a</dc:creator></item>"
	const other = `xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"`
	for name, root := range map[string]string{
		"1.0":        `<rss xmlns:excerpt="http://wordpress.org/export/1.0/excerpt/" xmlns:wp="http://wordpress.org/export/1.0/" ` + other + ">",
		"1.1":        `<rss xmlns:excerpt="http://wordpress.org/export/1.1/excerpt/" xmlns:wp="http://wordpress.org/export/1.1/" ` + other + ">",
		"1.2 https":  "<rss version=\"2.0\"\n xmlns:excerpt=\"https://wordpress.org/export/1.2/excerpt/\" xmlns:wp='https://wordpress.org/export/1.2/' " + other + "\n>",
		"undeclared": "<rss>",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, items, err := elements(t, "<?xml version='1.0'?><!-- rss --><!DOCTYPE rss [<!ENTITY x 'y'>]>"+root+"<channel>"+item+"</channel></rss>")
			if len(items) != 1 {
				t.Fatal(err)
			}
			want(t, "id", items[0].id, 7)
			want(t, "excerpt", items[0].excerpt+items[0].content+items[0].creator+items[0].title, "ECaT")
		})
	}
	t.Run("foreign vocabularies are not ours", func(t *testing.T) {
		t.Parallel()
		_, items, _ := elements(t, export(`<item xmlns:wp="http://evil.example/"><wp:post_id>1</wp:post_id><wp:post_type>post</wp:post_type></item>`,
			`<item xmlns:WP="http://wordpress.org/export/1.2/" xmlns:x="http://x.example/"><wp:post_id>6</wp:post_id><WP:post_id>666</WP:post_id><x:post_id>9</x:post_id></item>`))
		want(t, "type", items[0].typ, "")
		want(t, "id", items[1].id, 6)
	})
}

func TestBrokenFiles(t *testing.T) {
	one := entryXML{id: 1, title: "Un"}.String()
	for name, c := range map[string]struct {
		text, end, names string
	}{
		"cut inside an item":     {wxrHead + one + "<item><title>Deux", "line 17: the file ends inside the <item> that begins on line 17", "item"},
		"cut between items":      {wxrHead + one, "line 17: the file ends before </channel>: it is cut off", "item"},
		"cut inside CDATA":       {wxrHead + "<item><content:encoded><![CDATA[texte\n\n", "line 12: the file ends inside the <item> that begins on line 10", ""},
		"an item without an end": {export("<item><title>x</title>", one), "EOF", "item!broken item"},
		"the last has no end":    {export(one, "<item><title>x</title>"), "EOF", "item item!broken"},
		"tags that do not match": {export("<item><title>x</titel></wp:post_id></item>", one), "EOF", "item item"},
		"no WXR":                 {"<html><body>404</body></html>", "line 1: this is no WordPress export (WXR): it has no <rss> with a <channel>", ""},
		"nothing":                {"", "line 1: this is no WordPress export (WXR): it has no <rss> with a <channel>", ""},
		"an author without end":  {export("<wp:author><wp:author_login>a</wp:author_login>", one), "EOF", "wp:author!broken item"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			names, _, err := elements(t, c.text)
			if !strings.HasSuffix(err.Error(), c.end) {
				t.Errorf("ends with %q, want %q", err, c.end)
			}
			own := strings.TrimPrefix(strings.TrimPrefix(strings.Join(names, " "), "title link wp:wxr_version wp:base_site_url wp:base_blog_url"), " ")
			want(t, "elements", own, c.names)
		})
	}
}

func TestControlCharactersAndEncodings(t *testing.T) {
	dirty := export("<item><title>caf\xe9\x00 \x0bna\x01\xef\xbf\xbf\u00efve \xf0\x9f\x8c\xb2</title><wp:post_id>1</wp:post_id></item>")
	_, items, _ := elements(t, "\xef\xbb\xbf"+dirty)
	want(t, "title", items[0].title, "café naïve 🌲")
	latin := strings.Replace(dirty, "UTF-8", "ISO-8859-1", 1)
	_, items, _ = elements(t, latin)
	want(t, "start of a Latin-1 title", items[0].title[:6], "café ")
	if _, err := openFile(write(t, strings.Replace(dirty, "UTF-8", "Shift_JIS", 1))); err == nil || !strings.Contains(err.Error(), "convert it to UTF-8") {
		t.Error(err)
	}
}

func TestGzipAndZip(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = z.Write([]byte(export(entryXML{id: 1, title: "Un"})))
	_ = z.Close()
	names, items, _ := elements(t, packed.String())
	if len(items) != 1 {
		t.Error(names)
	}
	if _, err := openFile(write(t, "PK\x03\x04rest")); err == nil || !strings.Contains(err.Error(), "unpack it") {
		t.Error(err)
	}
	cutOff := packed.String()[:packed.Len()-20]
	if _, _, err := elements(t, cutOff); err == nil || !strings.Contains(err.Error(), "line") {
		t.Error(err)
	}
}

func TestEnormousItem(t *testing.T) {
	big := "<item><title>Énorme</title><content:encoded><![CDATA[" + strings.Repeat("mot <b>mot</b>\n", maxElementBytes/15+1) + "]]></content:encoded></item>"
	names, items, _ := elements(t, export(entryXML{id: 1, title: "Un"}, big, entryXML{id: 2, title: "Deux"}))
	want(t, "elements", strings.Join(names[5:], " "), "item item!oversized item")
	want(t, "after it", items[1].id, 2)
}

func TestImportOfWhatIsNoExport(t *testing.T) {
	t.Parallel()
	o := newsroom(t, dbtest.SQLite(t))
	dir := t.TempDir()
	for text, said := range map[string]string{
		"":   "this is no WordPress export (WXR)",
		"{}": "this is no WordPress export (WXR)",
		"<rss version='2.0'><channel><title>x</title><item/></channel></rss>":                                            "this is RSS, but no WordPress export",
		"<rss xmlns:wp='http://wordpress.org/export/1.2/'><channel><wp:wxr_version>a.b</wp:wxr_version></channel></rss>": "its WXR version is \"a.b\"",
	} {
		path := filepath.Join(dir, "x.xml")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		o.Files = []string{path}
		_, err := Import(context.Background(), o)
		if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), said) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: %v", text, err)
		}
	}
	o.Files = []string{filepath.Join(dir, "absent.xml")}
	if _, err := Import(context.Background(), o); !fault.Is(err, fault.NotFound) {
		t.Error(err)
	}
	if _, err := Import(context.Background(), Options{DB: o.DB, Now: day}); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
}

// A broken file gives what was whole, and says where it broke; the account holds the rest.
func TestImportOfBrokenFile(t *testing.T) {
	t.Parallel()
	o := newsroom(t, dbtest.SQLite(t))
	o.Files = []string{write(t, wxrHead+entryXML{id: 1, title: "Un", name: "un"}.String()+"<item><title>perdu</title>\n"+entryXML{id: 2, title: "Deux", name: "deux"}.String()+"<item><title>coupé")}
	a, err := Import(context.Background(), o)
	if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "line 18: <item> has no end, and 1 more places; everything whole was imported") {
		t.Error(err)
	}
	want(t, "imported", a.item(typePost).Imported, 2)
	want(t, "broken", a.item(typeUnknown).LeftOut[Broken], 1)
	want(t, "damages", a.Damages.Count, 2)
	want(t, "complete", a.Complete, true)
	reconciled(t, a)
}
