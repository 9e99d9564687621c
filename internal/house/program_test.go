package house_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// rules are the rules of the house. Each names what breaks it.
var rules = map[string]func(files []*file) []string{
	"every room has a floor":                 everyRoomHasAFloor,
	"imports run downwards":                  importsRunDownwards,
	"the newsroom knows no surface":          newsroomKnowsNoSurface,
	"only the database knows drivers":        onlyDatabaseKnowsDrivers,
	"no init":                                noInit,
	"no hidden clock":                        noHiddenClock,
	"no chance in globals":                   noChanceInGlobals,
	"no globals":                             noGlobals,
	"no room for anything":                   noRoomForAnything,
	"a package opens with its promise":       packageOpensWithItsPromise,
	"every export has a sentence":            everyExportHasASentence,
	"files fit the hand":                     filesFitTheHand,
	"functions fit the eye":                  functionsFitTheEye,
	"no test sleeps":                         noTestSleeps,
	"surfaces and rooms start no goroutines": roomsStartNoGoroutines,
}

func TestRules(t *testing.T) {
	t.Parallel()
	files := program(t, filepath.Join("..", ".."))
	if len(files) < 50 {
		t.Fatalf("only %d files were found", len(files))
	}
	for name, rule := range rules {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, complaint := range rule(files) {
				t.Error(complaint)
			}
		})
	}
}

// A rule that finds nothing wrong in testdata/broken, where each is broken, could not fail.
func TestRulesCanFail(t *testing.T) {
	t.Parallel()
	files := program(t, filepath.Join("testdata", "broken"))
	want, err := os.ReadFile(filepath.Join("testdata", "broken", "complaints"))
	if err != nil {
		t.Fatal(err)
	}
	for name, rule := range rules {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expected := section(string(want), name)
			got := rule(files)
			slices.Sort(got)
			if len(expected) == 0 || !slices.Equal(got, expected) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(expected, "\n"))
			}
		})
	}
}

// section gives the lines below "# name".
func section(text, name string) (lines []string) {
	_, after, _ := strings.Cut(text, "# "+name+"\n")
	after, _, _ = strings.Cut(after, "\n#")
	for line := range strings.Lines(after) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	slices.Sort(lines)
	return lines
}

// file is a Go file of the program, parsed.
type file struct {
	path string // from the root of the repository
	room string // "article", "site" for site/theme, "cmd" for cmd/griot
	pkg  string // folder
	test bool
	ast  *ast.File
	fset *token.FileSet
	text []byte
}

func (f *file) at(n ast.Node) string {
	return fmt.Sprintf("%s:%d", f.path, f.fset.Position(n.Pos()).Line)
}

func (f *file) lines(n ast.Node) int {
	return f.fset.Position(n.End()).Line - f.fset.Position(n.Pos()).Line + 1
}

func (f *file) imports() (list []string) {
	for _, i := range f.ast.Imports {
		list = append(list, strings.Trim(i.Path.Value, `"`))
	}
	return list
}

// program parses every Go file of cmd/ and internal/ below a folder.
func program(t *testing.T, root string) (files []*file) {
	t.Helper()
	for _, top := range []string{"cmd", "internal"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() && d.Name() == "testdata" {
				return fs.SkipDir
			}
			if d.IsDir() || !strings.HasSuffix(name, ".go") {
				return nil
			}
			f, err := parse(root, name)
			files = append(files, f)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

func parse(root, name string) (f *file, err error) {
	rel, err := filepath.Rel(root, name)
	if err != nil {
		return nil, err
	}
	f = &file{path: filepath.ToSlash(rel), fset: token.NewFileSet(), test: strings.HasSuffix(name, "_test.go")}
	f.pkg, f.room = path.Dir(f.path), "cmd"
	if parts := strings.Split(f.path, "/"); parts[0] == "internal" {
		f.room = parts[1]
	}
	if f.text, err = os.ReadFile(name); err != nil { //nolint:gosec // our own source
		return nil, err
	}
	f.ast, err = parser.ParseFile(f.fset, f.path, f.text, parser.ParseComments|parser.SkipObjectResolution)
	return f, err
}

// code is what runs: no tests, and nothing that a program wrote.
func code(files []*file) (list []*file) {
	for _, f := range files {
		if !f.test && !ast.IsGenerated(f.ast) {
			list = append(list, f)
		}
	}
	return list
}

// named gives the package and name of a qualified identifier such as time.Now; "" for anything else.
func named(n ast.Node) (pkg, name string) {
	sel, ok := n.(*ast.SelectorExpr)
	if !ok {
		return "", ""
	}
	if x, ok := sel.X.(*ast.Ident); ok {
		return x.Name, sel.Sel.Name
	}
	return "", ""
}
