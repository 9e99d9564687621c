package theme

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

//go:embed templates dist
var builtIn embed.FS

// maxFileBytes bounds each file of a theme folder: all of it ends up in pages.
const maxFileBytes = 1 << 20

// files is a theme as text.
type files struct {
	templates []file            // in the order of their names
	sheets    map[string]string // by name
	scripts   map[string]string // by name
}

// dressed are the sheets that a page may carry. Each is sheet.css, which all share, followed by that of the page it resembles, if it does, and by its own.
var dressed = []string{"front", "article", answeredSheet, "standing", "lists"}

// resembles names the page whose sheet comes before a sheet's own rules.
var resembles = map[string]string{answeredSheet: "article", "standing": "article"}

// answeredSheet is for articles that answer another or were answered, which few do.
const answeredSheet = "answered"

// arabicSheet follows the sheet of a page that is written from right to left.
const arabicSheet = "arabic"

type file struct {
	name string // "article.html"
	path string // where it was read, for messages
	text string
}

// read gives the built-in files, each replaced by the one of the same name in dir: templates/*.html, sheet.css, front.css, article.css, answered.css, standing.css,
// lists.css, arabic.css, light.css and script.js. extra.css, where there is one, follows every sheet.
func read(dir string) (files, error) {
	if err := holds(dir); err != nil {
		return files{}, err
	}
	var f files
	entries, err := builtIn.ReadDir("templates")
	if err != nil {
		return f, err
	}
	for _, e := range entries {
		t, err := pick(dir, "templates/"+e.Name(), "templates/"+e.Name())
		if err != nil {
			return f, err
		}
		t.name = e.Name()
		f.templates = append(f.templates, t)
	}
	return f, f.readAssets(dir)
}

func (f *files) readAssets(dir string) error {
	base, err := asset(dir, "sheet.css")
	if err != nil {
		return err
	}
	extra, err := optional(dir, "extra.css")
	if err != nil {
		return err
	}
	if err := inlinable(extra); err != nil {
		return err
	}
	f.sheets = map[string]string{}
	for _, name := range dressed {
		rules := base.text
		for _, part := range []string{resembles[name], name} {
			if part == "" {
				continue
			}
			own, err := asset(dir, part+".css")
			if err != nil {
				return err
			}
			rules += own.text
		}
		f.sheets[name] = strings.TrimSpace(rules + extra.text)
	}
	for name, more := range map[string]string{arabicSheet: "", lightSheet: extra.text} {
		own, err := asset(dir, name+".css")
		if err != nil {
			return err
		}
		f.sheets[name] = strings.TrimSpace(own.text + more)
	}
	return f.readScripts(dir)
}

// readScripts reads the scripts, of which a newsroom may replace the one that pages end with.
func (f *files) readScripts(dir string) error {
	f.scripts = map[string]string{}
	for _, name := range scriptNames {
		from := ""
		if name == "script" {
			from = dir
		}
		script, err := asset(from, name+".js")
		if err != nil {
			return err
		}
		f.scripts[name] = strings.TrimSpace(script.text)
	}
	return nil
}

// asset reads a sheet or script that may stand in a page.
func asset(dir, name string) (file, error) {
	f, err := pick(dir, name, "dist/"+name)
	if err != nil {
		return f, err
	}
	return f, inlinable(f)
}

func holds(dir string) error {
	if dir == "" {
		return nil
	}
	info, err := os.Stat(dir)
	if err != nil {
		return fmt.Errorf("theme folder: %w", err)
	}
	if !info.IsDir() {
		return fmt.Errorf("theme folder: %s is not a folder", dir)
	}
	return nil
}

// pick reads a file of the folder or, where it has none, the built-in one.
func pick(dir, name, embedded string) (file, error) {
	f, err := optional(dir, name)
	if err != nil || f.path != "" {
		return f, err
	}
	text, err := builtIn.ReadFile(embedded)
	return file{path: embedded, text: string(text)}, err
}

// optional reads a file of the folder; a file that is not there is empty and has no path.
func optional(dir, name string) (file, error) {
	if dir == "" {
		return file{}, nil
	}
	path := filepath.Join(dir, filepath.FromSlash(name))
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return file{}, nil
	}
	if err != nil {
		return file{}, fmt.Errorf("theme folder: %w", err)
	}
	if len(text) > maxFileBytes {
		return file{}, fmt.Errorf("%s: larger than %d bytes", path, maxFileBytes)
	}
	return file{path: path, text: string(text)}, nil
}

// inlinable refuses what would end its own element in a page.
func inlinable(f file) error {
	lower := strings.ToLower(f.text)
	for _, end := range []string{"</style", "</script", "<!--"} {
		if at := strings.Index(lower, end); at >= 0 {
			return fmt.Errorf("%s:%d: %q cannot stand in a sheet or script inside a page", f.path, 1+strings.Count(f.text[:at], "\n"), end)
		}
	}
	return nil
}
