package dictionary_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/molecule-man/go-brrr"

	"griot/internal/blob"
	"griot/internal/edge/dictionary"
	"griot/internal/fault"
	"griot/internal/page"
)

// pages are of one template; each says something of its own.
func pages(n int, template string) (list [][]byte) {
	for i := range n {
		var b strings.Builder
		fmt.Fprintf(&b, "<html><head><style>%s</style></head><body><h1>Titre %d</h1><p>secret%d</p>", template, i, i)
		for j := range 40 {
			fmt.Fprintf(&b, "<li class=\"rubrique-%d\"><a href=\"/r/%d/\">Rubrique %d</a></li>\n", j, j, j)
		}
		list = append(list, []byte(b.String()))
	}
	return list
}

var (
	dawn  = time.Date(2026, 3, 1, 6, 0, 0, 0, time.UTC)
	sheet = strings.Repeat("a{b:c}d{e:f}", 3) + "x{y:z}"
)

func open(t *testing.T, dir string, now time.Time) *dictionary.Shelf {
	t.Helper()
	store, err := blob.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	match := func(kind string) string { return "/" + kind + "/*" }
	s, err := dictionary.Open(t.Context(), store, func() time.Time { return now }, match, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestWhatIsInOne(t *testing.T) {
	t.Parallel()
	got := string(dictionary.Common(pages(5, sheet)))
	for _, want := range []string{"<style>", "x{y:z}", `<li class="rubrique-39">`, "<h1>"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if strings.Contains(got, "secret") {
		t.Error("it holds what a single page says")
	}
	if none, err := open(t, t.TempDir(), dawn).Offer(t.Context(), "article", "fr", [][]byte{[]byte("un"), []byte("deux"), []byte("trois"), []byte("quatre")}); none || err != nil {
		t.Errorf("pages that have nothing in common made one: %v", err)
	}
	if n := len(dictionary.Common(pages(5, strings.Repeat("x", 2<<20)))); n > 256<<10 {
		t.Errorf("it has %d bytes", n)
	}
}

func TestARoundTrip(t *testing.T) {
	t.Parallel()
	all := pages(6, sheet)
	d := dictionary.New("article", "fr", dawn, dictionary.Common(all[:5]))
	sum := sha256.Sum256(d.Body)
	out := d.Compress(all[5], dictionary.Zstandard, dictionary.Strong)
	if !bytes.HasPrefix(out, append([]byte{0x5e, 0x2a, 0x4d, 0x18, 0x20, 0, 0, 0}, sum[:]...)) {
		t.Fatalf("begins with %x", out[:40])
	}
	var head zstd.Header
	if err := head.Decode(out[40:]); err != nil || head.DictionaryID != 0 {
		t.Errorf("the frame's dictionary has the ID %d: %v", head.DictionaryID, err)
	}
	r, err := zstd.NewReader(nil, zstd.WithDecoderDictRaw(0, d.Body))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if got, err := r.DecodeAll(out, nil); err != nil || !bytes.Equal(got, all[5]) {
		t.Errorf("it decodes to %d bytes: %v", len(got), err)
	}
	if len(out) > len(all[5])/8 {
		t.Errorf("%d of %d bytes", len(out), len(all[5]))
	}
}

func TestARoundTripWithBrotli(t *testing.T) {
	t.Parallel()
	all := pages(6, sheet)
	d := dictionary.New("article", "fr", dawn, dictionary.Common(all[:5]))
	sum := sha256.Sum256(d.Body)
	for _, effort := range []dictionary.Effort{dictionary.Quick, dictionary.Strong} {
		out := d.Compress(all[5], dictionary.Brotli, effort)
		if !bytes.HasPrefix(out, append([]byte{0xff, 0x44, 0x43, 0x42}, sum[:]...)) {
			t.Fatalf("begins with %x", out[:36])
		}
		r, err := brrr.NewReaderOptions(bytes.NewReader(out[36:]), brrr.ReaderOptions{Dictionaries: [][]byte{d.Body}})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, all[5]) {
			t.Errorf("it decodes to %d bytes: %v", len(got), err)
		}
		if most := len(d.Compress(all[5], dictionary.Zstandard, dictionary.Strong)); len(out) >= most {
			t.Errorf("%d bytes, Zstandard makes %d", len(out), most)
		}
	}
}

func TestTheShelf(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	offer := func(s *dictionary.Shelf, template string) bool {
		kept, err := s.Offer(context.Background(), "article", "fr", pages(6, template))
		if err != nil {
			t.Fatal(err)
		}
		return kept
	}
	s := open(t, dir, dawn)
	if kept, _ := s.Offer(t.Context(), "article", "fr", pages(3, sheet)); kept || s.Current("article", "fr") != nil {
		t.Error("made one of too few pages")
	}
	if !offer(s, sheet) || offer(s, sheet) {
		t.Error("the first is kept, the same again is not")
	}
	first := s.Current("article", "fr")
	field := ":" + hashOf(first) + ":"
	if s.Known(field) != first || s.Current("article", "en") != nil {
		t.Error("it is not found again")
	}
	for _, lie := range []string{"", ":", "::", hashOf(first), field[:20] + ":", ":" + strings.Repeat("A", 43) + "=:", strings.Repeat(":", 9000)} {
		if s.Known(lie) != nil {
			t.Errorf("%.60q is believed", lie)
		}
	}
	later := open(t, dir, dawn.Add(24*time.Hour)) // a new start, a new theme
	var other strings.Builder
	for i := range 400 {
		fmt.Fprintf(&other, "regle-%d{couleur:#%x}", i, i*7919)
	}
	if !offer(later, other.String()) || later.Current("article", "fr").Name() == first.Name() {
		t.Error("a new theme has no new dictionary")
	}
	if later.Known(field) == nil {
		t.Error("the one before is not honoured")
	}
	if end := open(t, dir, dawn.Add(dictionary.Keep+time.Minute)); end.Known(field) != nil || end.Current("article", "fr") == nil {
		t.Error("after its time it is still honoured, or the later one is not")
	}
}

func TestItsPage(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir(), dawn)
	if _, err := s.Offer(t.Context(), "article", "fr", pages(6, sheet)); err != nil {
		t.Fatal(err)
	}
	d := s.Current("article", "fr")
	if !strings.Contains(d.Link(), "<"+d.Path()+">") {
		t.Errorf("link %s", d.Link())
	}
	p, err := s.Route().Make(t.Context(), page.Address{Any: d.Name()})
	if err != nil || !bytes.Equal(p.Body, d.Body) || p.Header["Use-As-Dictionary"] != `match="/article/*", match-dest=("document")` ||
		p.Header["Cache-Control"] != "public, max-age=2592000, immutable" {
		t.Errorf("%v, %v", p, err)
	}
	if _, err := s.Route().Make(t.Context(), page.Address{Any: "x"}); !fault.Is(err, fault.NotFound) {
		t.Errorf("an unknown one: %v", err)
	}
}

func hashOf(d *dictionary.Dictionary) string {
	sum := sha256.Sum256(d.Body)
	return base64.StdEncoding.EncodeToString(sum[:])
}
