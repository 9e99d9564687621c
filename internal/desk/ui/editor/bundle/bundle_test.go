package bundle_test

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"

	"griot/internal/desk/ui/editor/bundle"
)

// TestBuiltIsCurrent holds the committed files to their sources.
func TestBuiltIsCurrent(t *testing.T) {
	t.Parallel()
	files, err := bundle.Files("..")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join("..", "..", "static", name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what its source makes: go run ./internal/desk/ui/editor/gen", name)
		}
	}
}

// TestWeight holds the editor to 150 kB, so that its page stays below 200 on a telephone's line.
func TestWeight(t *testing.T) {
	t.Parallel()
	files, err := bundle.Files("..")
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, name := range []string{"editor.js", "editor.css"} {
		var b bytes.Buffer
		z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
		_, _ = z.Write(files[name])
		_ = z.Close()
		total += b.Len()
	}
	t.Logf("the editor weighs %d bytes compressed", total)
	if total > 150_000 {
		t.Errorf("the editor weighs %d bytes compressed, at most 150,000", total)
	}
}
