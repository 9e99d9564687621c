package text

import "testing"

func TestParagraphs(t *testing.T) {
	for in, want := range map[string]string{
		"":                                                  "",
		" \n\n ":                                            "",
		"un":                                                "<p>un</p>",
		"un\ndeux\r\n\r\ntrois":                             "<p>un<br>\ndeux</p>\n<p>trois</p>",
		"un\n \t\n\n\ndeux":                                 "<p>un</p>\n<p>deux</p>",
		"un<br />\ndeux<br>trois":                           "<p>un<br />\ndeux<br>trois</p>",
		"un<br><br/>deux":                                   "<p>un<br></p>\n<p>deux</p>",
		"<b>un\ndeux</b> <a\nhref=x>y</a>":                  "<p><b>un<br>\ndeux</b> <a\nhref=x>y</a></p>",
		"un\n<h2>Titre</h2>\ndeux":                          "<p>un</p>\n<h2>Titre</h2>\n<p>deux</p>",
		"<ul>\n<li>a</li>\n<li>b\nc</li>\n</ul>":            "<ul><li>a</li><li>b<br>\nc</li></ul>",
		"<ul><li>a\n\nb</li></ul>":                          "<ul><li><p>a</p>\n<p>b</p>\n</li></ul>",
		"<blockquote>un\n\ndeux</blockquote>":               "<blockquote><p>un</p>\n<p>deux</p>\n</blockquote>",
		"<div>un</div>\n\n<div>a\n\nb</div>":                "<div>un</div>\n<div><p>a</p>\n<p>b</p>\n</div>",
		"<p>un\n\ndeux</p>":                                 "<p>un</p>\n<p>deux</p>",
		"<p>un\ndeux</p>trois":                              "<p>un<br>\ndeux</p>\n<p>trois</p>",
		"a\n<pre>x\n\n  <b>y</b>\n</pre>\nb":                "<p>a</p>\n<pre>x\n\n  <b>y</b>\n</pre>\n<p>b</p>",
		"a\n<script>\nx\n\ny\n</script>\nb":                 "<p>a<br>\n<script>\nx\n\ny\n</script><br>\nb</p>",
		"un\n\n[gallery ids=\"1,2\"]\n\ndeux":               "<p>un</p>\n[gallery ids=\"1,2\"]\n<p>deux</p>",
		"un\n[gallery]\ndeux":                               "<p>un</p>\n[gallery]\n<p>deux</p>",
		"[box]\nun\n\ndeux\n[/box]":                         "[box]\n<p>un</p>\n<p>deux</p>\n[/box]",
		"[caption id=\"a\"]<img src=x> leg[/caption]":       "[caption id=\"a\"]<img src=x> leg[/caption]",
		"voir [gallery] ici":                                "<p>voir [gallery] ici</p>",
		"[1] note":                                          "<p>[1] note</p>",
		"un\n\n<!--more-->\n\ndeux":                         "<p>un</p>\n<!--more-->\n<p>deux</p>",
		"<img src=x>\n\n<hr />\nun":                         "<p><img src=x></p>\n<hr />\n<p>un</p>",
		"<table><tr><td>a\nb</td>\n<td>c</td></tr></table>": "<table><tr><td>a<br>\nb</td><td>c</td></tr></table>",
		"un < deux & trois":                                 "<p>un < deux & trois</p>",
		"<figure>\n<img src=x>\n<figcaption>y</figcaption>\n</figure>": "<figure><img src=x><figcaption>y</figcaption></figure>",
	} {
		if got := Paragraphs(in); got != want {
			t.Errorf("Paragraphs(%q)\n got %q\nwant %q", in, got, want)
		}
	}
}

func FuzzParagraphs(f *testing.F) {
	for _, s := range []string{"a\n\nb\nc", "<pre>\n\n</pre>a", "[x]\n\n[/x]", "<p>a\n\nb", "<script>\n", "<br>\n<br><br>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		out := Paragraphs(s)
		if len(out) > 20*len(s)+20 {
			t.Fatalf("Paragraphs(%q) grows to %q", s, out)
		}
		checkClean(t, out)
	})
}
