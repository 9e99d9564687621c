package wordpress

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"griot/internal/db/dbtest"
	"griot/internal/text"
)

// attachmentXML is a file of the old site.
func attachmentXML(id int, file, alt, caption, description string) string {
	return entryXML{id: id, typ: typeAttachment, status: "inherit", title: file, name: strings.ReplaceAll(file, "/", "-"), excerpt: caption, content: description,
		link: "https://www.lefleuve.example/attachments/" + strings.ReplaceAll(file, "/", "-") + "/", meta: [][2]string{{"_wp_attachment_image_alt", alt}},
		raw: "<wp:attachment_url>https://www.lefleuve.example/wp-content/uploads/" + file + "</wp:attachment_url><wp:post_parent>1</wp:post_parent>"}.String()
}

var mediaName = regexp.MustCompile(`/media/[0-9a-f]{20}(-[0-9]+)?`)

// plainBody is a body with what follows from the bytes of a file taken out.
func plainBody(s string) string {
	s = mediaName.ReplaceAllString(s, "/media/F")
	return regexp.MustCompile(` width="[0-9]+" height="[0-9]+"`).ReplaceAllString(s, "")
}

func TestBodies(t *testing.T) {
	t.Parallel()
	const up = "https://www.lefleuve.example/wp-content/uploads/"
	cases := []struct{ name, content, want string }{
		{"classic", "Un\nligne\n\nDeux", "<p>Un<br>ligne</p>\n<p>Deux</p>"},
		{"blocks", "<!-- wp:paragraph {\"align\":\"left\"} -->\n<p class=\"x\" style=\"color:red\">Un <mark style=\"color:red\" class=\"has-inline-color\">mot</mark></p>\n<!-- /wp:paragraph -->\n<!-- wp:latest-posts {\"a\":1} /-->\n<!-- wp:more --><!--more--><!-- /wp:more -->", "<p>Un mot</p>"},
		{"text between blocks", "Avant\n\nencore\n<!-- wp:paragraph --><p>Un</p><!-- /wp:paragraph -->", "<p>Avant</p>\n<p>encore</p>\n<p>Un</p>"},
		{"columns", `<!-- wp:columns --><div class="wp-block-columns"><!-- wp:column --><div class="wp-block-column"><p>A</p></div><!-- /wp:column --></div><!-- /wp:columns -->`, "<p>A</p>"},
		{"query", `<!-- wp:query --><div><!-- wp:post-template --><p>modèle</p><!-- wp:post-title /--><!-- /wp:post-template --></div><!-- /wp:query --><!-- wp:paragraph --><p>A</p><!-- /wp:paragraph -->`, "<p>A</p>"},
		{"reused", `<!-- wp:block {"ref":80} /-->`, "<p>Partagé</p>"},
		{"button", `<!-- wp:buttons --><div class="wp-block-buttons"><!-- wp:button --><div class="wp-block-button"><a class="wp-block-button__link" href="https://x.org/">Aller</a></div><!-- /wp:button --></div><!-- /wp:buttons -->`, `<p><a href="https://x.org/">Aller</a></p>`},
		{"pullquote", `<figure class="wp-block-pullquote"><blockquote><p>Mot</p><cite>Qui</cite></blockquote></figure>`, `<blockquote class="pullquote"><p>Mot</p><p><cite>Qui</cite></p></blockquote>`},
		{"embed block", "<!-- wp:embed {\"url\":\"x\"} -->\n<figure class=\"wp-block-embed is-type-video\"><div class=\"wp-block-embed__wrapper\">\nhttps://www.youtube.com/watch?v=dQw4w9WgXcQ\n</div><figcaption>La <b>scène</b></figcaption></figure>\n<!-- /wp:embed -->",
			`<figure class="embed" data-embed="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"><a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ">youtube.com</a><figcaption>La scène</figcaption></figure>`},
		{"embed of an unknown host", "<!-- wp:embed --><figure class=\"wp-block-embed\"><div>https://twitter.com/a/status/1</div></figure><!-- /wp:embed -->", `<p><a href="https://twitter.com/a/status/1">https://twitter.com/a/status/1</a></p>`},
		{"address on its line", "Voir\nhttps://vimeo.com/76979871\nici", "<p>Voir</p>\n" + `<figure class="embed" data-embed="https://player.vimeo.com/video/76979871"><a href="https://vimeo.com/76979871">vimeo.com</a></figure>` + "\n<p>ici</p>"},
		{"frame", `<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ?rel=0" width="560"></iframe>`, `<figure class="embed" data-embed="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"><a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ">youtube.com</a></figure>`},
		{"scripts", `<p onclick="x()">A<script>alert(1)</script><style>p{}</style><noscript><img src="x"></noscript></p>`, "<p>A</p>"},
		{"picture", `<!-- wp:image {"id":51} --><figure class="wp-block-image size-large"><a href="` + up + `2019/05/rue.jpg"><img src="` + up + `2019/05/rue-1024x683.jpg" alt="La rue" class="wp-image-51"/></a><figcaption>La rue</figcaption></figure><!-- /wp:image -->`,
			`<figure><img src="/media/F.jpg" data-media="1" alt=""><figcaption>La rue</figcaption></figure>`},
		{"by a resized copy", `Avant <img class="alignleft" src="//lefleuve.example/wp-content/uploads/2019/05/rue-300x200.jpg" alt="Une rue" width="300"> après`, "<p>Avant</p>\n" + `<figure><img src="/media/F.jpg" data-media="1" alt="Une rue"></figure>` + "\n<p>après</p>"},
		{"through a relay", `<img src="https://i0.wp.com/www.lefleuve.example/wp-content/uploads/2019/05/rue.jpg?resize=300" data-x="1" />`, `<figure><img src="/media/F.jpg" data-media="1" alt=""></figure>`},
		{"lazy", `<img src="data:image/gif;base64,R0lGOD" data-src="` + up + `2019/05/rue.jpg" /><noscript><img src="` + up + `2019/05/rue.jpg"></noscript>`, `<figure><img src="/media/F.jpg" data-media="1" alt=""></figure>`},
		{"accents", `<img src="` + up + `2019/05/caf%C3%A9.jpg">`, `<figure><img src="/media/F.jpg" data-media="2" alt=""></figure>`},
		{"missing", `<p>A</p><figure class="wp-block-image"><img src="` + up + `2019/05/perdue.jpg" alt=""/><figcaption>Perdue</figcaption></figure><p>B</p>`, "<p>A</p>\n<p>B</p>"},
		{"traversal", `<img src="` + up + `../../../etc/passwd"><img src="` + up + `%2e%2e/%2e%2e/secret.jpg">A`, "<p>A</p>"},
		{"of another site", `<figure><img src="https://autre.example/x.jpg" alt="Vue"><figcaption>Là-bas</figcaption></figure>`, `<figure><a href="https://autre.example/x.jpg">Vue</a><figcaption>Là-bas</figcaption></figure>`},
		{"counter", `A<img src="https://stats.example/p.gif" width="1" height="1">B`, "<p>AB</p>"},
		{"smiley", `A <img src="https://s.w.org/images/core/emoji/1.png" class="wp-smiley" alt="🙂">`, "<p>A 🙂</p>"},
		{"old caption", `[caption id="attachment_51" align="left" width="300" caption="La rue principale"]<a href="` + up + `2019/05/rue.jpg" rel="attachment wp-att-51"><img src="` + up + `2019/05/rue-300x200.jpg" /></a>[/caption]`,
			`<figure><img src="/media/F.jpg" data-media="1" alt=""><figcaption>La rue principale</figcaption></figure>`},
		{"new caption", "Avant\n\n[caption id=\"attachment_51\" width=\"300\"]<img src=\"x.jpg\" alt=\"Rue\" /> La rue, <em>hier</em>[/caption]\n\nAprès", "<p>Avant</p>\n" + `<figure><img src="/media/F.jpg" data-media="1" alt="Rue"><figcaption>La rue, <em>hier</em></figcaption></figure>` + "\n<p>Après</p>"},
		{"caption as HTML", `<div id="attachment_51" class="wp-caption alignleft" style="width:300px"><img class="wp-image-51" src="x.jpg" alt="La rue"><p class="wp-caption-text">La rue</p></div>`, `<figure><img src="/media/F.jpg" data-media="1" alt=""><figcaption>La rue</figcaption></figure>`},
		{"gallery", `[gallery columns="2" ids="51,52,99"]`, `<figure class="gallery"><figure><img src="/media/F.jpg" data-media="1" alt=""><figcaption>La rue</figcaption></figure><figure><img src="/media/F.jpg" data-media="2" alt=""></figure></figure>`},
		{"gallery of what hangs on an article", `[gallery id="1"]`, `<figure class="gallery"><figure><img src="/media/F.jpg" data-media="1" alt=""><figcaption>La rue</figcaption></figure><figure><img src="/media/F.jpg" data-media="2" alt=""></figure></figure>`},
		{"playlist", `[playlist ids="53"]`, `<figure><audio src="/media/F.mp3" controls preload="none"></audio></figure>`},
		{"gallery block of old", `<!-- wp:gallery --><ul class="wp-block-gallery columns-2"><li class="blocks-gallery-item"><figure><img data-id="51" class="wp-image-51" src="x"/></figure></li><li class="blocks-gallery-item"><figure><img class="wp-image-52" src="y"/></figure></li></ul><!-- /wp:gallery -->`,
			`<figure class="gallery"><figure><img src="/media/F.jpg" data-media="1" alt=""></figure><figure><img src="/media/F.jpg" data-media="2" alt=""></figure></figure>`},
		{"sound", `[audio mp3="` + up + `2019/05/son.mp3"][/audio] [audio src='https://x.org/a.mp3']`, `<figure><audio src="/media/F.mp3" controls preload="none"></audio></figure>` + "\n" + `<figure><audio src="https://x.org/a.mp3" controls preload="none"></audio></figure>`},
		{"film", `<!-- wp:video --><figure class="wp-block-video"><video controls><source src="` + up + `2019/05/film.mp4" type="video/mp4"></video><figcaption>Le film</figcaption></figure><!-- /wp:video -->`, `<figure><video src="/media/F.mp4" controls preload="none"></video><figcaption>Le film</figcaption></figure>`},
		{"missing film", `<figure class="wp-block-video"><video controls src="` + up + `2019/05/absent.mp4"></video></figure>A`, "<p>A</p>"},
		{"file block", `<!-- wp:file --><div class="wp-block-file"><object data="x"></object><a id="f" href="` + up + `2019/05/loi.pdf">La loi</a><a href="` + up + `2019/05/loi.pdf" class="wp-block-file__button" download>Télécharger</a></div><!-- /wp:file -->`, `<p><a href="/media/F.pdf">La loi</a></p>`},
		{"a file that is not served", `<a href="` + up + `2019/05/texte.doc">Le texte</a>`, "<p>Le texte</p>"},
		{"embed shortcode", `[embed width="500"]https://www.youtube.com/watch?v=dQw4w9WgXcQ[/embed]`, `<figure class="embed" data-embed="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"><a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ">youtube.com</a></figure>`},
		{"unknown shortcodes", "[vc_row][vc_column width=\"1/2\"]\n\nTexte [sic] de [l’État] [1] [NDLR : oui] [celui-ci]\n\n[/vc_column][/vc_row] [contact-form-7 id=\"5\"] [[gallery]] [su_note]note[/su_note]", "<p>Texte [sic] de [l’État] [1] [NDLR : oui] [celui-ci]</p>\n<p>[gallery] note</p>"},
		{"shortcodes in code", "<pre>[gallery ids=\"51\"]</pre>\n<code>[caption]</code>", "<pre>[gallery ids=\"51\"]</pre>\n<p><code>[caption]</code></p>"},
		{"code of a page builder", "[vc_raw_html]JTNDc2NyaXB0JTNF[/vc_raw_html]A", "<p>A</p>"},
		{"footnotes", `<p>A<sup data-fn="ab-1" class="fn"><a href="#ab-1" id="ab-1-link">1</a></sup></p><!-- wp:footnotes /-->`, `<p>A<sup><a href="#fn-ab1">1</a></sup></p>` + "\n" + `<ol class="footnotes"><li id="fn-ab1">La note</li></ol>`},
		{"links", `<a href="http://lefleuve.example/2019/05/un/#suite">a</a> <a href="https://www.lefleuve.example/?p=70">b</a> <a href="/category/sport/">c</a> <a href="https://www.lefleuve.example/wp-admin/post.php?post=1">d</a> <a href="https://autre.example/2019/">e</a> <a href="https://lefleuve.example/?s=mil+et+riz">f</a> <a href="https://www.lefleuve.example/feed/">g</a>`,
			`<p><a href="/2019/05/un/#suite">a</a> <a href="/2019/05/lie/">b</a> <a href="/sport/">c</a> d <a href="https://autre.example/2019/">e</a> <a href="/recherche/?q=mil+et+riz">f</a> <a href="/feed/">g</a></p>`},
		{"page link around a picture", `<a href="https://www.lefleuve.example/2019/05/un/"><img class="wp-image-51" src="x"></a>`, `<p><a href="/2019/05/un/"><img src="/media/F.jpg" data-media="1" alt=""></a></p>`},
	}
	d := dbtest.SQLite(t)
	o := newsroom(t, d)
	o.Media = t.TempDir()
	for _, name := range []string{"rue.jpg", "cafe\u0301.jpg", "son.mp3", "film.mp4", "loi.pdf", "texte.doc"} {
		putUpload(t, o.Media, "2019/05/"+name)
	}
	putUpload(t, o.Media, "../secret.jpg")
	parts := []any{
		attachmentXML(51, "2019/05/rue.jpg", "La rue", "La rue", ""), attachmentXML(52, "2019/05/caf%C3%A9.jpg", "", "", ""), attachmentXML(53, "2019/05/son.mp3", "", "", ""),
		entryXML{id: 80, typ: "wp_block", title: "Bloc", content: "<!-- wp:paragraph --><p>Partagé</p><!-- /wp:paragraph -->"},
		entryXML{id: 70, title: "Lié", name: "lie", link: "https://www.lefleuve.example/2019/05/lie/"}, categoryXML("1", "sport", "", "Sport"),
	}
	for i, c := range cases {
		parts = append(parts, entryXML{id: 1000 + i, title: c.name, name: "t", content: c.content, meta: [][2]string{{"footnotes", `[{"id":"ab-1","content":"La note"}]`}}})
	}
	a := imported(t, o, export(parts...))
	for i, c := range cases {
		got := theArticle(t, d, int64(1000+i)).Body
		want(t, c.name, plainBody(got), c.want)
		if clean, err := text.Clean(got); err != nil || clean != got {
			t.Errorf("%s is not clean: %v", c.name, err)
		}
	}
	want(t, "missing files", a.Missing.Count, 6)
	kept := text1(t, d, "SELECT value FROM import_meta WHERE key = 'griot:shortcode' AND value LIKE '[contact%'")
	want(t, "kept for editors", kept, `[contact-form-7 id="5"]`)
	want(t, "verbatim", text1(t, d, "SELECT content FROM import_verbatim WHERE old_id = 1000"), cases[0].content)
	if err := d.Ping(context.Background()); err != nil {
		t.Fatal(err)
	}
}
