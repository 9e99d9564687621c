package theme

import (
	"bytes"
	"testing"

	"github.com/andybalholm/brotli"

	"griot/internal/locale"
)

// The promises of the numbers' table: an article of 500 words with everything but its pictures.
const (
	maxKept   = 14000 // bytes, brotli 11
	maxQuick  = 15500 // bytes, brotli 5, as first sent
	maxScript = 2048  // bytes, brotli 11; the table allows 6 kB
)

func TestSizes(t *testing.T) {
	theme := builtInTheme(t)
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	shell := richShell("fr", "ltr", words.For("fr"))
	for name, write := range map[string]func(*bytes.Buffer) error{
		"front":   func(b *bytes.Buffer) error { return theme.Front(b, richFront(shell)) },
		"article": func(b *bytes.Buffer) error { return theme.Article(b, richArticle(shell)) },
		"list":    func(b *bytes.Buffer) error { return theme.List(b, richList(shell)) },
	} {
		var page bytes.Buffer
		if err := write(&page); err != nil {
			t.Fatal(err)
		}
		kept, quick := compressed(t, page.Bytes(), 11), compressed(t, page.Bytes(), 5)
		t.Logf("%-8s %6d bytes, brotli 11 %6d, brotli 5 %6d, brotli 4 %6d", name, page.Len(), kept, quick, compressed(t, page.Bytes(), 4))
		if kept > maxKept || quick > maxQuick {
			t.Errorf("%s: %d and %d bytes, at most %d and %d", name, kept, quick, maxKept, maxQuick)
		}
	}
	script := compressed(t, []byte(theme.script), 11)
	t.Logf("script   %6d bytes, brotli 11 %6d", len(theme.script), script)
	if script > maxScript {
		t.Errorf("script: %d bytes, at most %d", script, maxScript)
	}
}

func compressed(t *testing.T, text []byte, quality int) int {
	t.Helper()
	var b bytes.Buffer
	w := brotli.NewWriterLevel(&b, quality)
	if _, err := w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}
