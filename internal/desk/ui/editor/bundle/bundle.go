// Package bundle makes the desk's editor from its sources and from the packages in vendor, which are the published files of each as they came, with their licences. It
// needs nothing but Go.
package bundle

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// Files makes what browsers are given, by name, from the editor's folder: the script, the one that signing out runs, the one that works without a network, its sheet, and the licences of what the script holds.
func Files(dir string) (map[string][]byte, error) {
	script, err := Script(dir, "main.ts")
	if err != nil {
		return nil, err
	}
	leave, err := Script(dir, "leave.ts")
	if err != nil {
		return nil, err
	}
	worker, err := Script(dir, "worker.ts")
	if err != nil {
		return nil, err
	}
	sheet, err := sheet(dir)
	if err != nil {
		return nil, err
	}
	licences, err := licences(dir)
	if err != nil {
		return nil, err
	}
	return map[string][]byte{"editor.js": script, "leave.js": leave, "worker.js": worker, "editor.css": sheet, "editor-licences.txt": licences}, nil
}

// Script bundles one of the sources. What it exports is on the page as the global "editor".
func Script(dir, entry string) ([]byte, error) {
	banner := ""
	if entry == "main.ts" {
		banner = "/* holds ProseMirror, Yjs and lib0, under the MIT licence: editor-licences.txt */"
	}
	r := api.Build(api.BuildOptions{
		EntryPoints: []string{filepath.Join(dir, "src", entry)}, Bundle: true, Format: api.FormatIIFE, GlobalName: "editor", Target: api.ES2020, Charset: api.CharsetUTF8,
		MinifyWhitespace: true, MinifySyntax: true, MinifyIdentifiers: true, LegalComments: api.LegalCommentsNone, LogLevel: api.LogLevelSilent,
		Banner: map[string]string{"js": banner}, Plugins: []api.Plugin{vendored(dir)},
	})
	if err := problems(r.Errors, r.Warnings); err != nil {
		return nil, err
	}
	return r.OutputFiles[0].Contents, nil
}

// vendored finds packages in vendor/NAME@VERSION.
func vendored(dir string) api.Plugin {
	return api.Plugin{Name: "vendored", Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: `^[a-z]`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			if args.Kind == api.ResolveEntryPoint {
				return api.OnResolveResult{}, nil
			}
			file, err := find(dir, args.Path)
			return api.OnResolveResult{Path: file}, err
		})
	}}
}

// find gives the file for "yjs" or "lib0/math".
func find(dir, name string) (string, error) {
	name, sub, _ := strings.Cut(name, "/")
	found, err := filepath.Glob(filepath.Join(dir, "vendor", name+"@*"))
	if err != nil || len(found) != 1 {
		return "", fmt.Errorf("vendor holds %d versions of %s, want one", len(found), name)
	}
	candidates := []string{"dist/index.js", "dist/" + name + ".mjs", "src/" + name + ".js", "index.js"}
	if sub != "" {
		candidates = []string{sub, sub + ".js"}
	}
	for _, c := range candidates {
		file := filepath.Join(found[0], filepath.FromSlash(c))
		if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() {
			return filepath.Abs(file)
		}
	}
	return "", fmt.Errorf("vendor holds no %s of %s", sub, name)
}

func sheet(dir string) ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(dir, "src", "editor.css"))
	if err != nil {
		return nil, err
	}
	r := api.Transform(string(text), api.TransformOptions{Loader: api.LoaderCSS, Charset: api.CharsetUTF8, MinifyWhitespace: true, MinifySyntax: true, LogLevel: api.LogLevelSilent})
	return r.Code, problems(r.Errors, r.Warnings)
}

// licences joins the licences of all packages.
func licences(dir string) ([]byte, error) {
	files, err := filepath.Glob(filepath.Join(dir, "vendor", "*", "LICENSE"))
	if err != nil {
		return nil, err
	}
	var out []byte
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		out = fmt.Appendf(out, "%s\n\n%s\n\n", filepath.Base(filepath.Dir(file)), strings.TrimSpace(string(text)))
	}
	return out, nil
}

func problems(lists ...[]api.Message) error {
	var errs []error
	for _, list := range lists {
		for _, m := range list {
			if m.Location == nil {
				errs = append(errs, errors.New(m.Text))
				continue
			}
			errs = append(errs, fmt.Errorf("%s:%d: %s", m.Location.File, m.Location.Line, m.Text))
		}
	}
	return errors.Join(errs...)
}
