package text

import (
	"strings"
	"testing"

	"griot/internal/fault"
)

func mustClean(t *testing.T, s string) string {
	t.Helper()
	out, err := Clean(s)
	if err != nil {
		t.Fatalf("Clean(%.60q): %v", s, err)
	}
	return out
}

func checkTable(t *testing.T, table map[string]string) {
	t.Helper()
	for in, want := range table {
		out := mustClean(t, in)
		if out != want {
			t.Errorf("Clean(%q)\n got %q\nwant %q", in, out, want)
		}
		if again := mustClean(t, out); again != out {
			t.Errorf("Clean(%q)\n once %q\ntwice %q", in, out, again)
		}
	}
}

func TestCleanParagraphs(t *testing.T) {
	checkTable(t, map[string]string{
		"":                   "",
		"mot":                "<p>mot</p>",
		"  \n deux\n  mots ": "<p>deux mots</p>",
		"<p>a</p>b<p>c</p>":  "<p>a</p>\n<p>b</p>\n<p>c</p>",
		"<p>&nbsp;</p><p> </p><p><br></p><p><b></b></p>a": "<p>a</p>",
		"<p>a<br><br>b</p>":                        "<p>a</p>\n<p>b</p>",
		"<p>a<br> <br/>\n<br>b<br></p>":            "<p>a</p>\n<p>b</p>",
		"<p><b>a<br><br>b</b> c</p>d":              "<p><strong>a</strong></p>\n<p><strong>b</strong> c</p>\n<p>d</p>",
		"<p>a<br>b</p>":                            "<p>a<br>b</p>",
		"<b>a<i>b</i> </b><a href=/c>c</a>":        "<p><strong>a<em>b</em> </strong><a href=\"/c\">c</a></p>",
		"<p>a<ul><li>x</ul>b</p>":                  "<p>a</p>\n<ul><li>x</li></ul>\n<p>b</p>",
		"<p lang=en dir=ltr>a</p>":                 `<p lang="en" dir="ltr">a</p>`,
		"<div>a</div><div>b</div>":                 "<p>a</p>\n<p>b</p>",
		"<section>a</section><article>b</article>": "<p>a</p>\n<p>b</p>",
		"<center>a</center> b":                     "<p>a</p>\n<p>b</p>",
		"a<hr>b":                                   "<p>a</p>\n<hr>\n<p>b</p>",
		"<p>a <!-- note --> b</p>":                 "<p>a b</p>",
		"<!doctype html><html><head><title>T</title></head><body><p>a</p></body></html>": "<p>a</p>",
		"l'eau & \"feu\" <3 &lt;b&gt; &eacute;":                                          `<p>l'eau &amp; "feu" &lt;3 &lt;b&gt; é</p>`,
		"<p/>a":                                                                          "<p>a</p>",
		"e\u0301":                                                                        "<p>é</p>",
	})
}

func TestCleanFormatting(t *testing.T) {
	checkTable(t, map[string]string{
		"<b>a</b><i>b</i><strike>c</strike><tt>d</tt>": "<p><strong>a</strong><em>b</em><s>c</s><code>d</code></p>",
		"<b>a<i>b</b>c</i>":                            "<p><strong>a<em>b</em></strong><em>c</em></p>",
		"<b><p>a</p><p>b</p></b>c":                     "<p><strong>a</strong></p>\n<p><strong>b</strong></p>\n<p>c</p>",
		"<p><b>a</p><p>b</p>":                          "<p><strong>a</strong></p>\n<p>b</p>",
		"<p>a <b> b</b></p>":                           "<p>a <strong>b</strong></p>",
		`<span style="font-weight: 700">a</span> <span style="font-style:italic">b</span> <span class="x">c</span>`: "<p><strong>a</strong> <em>b</em> c</p>",
		`<b style="font-weight:normal"><p>a</p></b>`:                                                                "<p>a</p>",
		`<span lang="en">a</span> <span lang="xx-zz">b</span>`:                                                      `<p><span lang="en">a</span> b</p>`,
		"<abbr title='Union africaine'>UA</abbr>":                                                                   `<p><abbr title="Union africaine">UA</abbr></p>`,
		`<time datetime="2026-11-22">x</time><time datetime="demain">y</time>`:                                      `<p><time datetime="2026-11-22">x</time>y</p>`,
		"<font color=red>a</font><blink>b</blink><o:p>c</o:p>":                                                      "<p>abc</p>",
		"<sup id=fn-1>1</sup><sup id=fn-1>2</sup><p id=x>y":                                                         "<p><sup id=\"fn-1\">1</sup><sup>2</sup></p>\n<p>y</p>",
	})
}

func TestCleanHeadings(t *testing.T) {
	checkTable(t, map[string]string{
		"<h1>a</h1><h2>b</h2>":                      "<h2>a</h2>\n<h2>b</h2>",
		"<h2>a</h2><h4>b</h4><h4>c</h4><h3>d</h3>":  "<h2>a</h2>\n<h3>b</h3>\n<h3>c</h3>\n<h3>d</h3>",
		"<h3>a</h3><h3>b</h3><h4>c</h4><h2>d</h2>":  "<h2>a</h2>\n<h2>b</h2>\n<h3>c</h3>\n<h2>d</h2>",
		"<h2>a</h2><h3>b</h3><h6>c</h6>":            "<h2>a</h2>\n<h3>b</h3>\n<h4>c</h4>",
		"<h2><div>a</div></h2><h2></h2>":            "<h2>a</h2>",
		"<h2><p>a</p><p>b</p></h2>":                 "<h2>a b</h2>",
		"<h2>a</h3>b":                               "<h2>a</h2>\n<p>b</p>",
		"<h2 id=x class=y style='color:red'>a</h2>": "<h2>a</h2>",
	})
}

func TestCleanLists(t *testing.T) {
	checkTable(t, map[string]string{
		"<ul><li>a<li>b</ul>":                         "<ul><li>a</li><li>b</li></ul>",
		"<li>a</li><li>b</li>c":                       "<ul><li>a</li><li>b</li></ul>\n<p>c</p>",
		"<ul><li>a</li><ul><li>b</li></ul></ul>":      "<ul><li>a<ul><li>b</li></ul></li></ul>",
		"<ul>a<li>b</li> <p>c</p></ul>":               "<ul><li>a</li><li>b</li><li>c</li></ul>",
		"<ol start=3><li><p>a</p></li><li></li></ol>": `<ol start="3"><li>a</li></ol>`,
		"<ul><li><p>a</p><p>b</p></li></ul>":          "<ul><li><p>a</p><p>b</p></li></ul>",
		"<ul><li><div>a</div><div>b</div></li></ul>":  "<ul><li><p>a</p><p>b</p></li></ul>",
		"<ul></ul>a":                    "<p>a</p>",
		"<dl><dt>t<dd>d</dl>":           "<dl><dt>t</dt><dd>d</dd></dl>",
		"<dl><dd>d</dd><dt>t</dt></dl>": "<dl><dt></dt><dd>d</dd><dt>t</dt><dd></dd></dl>",
		"<blockquote>a<footer>b <cite>c</cite></footer></blockquote>": "<blockquote><p>a</p><footer>b <cite>c</cite></footer></blockquote>",
		"<footer>a</footer>":                              "<p>a</p>",
		"<details>a</details>":                            "<p>a</p>",
		"<details><p>b</p><summary>a</summary></details>": "<details><summary>a</summary><p>b</p></details>",
		`<div class="fact evil"><h3>a</h3>b</div>`:        `<div class="fact"><h2>a</h2><p>b</p></div>`,
		"<ol class=footnotes><li id=fn-1>a</li></ol>":     `<ol class="footnotes"><li id="fn-1">a</li></ol>`,
		"<pre>\n\na\n  <b>b</b>\n</pre>":                  "<pre>\n\na\n  <strong>b</strong>\n</pre>",
		"<pre><div>a</div><div>b</div></pre>":             "<pre>a\nb\n</pre>",
	})
}

func TestCleanTables(t *testing.T) {
	checkTable(t, map[string]string{
		"<table width=5 class=x><tr><td>a<td>b</table>":                                                      "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>",
		"<table><thead><tr><th scope=col colspan=2>a</th></tr></thead><tr><td>b</td><td>c</td></tr></table>": `<table><thead><tr><th scope="col" colspan="2">a</th></tr></thead><tbody><tr><td>b</td><td>c</td></tr></tbody></table>`,
		"<table><tr><td>a</td></tr><caption>c</caption></table>":                                             "<table><caption>c</caption><tbody><tr><td>a</td></tr></tbody></table>",
		"<table><tfoot><tr><td>f</tr></tfoot><tbody><tr><td>a</tr></tbody></table>":                          "<table><tbody><tr><td>a</td></tr></tbody><tfoot><tr><td>f</td></tr></tfoot></table>",
		"<table><tr><td rowspan=5>a</td></tr><tr></tr></table>":                                              "<table><tbody><tr><td>a</td></tr></tbody></table>",
		"<table><tr><td colspan=3>a</td></tr></table>":                                                       "<table><tbody><tr><td>a</td></tr></tbody></table>",
		"<table><tr><td rowspan=2>a<td>b<tr><td colspan=2>c</table>":                                         `<table><tbody><tr><td rowspan="2">a</td><td>b</td></tr><tr><td>c</td></tr></tbody></table>`,
		"<table>stray<tr><td>a</td></tr></table>":                                                            "<table><tbody><tr><td>stray</td></tr><tr><td>a</td></tr></tbody></table>",
		"<td>a</td><td>b</td>":                              "<p>a</p>\n<p>b</p>",
		"<table><tr><td></td></tr></table>a":                "<p>a</p>",
		"<table><tr><td>a<table><tr><td>b</table></table>c": "<table><tbody><tr><td>a<table><tbody><tr><td>b</td></tr></tbody></table></td></tr></tbody></table>\n<p>c</p>",
		"<table><tr><th><h3>a</h3></th></tr></table>":       "<table><tbody><tr><th>a</th></tr></tbody></table>",
		"<div><table><tr><td>a</div>b</table>c":             "<table><tbody><tr><td>ab</td></tr></tbody></table>\n<p>c</p>",
	})
}

func TestCleanLinks(t *testing.T) {
	checkTable(t, map[string]string{
		`<a href="/a/" rel="nofollow noopener" target=_blank>x</a>`:                     `<p><a href="/a/" rel="nofollow">x</a></p>`,
		`<a href="mailto:a@b.org">x</a>`:                                                `<p><a href="mailto:a@b.org">x</a></p>`,
		`<a href="tel:+221 77 123">x</a>`:                                               `<p><a href="tel:+22177123">x</a></p>`,
		`<a href="//x.org/a b?q=é#c#d">x</a>`:                                           `<p><a href="https://x.org/a%20b?q=%C3%A9#c%23d">x</a></p>`,
		`<a href="https://u:p@x.org/">x</a>`:                                            `<p><a href="https://x.org/">x</a></p>`,
		`<a href="#fn-1">1</a>`:                                                         `<p><a href="#fn-1">1</a></p>`,
		`<a href="ftp://x.org">x</a> <a href="http://">y</a> <a>z</a> <a href="">w</a>`: "<p>x y z w</p>",
		`<a href="/a"><a href="/b">x</a></a>`:                                           `<p><a href="/b">x</a></p>`,
		`<a href="/a"></a>x`:                                                            "<p>x</p>",
		`<a href="/a"><h2>t</h2><p>p</p></a>q`:                                          "<h2><a href=\"/a\">t</a></h2>\n<p><a href=\"/a\">p</a></p>\n<p>q</p>",
		`<a href="/?a=1&b=2">x</a>`:                                                     `<p><a href="/?a=1&amp;b=2">x</a></p>`,
		`<a href="?p=12">x</a>`:                                                         `<p><a href="?p=12">x</a></p>`,
		`<a href="http://[::1">x</a>`:                                                   "<p>x</p>",
		`<a href="/` + strings.Repeat("é", 400) + `">x</a>`:                             "<p>x</p>", // too long once it is escaped
		`<a href="/%zz">x</a>`:                                                          `<p><a href="/%25zz">x</a></p>`,
	})
}

func TestCleanMedia(t *testing.T) {
	checkTable(t, map[string]string{
		`<img src="/media/a.jpg" width="300px" height=200 data-media=12 data-picture="fleuve-1" class=x>`: `<p><img src="/media/a.jpg" width="300" height="200" data-media="12" data-picture="fleuve-1" alt=""></p>`,
		`<img src="http://x.org/a.jpg" alt=" un  fleuve ">`:                                               `<p><img src="http://x.org/a.jpg" alt="un fleuve"></p>`,
		`<img src="a.jpg"><img src="data:image/png;base64,x"><img src="/media/../x"><img alt=x>`:          "",
		`<img data-media="12x" src="/media/a">`:                                                           `<p><img src="/media/a" alt=""></p>`,
		`<figure><p><img src="/media/a"></p><figcaption><p>c</p></figcaption></figure>`:                   `<figure><img src="/media/a" alt=""><figcaption>c</figcaption></figure>`,
		`<figure><figcaption>c</figcaption><img src="/media/a"><figcaption>d</figcaption></figure>`:       `<figure><figcaption>c</figcaption><img src="/media/a" alt=""><p>d</p></figure>`,
		`<figure></figure><figcaption>c</figcaption>`:                                                     "<p>c</p>",
		`<figure class="gallery x"><figure><img src="/media/a"></figure></figure>`:                        `<figure class="gallery"><figure><img src="/media/a" alt=""></figure></figure>`,
		`<audio><source src="http://x/a"><source src="https://x.org/a.mp3">old</audio>`:                   `<p><audio src="https://x.org/a.mp3" controls preload="none"></audio></p>`,
		`<video src="/media/1.mp4" autoplay poster="/media/p.jpg" onplay=x>old</video>`:                   `<p><video src="/media/1.mp4" poster="/media/p.jpg" controls preload="none"></video></p>`,
		`<audio src="http://x.org/a.mp3">a</audio>b`:                                                      "<p>b</p>",
		`<picture><source srcset=x><img src="/media/a"></picture>`:                                        `<p><img src="/media/a" alt=""></p>`,
	})
}

func TestCleanEmbeds(t *testing.T) {
	const film = `<figure class="embed" data-embed="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"><a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ">youtube.com</a></figure>`
	checkTable(t, map[string]string{
		`<iframe src="//www.youtube.com/embed/dQw4w9WgXcQ?rel=0" width=1></iframe>a`:                                         film + "\n<p>a</p>",
		`<iframe src="https://youtu.be/dQw4w9WgXcQ" />a`:                                                                     film + "\n<p>a</p>",
		`<iframe src="https://youtu.be/dQw4w9WgXcQ"><p>never closed`:                                                         film + "\n<p>never closed</p>",
		`<p>https://youtu.be/dQw4w9WgXcQ</p>`:                                                                                film,
		"<figure class=wp-block-embed><div>\nhttps://www.youtube.com/watch?v=dQw4w9WgXcQ\n</div></figure>":                   film,
		`<figure class=x><div><iframe src="https://youtu.be/dQw4w9WgXcQ"></iframe></div><figcaption>c</figcaption></figure>`: strings.Replace(film, "</figure>", "<figcaption>c</figcaption></figure>", 1),
		`<embed src="https://www.youtube.com/v/dQw4w9WgXcQ">`:                                                                film,
		`<p>voir https://youtu.be/dQw4w9WgXcQ</p>`:                                                                           "<p>voir https://youtu.be/dQw4w9WgXcQ</p>",
		`<iframe src="https://evil.example/x" title="La &lt;carte&gt;"></iframe>`:                                            `<p><a href="https://evil.example/x">La &lt;carte&gt;</a></p>`,
		`<iframe src="javascript:alert(1)"></iframe><iframe></iframe>`:                                                       "",
		`<figure class="embed" data-embed="https://evil.example/embed/1"><a href="/x">x</a></figure>`:                        `<figure><a href="/x">x</a></figure>`,
		`<figure data-embed="https://player.vimeo.com/video/1"></figure>`:                                                    "",
		`<figure data-embed="https://player.vimeo.com/video/1">a</figure>`:                                                   `<figure class="embed" data-embed="https://player.vimeo.com/video/1"><a href="https://player.vimeo.com/video/1">player.vimeo.com</a>a</figure>`,
		`<iframe src="https://www.google.com/maps/embed?pb=!1m18!2s"></iframe>`:                                              `<figure class="embed" data-embed="https://www.google.com/maps/embed?pb=!1m18!2s"><a href="https://www.google.com/maps/embed?pb=!1m18!2s">google.com</a></figure>`,
		`<iframe src="https://vimeo.com/76979871"></iframe>`:                                                                 `<figure class="embed" data-embed="https://player.vimeo.com/video/76979871"><a href="https://vimeo.com/76979871">vimeo.com</a></figure>`,
		`<iframe src="https://dai.ly/x7tgad0"></iframe>`:                                                                     `<figure class="embed" data-embed="https://www.dailymotion.com/embed/video/x7tgad0"><a href="https://www.dailymotion.com/video/x7tgad0">dailymotion.com</a></figure>`,
		`<iframe src="https://open.spotify.com/episode/4rOoJ6Egrf8K2IrywzwOMk"></iframe>`:                                    `<figure class="embed" data-embed="https://open.spotify.com/embed/episode/4rOoJ6Egrf8K2IrywzwOMk"><a href="https://open.spotify.com/episode/4rOoJ6Egrf8K2IrywzwOMk">open.spotify.com</a></figure>`,
	})
}

func TestCleanDrops(t *testing.T) {
	checkTable(t, map[string]string{
		"a<script>x</script><style>y</style><noscript>z</noscript>b":                                       "<p>ab</p>",
		"a<svg><p>x</p></svg><math>y</math><object><p>z</object>b":                                         "<p>ab</p>",
		"a<form><p>x</p><input><select><option>o</select><textarea>t</textarea><button>b</button></form>b": "<p>a</p>\n<p>b</p>",
		"a<form><p>never closed":                            "<p>a</p>\n<p>never closed</p>",
		"a<svg>b<noscript>c":                                "<p>abc</p>",
		"a<template><p>x</p></template><canvas>y</canvas>b": "<p>ab</p>",
		"a\x00b\x07c\u202ed\u2066e\u200bf":                  "<p>abcdef</p>",
		"a&#x202e;b&#0;c&#8;d":                              "<p>ab\ufffdcd</p>",
		"caf\xe9 \x80":                                      "<p>café €</p>",
		`<img src="/media/a" alt="a&#x202e;b">`:             `<p><img src="/media/a" alt="ab"></p>`,
	})
}

func TestCleanBounds(t *testing.T) {
	if _, err := Clean(strings.Repeat("a", MaxHTMLBytes+1)); !fault.Is(err, fault.TooLarge) {
		t.Errorf("too much in: %v", err)
	}
	if _, err := Clean(strings.Repeat("&", MaxHTMLBytes)); !fault.Is(err, fault.TooLarge) {
		t.Errorf("too much out: %v", err)
	}
	for _, tag := range []string{"<div class=fact>", "<blockquote>", "<ul><li>", "<table><tr><td>", "<b>", "<span lang=fr>", "<div>", "<a href=/x>", "<svg>", "<details><summary>x</summary>"} {
		out := mustClean(t, strings.Repeat(tag, 2000)+"fin")
		depth, deepest := 0, 0
		for i := range out {
			if out[i] == '<' && i+1 < len(out) && out[i+1] == '/' {
				depth--
			} else if out[i] == '<' {
				depth++
			}
			deepest = max(deepest, depth)
		}
		if deepest > maxDepth || depth != 0 || !strings.Contains(out, "fin") {
			t.Errorf("%s: %d deep, %d left open: %.80q", tag, deepest, depth, out)
		}
		if mustClean(t, out) != out {
			t.Errorf("%s: Clean twice differs", tag)
		}
	}
}

func TestCleanLine(t *testing.T) {
	for in, want := range map[string]string{
		"":                           "",
		" Un  titre\n":               "Un titre",
		"<h1>Un <em>titre</em></h1>": "Un titre",
		"L&rsquo;&eacute;t&eacute;":  "L’été",
		"si a<b, 5 < 6":              "si a<b, 5 < 6",
		"<script>alert(1)</script>x": "x",
		"a\u202eb\x00c\u2028d":       "abc d",
		"e\u0301te\u0301":            "été",
		"caf\xe9":                    "café",
		"prix\u00a0: 5":              "prix\u00a0: 5",
		strings.Repeat("é", 3000):    strings.Repeat("é", 2000),
	} {
		if got := CleanLine(in); got != want {
			t.Errorf("CleanLine(%.40q) = %.60q, want %.60q", in, got, want)
		}
	}
}
