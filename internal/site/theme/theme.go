// Package theme is the look of the public site: typed views, the templates that show them, one style sheet and one small script.
//
// What it promises:
//   - It knows no store, no request and no clock. A view holds what a page shows, ready to read; every other word comes from
//     the view's Words, so that no template speaks a language.
//   - A page is whole: the sheet and the script stand in it. Neither a page nor the sheet carries a style attribute or an
//     event handler, so that a Content-Security-Policy of hashes (Sources) holds for every page. Pictures
//     drawn in the sheet need "data:" under img-src.
//   - Everything works without the script. With custom properties, grid, sticky, logical properties, srcset, details and
//     prefers-color-scheme taken away a page still reads in order, with its menus as lists at its foot.
//   - A newsroom's theme folder replaces any template, a sheet or the script, file by file; extra.css is added to every page's sheet. A
//     folder that does not hold is refused by Load with file and line: every template is executed there once against views
//     full of values and once against empty ones.
//
// A Theme does not change after Load and may be used by many at once.
package theme

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html/template"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Theme is a set of templates with its sheet and script.
type Theme struct {
	pages   *template.Template
	unused  *template.Template // the same, of which copies can be made
	sheets  map[string]string  // by name
	scripts map[string]string  // by name
	styles  inlined            // the sheets that stand in pages
	runs    inlined            // the scripts that do
	hash    string
	dress   string // what the names of the templates begin with
}

// Load reads the theme built into the program, replaced file by file by those in dir. An empty dir means the built-in theme.
func Load(dir string) (*Theme, error) {
	files, err := read(dir)
	if err != nil {
		return nil, err
	}
	t := &Theme{sheets: files.sheets, scripts: files.scripts, hash: files.hash()}
	t.styles = styleSources(t.sheets)
	t.runs = inlines(t.scripts, "early", "suggest", "script")
	if t.pages, err = parse(files, t.funcs()); err != nil {
		return nil, err
	}
	if t.unused, err = t.pages.Clone(); err != nil {
		return nil, err
	}
	if err := t.rehearse(); err != nil {
		return nil, err
	}
	if err := t.Light().rehearse(); err != nil {
		return nil, err
	}
	return t, nil
}

// Hash names the content of the theme: two themes with the same hash make the same pages.
func (t *Theme) Hash() string { return t.hash }

// Sources are what a Content-Security-Policy must allow for a rendered page, 'sha256-…' with spaces between: its sheets, for style-src, and its scripts, for script-src.
// Only what is the theme's own is ever named, and only what stands in the page: a policy travels with every page, and each name costs its reader 54 bytes.
func (t *Theme) Sources(page []byte) (styles, scripts string) {
	return t.styles.in(page, "<style"), t.runs.in(page, "<script")
}

// inlined are texts that may stand in pages, each as it stands behind its tag's name and attributes, with its source expression.
type inlined []inline

type inline struct {
	stands []byte
	source string
}

func inlines(texts map[string]string, names ...string) (list inlined) {
	for _, name := range names {
		list = append(list, inline{[]byte(">" + texts[name] + "</"), source(texts[name])})
	}
	return list
}

// styleSources are those of the sheets.
func styleSources(sheets map[string]string) inlined {
	list := inlines(sheets, sheetNames()...)
	list.together(sheets["article"], sheets[answeredSheet])
	return list
}

// together has pages with one of some texts name them all: the policy of the second article that somebody reads is that of the first, which HTTP/2 sends as one byte, else as 330.
func (l inlined) together(texts ...string) {
	var all []string
	for _, text := range texts {
		all = append(all, source(text))
	}
	for i := range l {
		if slices.Contains(all, l[i].source) {
			l[i].source = strings.Join(all, " ")
		}
	}
}

// in names those that a page has. Only where a tag begins is anything compared: to look for each text in the whole page takes a twentieth of the time that the page takes.
func (l inlined) in(page []byte, tag string) string {
	var found []string
	for {
		_, rest, more := bytes.Cut(page, []byte(tag))
		if !more {
			return strings.Join(found, " ")
		}
		page = rest
		text := rest[max(0, bytes.IndexByte(rest, '>')):]
		for i := range l {
			if bytes.HasPrefix(text, l[i].stands) && !slices.Contains(found, l[i].source) {
				found = append(found, l[i].source)
			}
		}
	}
}

func source(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// Front writes the front page.
func (t *Theme) Front(w io.Writer, v *FrontView) error { return t.render(w, "front", v) }

// Article writes an article.
func (t *Theme) Article(w io.Writer, v *ArticleView) error { return t.render(w, "article", v) }

// List writes a page of a rubric, a country, a tag or an author.
func (t *Theme) List(w io.Writer, v *ListView) error { return t.render(w, "list", v) }

// Countries writes the page of all countries.
func (t *Theme) Countries(w io.Writer, v *CountriesView) error { return t.render(w, "countries", v) }

// Search writes the search page.
func (t *Theme) Search(w io.Writer, v *SearchView) error { return t.render(w, "search", v) }

// Standing writes a standing page.
func (t *Theme) Standing(w io.Writer, v *StandingView) error { return t.render(w, "standing", v) }

// Corrections writes the list of corrections and replies.
func (t *Theme) Corrections(w io.Writer, v *CorrectionsView) error {
	return t.render(w, "corrections", v)
}

// Failure writes the page of an error.
func (t *Theme) Failure(w io.Writer, v *FailureView) error { return t.render(w, "failure", v) }

// Around renders the head and the foot of a shell, for pages that have them alike; front is the front page, where the wordmark is the heading.
func (t *Theme) Around(s *Shell, front bool) (*Around, error) {
	sheet := ""
	if front {
		sheet = frontSheet
	}
	var head, foot strings.Builder
	if err := t.render(&head, "head", s.Frame(sheet)); err != nil {
		return nil, err
	}
	if err := t.render(&foot, "foot", s.Base()); err != nil {
		return nil, err
	}
	return &Around{Head: template.HTML(head.String()), Foot: template.HTML(foot.String())}, nil //nolint:gosec // by the page's own templates
}

// proofs are what pages are rendered on, again and again: new room for each page would be a third of all the memory that making one asks for. Room for a longProof, in bytes, is let go.
var proofs = sync.Pool{New: func() any { return new(bytes.Buffer) }}

const longProof = 1 << 20

// render writes nothing at all when a template fails.
func (t *Theme) render(w io.Writer, name string, view any) error {
	b := proofs.Get().(*bytes.Buffer)
	b.Reset()
	defer func() {
		if b.Cap() <= longProof {
			proofs.Put(b)
		}
	}()
	if err := t.pages.ExecuteTemplate(b, t.dress+name, view); err != nil {
		return fmt.Errorf("render %s: %w", t.dress+name, err)
	}
	_, err := w.Write(b.Bytes())
	return err
}

func (f files) hash() string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(f.sheets)) {
		fmt.Fprintf(h, "%q", f.sheets[name])
	}
	for _, name := range scriptNames {
		fmt.Fprintf(h, "%q", f.scripts[name])
	}
	for _, t := range f.templates {
		fmt.Fprintf(h, "%q%q", t.name, t.text)
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}
