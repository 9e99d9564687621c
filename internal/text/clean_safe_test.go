package text

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"pgregory.net/rapid"
)

// tricks are public ways of getting a script past a filter: OWASP's cheat sheet, mutation XSS of browsers, html5sec.
func tricks() []string {
	return []string{
		`<script>alert(1)</script>`, `<SCRIPT SRC=http://x.org/x.js></SCRIPT>`, `<scr<script>ipt>alert(1)</scr</script>ipt>`,
		`<IMG SRC="javascript:alert('XSS');">`, `<IMG SRC=JaVaScRiPt:alert(1)>`, `<IMG SRC=javascript:alert(&quot;XSS&quot;)>`,
		`<img src="x" onerror="alert(1)">`, `<img src=/media/a onerror=alert(1)//>`, `<img/src=/media/a/onerror=alert(1)>`,
		`<IMG """><SCRIPT>alert("XSS")</SCRIPT>"\>`, `<IMG SRC="jav	ascript:alert(1);">`, `<IMG SRC="jav&#x09;ascript:alert(1);">`,
		`<IMG SRC="jav&#x0A;ascript:alert(1);">`, `<IMG SRC=" &#14;  javascript:alert(1);">`, "<a href=\"java\x00script:alert(1)\">x</a>",
		`<a href="&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)">x</a>`, `<a href="javascript&colon;alert(1)">x</a>`,
		`<a href="  javascript:alert(1)">x</a>`, `<a href="data:text/html,<script>alert(1)</script>">x</a>`, `<a href="vbscript:x">x</a>`,
		"<a href=\"\u0001javascript:alert(1)\">x</a>", "<a href=\"javascript\u200b:alert(1)\">x</a>", `<a href="\\javascript:alert(1)">x</a>`,
		`<BODY ONLOAD=alert(1)>`, `<svg/onload=alert(1)>`, `<svg><script>alert(1)</script></svg>`, `<svg><a xlink:href="javascript:alert(1)"><text>x`,
		`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`,
		`<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>`,
		`<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">`, `<noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
		`<style>@import'http://x.org/x.css';</style>`, `<div style="background:url(javascript:alert(1))">x</div>`,
		`<iframe src="javascript:alert(1)"></iframe>`, `<iframe srcdoc="<script>alert(1)</script>"></iframe>`, `<object data="data:text/html,x"></object>`,
		`<embed src="javascript:alert(1)">`, `<meta http-equiv=refresh content="0;url=javascript:alert(1)">`, `<base href="javascript:alert(1);//">`,
		`<link rel=stylesheet href="javascript:alert(1)">`, `<input type=image src="javascript:alert(1)">`, `<isindex action=javascript:alert(1)>`,
		`<video><source onerror="alert(1)">`, `<video src=1 onerror=alert(1)>`, `<audio src="javascript:alert(1)"></audio>`,
		`<video poster="javascript:alert(1)" src="/media/a"></video>`, `<details open ontoggle=alert(1)><summary onclick=alert(1)>x</details>`,
		`<textarea><script>alert(1)</script></textarea>`, `<title><img src=x onerror=alert(1)></title>`, `<xmp><img src=x onerror=alert(1)></xmp>`,
		`<plaintext><img src=x onerror=alert(1)>`, `<!--<img src="--><img src=x onerror=alert(1)//">`, `<!--[if gte IE 4]><script>alert(1)</script><![endif]-->`,
		`<![CDATA[<script>alert(1)</script>]]>`, `<?xml version="1.0"?><script>alert(1)</script>`, `<a href="http://x.org/" onclick=alert(1)>x</a>`,
		`<a onmouseover="alert(1)">x</a>`, `<p id="x" class="y" onfocus=alert(1) autofocus tabindex=1>z</p>`, `<b/onclick=alert(1)>x`,
		`<img src="/media/a" alt="&quot; onerror=&quot;alert(1)">`, `<abbr title='"><script>alert(1)</script>'>x</abbr>`,
		`<figure data-embed="javascript:alert(1)">x</figure>`, `<figure data-embed='https://player.vimeo.com/"onload="x'>x</figure>`,
		`<q cite="javascript:alert(1)">x</q>`, `<blockquote cite="javascript:alert(1)">x</blockquote>`, `<table background="javascript:alert(1)"><td>x`,
		`&lt;script&gt;alert(1)&lt;/script&gt;`, `<<script>alert(1)//<</script>`, `<script/x>alert(1)</script >`, `<script`, `<img src="/media/a" onerror="`,
		"<scr\u0130pt>alert(1)</scr\u0130pt>", "\xff<script\xff>alert(1)</script>", `<a href="//x.org\@evil.example">x</a>`, `<a href="http:javascript:alert(1)">x</a>`,
		`<template><script>alert(1)</script></template>`, `<frameset onload=alert(1)>`, `<marquee onstart=alert(1)>x</marquee>`, `<x onclick=alert(1)>x`,
		`<a ping="http://x.org" href="/">x</a>`, `<img srcset="javascript:alert(1)" src="/media/a">`, `<a href="tel:javascript:alert(1)">x</a>`,
	}
}

func TestCleanTricks(t *testing.T) {
	for _, s := range tricks() {
		checkClean(t, s)
	}
}

// checkClean holds what Clean promises of any input.
func checkClean(t rapid.TB, s string) {
	t.Helper()
	out, err := Clean(s)
	if err != nil {
		return
	}
	if again, err := Clean(out); err != nil || again != out {
		t.Fatalf("Clean is not idempotent (%v)\n    in %q\n  once %q\n twice %q", err, s, out, again)
	}
	if !utf8.ValidString(out) || strings.ContainsAny(out, "\x00\u202e\u2066") {
		t.Fatalf("Clean(%q) = %q holds what it must not", s, out)
	}
	nodes, err := html.ParseFragment(strings.NewReader(out), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		t.Fatalf("Clean(%q) = %q: %v", s, out, err)
	}
	var again strings.Builder
	for _, n := range nodes {
		checkNode(t, n)
		write(&again, n)
	}
	if again.String() != out {
		t.Fatalf("a browser makes something else of Clean(%q)\nwe  %q\nit  %q", s, out, again.String())
	}
}

func checkNode(t rapid.TB, n *html.Node) {
	t.Helper()
	if n.Type == html.ElementNode {
		if !known(n.Data) {
			t.Fatalf("element %s got through", n.Data)
		}
		for _, a := range n.Attr {
			checkAttr(t, n.Data, a.Key, a.Val)
		}
	} else if n.Type != html.TextNode {
		t.Fatalf("node of type %v got through: %q", n.Type, n.Data)
	}
	if parent := n.Parent; parent != nil && n.Type == html.ElementNode {
		checkPlace(t, n, parent)
	}
	for c := range n.ChildNodes() {
		checkNode(t, c)
	}
}

func checkAttr(t rapid.TB, tag, key, val string) {
	t.Helper()
	allowed := strings.Fields("lang dir id class start title datetime scope colspan rowspan href rel src poster alt width height data-media data-picture data-embed controls preload")
	for _, k := range allowed {
		if k == key {
			allowed = nil
		}
	}
	if allowed != nil {
		t.Fatalf("%s got through on %s: %q", key, tag, val)
	}
	scheme, _, _ := strings.Cut(strings.ToLower(val), ":")
	switch key {
	case "href", "src", "poster", "data-embed":
		if strings.Contains(val, ":") && strings.Trim(scheme, "abcdefghijklmnopqrstuvwxyz") == "" && !strings.Contains(" http https mailto tel ", " "+scheme+" ") || strings.ContainsAny(val, " \t\n\x00") {
			t.Fatalf("%s=%q got through on %s", key, val, tag)
		}
	}
}

func checkPlace(t rapid.TB, n, parent *html.Node) {
	t.Helper()
	switch roleOf(n.Data) {
	case asBlock:
		if c := contentOf(parent.Data); c != holdsFlow {
			t.Fatalf("%s in %s", n.Data, parent.Data)
		}
	case asPart:
		if ps := parentsOf(n.Data)[:nearest(n.Data)]; !strings.Contains(" "+strings.Join(ps, " ")+" ", " "+parent.Data+" ") {
			t.Fatalf("%s in %s", n.Data, parent.Data)
		}
	default:
		if c := contentOf(parent.Data); c != holdsFlow && c != holdsPhrasing {
			t.Fatalf("%s in %s", n.Data, parent.Data)
		}
	}
}

// soup is what random articles are made of: random bytes rarely make a table in a list in a link.
func soup() []string {
	tags := strings.Fields(`p h2 h3 h4 ul ol li blockquote footer cite figure figcaption a strong em code pre table caption thead tbody
		tfoot tr th td dl dt dd details summary span div section form svg b i h1 audio`)
	bits := []string{
		"x", " ", "y z", "\n", "<br>", "<br/>", "&nbsp;", "<hr>", `<img src="/media/a">`, "e", "\u0301", `<a href="/x">`, `<a id="fn-1">`,
		`<div class="fact">`, `<span lang="fr">`, `<p lang="ar">`, "https://youtu.be/dQw4w9WgXcQ", `<iframe src="https://youtu.be/dQw4w9WgXcQ">`,
		`<figure data-embed="https://player.vimeo.com/video/1">`, `<td colspan="3">`, `<th rowspan="2">`, `<span style="font-weight:bold">`,
		`<source src="https://x.org/a">`, "</iframe>", "<!-- c -->", `<li id="fn-2">`, `<figure class="gallery">`,
	}
	for _, tag := range tags {
		bits = append(bits, "<"+tag+">", "</"+tag+">")
	}
	return bits
}

func TestCleanTagSoup(t *testing.T) {
	bits := soup()
	rapid.Check(t, func(r *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(bits), 0, 25).Draw(r, "bits"), "")
		checkClean(r, s)
	})
}

func FuzzClean(f *testing.F) {
	for _, s := range tricks() {
		f.Add(s)
	}
	for _, s := range []string{
		"<p>a<br><br>b<ul><li>c<li>d</ul>e", "<b><p>a<i>b</b>c</i>", "<table><td>a<tr><th rowspan=3 colspan=4>b<caption>c", "<dl><dd>a<dt>b",
		"<figure><div>https://youtu.be/dQw4w9WgXcQ</div><figcaption>c", "<details><p>a<summary>b", "<pre>\n\n a<div>b</div>", "<ul>a<ul>b</ul><p>c",
		"<h3>a<h2><div>b</div><h5>c", "<a href=/x id=fn-1><h2>t</h2><p>p</a>", "<blockquote>a<footer>b<cite>c", "<div class=fact><div>a</div>b</div>",
		"<span style='font-weight:bold'>a<span lang=fr>b</span></span>", "e<b></b>\u0301 \u00a0&nbsp;<p>&nbsp;", "<video><source src=https://x/y>z", "<li>a</li>b<td>c<p><li>d",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkClean(t, s) })
}
