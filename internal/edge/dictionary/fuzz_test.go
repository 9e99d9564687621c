package dictionary_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
	"github.com/molecule-man/go-brrr"

	"griot/internal/edge/dictionary"
)

// FuzzCompress: whatever a page and a dictionary hold, each form says what the page says; and so does Brotli without a dictionary, by another's decoder.
func FuzzCompress(f *testing.F) {
	f.Add([]byte("<p>Le fleuve monte</p>"), []byte("fleuve monte"))
	f.Add(bytes.Repeat([]byte("ab"), 2000), []byte("a"))
	f.Add([]byte{}, []byte{0})
	f.Add(pages(1, sheet)[0], pages(1, sheet)[0])
	f.Fuzz(func(t *testing.T, body, words []byte) {
		if len(words) == 0 || len(words) > 1<<13 || len(body) > 1<<13 {
			return
		}
		d := dictionary.New("article", "fr", dawn, words)
		for _, effort := range []dictionary.Effort{dictionary.Quick, dictionary.Strong} {
			r, err := brrr.NewReaderOptions(bytes.NewReader(d.Compress(body, dictionary.Brotli, effort)[36:]), brrr.ReaderOptions{Dictionaries: [][]byte{words}})
			if err != nil {
				t.Fatal(err)
			}
			wantSame(t, r, body)
		}
		r, err := zstd.NewReader(bytes.NewReader(d.Compress(body, dictionary.Zstandard, dictionary.Quick)), zstd.WithDecoderDictRaw(0, words), zstd.WithDecoderConcurrency(1))
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		wantSame(t, r, body)
		for _, level := range []int{5, brrr.BestCompression} {
			alone, err := brrr.Compress(body, level)
			if err != nil {
				t.Fatal(err)
			}
			wantSame(t, brotli.NewReader(bytes.NewReader(alone)), body)
		}
	})
}

func wantSame(t *testing.T, r io.Reader, want []byte) {
	t.Helper()
	if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, want) {
		t.Fatalf("%d bytes come back of %d: %v", len(got), len(want), err)
	}
}
