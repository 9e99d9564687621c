package theme

import (
	"bytes"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"

	"griot/internal/locale"
)

// The promises of the numbers' table: an article of 500 words with everything but its pictures.
const (
	maxKept   = 14000 // bytes, brotli 11
	maxQuick  = 15500 // bytes, brotli 5, as first sent
	maxScript = 2048  // bytes, brotli 11; the table allows 6 kB for all of an article's
	maxWorker = 3000  // bytes, brotli 11
	maxLight  = 8000  // bytes, brotli 11: with its head a light page stays under 14,000 whatever it lists
)

func TestSizes(t *testing.T) {
	theme := builtInTheme(t)
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	shell := richShell("fr", "ltr", words.For("fr"))
	for name, write := range map[string]func(*bytes.Buffer) error{
		"front":         func(b *bytes.Buffer) error { return theme.Front(b, richFront(shell)) },
		"article":       func(b *bytes.Buffer) error { return theme.Article(b, richArticle(shell)) },
		"list":          func(b *bytes.Buffer) error { return theme.List(b, richList(shell)) },
		"light article": func(b *bytes.Buffer) error { return theme.Light().Article(b, richArticle(shell)) },
		"light front":   func(b *bytes.Buffer) error { return theme.Light().Front(b, richFront(shell)) },
		"light list":    func(b *bytes.Buffer) error { return theme.Light().List(b, richList(shell)) },
	} {
		var page bytes.Buffer
		if err := write(&page); err != nil {
			t.Fatal(err)
		}
		kept, quick := compressed(t, page.Bytes(), 11), compressed(t, page.Bytes(), 5)
		t.Logf("%-13s %6d bytes, brotli 11 %6d, brotli 5 %6d, brotli 4 %6d", name, page.Len(), kept, quick, compressed(t, page.Bytes(), 4))
		if strings.HasPrefix(name, "light") && kept > maxLight {
			t.Errorf("%s: %d bytes, at most %d", name, kept, maxLight)
		}
		if kept > maxKept || quick > maxQuick {
			t.Errorf("%s: %d and %d bytes, at most %d and %d", name, kept, quick, maxKept, maxQuick)
		}
	}
	for name, most := range map[string]int{"script": maxScript, "early": maxScript, "later": maxScript, "flash": maxScript, "worker": maxWorker} {
		size := compressed(t, []byte(theme.scripts[name]), 11)
		t.Logf("%-8s %6d bytes, brotli 11 %6d", name, len(theme.scripts[name]), size)
		if size > most {
			t.Errorf("%s: %d bytes, at most %d", name, size, most)
		}
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
