package journey

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"

	"griot/internal/desk/ui/editor/bundle"
	"griot/internal/text"
)

// probe opens a page that holds the editor's parts.
func probe(t *testing.T) *tab {
	t.Helper()
	script, err := bundle.Script("../desk/ui/editor", "probe.ts")
	if err != nil {
		t.Fatal(err)
	}
	empty := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, "<!doctype html><link rel=icon href=data:,><title>x</title>")
	}))
	t.Cleanup(empty.Close)
	p := read(t, empty.URL)
	p.visit("/")
	ask[bool](p, string(script)+";globalThis.editor=editor;true")
	return p
}

// runs is how often a test of chance is run: GRIOT_RUNS, else few.
func runs(t *testing.T, few int) int {
	t.Helper()
	if s := os.Getenv("GRIOT_RUNS"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	return few
}

// What the editor writes is exactly what the cleaner keeps, and what it then reads it writes again, without leaving any of it in an island.
func TestEditorWritesWhatTheCleanerKeeps(t *testing.T) {
	t.Parallel()
	p := probe(t)
	const batch = 250
	total := runs(t, 500)
	for from := 0; from < total; from += batch {
		for i, written := range ask[[]string](p, fmt.Sprintf("Array.from({length:%d},(_,i)=>editor.written(%d+i))", batch, from)) {
			clean, err := text.Clean(written)
			if err != nil {
				t.Fatal(err)
			}
			if clean != written {
				t.Fatalf("document %d: the editor writes, and the cleaner keeps\n%s", from+i, differing(written, clean))
			}
		}
		for i, again := range ask[[][]string](p, fmt.Sprintf("Array.from({length:%d},(_,i)=>{const w=editor.written(%d+i);return[w,editor.again(w),editor.shared('<p>avant</p>',w),String(editor.islands(w))]})", batch, from)) {
			if again[0] != again[1] || again[3] != "0" {
				t.Fatalf("document %d: written, then read and written with %s islands\n%s", from+i, again[3], differing(again[0], again[1]))
			}
			if again[0] != again[2] {
				t.Fatalf("document %d: written, then shared\n%s", from+i, differing(again[0], again[2]))
			}
		}
	}
}

// differing shows where two texts part.
func differing(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	from := max(0, i-150)
	return fmt.Sprintf("%q\n%q", a[from:min(len(a), i+150)], b[from:min(len(b), i+150)])
}

// Whatever an older text holds comes out of the editor as it went in.
func TestEditorKeepsOlderTexts(t *testing.T) {
	t.Parallel()
	p := probe(t)
	for _, older := range []struct {
		html    string
		islands int
	}{
		{`<p>a <a href="/x"><em>b</em></a> <strong>c</strong></p><h2>d</h2><p>e<br>f</p>`, 0},
		{`<ul><li>a<ul><li>b</li></ul></li><li><p>c</p><p>d</p></li></ul>`, 0},
		{`<ul><li><p>a</p><ul><li>b</li></ul></li></ul>`, 0},
		{`<blockquote><p>a</p><footer>b</footer></blockquote><blockquote class="pullquote"><p>c</p></blockquote>`, 0},
		{`<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td colspan="2">c</td></tr><tr><td>d</td><td>e</td></tr></tbody></table>`, 0},
		{`<table><caption>titre</caption><tbody><tr><td>a</td></tr></tbody></table>`, 1},
		{`<figure><img src="/media/a.jpg" data-media="4" width="640" height="480" alt="b"><figcaption>c <em>d</em></figcaption></figure>`, 0},
		{`<figure class="gallery"><figure><img data-media="4" alt=""></figure><figure><img data-media="5" alt=""></figure><figcaption>x</figcaption></figure>`, 0},
		{`<figure class="embed" data-embed="https://player.vimeo.com/video/1"><a href="https://vimeo.com/1">vimeo.com</a><figcaption>c</figcaption></figure>`, 0},
		{`<dl><dt>a</dt><dd>b</dd></dl><pre>a
  b</pre><details><summary>a</summary><p>b</p></details>`, 3},
		{`<p><audio src="https://exemple.bj/a.mp3" controls preload="none"></audio></p><p lang="en">x</p><p>a<img data-media="3" alt="">b</p>`, 3},
		{`<p>a<sup><a href="#fn-a" id="fn-ra">1</a></sup> b</p><ol class="footnotes"><li id="fn-a">la <em>note</em> <a href="#fn-ra">↩</a></li></ol>`, 0},
		{`<p>a<sup>[1]</sup></p><ol class="footnotes"><li id="fn-a">la note</li></ol>`, 1},
		{`<div class="fact"><h2>a</h2><p>b</p></div><div class="readalso"><p><a href="/2026/01/02/c/">c</a></p></div>`, 0},
		{`<p>« a »   <del>b</del><ins>c</ins> H<sub>2</sub>O <span lang="en">d</span> <time datetime="2026-01-02">e</time> <abbr title="f g">h</abbr></p>`, 0},
	} {
		clean, err := text.Clean(older.html)
		if err != nil {
			t.Fatal(err)
		}
		if got := ask[string](p, "editor.again("+quote(clean)+")"); got != clean {
			t.Errorf("it was\n%s\nand became\n%s", clean, got)
		}
		if n := ask[int](p, "editor.islands("+quote(clean)+")"); n != older.islands {
			t.Errorf("%d islands, want %d, in %s", n, older.islands, clean)
		}
	}
}

// Clipboards as they come from Word, Google Docs, WhatsApp and web pages.
func TestEditorTakesPastesClean(t *testing.T) {
	t.Parallel()
	p := probe(t)
	for name, paste := range map[string]struct{ html, want string }{
		"Word": {
			`<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{mso-style-qformat:yes;color:red}</style><!--[if gte mso 9]><xml><o:x>1</o:x></xml><![endif]--></head><body lang=FR>
<!--StartFragment--><h1 style='margin:0cm'>Le barrage<o:p></o:p></h1><p class=MsoNormal><span lang=FR style='font-size:12.0pt;font-family:"Times New Roman",serif'>Un mot <b style='mso-bidi-font-weight:normal'>fort</b> et <i>penché</i>.<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol;mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>Premier<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o<span>&nbsp; </span></span>Dedans</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp; </span></span>Second</p><p class=MsoNormal><o:p>&nbsp;</o:p></p><!--EndFragment--></body></html>`,
			"<h2>Le barrage</h2>\n<p>Un mot <strong>fort</strong> et <em>penché</em>.</p>\n<ul><li>Premier<ul><li>Dedans</li></ul></li><li>Second</li></ul>",
		},
		"Google Docs": {
			`<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1a2b"><h2 dir="ltr" style="line-height:1.38"><span style="font-size:16pt;font-weight:400">Titre</span></h2><p dir="ltr"><span style="font-size:11pt;font-weight:400;font-style:normal">Un mot </span><span style="font-weight:700">fort</span><span style="font-style:italic"> penché</span> <a href="https://www.google.com/url?q=https://exemple.bj/a&amp;sa=D"><span style="color:#1155cc">lien</span></a></p><br><ul><li dir="ltr"><p dir="ltr"><span>un</span></p></li></ul></b>`,
			"<h2>Titre</h2>\n<p>Un mot <strong>fort</strong><em> penché</em> <a href=\"https://exemple.bj/a\">lien</a></p>\n<ul><li>un</li></ul>",
		},
		"a web page": {
			`<nav><a href="/x">Menu</a></nav><article><h1>Un <span class="hl">titre</span></h1><p style="color:red" onclick="x()">Texte<script>alert(1)</script> <a href="https://exemple.bj/?utm_source=x&amp;a=1" rel="nofollow">ici</a> <a href="javascript:x()">là</a></p><img src="https://exemple.bj/a.jpg"><button>Partager</button><h5>Petit</h5><table><tr><td><p>cadre</p></td></tr></table></article>`,
			"<h2>Un titre</h2>\n<p>Texte <a href=\"https://exemple.bj/?a=1\">ici</a> là</p>\n<h3>Petit</h3>\n<p>cadre</p>",
		},
	} {
		got := ask[string](p, "editor.pasted("+quote(paste.html)+")")
		if got != paste.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, paste.want)
		}
		if clean, err := text.Clean(got); err != nil || clean != got {
			t.Errorf("%s: the cleaner keeps\n%s\nof\n%s", name, clean, got)
		}
	}
	const chat = "[14:05, 03/03/2026] Awa: *Urgent* le pont _est_ coupé\n[14:06, 03/03/2026] Koffi: 3*4 fait 12"
	if got, want := ask[string](p, "editor.pastedText("+quote(chat)+")"), "<p>Awa: <strong>Urgent</strong> le pont <em>est</em> coupé</p>\n<p>Koffi: 3*4 fait 12</p>"; got != want {
		t.Errorf("WhatsApp:\n%s\nwant\n%s", got, want)
	}
	heavy := "<p class=MsoNormal style='mso-x:y'><span style='font-family:\"Times New Roman\"'>" + strings.Repeat("mot ", 100) + "<o:p></o:p></span></p>"
	heavy = strings.Repeat(heavy, 2<<20/len(heavy))
	if took := ask[float64](p, "(()=>{const a=performance.now();editor.pasted("+quote(heavy)+");return performance.now()-a})()"); took > 10_000 {
		t.Errorf("2 MB from Word took %.0f ms", took)
	} else {
		t.Logf("2 MB from Word take %.0f ms", took)
	}
}
