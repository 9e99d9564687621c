package theme

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"griot/internal/locale"
)

// folder makes a theme folder of files by their names.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestLoadReplacesFileByFile(t *testing.T) {
	dir := folder(t, map[string]string{
		"templates/corrections.html": `{{define "corrections"}}<h1>{{.Heading}}</h1>{{end}}`,
		"extra.css":                  ":root{--accent:#123456}",
		"script.js":                  "console.log(1)",
	})
	theme, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := theme.Corrections(&b, &CorrectionsView{Heading: "Nos erreurs"}); err != nil || b.String() != "<h1>Nos erreurs</h1>" {
		t.Errorf("replaced template: %q, %v", b.String(), err)
	}
	b.Reset()
	if err := theme.Failure(&b, &FailureView{Status: 404, Heading: "Rien"}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{":root{--accent:#123456}</style>", "<script>console.log(1)</script>", "<h1>Rien</h1>"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in the page", want)
		}
	}
	if theme.Hash() == builtInTheme(t).Hash() {
		t.Error("the hash does not tell the themes apart")
	}
}

func TestLoadRefuses(t *testing.T) {
	tests := []struct{ name, file, text, want string }{
		{"syntax", "templates/list.html", "{{define \"list\"}}\n\n{{if}}{{end}}{{end}}", "templates/list.html:3"},
		{"an unknown field", "templates/list.html", "{{define \"list\"}}\n{{range .Days}}{{range .Entries}}\n{{.Titel}}{{end}}{{end}}{{end}}", "templates/list.html:3"},
		{"an unknown template", "templates/item.html", "{{define \"item\"}}{{end}}", "no such template"},
		{"HTML that cannot be escaped", "templates/list.html", "{{define \"list\"}}\n<a href='{{if .Heading}}x\"{{else}}'{{end}}>{{end}}", "templates/list.html:2"},
		{"a sheet that ends itself", "extra.css", "a{}\n/*</STYLE>*/", "extra.css:2"},
		{"a script that ends itself", "script.js", "'</script>'", "script.js:1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Load(folder(t, map[string]string{tt.file: tt.text}))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want something of %s", err, tt.want)
			}
		})
	}
	for _, dir := range []string{"/nowhere/at/all", "theme_test.go"} {
		if _, err := Load(dir); err == nil {
			t.Errorf("%s passed for a folder", dir)
		}
	}
}

// TestPolicy: what Sources names is what stands in the page, no more and no less, but for the two sheets of articles, which go together.
func TestPolicy(t *testing.T) {
	theme := builtInTheme(t)
	articles := source(theme.sheets["article"]) + " " + source(theme.sheets[answeredSheet])
	inline := regexp.MustCompile(`(?s)<(style|script)>(.*?)</(?:style|script)>`)
	for _, p := range testPages() {
		var b bytes.Buffer
		if err := p.make(Shell{Lang: "fr"})(theme, &b); err != nil {
			t.Fatal(err)
		}
		found := inline.FindAllStringSubmatch(b.String(), -1)
		want := 3
		if strings.HasPrefix(p.name, "search") {
			want = 4 // and what completes what is typed
		}
		if len(found) != want {
			t.Errorf("%s: %d sheets and scripts, want a sheet, what runs before the page and what runs after it", p.name, len(found))
		}
		stands := map[string]string{}
		for _, f := range found {
			stands[f[1]] = strings.TrimSpace(stands[f[1]] + " " + source(f[2]))
		}
		if strings.Contains(articles, stands["style"]) {
			stands["style"] = articles
		}
		if styles, scripts := theme.Sources(b.Bytes()); styles != stands["style"] || scripts != stands["script"] {
			t.Errorf("%s: named are %s and %s, there are %v", p.name, styles, scripts, stands)
		}
	}
	if styles, scripts := theme.Sources([]byte("<style>*{display:none}</style><script>alert(1)</script>")); styles != "" || scripts != "" {
		t.Errorf("what others put in a page is named: %s, %s", styles, scripts)
	}
}

// TestWords asks every catalogue for every key that a template names, and holds the templates to naming keys only.
func TestWords(t *testing.T) {
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	keys := words.For("fr").Keys()
	call := regexp.MustCompile(`\.(?:T|Plural) "([^"]+)"`)
	text := regexp.MustCompile(`>[ \n]*\pL[^<>{}=]*<`)
	f, err := read("")
	if err != nil {
		t.Fatal(err)
	}
	for _, tmpl := range f.templates {
		for _, m := range call.FindAllStringSubmatch(tmpl.text, -1) {
			if !slices.Contains(keys, m[1]) {
				t.Errorf("%s: no catalogue has %q", tmpl.name, m[1])
			}
		}
		bare := regexp.MustCompile(`(?s)\{\{.*?\}\}`).ReplaceAllString(tmpl.text, "")
		if said := text.FindString(bare); said != "" {
			t.Errorf("%s speaks by itself: %q", tmpl.name, said)
		}
	}
}

func TestStructuredDataCannotEndItsElement(t *testing.T) {
	var b bytes.Buffer
	v := &StandingView{Shell: Shell{JSONLD: `{"name":"</script><script>alert(1)</script>"}`}, Heading: "x"}
	if err := builtInTheme(t).Standing(&b, v); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), `{"name":"\u003c/script>\u003cscript>alert(1)\u003c/script>"}</script>`) {
		t.Error("structured data is not escaped")
	}
}

// TestOldPhones takes from the sheets what Opera Mini does not know and looks for what must be left: ink on paper, rules, and
// both menus shown as lists.
func TestOldPhones(t *testing.T) {
	modern := regexp.MustCompile(`[\w-]+:[^;{}]*var\([^;{}]*;?`)
	theme := builtInTheme(t)
	for _, name := range dressed {
		sheet := theme.sheets[name]
		old := modern.ReplaceAllString(sheet, "")
		for _, want := range []string{"body{background:#fffdf9;color:#16130f;", ".band{border-top:3px solid #16130f;", ".k{font-weight:700;color:#5d564c;"} {
			if !strings.Contains(old, want) {
				t.Errorf("%s: %s is not left", name, want)
			}
		}
		if m := regexp.MustCompile(`#(menu|pays)(,#pays)?\{[^}]*display:none`).FindString(old); m != "" {
			t.Errorf("%s: %s hides a menu for good", name, m)
		}
	}
}

func TestTight(t *testing.T) {
	tests := []struct{ in, want string }{
		{"a b", "a b"},
		{"<p>\n  <b>", "<p><b>"},
		{"\n\t\n", ""},
		{"one\n  two", "one\ntwo"},
		{"<a\n  href=x>", "<a\nhref=x>"},
		{"</p> \n", "</p>"},
		{" word\n", " word\n"},
		{"\n class=x", "\nclass=x"},
	}
	for _, tt := range tests {
		if got := tight(tt.in); got != tt.want {
			t.Errorf("tight(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func BenchmarkArticle(b *testing.B) {
	theme, err := Load("")
	if err != nil {
		b.Fatal(err)
	}
	v := richArticle(richShell("fr", "ltr", nil))
	for b.Loop() {
		if err := theme.Article(io.Discard, v); err != nil {
			b.Fatal(err)
		}
	}
}
