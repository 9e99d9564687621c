package blob_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"griot/internal/blob"
	"griot/internal/fault"
)

func folder(t *testing.T) (*blob.Folder, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "media")
	f, err := blob.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	return f, dir
}

func put(t *testing.T, f blob.Store, name, content string) {
	t.Helper()
	if err := f.Put(t.Context(), name, strings.NewReader(content)); err != nil {
		t.Fatalf("put %s: %v", name, err)
	}
}

func read(t *testing.T, f blob.Store, name string) string {
	t.Helper()
	file, err := f.Open(t.Context(), name)
	if err != nil {
		t.Fatalf("open %s: %v", name, err)
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(file)
	if err != nil || int64(len(content)) != file.Size() || file.ModTime().IsZero() {
		t.Errorf("read %s: %d of %d bytes, made %v: %v", name, len(content), file.Size(), file.ModTime(), err)
	}
	return string(content)
}

func walk(t *testing.T, f blob.Store) (list string) {
	t.Helper()
	if err := f.Walk(t.Context(), func(name string, size int64) error { list += fmt.Sprintf("%s %d\n", name, size); return nil }); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestPutOpenDeleteWalk(t *testing.T) {
	t.Parallel()
	f, _ := folder(t)
	if got := walk(t, f); got != "" {
		t.Errorf("an empty folder holds %s", got)
	}
	put(t, f, "public/ab/abc-320.webp", "one")
	put(t, f, "originals/cd/cde", "three")
	put(t, f, "été.txt", "")
	put(t, f, "public/ab/abc-320.webp", "newer one")
	if got := read(t, f, "public/ab/abc-320.webp"); got != "newer one" {
		t.Errorf("read %q", got)
	}
	if got := read(t, f, "été.txt"); got != "" {
		t.Errorf("read %q", got)
	}
	if got := walk(t, f); got != "originals/cd/cde 5\npublic/ab/abc-320.webp 9\nété.txt 0\n" {
		t.Errorf("walked\n%s", got)
	}
	for range 2 { // an absent one is no error
		if err := f.Delete(t.Context(), "originals/cd/cde"); err != nil {
			t.Error(err)
		}
	}
	if _, err := f.Open(t.Context(), "originals/cd/cde"); !fault.Is(err, fault.NotFound) {
		t.Errorf("a deleted file: %v", err)
	}
	if got := walk(t, f); strings.Contains(got, "cde") {
		t.Errorf("walked\n%s", got)
	}
}

// What is open goes on being what it was.
func TestReplacedWhileOpen(t *testing.T) {
	t.Parallel()
	f, _ := folder(t)
	put(t, f, "a", "old")
	file, err := f.Open(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	put(t, f, "a", "brand new")
	got, err := io.ReadAll(file)
	if string(got) != "old" || err != nil {
		t.Errorf("read %q: %v", got, err)
	}
	if _, err := file.Seek(1, io.SeekStart); err != nil {
		t.Error(err)
	}
	if got, _ := io.ReadAll(file); string(got) != "ld" {
		t.Errorf("after seeking read %q", got)
	}
}

func TestNamesThatEscapeAreRefused(t *testing.T) {
	t.Parallel()
	f, dir := folder(t)
	secret := filepath.Join(filepath.Dir(dir), "secret")
	if err := os.WriteFile(secret, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	put(t, f, "a/b", "kept")
	for _, name := range []string{
		"", ".", "..", "/", "../secret", "a/../../secret", "a/./../../secret", secret, "//" + secret, "a//b", "a/b/", "a/./b", "a/b/..",
		`..\secret`, `a\b`, "a/b\x00", "\x00", "a\x00/../../secret", ".part-1", "a/.part-2", ".part-x/y", "a\xff", strings.Repeat("../", 50) + "etc/passwd",
	} {
		if file, err := f.Open(t.Context(), name); !fault.Is(err, fault.NotFound) {
			_ = file.Close()
			t.Errorf("Open(%q): %v", name, err)
		}
		if err := f.Put(t.Context(), name, strings.NewReader("x")); !fault.Is(err, fault.NotFound) {
			t.Errorf("Put(%q): %v", name, err)
		}
		if err := f.Delete(t.Context(), name); !fault.Is(err, fault.NotFound) {
			t.Errorf("Delete(%q): %v", name, err)
		}
	}
	if content, err := os.ReadFile(secret); string(content) != "secret" || err != nil {
		t.Errorf("the file beside the folder now holds %q: %v", content, err)
	}
	if got := walk(t, f); got != "a/b 4\n" {
		t.Errorf("the folder holds\n%s", got)
	}
}

// Names that could be but are not: strangers ask for these, and it is never our fault.
func TestUnknownNames(t *testing.T) {
	t.Parallel()
	f, _ := folder(t)
	put(t, f, "a/b", "kept")
	for _, name := range []string{"absent", "a/absent", "a", "a/b/c", strings.Repeat("x", 300), strings.Repeat("x/", 3000) + "x", "a/" + strings.Repeat("é", 200)} {
		if file, err := f.Open(t.Context(), name); !fault.Is(err, fault.NotFound) {
			_ = file.Close()
			t.Errorf("Open(%.20q): %v", name, err)
		}
	}
}

// A source that breaks off leaves what was there before, or nothing, and no remains.
func TestHalfWrittenIsNeverVisible(t *testing.T) {
	t.Parallel()
	f, dir := folder(t)
	put(t, f, "kept", "old")
	torn := errors.New("the line broke")
	for _, name := range []string{"kept", "new", "deep/new"} {
		half := io.MultiReader(strings.NewReader(strings.Repeat("half", 10_000)), iotest.ErrReader(torn))
		err := f.Put(t.Context(), name, half)
		if !errors.Is(err, torn) {
			t.Errorf("put %s: %v", name, err)
		}
	}
	if got := read(t, f, "kept"); got != "old" {
		t.Errorf("kept holds %d bytes", len(got))
	}
	if _, err := f.Open(t.Context(), "new"); !fault.Is(err, fault.NotFound) {
		t.Errorf("new: %v", err)
	}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && path != filepath.Join(dir, "kept") {
			t.Errorf("%s is left", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// While a file is written, readers see the old one whole; an unfinished one is walked by nobody.
func TestReadersWhileWriting(t *testing.T) {
	t.Parallel()
	f, _ := folder(t)
	put(t, f, "a", strings.Repeat("0", 70_000))
	content, feed := io.Pipe()
	var writer sync.WaitGroup
	writer.Go(func() {
		if err := f.Put(context.Background(), "a", content); err != nil {
			t.Error(err)
		}
	})
	if _, err := feed.Write(bytes.Repeat([]byte("1"), 70_000)); err != nil {
		t.Fatal(err)
	}
	if got := read(t, f, "a"); got != strings.Repeat("0", 70_000) {
		t.Errorf("a reader sees %d bytes beginning %.5q", len(got), got)
	}
	if got := walk(t, f); got != "a 70000\n" {
		t.Errorf("walked\n%s", got)
	}
	_ = feed.Close()
	writer.Wait()
	if got := read(t, f, "a"); got != strings.Repeat("1", 70_000) {
		t.Errorf("afterwards a reader sees %d bytes beginning %.5q", len(got), got)
	}
}

func TestWritersOfOneName(t *testing.T) {
	t.Parallel()
	f, _ := folder(t)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			if err := f.Put(context.Background(), "deep/er/a", strings.NewReader(strings.Repeat(fmt.Sprint(i), 10_000))); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	got := read(t, f, "deep/er/a")
	if len(got) != 10_000 || strings.Trim(got, got[:1]) != "" {
		t.Errorf("%d bytes of several writers", len(got))
	}
}

func TestWalkEnds(t *testing.T) {
	t.Parallel()
	f, _ := folder(t)
	put(t, f, "a", "1")
	put(t, f, "b", "2")
	enough := errors.New("enough")
	seen := 0
	if err := f.Walk(t.Context(), func(string, int64) error { seen++; return enough }); !errors.Is(err, enough) || seen != 1 {
		t.Errorf("%d files, %v", seen, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := f.Walk(ctx, func(string, int64) error { t.Error("walked on"); return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestFolderThatCannotBeMade(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := blob.OpenFolder(filepath.Join(file, "media"))
	if !fault.Is(err, fault.Unavailable) || !strings.Contains(fault.Message(err), "write permission") {
		t.Errorf("got %v", err)
	}
}

func TestPutWhereAFileIsInTheWay(t *testing.T) {
	t.Parallel()
	f, _ := folder(t)
	put(t, f, "a", "file")
	put(t, f, "b/c", "file")
	for _, name := range []string{"a/b", "b"} {
		err := f.Put(t.Context(), name, strings.NewReader("x"))
		if !fault.Is(err, fault.Unavailable) {
			t.Errorf("put %s: %v", name, err)
		}
	}
	if got := walk(t, f); got != "a 4\nb/c 4\n" {
		t.Errorf("the folder holds\n%s", got)
	}
}
