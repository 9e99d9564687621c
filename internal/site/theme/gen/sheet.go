package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// engines are the oldest browsers that get the sheet's modern half. They are old enough that inset stays four properties,
// which browsers without logical properties understand.
var engines = []api.Engine{{Name: api.EngineChrome, Version: "80"}, {Name: api.EngineFirefox, Version: "78"}, {Name: api.EngineSafari, Version: "14"}}

// sheet is one file of dist. A page carries the first, which has the tokens, and one of the others after it; answered and standing follow article, arabic follows any, light stands alone.
type sheet struct {
	name  string
	parts []string
}

var sheets = []sheet{
	{"sheet", []string{"tokens", "base", "masthead", "panels", "ticker", "items", "foot"}},
	{"front", []string{"grid", "big", "front"}},
	{"article", []string{"grid", "note", "article"}},
	{"answered", []string{"answered"}},
	{"standing", []string{"standing"}},
	{"lists", []string{"grid", "big", "note", "lists"}},
	{"arabic", []string{"arabic"}},
	{"light", []string{"light"}},
}

// tokenSpace finds the space around a custom property's value, which esbuild must keep and nobody needs.
var tokenSpace = regexp.MustCompile(`(--[\w-]+:)\s*([^;{}]*?)\s*([;}])`)

// buildSheets joins the style files, shortens them, and adds plain values for browsers without custom properties.
func buildSheets(dir string) (map[string]string, error) {
	built := map[string]string{}
	tokens := map[string]string{}
	for _, s := range sheets {
		var all strings.Builder
		for _, part := range s.parts {
			text, err := os.ReadFile(filepath.Join(dir, part+".css"))
			if err != nil {
				return nil, err
			}
			all.Write(text)
		}
		short, err := minify(all.String())
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.name, err)
		}
		short = tokenSpace.ReplaceAllString(short, "$1$2$3")
		if built[s.name], err = addFallbacks(short, tokens); err != nil {
			return nil, fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return built, nil
}

func minify(text string) (string, error) {
	r := api.Transform(text, api.TransformOptions{
		Loader: api.LoaderCSS, Engines: engines, Charset: api.CharsetUTF8, LegalComments: api.LegalCommentsNone,
		MinifyWhitespace: true, MinifySyntax: true, LogLevel: api.LogLevelSilent,
	})
	return strings.TrimSpace(string(r.Code)), problems(r.Errors, r.Warnings)
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
