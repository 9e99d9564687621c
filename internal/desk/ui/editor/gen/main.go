// Command gen builds the desk's editor from its sources. Run it from the module's root after every change in src or vendor; a test fails while what is committed differs.
//
//	go run ./internal/desk/ui/editor/gen
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"griot/internal/desk/ui/editor/bundle"
)

func main() {
	if err := generate("internal/desk/ui"); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// generate writes the files into the desk's static folder.
func generate(ui string) error {
	files, err := bundle.Files(filepath.Join(ui, "editor"))
	if err != nil {
		return err
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(ui, "static", name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
