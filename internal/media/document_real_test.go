package media_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"griot/internal/fault"
	"griot/internal/media"
)

// portable writes a PDF of one page: its objects, numbered from 1, of which the first is its catalogue, and what its trailer says besides.
func portable(trailer string, objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, table)
	return b.Bytes()
}

func stream(says, data string) string {
	return fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", says, len(data), data)
}

// letter is such a PDF that tells of its maker in its two places; catalogue is what its catalogue says besides, page what its page draws.
func letter(catalogue, page string) []byte {
	return portable("/Info 5 0 R", "<< /Type /Catalog /Pages 2 0 R "+catalogue+" >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>", stream("", page), "<< /Author (Awa Source) /Producer (Maker 3) /Creator (Writer) >>",
		stream("/Type /Metadata /Subtype /XML", `<x:xmpmeta xmlns:x="adobe:ns:meta/"><creator>Awa Source</creator></x:xmpmeta>`))
}

// TestRealDocument has the real programs clean: what is served shows its page and says nothing of its maker, not even in what ExifTool leaves behind so that it can be undone.
func TestRealDocument(t *testing.T) {
	s := store(t)
	page := "% /JS and /Author mean nothing here\n0 0 m 72 72 l S\n"
	if _, err := media.Receive(t.Context(), s, bytes.NewReader(letter("/Metadata 6 0 R", page))); err != nil {
		t.Fatal(err)
	}
	served := 0
	for _, name := range names(t, s) {
		if !strings.HasPrefix(name, "public/") {
			continue
		}
		served++
		data := content(t, s, name)
		if shown := plainly(t, data); !bytes.Contains(shown, []byte("72 72 l S")) {
			t.Errorf("%s has lost its page: %s", name, shown)
		} else if bytes.Contains(data, []byte("Awa")) || bytes.Contains(shown, []byte("Awa")) || bytes.Contains(shown, []byte("Maker")) {
			t.Errorf("%s still tells of its maker: %s", name, shown)
		}
	}
	if served == 0 {
		t.Error("nothing is served")
	}
}

// TestRealDocumentRefused: what acts by itself, hides something, or cannot be read is refused with what to do, by the real programs too.
func TestRealDocumentRefused(t *testing.T) {
	photograph := stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode", "\xff\xd8\xff\xe1\x00\x10Exif\x00\x00GPS\xff\xd9")
	for name, data := range map[string][]byte{
		"a script":   letter("/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>", ""),
		"a picture":  portable("", "<< /Type /Catalog /Pages 2 0 R /Drawn 4 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>", photograph),
		"a lock":     locked(t, letter("", "")),
		"half of it": letter("", "")[:200],
	} {
		if _, err := media.Receive(t.Context(), discard{}, bytes.NewReader(data)); !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Message(err), "print it") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// plainly is a PDF with nothing compressed.
func plainly(t *testing.T, data []byte) []byte {
	t.Helper()
	return rewritten(t, data, "--qdf", "--stream-data=uncompress")
}

func locked(t *testing.T, data []byte) []byte {
	t.Helper()
	return rewritten(t, data, "--encrypt", "secret", "secret", "256", "--")
}

func rewritten(t *testing.T, data []byte, how ...string) []byte {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.pdf"), filepath.Join(dir, "out.pdf")
	if err := os.WriteFile(in, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if said, err := exec.CommandContext(t.Context(), "qpdf", append(how, in, out)...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	written, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return written
}
