package theme

import (
	"bytes"
	"html/template"
	"regexp"
	"strings"
	"testing"
)

func TestLightPath(t *testing.T) {
	for href, want := range map[string]string{
		"/": "/leger/", "/sport/": "/leger/sport/", "/sport/?page=2": "/leger/sport/?page=2", "/2026/11/22/x/#notes": "/leger/2026/11/22/x/#notes", "/pays/côte/": "/leger/pays/côte/",
		"/media/abcdef-320.jpg": "/media/abcdef-320.jpg", "/feed.xml": "/feed.xml", "https://ailleurs.example/": "https://ailleurs.example/", "//ailleurs.example/": "//ailleurs.example/",
		"#menu": "#menu", "": "", "/leger/": "/leger/", "/leger/sport/": "/leger/sport/", "/hors-ligne/": "/hors-ligne/", "mailto:a@b.example": "mailto:a@b.example", "?page=2": "?page=2",
	} {
		if got := LightPath(href); got != want {
			t.Errorf("LightPath(%q) is %q, want %q", href, got, want)
		}
	}
}

func TestLightBody(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{`<p>A <a href="/sport/">b</a> <a href="https://x.example/">c</a></p>`, `<p>A <a href="/leger/sport/">b</a> <a href="https://x.example/">c</a></p>`},
		{`<figure><img src="/media/a-320.jpg" srcset="/media/a-640.webp 640w" alt="Un &quot;fleuve&quot;"><figcaption>D</figcaption></figure>`,
			`<figure><a class="im" href="/media/a-320.jpg">Voir <small>Un &#34;fleuve&#34;</small></a><figcaption>D</figcaption></figure>`},
		{`<a href="https://x.example/"><img src="/media/a-320.jpg" alt="Logo"></a><img src="/media/b-320.jpg" alt="">`, `<a href="https://x.example/">Logo</a><a class="im" href="/media/b-320.jpg">Voir</a>`},
		{`<img src="javascript:x" alt="X">`, `X`},
		{`<video controls autoplay poster="/media/p.jpg" src="/media/f.mp4"></video>`, `<video controls="" src="/media/f.mp4" preload="none"></video>`},
	} {
		if got := string(lightBody(template.HTML(tt.in), "Voir")); got != tt.want {
			t.Errorf("%s\nis %s\nwant %s", tt.in, got, tt.want)
		}
	}
}

// TestLightPages: a light page asks for nothing, names no custom property and no grid, and leads from page to page of the light version.
func TestLightPages(t *testing.T) {
	theme := builtInTheme(t)
	light := theme.Light()
	if s := theme.sheets[lightSheet]; strings.Contains(s, "var(") || strings.Contains(s, "grid") || strings.Contains(s, "url(") {
		t.Error("the light sheet is more than an old phone knows")
	}
	asks := regexp.MustCompile(`<(img|script|iframe|picture|source|object|embed)\b|rel="?(stylesheet|manifest|preload)`)
	leads := regexp.MustCompile(`<a [^>]*href="(/[^"]*)"[^>]*>`)
	for _, p := range testPages() {
		var b bytes.Buffer
		shell := richShell("fr", "ltr", nil)
		shell.Full, shell.Weigh = "/ici/", "/poids/ici/"
		if err := p.make(shell)(light, &b); err != nil {
			t.Fatal(err)
		}
		if m := asks.FindString(b.String()); m != "" {
			t.Errorf("%s asks for more: %s", p.name, m)
		}
		for _, m := range leads.FindAllStringSubmatch(b.String(), -1) {
			if LightPath(m[1]) != m[1] && m[1] != "/ici/" && m[1] != "/poids/ici/" {
				t.Errorf("%s leads out of the light version: %s", p.name, m[0])
			}
		}
	}
}
