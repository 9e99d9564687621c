// Command gen makes the variants of the sample newspaper's pictures and writes them to internal/transfer/sample/variants, from where they are built into the program. Run
// it from the root of the repository after a picture or the recipe of package media has changed: go run ./internal/transfer/sample/gen
package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"griot/internal/media"
)

const dir = "internal/transfer/sample"

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run() error {
	pictures, err := filepath.Glob(dir + "/pictures/*.png")
	if err != nil {
		return err
	}
	old, err := filepath.Glob(dir + "/variants/*")
	if err != nil {
		return err
	}
	for _, name := range old {
		if err := os.Remove(name); err != nil {
			return err
		}
	}
	for _, name := range pictures {
		if err := makeVariants(name); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func makeVariants(name string) error {
	data, err := os.ReadFile(name) //nolint:gosec // a picture of this repository
	if err != nil {
		return err
	}
	variants, _, _, err := media.Make(bytes.NewReader(data))
	if err != nil {
		return err
	}
	base := strings.TrimSuffix(filepath.Base(name), ".png")
	for _, v := range variants {
		file := fmt.Sprintf("%s/variants/%s-%d.%s", dir, base, v.Width, v.Format)
		if err := os.WriteFile(file, v.Data, 0o644); err != nil { //nolint:gosec // files of the repository are for everybody
			return err
		}
	}
	return nil
}
