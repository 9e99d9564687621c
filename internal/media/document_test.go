package media_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"griot/internal/fault"
	"griot/internal/media"
)

// tools are two programs that do to a document what ExifTool and qpdf do, as far as the door sees: one takes lines that tell out, one writes anew.
func tools(t *testing.T, takes string) {
	t.Helper()
	dir := t.TempDir()
	for name, script := range map[string]string{"exiftool": "#!/bin/sh\ngrep -a -v '" + takes + "' \"$5\" > \"$4\"\n", "qpdf": "#!/bin/sh\ncat \"$4\" > \"$5\"\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
}

// TestDocument: where both programs are, a document is served as they leave it; what they leave in is reason enough to refuse it.
func TestDocument(t *testing.T) {
	tools(t, "/Author")
	s := store(t)
	f, err := media.Receive(t.Context(), s, strings.NewReader("%PDF-1.7\n/Author (Awa)\nSEEN\n"))
	if err != nil || f.Kind != media.Document {
		t.Fatal(f, err)
	}
	for _, name := range names(t, s) {
		if served := content(t, s, name); strings.HasPrefix(name, "public/") && string(served) != "%PDF-1.7\nSEEN\n" {
			t.Errorf("%s is %q", name, served)
		}
	}
	for _, more := range []string{"/JavaScript (app.alert(1))", "/Metadata 4 0 R", "\xff\xe1\x00\x10Exif\x00\x00"} {
		if _, err := media.Receive(t.Context(), discard{}, strings.NewReader("%PDF-1.7\n"+more+"\n")); !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Message(err), "print it") {
			t.Errorf("%q: %v", more, err)
		}
	}
}

// TestTelephonesPictures: HEIC and AVIF, as the libraries that decode them are tested with.
func TestTelephonesPictures(t *testing.T) {
	t.Parallel()
	for module, file := range map[string]string{"github.com/gen2brain/heic": "test8.heic", "github.com/gen2brain/avif": "test8.avif"} {
		dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", module).Output()
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		if f := receive(t, data); f.Width != 512 || f.Height != 512 {
			t.Errorf("%s is %d×%d", file, f.Width, f.Height)
		}
		variants, w, h, err := media.Make(bytes.NewReader(data))
		if err != nil || w != 512 || h != 512 || len(variants) == 0 {
			t.Errorf("%s: %d×%d, %v", file, w, h, err)
		}
	}
}
