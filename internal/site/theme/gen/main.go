// Command gen writes the theme's dist folder: the style files as sheets and the scripts, all shortened. Run it from the
// module's root after every change in style or script; a test beside it fails while what is committed differs.
//
//	go run ./internal/site/theme/gen
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := generate("internal/site/theme"); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// generate writes dist under the theme's folder.
func generate(theme string) error {
	files, err := build(theme)
	if err != nil {
		return err
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(theme, "dist", name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// scripts are the scripts of dist, each with what it is built from.
var scripts = map[string]string{"script": "main", "early": "early", "offline": "offline", "worker": "worker", "later": "later", "suggest": "suggest", "flash": "flash"}

// build makes the files of dist by their names.
func build(theme string) (map[string]string, error) {
	sheets, err := buildSheets(filepath.Join(theme, "style"))
	if err != nil {
		return nil, err
	}
	files := map[string]string{}
	for name, entry := range scripts {
		if files[name+".js"], err = buildScript(filepath.Join(theme, "script", entry+".ts")); err != nil {
			return nil, err
		}
	}
	for name, text := range sheets {
		files[name+".css"] = text
	}
	return files, nil
}
