package theme

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"griot/internal/locale"
)

// out is a folder that TestPages leaves its pages in, to be looked at: go test -run TestPages -out /tmp/pages
var out = flag.String("out", "", "write the test's pages to this folder")

type testPage struct {
	name string
	make func(Shell) func(*Theme, io.Writer) error
}

func page[V any](name string, write func(*Theme, io.Writer, V) error, view func(Shell) V) testPage {
	return testPage{name, func(s Shell) func(*Theme, io.Writer) error {
		return func(t *Theme, w io.Writer) error { return write(t, w, view(s)) }
	}}
}

// testPages are every template with rich and with hardly any matter.
func testPages() []testPage {
	return []testPage{
		page("front", (*Theme).Front, richFront),
		page("front-empty", (*Theme).Front, func(s Shell) *FrontView { return &FrontView{Shell: s, Unfinished: "Rien encore."} }),
		page("front-few", (*Theme).Front, fewFront),
		page("article", (*Theme).Article, richArticle),
		page("article-busy", (*Theme).Article, busyArticle),
		page("article-bare", (*Theme).Article, bareArticle),
		page("list", (*Theme).List, richList),
		page("list-one", (*Theme).List, shortList),
		page("list-empty", (*Theme).List, func(s Shell) *ListView {
			return &ListView{Shell: s, Heading: "Cinéma", Empty: "Aucun article pour le moment."}
		}),
		page("countries", (*Theme).Countries, richCountries),
		page("search", (*Theme).Search, richSearch),
		page("search-new", (*Theme).Search, func(s Shell) *SearchView { return &SearchView{Shell: s, Heading: "Rechercher"} }),
		page("search-nothing", (*Theme).Search, func(s Shell) *SearchView {
			return &SearchView{Shell: s, Heading: "Rechercher", Query: `"><b>`, Asked: true, Try: places("Niger, Mali", "/pays/")}
		}),
		page("standing", (*Theme).Standing, richStanding),
		page("standing-bare", (*Theme).Standing, func(s Shell) *StandingView { return &StandingView{Shell: s, Heading: "Cookies", Body: "<p>Aucun.</p>"} }),
		page("corrections", (*Theme).Corrections, richCorrections),
		page("corrections-empty", (*Theme).Corrections, func(s Shell) *CorrectionsView {
			return &CorrectionsView{Shell: s, Heading: "Corrections", Empty: "Aucune."}
		}),
		page("versions", (*Theme).Versions, richVersions),
		page("versions-same", (*Theme).Versions, func(s Shell) *VersionsView { return &VersionsView{Shell: s, Heading: "Versions"} }),
		page("failure", (*Theme).Failure, richFailure),
		page("failure-bare", (*Theme).Failure, func(s Shell) *FailureView { return &FailureView{Shell: s, Status: 500, Heading: "Panne"} }),
	}
}

// TestPages executes every template in every language, with a full and with an empty shell, and holds the pages to the rules of wellFormed.
func TestPages(t *testing.T) {
	theme := builtInTheme(t)
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range locale.Languages() {
		l := words.For(lang)
		shells := map[string]Shell{"": richShell(l.Lang(), l.Dir(), l), "-still": {Lang: l.Lang(), Dir: l.Dir(), Words: l, Title: "Titre", Name: "Africa Presse"}}
		for suffix, shell := range shells {
			for _, p := range testPages() {
				t.Run(lang+"/"+p.name+suffix, func(t *testing.T) {
					var b bytes.Buffer
					for dress, theme := range map[string]*Theme{"": theme, "light-": theme.Light()} {
						b.Reset()
						if err := p.make(shell)(theme, &b); err != nil {
							t.Fatal(err)
						}
						for _, problem := range wellFormed(b.Bytes()) {
							t.Error(dress, problem)
						}
						keep(t, filepath.Join(lang, dress+p.name+suffix+".html"), b.Bytes())
					}
				})
			}
		}
	}
}

func builtInTheme(t *testing.T) *Theme {
	t.Helper()
	theme, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	return theme
}

func keep(t *testing.T, name string, page []byte) {
	t.Helper()
	if *out == "" {
		return
	}
	path := filepath.Join(*out, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, page, 0o644); err != nil {
		t.Fatal(err)
	}
}
